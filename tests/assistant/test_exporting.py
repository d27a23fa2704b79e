"""Files of answers: text stays text, whatever it looks like."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from assistant.exporting import Origin, Sheet, as_file
from assistant.words import words_of

WORDS = words_of("web", "en")
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "a | b", "line\nbreak", "é\u00a0«")
SHEET = Sheet(
    ("name", "n"), ("Name", "Number"), tuple((each, 7) for each in HOSTILE), Origin("asked?", "2026-01-02", "i1")
)


def test_csv_is_read_by_spreadsheets_and_computes_nothing() -> None:
    content = as_file(SHEET, "csv", WORDS)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Name", "Number"]
    assert [row[0] for row in rows[1:6]] == [f"'{each}" for each in HOSTILE[:5]]
    assert rows[7][0] == "line\nbreak"
    assert rows[8] == ["é\u00a0«", "7"]


def test_a_spreadsheet_has_texts_and_no_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(as_file(SHEET, "xlsx", WORDS))) as book:
        sheet, strings = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
        about = book.read("xl/worksheets/sheet2.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in strings
    assert "<v>7</v>" in sheet
    assert about
    assert "2026-01-02" in strings


def test_markdown_keeps_its_table_and_says_what_was_asked() -> None:
    text = as_file(SHEET, "md", WORDS).decode()
    assert "asked?" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(HOSTILE)
    assert "| a \\| b | 7 |" in rows
    assert "| line break | 7 |" in rows


def test_json_names_its_columns() -> None:
    told = json.loads(as_file(SHEET, "json", WORDS))
    assert told["columns"] == {"name": "Name", "n": "Number"}
    assert [row["name"] for row in told["rows"]] == list(HOSTILE)
    assert (told["asked"], told["snapshot"], told["index"]) == ("asked?", "2026-01-02", "i1")


@pytest.mark.parametrize("form", ["csv", "xlsx", "md", "json"])
def test_a_table_without_rows_is_a_file_all_the_same(form: str) -> None:
    empty = Sheet(("name",), ("Name",), (), Origin("", "", ""))
    assert as_file(empty, form, WORDS)  # type: ignore[arg-type]
