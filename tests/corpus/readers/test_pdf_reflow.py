from __future__ import annotations

import pytest

from corpus.readers.pdf_lines import Line
from corpus.readers.pdf_reflow import reflow

# Pages of 500 points' width, lines 14 points apart in letters of 10; "/" ends a line short of the margin.
WRAPPED = "words that fill the line up to the margin and go on in"


def line(text: str, y: float, x: float = 50, page: int = 1, marker: str | None = None, bold: bool = False) -> Line:
    end = 200 if text.endswith("/") else 445
    return Line(text=text.rstrip("/"), page=page, x=x, end=end, y=y, size=10, bold=bold, marker=marker)


def text_of(*lines: Line) -> str:
    pages = [[each for each in lines if each.page == page] for page in range(1, max(each.page for each in lines) + 1)]
    return reflow(pages, 500).text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line("one", 700), line("two", 686), line("three/", 672)], "one two three"),
        ([line("one", 700), line("two/", 686), line("three/", 660)], "one two\n\nthree"),
        ([line("one", 700), line("two/", 686), line("three/", 672)], "one two\nthree"),
        ([line("Question 1/", 700, bold=True), line("Has/", 686)], "Question 1\n\nHas"),
        ([line("depart-", 700), line("mental self-", 686), line("care/", 672)], "depart-mental self-care"),
        ([line("co\u00ad", 700), line("operate and/", 686), line("x/", 660)], "cooperate and\n\nx"),
        ([line("the 2023 -", 700), line("2024 plan/", 686)], "the 2023 - 2024 plan"),
        ([line("Yes", 700, 70, marker="•"), line("it does/", 686, 70), line("No/", 672, 70, marker="•")],
         "• Yes it does\n• No"),
        ([line("Yes/", 700, 70, marker="•"), line("If not,/", 686)], "• Yes\n\nIf not,"),
        ([line("a/", 700, 70, marker="•"), line("b/", 686, 90, marker="•"), line("c/", 672, 70, marker="•")],
         "• a\n  • b\n• c"),
        ([line("one/", 700, 70, marker="9."), line("two/", 686, 70, marker="10.")], "9. one\n10. two"),
        ([line("1. one", 700), line("2. two/", 686)], "1. one\n\n2. two"),
        # A dash opens an entry below a line that was ended on purpose, and goes on with a sentence below a full one.
        ([line("such as:/", 700), line("- one/", 686), line("- two", 672), line("- three/", 658)],
         "such as:\n\n• one\n• two\n• three"),
        ([line("the impact", 700), line("– and these issues/", 686)], "the impact – and these issues"),
        ([line("in", 700), line("the left column/", 686), line("the right one/", 700, 300)],
         "in the left column\n\nthe right one"),
        ([line("☒ Yes ☐ No/", 700), line("☐ In process/", 670)], "• Yes"),
    ],
)  # fmt: skip
def test_lines_become_blocks(lines: list[Line], text: str) -> None:
    filler = [line(WRAPPED, 400 - 14 * n) for n in range(4)]
    assert text_of(*lines, *filler) == text + "\n\n" + " ".join([WRAPPED] * 4)


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        (line("the gauges", 50), line("that they keep/", 700, page=2), True),
        (line("a reading by the", 50), line("Office of Tidal Records/", 700, page=2), True),
        (line("the gauges.", 50), line("They keep them/", 700, page=2), False),
        (line("the gauges/", 50), line("that they keep/", 700, page=2), False),
        (line("the gauges", 50), line("that they keep/", 700, x=80, page=2), False),
        (line("the gauges", 50), line("that they keep/", 700, page=2, marker="•"), False),
        (line("the gauges", 50), line("question 2/", 700, page=2, bold=True), False),
    ],
)
def test_paragraph_goes_on_over_a_page_break(last: Line, first: Line, joined: bool) -> None:
    text = text_of(line(WRAPPED, 78), line(WRAPPED, 64), last, first)
    assert (f"{last.text} {first.text}" in text) is joined


def test_page_starts_count_the_marker_of_the_first_entry() -> None:
    paged = reflow([[line("Which/", 700)], [line("one/", 700, 70, 2, "•")], [], [line("end/", 700, page=4)]], 500)
    assert paged.text == "Which\n\n• one\n\nend"
    assert paged.page_starts == (0, 7, 14, 14)
