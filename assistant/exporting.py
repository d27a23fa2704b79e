"""Tables as files for elsewhere: CSV, XLSX, Markdown and JSON. What stands in them: assistant/sheets.py."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.literal import literal
from assistant.words import Words

Format = Literal["csv", "xlsx", "md", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}

# What a spreadsheet would compute (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where the decimal sign is a comma, as in French, spreadsheets cut lines at semicolons, quoted or not.
_FORMULA_AFTER_A_CUT = re.compile("([;\t][\"']*)(?=[=+@\uff1d\uff0b\uff0d\uff20]|-[^\\s])")
_ADDRESS = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%-]+", re.ASCII)
# Excel takes no more characters in a cell.
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file's rows rest on: the day of the snapshot, the index, and the question or condition they answer.

    Of rows that quote nothing (`quotes`) `asked` tells what they are.
    """

    asked: str
    date: str
    index: str
    quotes: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a file: stable names of its columns, their titles for people, and its rows."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    origin: Origin


def format_of(name: str) -> Format | None:
    """The format of that name; None for anything else."""
    return next((each for each in FORMATS if each == name), None)


def as_file(sheet: Sheet, form: Format, words: Words) -> bytes:
    """The sheet as a file of that format."""
    match form:
        case "csv":
            return _csv(sheet)
        case "xlsx":
            return _xlsx(sheet, words)
        case "md":
            return _markdown(sheet, words).encode("utf-8")
    return _json(sheet)


def csv_text(lines: Iterable[Sequence[object]], line_end: str = "\r\n") -> str:
    """The lines as CSV (RFC 4180); a text that a spreadsheet would compute is kept a text."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows([_harmless(value) for value in line] for line in lines)
    return text.getvalue()


def _csv(sheet: Sheet) -> bytes:
    """With a byte-order mark, without which Excel takes UTF-8 for something else."""
    return csv_text((sheet.titles, *sheet.rows)).encode("utf-8-sig")


def _harmless(value: object) -> object:
    """The value; a text that a spreadsheet would compute gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return ("'" if value.startswith(_FORMULA) else "") + _FORMULA_AFTER_A_CUT.sub(r"\1'", value)


def _xlsx(sheet: Sheet, words: Words) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    # Text stays text: no formulas, no links.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    table = book.add_worksheet(words("export.sheet"))
    table.write_row(0, 0, sheet.titles, book.add_format({"bold": True}))
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            table.write(number, column, value[:_LONGEST_CELL] if isinstance(value, str) else value, wrapped)
    for column, title in enumerate(sheet.titles):
        widest = max([len(title), *(len(str(row[column])) for row in sheet.rows)])
        table.set_column(column, column, min(widest, _WIDEST_COLUMN) + 2)
    table.freeze_panes(1, 1)
    if sheet.rows:
        table.autofilter(0, 0, len(sheet.rows), len(sheet.titles) - 1)
    about = book.add_worksheet(words("export.about"))
    for number, (title, value) in enumerate(_about(sheet.origin, words)):
        about.write_row(number, 0, (title, value))
    book.close()
    return out.getvalue()


def _markdown(sheet: Sheet, words: Words) -> str:
    lines = [f"- {title} {literal(value)}" for title, value in _about(sheet.origin, words)]
    lines += ["", _md_row(sheet.titles), f"|{' --- |' * len(sheet.titles)}"]
    return "\n".join([*lines, *map(_md_row, sheet.rows)]) + "\n"


def _md_row(values: Sequence[object]) -> str:
    """A row of a table; whatever a document says in it is text, and loads nothing."""
    cells = (f"<{value}>" if _ADDRESS.fullmatch(str(value)) else literal(str(value)) for value in values)
    return f"| {' | '.join(cells)} |"


def _json(sheet: Sheet) -> bytes:
    told = {
        "asked": sheet.origin.asked,
        "snapshot": sheet.origin.date,
        "index": sheet.origin.index,
        "columns": dict(zip(sheet.names, sheet.titles, strict=True)),
        "rows": [dict(zip(sheet.names, row, strict=True)) for row in sheet.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8")


def _about(origin: Origin, words: Words) -> list[tuple[str, str]]:
    if not origin.quotes:
        return [(origin.asked, ""), (words("export.date"), origin.date)]
    return [
        (words("export.asked"), origin.asked),
        (words("export.date"), origin.date),
        (words("export.index_id"), origin.index),
        (words("export.note"), ""),
    ]
