"""The CAMEO hierarchy: every code with a short definition, its Goldstein score and its quad class.

Numbering is that of CAMEO 1.1b3 (other lists in circulation number the families 12, 16 and 105 otherwise).
Goldstein scores are Goldstein's (1992) as CAMEO's authors mapped them; a code they gave none takes the
score of the code above it. The definitions are this project's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tidings.codebook.layers import Findings, Layer, csv_items, merge
from tidings.codebook.yaml_files import Problem

_COLUMNS = ("code", "name", "definition", "goldstein", "quad")


class CameoCode(NamedTuple):
    """One CAMEO code. `quad`: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""

    code: str
    name: str
    definition: str
    goldstein: float
    quad: int

    @property
    def root(self) -> str:
        """The two digits that the code stands under."""
        return self.code[:2]


def load_cameo(path: Path) -> tuple[Mapping[str, CameoCode], list[Problem]]:
    """The codes of a CSV file, sorted, and the problems found: doubled codes, gaps, scores out of range."""
    findings = Findings()
    return read_cameo([Layer(path.parent)], findings), findings.problems


def read_cameo(layers: Iterable[Layer], findings: Findings) -> Mapping[str, CameoCode]:
    """The codes of all layers' `cameo.csv`, sorted; problems and the changes of overlays go to `findings`."""
    codes: dict[str, CameoCode] = {}
    read = csv_items("cameo.csv", _COLUMNS, ("code",))
    for _, item in sorted(merge(layers, "CAMEO codes", read, findings).items()):
        try:
            code = _read(item.entry, codes)
        except ValueError as error:
            findings.problems.append(Problem(item.file, item.line, str(error)))
            continue
        codes[code.code] = code
    return codes


def _read(row: Mapping[str, str], above: Mapping[str, CameoCode]) -> CameoCode:
    code = row["code"]
    if not (code.isdigit() and 2 <= len(code) <= 4):
        raise ValueError(f"code {code!r} is not two to four digits")
    if len(code) > 2 and code[:-1] not in above:
        raise ValueError(f"code {code} stands under {code[:-1]}, which is not listed before it")
    if not row["name"] or not row["definition"]:
        raise ValueError(f"code {code} needs a name and a definition")
    if row["goldstein"]:
        score = float(row["goldstein"])
    elif len(code) > 2:
        score = above[code[:-1]].goldstein
    else:
        raise ValueError(f"root {code} needs a Goldstein score from -10 to 10")
    if not -10 <= score <= 10:
        raise ValueError(f"code {code}: Goldstein score {score} is not from -10 to 10")
    if row["quad"] not in ("1", "2", "3", "4"):
        raise ValueError(f"code {code}: quad class {row['quad']!r} is none of 1, 2, 3, 4")
    return CameoCode(code, row["name"], row["definition"], score, int(row["quad"]))
