"""What the words of a body's name tell of a body that the codebook does not have."""

from __future__ import annotations

from tidings.codebook.actors import Role, pieces
from tidings.coding.actor_names import Hit
from tidings.coding.article_context import Context

_MEDICAL = frozenset(
    {"medical", "hospital", "hospitals", "medics", "physicians", "doctors", "nurses", "clinic"}
)
_NAME_WORDS = {
    "office": "GOV", "department": "GOV", "bureau": "GOV", "service": "GOV", "directorate": "GOV",
    "secretariat": "GOV", "foundation": "SOC", "inc": "BUS", "ltd": "BUS", "corp": "BUS", "plc": "BUS",
    "llc": "BUS", "times": "JRN", "post": "JRN", "news": "JRN", "herald": "JRN", "tribune": "JRN",
    "gazette": "JRN", "tv": "JRN", "brigades": "REB", "relief": "SOC", "aid": "SOC", "charity": "SOC",
    "charities": "SOC", "rights": "SOC", "trust": "SOC", "institute": "EDU", "radio": "JRN", "media": "JRN",
    "administration": "GOV", "customs": "GOV", "immigration": "GOV", "industries": "BUS", "holdings": "BUS",
    "airlines": "BUS", "airways": "BUS",
}  # fmt: skip


def role_inside(context: Context, hit: Hit) -> Role | None:
    found = None
    parts = pieces(context.analysis.slice(hit.first, hit.last))
    at = 0
    while at < len(parts):
        for length in context.actors.role_lengths.get(parts[at], ()):
            role = context.actors.roles.get(parts[at : at + length]) if at + length <= len(parts) else None
            if role is not None and role.kind == "body":
                found = role
                at += length - 1
                break
        if parts[at] in ("of", "for") and found is not None:
            break
        at += 1
    return found


def is_medical(context: Context, hit: Hit) -> bool:
    """Whether a body's name says it is of medicine ("Kisumu Medical School"), whatever else it is."""
    return any(w.lower in _MEDICAL for w in context.analysis.words[hit.first : hit.last])


def sector_inside(context: Context, hit: Hit) -> str | None:
    """The sector that a word of a body's name tells, for words that are no roles alone."""
    for word in context.analysis.words[hit.first : hit.last]:
        sector = _NAME_WORDS.get(word.lower.rstrip("."))
        if sector is not None and hit.last - hit.first > 1:
            return sector
    return None


def country_inside(context: Context, hit: Hit) -> str | None:
    parts = pieces(context.analysis.slice(hit.first, hit.last))
    for at in range(len(parts)):
        for _, forms in context.actors.matches(parts, at):
            for form in forms:
                if form.entry.kind in ("state", "adjective", "seat") and form.entry.country:
                    return form.entry.country
    word = context.analysis.words[hit.first]
    if hit.last - hit.first > 1 and word.text.istitle() and word.lower not in context.actors.role_words:
        return context.place_country(word.text)
    return None
