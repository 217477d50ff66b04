"""Articles in any number, mixed from the paragraphs of the example reports with other names, days and numbers."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator
from pathlib import Path

from tidings.ingest.found import Asked, Found
from tidings.ingest.judge import to_article
from tidings.model.article import Article

EXAMPLES = Path(__file__).parents[1] / "examples"
_PARAGRAPHS = 5  # an article
_STATES = ("Peru", "Chile", "Kenya", "Somalia", "Mali", "Niger", "Chad", "Sudan", "Nepal", "Laos", "Ghana", "Togo",
           "Norway", "Poland", "Serbia", "Turkey", "Syria", "Iraq", "Iran", "Yemen", "Egypt", "Libya", "Cuba")  # fmt: skip
_NAMES = ("Okello", "Marsh", "Tiko", "Brandt", "Ferreira", "Haddad", "Lind", "Moreau", "Petrov", "Quispe", "Sato", "Weber",
          "Abdi", "Castro", "Duval", "Eriksen", "Farah", "Gomez", "Horvat", "Ivanov", "Jansen", "Keller", "Lopez")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OUTLETS = (
    "The Coast Post",
    "Harbour Wire",
    "Northern Mail",
    "Daily Lantern",
    "Hill Tribune",
    "River Agency",
)
_WORD = re.compile(r"\b[A-Z][a-z]+\b|\b\d{1,4}\b")


def generated(number: int, seed: int = 6, examples: Path = EXAMPLES) -> Iterator[Article]:
    """`number` articles of about 150 words, the same for the same seed; every one differs from every other."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(examples.glob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p) > 80]
    for n in range(number):
        draw = random.Random(f"{seed} {n}")
        day = datetime.date(2014, 1, 1) + datetime.timedelta(days=draw.randrange(2000))
        body = "\n\n".join(_varied(p, draw) for p in draw.sample(paragraphs, _PARAGRAPHS))
        found = Found(
            text=f"{body}\n\nReport {n} of the day.\n", key=f"g{seed}_{n:07d}", published=day, origin="given",
            source=draw.choice(_OUTLETS),
        )  # fmt: skip
        yield to_article(found, Asked())


def _varied(paragraph: str, draw: random.Random) -> str:
    """The paragraph with its states, some of its names, its weekdays and its small numbers changed, alike throughout."""
    given: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in given:
            given[word] = word
            if word in _DAYS:
                given[word] = draw.choice(_DAYS)
            elif word in _STATES:
                given[word] = draw.choice(_STATES)
            elif word.isdigit():
                given[word] = str(draw.randrange(2, 90)) if len(word) < 4 else word
            elif (
                match.start()
                and not re.search(r"[.!?”]\s*$", paragraph[: match.start()])
                and draw.random() < 0.3
            ):
                given[word] = draw.choice(_NAMES)
        return given[word]

    return _WORD.sub(other, paragraph)
