"""Every kind of bad input: a message that names the file and a way out, the exit code, and the rest still coded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tidings.cli import main

PROSE = "The army of Norvia shelled the port of Velmara on Monday, and the mayor said that two people were killed."
LINE = json.dumps({"id": "a", "text": PROSE})
READ = "Tidings reads what docs/sources.md lists"
OBJECT = 'each line is an object such as {"id": "a1", "text": "..."}'

HELD: list[tuple[str, bytes, str]] = [
    ("binary.txt", bytes(range(256)) * 4, f"binary data, not text. {READ}; export the article as one of these"),
    (
        "report.txt",
        b"%PDF-1.7 and so on",
        "the PDF file is damaged or cut off (PdfStreamError: Stream has ended unexpectedly); save or export it again",
    ),
    ("empty.txt", b"", "the file is empty; give a file with the text of an article"),
    ("blank.txt", b" \n\t\n", "the file is empty; give a file with the text of an article"),
    ("other.txt", b"caf\x81 and more", "neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8"),
    ("cut.jsonl", LINE[:40].encode(), "line 1: not complete JSON; write one whole object a line"),
    ("list.jsonl", b'["a", "b"]\n', f"line 1: not an object; {OBJECT}"),
    ("no-text.jsonl", b'{"id": "a"}\n', f'line 1: no "text"; {OBJECT}'),
    (
        "front.html",
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "no article found in the page; save the article's own page, or its text in a .txt file",
    ),
    (
        "report.docx",
        b"PK\x03\x04",
        "the ZIP archive or Office file is damaged or cut off; save it again",
    ),
    (
        "arabic.txt",
        "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0627\u0645\u0633. ".encode() * 9,
        "not English: mostly Arabic script; only English is coded",
    ),
]  # fmt: skip
Run = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def code(*arguments: object) -> tuple[int, str, list[str]]:
        result = main(["code", *map(str, arguments)])
        told = capsys.readouterr()
        return result, told.out, told.err.splitlines()

    return code


@pytest.mark.parametrize(("name", "raw", "reason"), HELD, ids=[name for name, _, _ in HELD])
def test_alone_it_is_named_with_a_way_out_and_the_exit_code_is_3(
    tmp_path: Path, run: Run, name: str, raw: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    assert run(tmp_path / name) == (
        3,
        "",
        [f"held: {tmp_path / name}: {reason}", "tidings: nothing could be read; see the lines above"],
    )


def test_everything_else_is_still_coded(tmp_path: Path, run: Run) -> None:
    for name, raw, _ in HELD:
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text(PROSE, encoding="utf-8")
    for strict, expected in ((), 0), (("--strict",), 1):
        code, out, err = run(tmp_path, "--format", "jsonl", *strict)
        assert code == expected
        assert {json.loads(line)["kind"] for line in out.splitlines()} == {"event", "statement", "figure"}
        assert err == [f"held: {tmp_path / name}: {reason}" for name, _, reason in sorted(HELD)]


def test_many_files_of_one_other_type_are_told_in_two_lines(tmp_path: Path, run: Run) -> None:
    for name in ("a.png", "b.png", "c.png"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "good.txt").write_text(PROSE, encoding="utf-8")
    code, _, err = run(tmp_path, "--strict")
    assert (code, err) == (
        1,
        [
            f"held: {tmp_path / 'a.png'}: the file type '.png' is not read. {READ}; save or export it as one of these",
            "held: 2 more: the file type '.png' is not read",
        ],
    )


def test_strict_without_anything_held_is_fine(tmp_path: Path, run: Run) -> None:
    (tmp_path / "good.txt").write_text(PROSE, encoding="utf-8")
    assert run(tmp_path / "good.txt", "--strict")[::2] == (0, [])


def test_a_truncated_last_line_costs_only_itself(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"{LINE}\n{LINE[:50]}", encoding="utf-8")
    code, out, err = run(path)
    assert (code, {json.loads(line)["article"] for line in out.splitlines()}) == (0, {"a"})
    assert err == [f"held: {path}: line 2: not complete JSON; write one whole object a line"]


def test_another_encoding_is_read_with_a_stated_guess(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(f"Ren\u00e9 M\u00fcller left the caf\u00e9. {PROSE}".encode("cp1252"))
    code, out, err = run(path)
    assert (code, err) == (
        0,
        [f"note: {path}: not UTF-8, read as Windows-1252; save it as UTF-8 if letters look wrong"],
    )
    assert '"ASSAULT"' in out


def test_a_text_of_50_megabytes_is_not_read(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    code, out, err = run(path)
    told = "50 MB, where one article may have 20 MB; split it into one file an article, or into JSON lines"
    assert (code, out, err[0]) == (3, "", f"held: {path}: {told}")


def test_a_sentence_of_10000_characters_is_coded_and_so_is_the_next(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "long.txt"
    long = "The minister of trade " + "and of the affairs of the province " * 290 + "spoke. "
    assert len(long) > 10_000
    path.write_text(long + PROSE, encoding="utf-8")
    code, out, err = run(path)
    assert (code, err) == (0, [])
    starts = [row["trigger"]["start"] for row in map(json.loads, out.splitlines()) if row["kind"] == "event"]
    assert [start for start in starts if start < len(long)] == []
    assert starts[0] == len(long) + PROSE.index("shelled")


def test_right_to_left_and_emoji_text_keep_their_offsets(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mixed.txt"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    text = f"\u05e9\u05dc\u05d5\u05dd {family} \u202emore\u202c \U0001f600 e\u0301\n\n{PROSE} {family}"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(path)
    (row,) = [r for r in map(json.loads, out.splitlines()) if r.get("type") == "ASSAULT"][:1]
    read = text.replace("e\u0301", "\u00e9")  # articles are in composed form (NFC)
    assert (code, err) == (0, [])
    assert read[row["trigger"]["start"] : row["trigger"]["end"]] == "shelled"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--published", "soon"), "--published 'soon' is no date; give it as YYYY-MM-DD, such as 2015-10-21"),
        (("--also", "names"), "--also 'names': allowed are dates, places, attitudes, with commas between"),
        (
            ("--codebook", "nowhere"),
            "--codebook nowhere: there is no such folder; make one with: tidings codebook new act --in nowhere",
        ),
    ],
)
def test_wrong_options_are_usage_errors(
    tmp_path: Path, run: Run, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "good.txt").write_text(PROSE, encoding="utf-8")
    code, out, err = run(tmp_path / "good.txt", *arguments)
    assert (code, out, err) == (2, "", [f"tidings: {told}"])


def test_a_missing_file_is_named(tmp_path: Path, run: Run) -> None:
    code, _, err = run(tmp_path / "gone.txt")
    assert (code, err[0]) == (3, f"held: {tmp_path / 'gone.txt'}: no such file or folder; check the path")
