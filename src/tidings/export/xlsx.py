"""Native tables in one Excel workbook, a sheet a table; texts are texts, never formulas."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tidings.export.cells import plain
from tidings.export.native_columns import TABLES, native_columns
from tidings.export.network import xml_text
from tidings.export.profiles import Profile
from tidings.export.selection import Selection

_ROWS = 1_048_576  # what a sheet holds, the header included
_LETTERS = 32_767  # what a cell holds
_NS = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = datetime.date(1899, 12, 30)  # day 0 of a workbook, for days after February 1900
_FIRST_DAY = datetime.date(1900, 3, 1)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_NS}/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _write(selection: Selection, path: Path) -> None:
    sheets: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for table in selection.fitting(TABLES):
            columns = [column.name for column in native_columns(selection.database, table)]
            rows = (
                tuple(r.values()) for r in selection.rows(table, ", ".join(f'"{name}"' for name in columns))
            )
            pending: tuple[Any, ...] | None = next(rows, None)
            number = 1
            while number == 1 or pending is not None:  # a table that outgrows a sheet goes on in another
                sheets.append(table if number == 1 else f"{table} {number}")
                with book.open(
                    _entry(f"xl/worksheets/sheet{len(sheets)}.xml"), "w", force_zip64=True
                ) as sheet:
                    sheet.write(_sheet_head().encode())
                    sheet.write(_row(columns, style=1).encode())
                    written = 1
                    while pending is not None and written < _ROWS:
                        sheet.write(_row(pending).encode())
                        selection.written[table] += 1
                        written += 1
                        pending = next(rows, None)
                    sheet.write(b"</sheetData></worksheet>")
                number += 1
        for name, text in _frame(sheets).items():
            book.writestr(_entry(name), text)


def _entry(name: str) -> zipfile.ZipInfo:
    """An archive entry of a fixed time: the same rows give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet_head() -> str:
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_HEAD}<worksheet xmlns="{_NS}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView>'
        "</sheetViews><sheetData>"
    )


def _row(values: Sequence[Any], *, style: int = 0) -> str:
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>"


def _cell(value: Any, style: int) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, datetime.date) and value >= _FIRST_DAY:
        return f'<c s="2"><v>{(value - _EPOCH).days}</v></c>'
    # an inline string is a text whatever it begins with: a spreadsheet does not run it
    text = xml_text(str(plain(value))[:_LETTERS])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _frame(sheets: Sequence[str]) -> dict[str, str]:
    numbered = list(enumerate(sheets, 1))
    kinds = f"{_NS}/officeDocument/2006/relationships"
    package = f"{_NS}/package/2006"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n, _ in numbered
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{kinds}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>{parts}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
        f' Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_NS}/spreadsheetml/2006/main" xmlns:r="{kinds}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">{links}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{kinds}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }


PROFILES = {
    "xlsx": Profile(
        name="xlsx",
        title="Native tables in one Excel workbook",
        suffix=".xlsx",
        one_row="one record",
        write=_write,
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lost=(
            "Lists (several actors, contexts) are joined by '; '; the sheet parties has them one a row.",
            "A sheet holds 1,048,575 rows; a larger table goes on in a sheet with a number.",
            "A cell holds 32,767 characters; longer texts are cut. Articles' full texts are left out.",
            "Line breaks in texts are spaces.",
        ),
    )
}
