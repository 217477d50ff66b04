from __future__ import annotations

import pytest

from tidings.ingest.skipped import find_skipped

PROSE = "Soldiers left the harbour town of Velmara on Monday after a week of talks."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ingrid Halvorsen / Anadolu Agency / Getty Images", "photo credit"),
        ("Photo by Tomas Brandl/AFP", "photo credit"),
        ("(Image: Petra Lund)", "photo credit"),
        ("Norvia Tribune and wire services", "news agency"),
        ("(Reuters, AFP)", "news agency"),
        ("By Lena Marchetti and Oskar Dahl", "byline"),
        ("Reporting by Lena Marchetti; editing by Oskar Dahl", "byline"),
        ("Oskar Dahl in Velmara contributed to this report.", "sign-off"),
        ("Read more: Ferry services resume", "link"),
        ("ADVERTISEMENT", "advertisement"),
        ("Share on Facebook", "share buttons"),
        ("Facebook Twitter WhatsApp Email", "share buttons"),
        ("Sign up for our morning briefing", "sign-up box"),
        ("Get email updates from the Norvia Tribune", "sign-up box"),
        ("4 min read", "time stamp"),
        ("\u00a9 2021 Norvia Tribune. All rights reserved.", "copyright"),
    ],
)
def test_a_line_that_is_no_prose_is_skipped_whole(line: str, reason: str) -> None:
    text = f"{PROSE}\n\n{line}\n\n{PROSE}"
    start = len(PROSE) + 2
    assert find_skipped(text) == ((start, start + len(line), reason),)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to the pact or face sanctions, the minister told Norvia.",
        "Share prices fell after the raid.",
        "Related charges were dropped on Friday.",
        "Reuters said the army had shelled the port.",
        "By Friday the rebels had left the valley.",
        "Photo editors were among the journalists arrested in Velmara.",
        "More news is expected from the talks on Sunday.",
        "Advertisement spending is not the issue, said the mayor.",
        "Comments by the envoy angered Norvia.",
        "Watch commanders fired on the crowd.",
        "Updated rules ban protests near the palace.",
        "Copyright law changed after the strike.",
        "No claim of responsibility",
        "Victims' families demand answers",
    ],
)
def test_prose_and_headings_are_kept(line: str) -> None:
    assert find_skipped(f"{PROSE}\n\n{line}\n\n{PROSE}") == ()


def test_a_box_of_links_ends_where_prose_begins() -> None:
    text = f"{PROSE}\nRelated stories\nFerry services resume\nMayor of Velmara wins again\n{PROSE}"
    assert [text[a:b] for a, b, _ in find_skipped(text)] == [
        "Related stories",
        "Ferry services resume",
        "Mayor of Velmara wins again",
    ]


def test_stretches_inside_a_paragraph() -> None:
    text = f"{PROSE} Lena Marchetti AP Photo\n{PROSE} (ab-cde)"
    assert [(text[a:b], why) for a, b, why in find_skipped(text)] == [
        ("Lena Marchetti AP Photo", "photo credit"),
        ("(ab-cde)", "sign-off"),
    ]
