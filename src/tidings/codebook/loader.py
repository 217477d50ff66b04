"""The whole codebook: the shipped folder, with overlay folders on top, or its copy from the user's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.codebook.actors import ActorIndex
from tidings.codebook.acts import Act, ActIndex
from tidings.codebook.cache import code_version, read_cache, uncollected, write_cache
from tidings.codebook.cameo import CameoCode, read_cameo
from tidings.codebook.crosswalks import Crosswalks, read_crosswalks
from tidings.codebook.csv_files import Row
from tidings.codebook.date_grammar import DateGrammar, load_date_grammar
from tidings.codebook.domains import load_domains
from tidings.codebook.figure_words import FigureWords, load_figure_words
from tidings.codebook.gazetteer import Gazetteer
from tidings.codebook.layers import OVERLAY_FILES, SHIPPED, Change, Findings, Layer, layers_of, strange_files
from tidings.codebook.lessons import FILE as LESSONS
from tidings.codebook.lessons import Lessons, read_lessons
from tidings.codebook.speech import SpeechCues, read_speech
from tidings.codebook.stance_cues import StanceCues, load_stance
from tidings.codebook.status_cues import StatusCues, load_status_cues
from tidings.codebook.supplement import read_place_lists, read_supplement
from tidings.codebook.whole_set import unknown_codes
from tidings.codebook.word_files import read_words
from tidings.model.errors import CodebookError

if TYPE_CHECKING:
    from tidings.codebook.judges import Judges

# files that a folder with a whole codebook has, and an overlay would hardly have together
_WHOLE = ("cameo.csv", "dates.yaml", "status.yaml", "actors/countries.yaml", "crosswalks/tables.csv")
__all__ = [
    "SHIPPED",
    "Codebook",
    "codebook_at",
    "codebook_version",
    "load_codebook",
    "read_codebook",
    "version_with",
]


@dataclass(frozen=True)
class Codebook:
    """Everything the coder knows.

    `supplement` are the places that the gazetteer's file misses, `place_lists` its other lists, `changes` what overlays changed, in their
    order; `version` is the content hash of all files it was read from, `judge_folders` where overlays have judges of their own.
    """

    acts: ActIndex
    actors: ActorIndex
    speech: SpeechCues
    stance: StanceCues
    status: StatusCues
    domains: Mapping[str, frozenset[str]]
    figures: FigureWords
    cameo: Mapping[str, CameoCode]
    crosswalks: Crosswalks
    dates: DateGrammar
    supplement: tuple[Row, ...]
    place_lists: Mapping[str, tuple[Row, ...]]
    changes: tuple[Change, ...]
    version: str
    judge_folders: tuple[str, ...] = ()

    @cached_property
    def judges(self) -> Judges:
        """The fitted judges, read when first asked for; raises `CodebookError` for a damaged file."""
        from tidings.codebook.judges import read_judges  # its arrays take a tenth of a second to import

        return read_judges([SHIPPED / "judges", *map(Path, self.judge_folders)])

    @cached_property
    def lessons(self) -> Lessons:
        """What folders of one's own teach by example, read when first asked for; raises `CodebookError` for a damaged file."""
        return read_lessons(map(Path, self.judge_folders))

    @cached_property
    def acts_by_rule(self) -> Mapping[str, Act]:
        """The acts by rule."""
        return {act.rule: act for act in self.acts.acts}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, opened when first asked for."""
        return Gazetteer(supplement=self.supplement, lists=self.place_lists)

    def goldstein(self, cameo: str | None) -> float | None:
        """The Goldstein score of a CAMEO code; None for None and for a code that CAMEO does not have."""
        found = self.cameo.get(cameo or "")
        return found.goldstein if found else None


def load_codebook(overlays: Path | Sequence[Path] | None = None, *, cache: Path | None = None) -> Codebook:
    """The shipped codebook with the folders `overlays` laid over it, the last on top.

    `cache` is a folder to keep the read codebook in, and to take it from while no source has changed
    (see `cache_folder`). Raises `CodebookError` listing every problem, `UsageError` for a folder that is none.
    """
    layers = layers_of(overlays)
    version = codebook_version(layers)
    key = f"{version}-{code_version()}" if cache else ""
    if cache:
        kept = _from_cache(cache, key)
        if kept is not None:
            return replace(kept, judge_folders=_judge_folders(layers))  # an equal overlay may lie elsewhere
    book, findings = read_codebook(layers, version)
    if findings.problems:
        raise CodebookError("\n".join(str(problem) for problem in sorted(findings.problems)))
    if cache:
        _to_cache(cache, key, book)
    return book


def codebook_at(folder: Path | None) -> Codebook:
    """The codebook a folder stands for: a whole one of its own, or the shipped one with the folder laid over it.

    None is the shipped codebook. Raises `CodebookError` and `UsageError` as `load_codebook` does.
    """
    if folder is None or not all((folder / name).exists() for name in _WHOLE):
        return load_codebook(folder)
    layers = (Layer(folder),)
    book, findings = read_codebook(layers, codebook_version(layers))
    if findings.problems:
        raise CodebookError("\n".join(str(problem) for problem in sorted(findings.problems)))
    return book


def read_codebook(layers: Sequence[Layer], version: str = "") -> tuple[Codebook, Findings]:
    """What the layers hold, with every problem found on the way; a codebook with problems is not to be used."""
    from tidings.codebook.act_files import load_acts
    from tidings.codebook.actor_data import read_actors

    findings = Findings()
    with uncollected():
        acts = load_acts(layers, findings)
        actors = read_actors(layers, findings)
    speech = read_speech(layers, findings)
    supplement = read_supplement(layers, findings)
    place_lists = read_place_lists(layers, findings)
    stance, problems = load_stance(read_words(layers, "stance.yaml", "stance words", findings))
    findings.problems.extend(problems)
    status, problems = load_status_cues(read_words(layers, "status.yaml", "status words", findings))
    findings.problems.extend(problems)
    figures, problems = load_figure_words(read_words(layers, "figures.yaml", "figure words", findings))
    findings.problems.extend(problems)
    domains, problems = load_domains(read_words(layers, "domains.yaml", "domain words", findings))
    findings.problems.extend(problems)
    dates, problems = load_date_grammar(
        read_words(layers, "dates.yaml", "date words", findings, valued=("words",))
    )
    findings.problems.extend(problems)
    cameo = read_cameo(layers, findings)
    modes = {page.type: [mode for mode, _, _ in page.modes] for page in acts.pages.values()}
    crosswalks = read_crosswalks(layers, findings, codes=cameo, modes=modes)
    findings.problems.extend(unknown_codes(acts, cameo, crosswalks))
    for layer in layers[1:]:
        findings.problems.extend(strange_files(layer))
        findings.changes.extend(
            Change(layer.name, "judges", "added" if path.name == LESSONS else "replaced", path.stem)
            for path in layer.glob("judges/*.json")
        )
    changes = tuple(findings.changes)
    book = Codebook(
        acts=acts,
        actors=actors,
        speech=speech,
        stance=stance,
        status=status,
        domains=domains,
        figures=figures,
        cameo=cameo,
        crosswalks=crosswalks,
        dates=dates,
        supplement=supplement,
        place_lists=place_lists,
        changes=changes,
        version=version,
        judge_folders=_judge_folders(layers),
    )
    return book, findings


def _judge_folders(layers: Sequence[Layer]) -> tuple[str, ...]:
    return tuple(str(layer.folder / "judges") for layer in layers[1:] if layer.glob("judges/*.json"))


def version_with(overlays: Path | Sequence[Path] | None = None) -> str:
    """The version that `load_codebook(overlays)` has, without loading it."""
    return codebook_version(layers_of(overlays))


def codebook_version(layers: Sequence[Layer]) -> str:
    """Content hash of the layers' files and the overlays' names: 12 hexadecimal digits of a SHA-256."""
    total = hashlib.sha256()
    for layer in layers:
        if layer.name:
            total.update(layer.name.encode() + b"\0")
            paths = sorted({path for pattern in OVERLAY_FILES for path in layer.folder.glob(pattern)})
        else:
            paths = sorted(path for path in layer.folder.rglob("*") if path.is_file())
        for path in paths:
            total.update(path.relative_to(layer.folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _from_cache(cache: Path, key: str) -> Codebook | None:
    from tidings.codebook.plain import from_plain

    with uncollected():
        plain = read_cache(cache, "codebook", key)
        if not isinstance(plain, dict):
            return None
        try:
            return Codebook(**{name: from_plain(value) for name, value in plain.items()})
        except (TypeError, ValueError, KeyError, IndexError):  # of a shape that this code never wrote
            return None


def _to_cache(cache: Path, key: str, book: Codebook) -> None:
    from tidings.codebook.plain import to_plain

    with uncollected():
        plain = {field.name: to_plain(getattr(book, field.name)) for field in fields(book)}
        write_cache(cache, "codebook", key, plain)
