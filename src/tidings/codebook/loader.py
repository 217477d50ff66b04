"""The whole codebook: loaded from the shipped folder and, where given, an overlay folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tidings.codebook.actors import ActorIndex, load_actors
from tidings.codebook.acts import ActIndex, load_acts
from tidings.codebook.cameo import CameoCode, load_cameo
from tidings.codebook.crosswalks import Crosswalks, load_crosswalks
from tidings.codebook.date_grammar import DateGrammar, load_date_grammar
from tidings.codebook.domains import load_domains
from tidings.codebook.figure_words import FigureWords, load_figure_words
from tidings.codebook.gazetteer import Gazetteer
from tidings.codebook.judges import Judge, load_judge
from tidings.codebook.speech import SpeechCues, load_speech
from tidings.codebook.status_cues import StatusCues, load_status_cues
from tidings.codebook.whole_set import unknown_codes
from tidings.codebook.yaml_files import Problem
from tidings.model.errors import CodebookError

SHIPPED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Codebook:
    """Everything the coder knows. `version` is the content hash of all files it was read from."""

    acts: ActIndex
    actors: ActorIndex
    speech: SpeechCues
    status: StatusCues
    domains: Mapping[str, frozenset[str]]
    figures: FigureWords
    cameo: Mapping[str, CameoCode]
    crosswalks: Crosswalks
    dates: DateGrammar
    parties: Judge | None
    version: str

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer, opened when first asked for."""
        return Gazetteer()

    def goldstein(self, cameo: str | None) -> float | None:
        """The Goldstein score of a CAMEO code; None for None and for a code that CAMEO does not have."""
        found = self.cameo.get(cameo or "")
        return found.goldstein if found else None


def load_codebook(overlay: Path | None = None) -> Codebook:
    """The shipped codebook, overlaid by `overlay`; raises `CodebookError` listing every problem."""
    problems: list[Problem] = []
    folders = [SHIPPED] + ([overlay] if overlay else [])
    acts, found = load_acts([folder / "types" for folder in folders])
    problems.extend(found)
    status, found = load_status_cues(SHIPPED / "status.yaml")
    problems.extend(found)
    figures, found = load_figure_words(SHIPPED / "figures.yaml")
    problems.extend(found)
    dates, found = load_date_grammar(SHIPPED / "dates.yaml")
    problems.extend(found)
    domains, found = load_domains(SHIPPED / "domains.yaml")
    problems.extend(found)
    cameo, found = load_cameo(SHIPPED / "cameo.csv")
    problems.extend(found)
    modes = {page.type: [mode for mode, _, _ in page.modes] for page in acts.pages.values()}
    crosswalks, found = load_crosswalks(SHIPPED / "crosswalks", codes=cameo, modes=modes)
    problems.extend(found)
    parties, found = load_judge(SHIPPED / "judges" / "parties.json")
    problems.extend(found)
    problems.extend(unknown_codes(acts, cameo, crosswalks))
    if problems:
        raise CodebookError("\n".join(str(problem) for problem in sorted(problems)))
    return Codebook(
        acts=acts,
        actors=load_actors(SHIPPED / "actors"),
        speech=load_speech(SHIPPED / "speech.yaml"),
        status=status,
        domains=domains,
        figures=figures,
        cameo=cameo,
        crosswalks=crosswalks,
        dates=dates,
        parties=parties,
        version=codebook_version(folders),
    )


def version_with(overlay: Path | None = None) -> str:
    """The version that `load_codebook(overlay)` has, without loading it."""
    return codebook_version([SHIPPED] + ([overlay] if overlay else []))


def codebook_version(folders: list[Path]) -> str:
    """Content hash of all files under `folders`: 12 hexadecimal digits of a SHA-256."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]
