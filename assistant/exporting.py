"""Answers and tables as files for elsewhere: CSV, XLSX, Markdown and JSON, each row with its source."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.types import Answer, Citation, RowCell
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Excel takes no more characters in a cell.
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60
_STATES = {"matching": "export.matching", "not_matching": "export.not_matching", "not_stated": "export.not_stated"}
_COLUMNS = (
    *("organization", "organization_id", "state", "item", "options", "recorded", "quotation"),
    *("document", "start", "end", "page", "address"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file's rows rest on: the day of the snapshot, the index, and the question or condition they answer."""

    asked: str
    date: str
    index: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a file: stable names of its columns, their titles for people, and its rows."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    origin: Origin


def sheet_of_answer(answer: Answer, date: str, words: Words) -> Sheet:
    """An answer's rows, one for each organization and item; of an answer without, its numbers or its quotations."""
    origin = Origin(answer.understood_as, date, answer.index)
    if answer.table is not None:
        names = tuple(f"column_{number}" for number in range(1, len(answer.table.columns) + 1))
        rows = tuple((row.label, *row.cells) for row in answer.table.rows)
        return Sheet(names, answer.table.columns, rows, origin)
    citations = {citation.n: citation for citation in answer.citations}
    if not answer.rows:
        return sheet_of((_of_citation(citation) for citation in answer.citations), origin, words)
    lines = (
        line_of(row.name, row.organization_id, row.state, cell, citations.get(cell.citation or 0), words)
        for row in answer.rows
        for cell in row.cells or (RowCell(0, (), None),)
    )
    return sheet_of(lines, origin, words)


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


def line_of(
    name: str, organization_id: str, state: str | None, cell: RowCell, citation: Citation | None, words: Words
) -> tuple[object, ...]:
    """One organization's response to one item, with its source, as a line for `sheet_of`; `state` may be left out."""
    place: tuple[object, ...] = ("", "", "", "", "", "")
    if citation is not None:
        place = _place(citation)
    said = words(_STATES[state]) if state else ""
    return name, organization_id, said, cell.item or "", " ".join(cell.options), cell.words, *place


def _of_citation(citation: Citation) -> tuple[object, ...]:
    return citation.name, citation.organization_id, "", citation.item, "", "", *_place(citation)


def _place(citation: Citation) -> tuple[object, ...]:
    page = "" if citation.page is None else citation.page
    return citation.quote, citation.document, citation.start, citation.end, page, citation.url or ""


def sheet_of(lines: Iterable[tuple[object, ...]], origin: Origin, words: Words) -> Sheet:
    """The sheet of lines made by `line_of`, with snapshot and index in each."""
    names = (*_COLUMNS, "snapshot", "index")
    titles = tuple(words(f"export.{name}") for name in names)
    return Sheet(names, titles, tuple((*line, origin.date, origin.index) for line in lines), origin)


def _csv(sheet: Sheet) -> bytes:
    """RFC 4180 with a byte-order mark, without which Excel takes UTF-8 for something else."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.titles)
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """The value; a text that a spreadsheet would compute gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


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
    lines = [f"- {title} {value}" for title, value in _about(sheet.origin, words)]
    lines += ["", _md_row(sheet.titles), _md_row(["---"] * len(sheet.titles))]
    return "\n".join([*lines, *map(_md_row, sheet.rows)]) + "\n"


def _md_row(values: Sequence[object]) -> str:
    cells = (" ".join(str(value).split()).replace("\\", "\\\\").replace("|", "\\|") for value in values)
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
    return [
        (words("export.asked"), origin.asked),
        (words("export.date"), origin.date),
        (words("export.index_id"), origin.index),
        (words("export.note"), ""),
    ]
