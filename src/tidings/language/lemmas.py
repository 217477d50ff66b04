"""Base forms of verbs that the model's lemmatiser reads wrongly: "staged" is no form of "stag"."""

from __future__ import annotations

# verbs of news whose regular forms come out as another word's or as no word's
_VERBS = (
    "airdrop axe backpedal baton cane cordon cyberattack deregister fine greenlight install lambaste napalm "
    "phish rape rearrest refoul reoccupy site slate snipe spare stage unban wage waterboard wiretap"
)
_DOUBLING = frozenset({"airdrop", "backpedal", "unban", "wiretap"})


def _forms(verb: str) -> list[str]:
    """The regular forms of `verb`.

    >>> _forms("wage")
    ['wages', 'waged', 'waging']
    """
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y"):
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    stem = verb + verb[-1] if verb in _DOUBLING else verb
    third = verb + "es" if verb.endswith("sh") else verb + "s"
    return [third, stem + "ed", stem + "ing"]


_LEMMAS = {form: verb for verb in _VERBS.split() for form in _forms(verb)}


def verb_lemma(form: str, lemma: str) -> str:
    """The base form of a verb's lower-case `form`, given what the model says it is.

    >>> verb_lemma("staged", "stag"), verb_lemma("raping", "rap"), verb_lemma("struck", "strike")
    ('stage', 'rape', 'strike')
    """
    return _LEMMAS.get(form, lemma)
