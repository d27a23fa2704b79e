from __future__ import annotations

import pytest

from corpus.readers.pdf_lines import Line
from corpus.readers.pdf_margins import without_margins


def line(text: str, page: int, y: float, size: float = 11, bold: bool = False) -> Line:
    return Line(text=text, page=page, x=72, end=300, y=y, size=size, bold=bold)


def kept(pages: list[list[Line]]) -> list[list[str]]:
    return [[line.text for line in lines] for lines in without_margins(pages)]


def body(page: int) -> list[Line]:
    return [line(f"words of page {'abcdef'[page - 1]}{n * 7}", page, 700 - 20 * n) for n in range(10)]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        ("11/23/26, 6:23 AM Self-assessment", "https://example.org/form {page}/4"),
        ("Bureau des registres", "Page {page} sur 4"),
        ("Tidal Records 2024", "– {page} –"),
    ],
)
def test_what_is_repeated_at_the_same_place_is_dropped(top: str, bottom: str) -> None:
    pages = [
        [line(top, page, 770), *body(page), line(bottom.format(page=page), page, 20, size=8)] for page in range(1, 5)
    ]
    assert kept(pages) == [[each.text for each in body(page)] for page in range(1, 5)]


def test_headings_that_are_numbered_like_the_pages_are_kept() -> None:
    pages = [[line(f"Question {page}", page, 770, bold=True), *body(page)] for page in range(1, 5)]
    assert all(texts[0].startswith("Question") for texts in kept(pages))


def test_figures_that_do_not_count_the_pages_are_kept() -> None:
    figures = ["12 keepers", "90 keepers", "7 keepers", "31 keepers"]
    pages = [[*body(page), line(figures[page - 1], page, 300)] for page in range(1, 5)]
    assert [texts[-1] for texts in kept(pages)] == figures


def test_repetition_elsewhere_on_the_page_or_on_few_pages_is_kept() -> None:
    elsewhere = [[line("N/A", page, 600 - 50 * page), *body(page)] for page in range(1, 5)]
    assert [texts[0] for texts in kept(elsewhere)] == ["N/A"] * 4
    few = [[line("N/A", page, 770), *body(page)] if page < 3 else body(page) for page in range(1, 5)]
    assert [texts[0] for texts in kept(few)][:2] == ["N/A"] * 2


@pytest.mark.parametrize(
    "printed", ["11/23/26, 6:23 AM My form", "2026-11-23 18:05", "https://example.org 1/1", "1 / 1"]
)
def test_small_print_of_a_single_page_is_dropped(printed: str) -> None:
    assert kept([[*body(1), line(printed, 1, 770, size=8)]]) == [[each.text for each in body(1)]]


@pytest.mark.parametrize(("y", "size"), [(770, 11), (508, 8)])
def test_address_in_the_text_or_right_below_it_is_kept(y: float, size: float) -> None:
    assert kept([[*body(1), line("https://example.org", 1, y, size)]])[0][-1] == "https://example.org"
