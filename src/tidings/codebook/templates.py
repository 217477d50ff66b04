"""Templates for entries of one's own: written into an overlay folder, explained line by line, and valid as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tidings.codebook.ontology import TYPES
from tidings.model.errors import UsageError

_ACT = """# An act: words by which somebody does something to somebody. Format: docs/codebook.md.
type: {type}
acts:
  - id: {id}                  # lower case and hyphens; records will name the rule {type}/{id}@FOLDER
    verb: sketch | caricature         # lemmas, alternatives by " | "; or noun: or adjective: instead of verb:
    # mode: ...                       # one of: tidings codebook show {type}
    # cameo: "..."                    # as deep as the words allow, never deeper; search: tidings codebook search WORDS
    actor: subject                    # who does it: subject, object, by, of, possessive, compound, or a preposition
    recipient: object                 # to whom; a list gives an order of preference: [object, against]
    # where: {{object: cartoon | <person>}}   # all must hold: lemmas, classes <actor> <person> <state> <armed> ..., $lists
    # unless: {{object: plan | map}}          # if any holds, the act does not fire
    examples:                         # sentences of your own in which it is found: mark the act and its parties
      - "[actor Residents of Maseru] [act sketched] [recipient the minister] on Sunday."
    misses:                           # sentences in which it is not
      - "The sketched plan was lost."
# To replace a shipped act, use its id; to take one out:
#  - {{id: its-id, remove: true}}
"""
_BODY = "id,name,aliases,country,sector,start,end,source"
# kind -> file, header (or whole text), row, what the row means
_ROWS: Mapping[str, tuple[str, str, str, str]] = {
    "group": (
        "actors/groups.csv",
        _BODY,
        "group/{id},Northern Reed Front,NRF|Reed Front,TZA,REB,2019-04,,own",
        "aliases by |; country: ISO 3166 alpha-3 or IMG; sector: tidings codebook show sectors; days empty when unknown",
    ),
    "organisation": (
        "actors/organisations.csv",
        _BODY,
        "org/{id},Reed River Commission,RRC,IGO,IGO,1998,,own",
        "country: ISO 3166 alpha-3, or UNO, EUR, IGO, NGO, MNC; sector: tidings codebook show sectors",
    ),
    "person": (
        "actors/persons.csv",
        "id,name,aliases,country",
        "person/{id},Juma Oreko-Lind,,TZA",
        "then one row a term in actors/offices.csv: person,office,country,sector,start,end",
    ),
    "office": (
        "actors/offices.csv",
        "person,office,country,sector,start,end",
        "person/{id},Minister of Reeds,TZA,GOV,2019-04-01,",
        "the person's id must be in persons.csv; days as YYYY-MM-DD, YYYY-MM or YYYY, empty when unknown",
    ),
    "role": (
        "actors/roles.csv",
        "lemma,sector,takes_country,kind,inherits,note",
        "{id},CVL,yes,person,no,",
        "kind: person, body, unit, title, country or people; takes_country: whether the context gives its country",
    ),
    "place": (
        "places/supplement.csv",
        "name,aliases,country,lat,lon,geonameid,precision",
        "Northern Reeds,The Reeds,TZA,-8.5,36.1,,region",
        "lat and lon in WGS84 degrees; precision: exact, city, district, area, region or country",
    ),
    "false-friend": (
        "actors/false_friends.yaml",
        "# Words that look like an actor and are not; `when` says beside which words, without it never.",
        '- {{form: Reed, not: actor, kind: person-name, why: "A name.", when: {{next: [oreko]}}, '
        'example: "Reed Oreko won.", counter: "Reed blocked the bill."}}',
        "form as it is written; when: previous, next (words beside it, lower case)",
    ),
    "speech": (
        "speech.yaml",
        "# Words that report speech, laid over the shipped sections; remove takes words out.",
        "said:\n  verbs: natter\n  # remove: boast",
        "sections: tidings codebook search say",
    ),
}
KINDS = ("act", *_ROWS)


def write_template(
    kind: str, folder: Path, *, type: str = "PROTEST", id: str = "my-entry"
) -> tuple[Path, str]:
    """Write a valid, explained entry of a kind into an overlay folder; returns the file and what to know of it.

    An existing file is added to, never overwritten; `UsageError` for an unknown kind or type, or an id that is
    there already.
    """
    if kind not in KINDS:
        raise UsageError(f"new {kind!r}: allowed are {', '.join(KINDS)}")
    if kind == "act":
        if type not in TYPES:
            raise UsageError(f"--type {type!r} is none of {', '.join(TYPES)}")
        path = folder / "types" / f"{type}-{id}.yaml"
        if path.exists():
            raise UsageError(f"{path} is there already; edit it, or give another --id")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_ACT.format(type=type, id=id), encoding="utf-8", newline="\n")
        return path, "edit it, then: tidings codebook check --codebook " + str(folder)
    file, head, row, about = _ROWS[kind]
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else head + "\n"
    entry = row.format(id=id)
    if entry in text or (f"/{id}," in text and kind != "office"):
        raise UsageError(f"{path} has an entry {id!r} already; edit it, or give another --id")
    if text and not text.endswith("\n"):
        text += "\n"
    path.write_text(text + entry + "\n", encoding="utf-8", newline="\n")
    return path, about
