"""Base forms of verbs the lemmatiser gets wrong, and no others."""

from __future__ import annotations

import pytest

from tidings.language.lemmas import verb_lemma


@pytest.mark.parametrize(
    ("form", "model", "wanted"),
    [
        ("waged", "wag", "wage"),
        ("stages", "stag", "stage"),
        ("fined", "fin", "fine"),
        ("raped", "rap", "rape"),
        ("rearresting", "rearreste", "rearrest"),
        ("airdropped", "airdroppe", "airdrop"),
        ("wagged", "wag", "wag"),
        ("rapped", "rap", "rap"),
        ("struck", "strike", "strike"),
        ("stag", "stag", "stag"),
        ("overthrew", "overthrew", "overthrow"),
        ("found", "found", "found"),
    ],
)
def test_verb_lemma(form: str, model: str, wanted: str) -> None:
    assert verb_lemma(form, model) == wanted
