"""Base forms of verbs that the model's lemmatiser reads wrongly: "staged" is no form of "stag"."""

from __future__ import annotations

# verbs of news whose regular forms come out as another word's or as no word's
_VERBS = (
    "airdrop axe backpedal baton cane cordon cyberattack deregister fine greenlight install lambaste napalm "
    "phish rape rearrest refoul reoccupy site slate snipe spare stage unban wage waterboard wiretap"
)
# past forms that are no verb's base form, for words the tagger takes for present tense
_PAST = (
    "overthrew/overthrow overran/overrun overtook/overtake undertook/undertake underwent/undergo "
    "overcame/overcome overrode/override upheld/uphold withheld/withhold withdrew/withdraw forbade/forbid "
    "fought/fight sought/seek brought/bring caught/catch fled/flee struck/strike swore/swear shook/shake "
    "broke/break drove/drive rose/rise gave/give took/take began/begin came/come became/become won/win "
    "held/hold led/lead met/meet sent/send blew/blow threw/throw tore/tear slew/slay sank/sink shot/shoot "
    "retook/retake rebuilt/rebuild misled/mislead foresaw/foresee"
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
_LEMMAS.update((form, verb) for form, _, verb in (pair.partition("/") for pair in _PAST.split()))


def verb_lemma(form: str, lemma: str) -> str:
    """The base form of a verb's lower-case `form`, given what the model says it is.

    >>> verb_lemma("staged", "stag"), verb_lemma("raping", "rap"), verb_lemma("struck", "strike")
    ('stage', 'rape', 'strike')
    """
    return _LEMMAS.get(form, lemma)
