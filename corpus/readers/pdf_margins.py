"""Lines that a printer's settings put at the top and bottom of pages: date, title, address, page number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.readers.pdf_lines import Line

# How many lines at the top and at the bottom of a page are looked at.
_DEPTH = 3

# In points: printed at the same height, give or take what rounding moves.
_TOLERANCE = 3.0

# "On most pages"; the first or last page often differs.
_SHARE = 0.6

_DIGITS = re.compile(r"\d+")
# "1/6", an address, or a date in figures with the time of day.
_PRINTED = re.compile(
    r"(?:^|\s)\d{1,4}\s*/\s*\d{1,4}$|\b(?:https?|file)://|\d[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}\s?[:h]\s?\d{2}"
)


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without those that stand at the same place on most pages.

    Lines count as the same if they differ at most by numbers that go up with the pages; headings never do, since forms
    number their headings too. Small print far from the text with an address, a time or "1/1" goes even where it is
    not repeated.
    """
    margins = _repeated(pages) if len(pages) > 1 else set()
    body = _body_size(pages)
    kept: list[list[Line]] = []
    for lines in pages:
        outer = _outer_lines(lines)
        kept.append(
            [
                line
                for line in lines
                if id(line) not in margins and not (line in outer and _is_small_print(line, lines, body))
            ]
        )
    return kept


def _repeated(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The `id()` of the lines that are repeated from page to page."""
    body = _body_size(pages)
    places: defaultdict[str, list[Line]] = defaultdict(list)
    for lines in pages:
        for line in _outer_lines(lines):
            places[_DIGITS.sub("#", line.text)].append(line)
    needed = max(2, _SHARE * len(pages))
    found: set[int] = set()
    for lines_alike in places.values():
        for height in {round(line.y / _TOLERANCE) for line in lines_alike}:
            level = [line for line in lines_alike if abs(line.y / _TOLERANCE - height) <= 1]
            if len({line.page for line in level}) >= needed and (_identical(level) or _counts_pages(level, body)):
                found.update(map(id, level))
    return found


def _outer_lines(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.y)
    return ordered if len(ordered) <= 2 * _DEPTH else ordered[:_DEPTH] + ordered[-_DEPTH:]


def _identical(lines: Sequence[Line]) -> bool:
    return len({line.text for line in lines}) == 1


def _counts_pages(lines: Sequence[Line], body: float) -> bool:
    """Whether the lines are small print and each of their numbers stays or goes up by one a page."""
    if any(line.bold or line.size > 1.05 * body for line in lines):
        return False
    columns = zip(*(_DIGITS.findall(line.text) for line in lines), strict=True)
    pages = [line.page for line in lines]
    return all(
        len(set(column)) == 1 or len({int(n) - page for n, page in zip(column, pages, strict=True)}) == 1
        for column in columns
    )


def _is_small_print(line: Line, lines: Sequence[Line], body: float) -> bool:
    """Whether a line is smaller than the text, well apart from it, and says what printers say."""
    if line.size > 0.9 * body or not _PRINTED.search(line.text):
        return False
    distances = [abs(line.y - other.y) for other in lines if other.size > 0.9 * body]
    return not distances or min(distances) > 1.8 * body


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of the letters that most of the text is in."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    if not letters:
        return 0.0
    return min(letters, key=lambda size: (-letters[size], size))
