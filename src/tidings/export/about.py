"""The papers that come with every export: codebook, data package, citation and manifest.

They state no time and no machine: the same corpus, filters and version give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tidings
from tidings.export.native_columns import native_columns
from tidings.export.profiles import Column, Profile
from tidings.export.record_fields import RECORDS, record_fields
from tidings.export.selection import Selection
from tidings.query.versions import Versions, corpus_versions

Files = Sequence[tuple[Path, Selection]]


def about_files(profile: Profile, files: Files) -> dict[str, str]:
    """The texts of CODEBOOK.md, datapackage.json, CITATION.cff and manifest.json, by name."""
    versions = corpus_versions(files[0][1].database)
    return {
        "CODEBOOK.md": _codebook(profile, files),
        "datapackage.json": _json(_data_package(profile, files)),
        "CITATION.cff": _citation(profile, files, versions),
        "manifest.json": _json(_manifest(profile, files, versions)),
    }


def columns_of(profile: Profile, selection: Selection) -> tuple[Column, ...]:
    """The columns of a data file: the profile's own, or those of the native table."""
    if profile.columns or not profile.tables:
        return profile.columns
    if profile.name == "jsonl" and (selection.table is None or selection.table in RECORDS):
        return record_fields(selection.table)
    return native_columns(
        selection.database,
        selection.table or profile.tables[0],
        texts=profile.delimiter is None,
        lists=profile.name == "parquet",
    )


def _codebook(profile: Profile, files: Files) -> str:
    lines = [f"# {profile.title}", ""]
    lines += [
        f"Made by Tidings {tidings.__version__} from a corpus of news articles. One row is {profile.one_row}.",
        "",
    ]
    lines += ["An empty cell is not known; it is never zero.", ""]
    if profile.lost:
        lines += ["## What this format cannot carry", "", *(f"- {text}" for text in profile.lost), ""]
    for path, selection in files:
        columns = columns_of(profile, selection)
        if not columns:
            continue
        lines += [f"## {path.name}", ""]
        if profile.delimiter:
            lines += [
                f"{'Tab' if profile.delimiter == chr(9) else 'Comma'}-separated, UTF-8, {'with' if profile.header else 'without'} a header row.",
                "",
            ]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        lines += [
            f"| `{c.name}` | {c.type} | {'always empty: ' if c.blank else ''}{c.text} |" for c in columns
        ]
        lines.append("")
    return "\n".join(lines)


def _data_package(profile: Profile, files: Files) -> dict[str, Any]:
    resources = []
    for path, selection in files:
        resource: dict[str, Any] = {
            "name": path.name.partition(".")[0].lower().replace("_", "-") or "data",
            "path": path.name
            if path.is_file()
            else sorted(f"{path.name}/{file.name}" for file in path.iterdir()),
            "mediatype": profile.media,
            "encoding": "utf-8",
            **({"bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"} if path.is_file() else {}),
        }
        columns = columns_of(profile, selection)
        if profile.delimiter and columns:
            resource["profile"] = "tabular-data-resource"
            resource["format"] = "csv"
            resource["dialect"] = {
                "delimiter": profile.delimiter,
                "header": profile.header,
                "lineTerminator": "\n",
            }
            if profile.name == "hxl":  # the row of hashtags is none of data
                resource["dialect"]["commentChar"] = "#"
        if columns and (profile.delimiter or selection.table):
            fields = [{"name": c.name, "type": c.type, "description": c.text} for c in columns]
            resource["schema"] = {"fields": fields, "missingValues": [""]}
        else:
            resource["type"] = "file"  # validators infer no table where there is none
        resources.append(resource)
    return {
        "name": f"tidings-{profile.name}",
        "title": f"{profile.title}, coded by Tidings",
        "profile": "data-package",
        "resources": resources,
    }


def _manifest(profile: Profile, files: Files, versions: Versions) -> dict[str, Any]:
    return {
        "profile": profile.name,
        "tidings": tidings.__version__,
        "codebooks": list(versions.codebooks),
        "coders": list(versions.coders),
        "filters": files[0][1].filters.to_dict(),
        "counts": {name: n for _, s in files for name, n in sorted(s.written.items())},
        "left_out": {why: n for _, s in files for why, n in sorted(s.left_out.items())},
        "cannot_carry": list(profile.lost),
        "files": [
            {
                "path": path.name,
                **({"bytes": path.stat().st_size, "sha256": _sha256(path)} if path.is_file() else {}),
            }
            for path, _ in files
        ],
    }


def _citation(profile: Profile, files: Files, versions: Versions) -> str:
    note = f"Codebook {', '.join(versions.codebooks) or 'not recorded'}; filters: {files[0][1].filters}"
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: Put the names of those who compiled the corpus under authors, and cite the software under references.",
            f"title: {json.dumps(f'Event data from news articles ({profile.title}), coded by Tidings')}",
            "type: dataset",
            "authors:",
            "  - name: The compilers of this corpus",
            f"abstract: {json.dumps(note, ensure_ascii=False)}",
            "references:",
            "  - type: software",
            '    title: "Tidings: who did what to whom, when, where, and on whose word"',
            "    authors:",
            "      - name: The Tidings authors",
            f"    version: {json.dumps(tidings.__version__)}",
            "",
        ]
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
