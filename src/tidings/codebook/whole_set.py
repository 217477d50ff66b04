"""What only the whole set shows: codes that do not exist, modes of another type, acts that hide each other."""

from __future__ import annotations

from collections.abc import Mapping

from tidings.codebook.acts import ActIndex
from tidings.codebook.cameo import CameoCode
from tidings.codebook.crosswalks import Crosswalks
from tidings.codebook.yaml_files import Problem


def unknown_codes(acts: ActIndex, cameo: Mapping[str, CameoCode], crosswalks: Crosswalks) -> list[Problem]:
    """CAMEO codes that do not exist or belong to another type, and modes that an act's type does not have."""
    problems = []
    modes = {page.type: {mode for mode, _, _ in page.modes} for page in acts.pages.values()}
    for act in acts.acts:
        if act.cameo is not None and act.cameo not in cameo:
            message = f"{act.rule}: CAMEO code {act.cameo!r} does not exist; see cameo.csv"
            problems.append(Problem(act.file, act.line, message))
        elif act.cameo is not None:
            types = {kind for kind, _ in crosswalks.plover.get(act.cameo, ())}
            if act.type not in types:
                owners = ", ".join(sorted(types)) or "no type"
                message = (
                    f"{act.rule}: CAMEO code {act.cameo} belongs to {owners} (crosswalks/cameo_to_plover.csv); "
                    "choose a code of the act's type"
                )
                problems.append(Problem(act.file, act.line, message))
        allowed = modes.get(act.type, set())
        if act.mode is not None and act.mode not in allowed:
            shown = ", ".join(sorted(allowed)) or "none: the type has no modes"
            problems.append(
                Problem(act.file, act.line, f"{act.rule}: mode {act.mode!r} does not exist; allowed: {shown}")
            )
    return problems
