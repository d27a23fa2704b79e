"""The key promise of the readers: the same form reads the same, whatever kind of file it came as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.readers.read import read_source, source_of
from corpus.types import Language
from tests.corpus.filled_form import (
    FilledForm,
    compact_text,
    filled_form,
    printed_form,
    spaced_text,
    web_page,
    word_document,
)

WRITERS: dict[str, Callable[[FilledForm], bytes]] = {
    "compact.txt": lambda form: compact_text(form).encode(),
    "spaced.txt": lambda form: spaced_text(form).encode("utf-16"),
    "page.html": lambda form: web_page(form).encode(),
    "form.docx": word_document,
    "form.pdf": printed_form,
    "bare.pdf": lambda form: printed_form(form, footer=False),
}


def folded_lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return ["• " + line[2:] if line.startswith("- ") else line for line in lines if line]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", WRITERS)
def test_form_gives_the_same_lines_from_every_kind_of_file(name: str, language: Language) -> None:
    form = filled_form(language)
    source = source_of(name, WRITERS[name](form))
    assert folded_lines(source.text) == folded_lines("\n".join(form.lines()))


def test_form_printed_by_a_browser_gives_the_same_lines() -> None:
    printed = Path(__file__).parent / "data" / "tidal-records.en.pdf"
    assert folded_lines(read_source(printed).text) == folded_lines("\n".join(filled_form("en").lines()))


@pytest.mark.parametrize("name", ["page.html", "form.docx", "form.pdf"])
def test_blocks_are_parted_by_blank_lines_and_nested_entries_indented(name: str) -> None:
    form = filled_form("en")
    text = source_of(name, WRITERS[name](form)).text
    assert "## " not in text
    assert "\n\nQuestion 5\n\nIf your organization" in text
    assert "\n• what has to be declared\n  • within a week, to the harbour’s own register\n  • once a year" in text


@pytest.mark.parametrize("name", ["page.html", "form.docx", "form.pdf"])
def test_reading_twice_gives_the_same_text(name: str) -> None:
    data = WRITERS[name](filled_form("fr"))
    assert source_of(name, data) == source_of(name, data)
