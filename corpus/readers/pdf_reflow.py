"""Printed lines become paragraphs, headings and list entries again.

Nothing is guessed from words: a bullet opens an entry; a wider gap, another letter size, bold letters or another margin
open a block; a line that ended although the next word would have fitted was ended on purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.readers.blocks import Block, entry_marker, lay_out
from corpus.readers.pdf_lines import Line
from corpus.readers.ticks import read_ticks

# Distances between baselines are given as multiples of the letter size. Browsers and word processors set 1.15 to 1.65
# within a paragraph; where a document has no wrapped lines to measure, this is assumed.
_ASSUMED_LEADING = 1.6
_LEADING_RANGE = (0.9, 2.6)
_LEADING_STEP = 0.05

# A gap this much larger than usual parts two blocks: rounding to pixels moves a line by 5%, the smallest paragraph
# distance in use (half a line) is 50%.
_WIDER = 1.2

# As a share of the text's width: what the estimated line ends may be wrong by. Where one sentence ends and another
# begins, the estimate is taken at its word, since two lines wrongly made one are then as bad as one wrongly made two.
_END_TOLERANCE = 0.06
_END_TOLERANCE_BETWEEN_SENTENCES = 0.01

# As a share of the page's width: the text reaches at least that far, even if all lines happen to be short.
_NARROWEST_TEXT = 0.6

# In letter sizes: less is not an indent.
_INDENT = 0.5

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_TYPED_BULLET = re.compile(r"[-–—·*]\s+(?=\S)")
_TYPED = "-"
_TYPED_NUMBER = re.compile(r"(\d{1,3})[.)]\s+")


@dataclass(frozen=True, slots=True)
class PagedText:
    """A text and the offset at which each of its pages begins."""

    text: str
    page_starts: tuple[int, ...]


@dataclass(slots=True)
class _Growing:
    """A block to which lines are being added. `turns` holds the offset within `text` at which a further page begins."""

    lines: list[Line]
    text: str
    turns: list[tuple[int, int]] = field(default_factory=list)
    level: int = 0

    def add(self, line: Line, separator: str) -> None:
        self.text += separator
        if line.page != self.lines[-1].page:
            self.turns.append((len(self.text), line.page))
        self.text += line.text
        self.lines.append(line)


def reflow(pages: Sequence[Sequence[Line]], page_width: float) -> PagedText:
    """The text of a document's pages, one paragraph, heading or list entry a line. `page_width` is in points."""
    measure = _Measure.of([line for lines in pages for line in lines], _NARROWEST_TEXT * page_width)
    blocks: list[_Growing] = []
    for lines in pages:
        for line in lines:
            separator = measure.separator(blocks[-1], line) if blocks else None
            if separator is None or (separator == "\n" and _TYPED_BULLET.match(line.text)):
                opening = _with_typed_bullet(line)
                blocks.append(_Growing([opening], opening.text))
            elif blocks[-1].text.endswith("\u00ad"):
                blocks[-1].text = blocks[-1].text[:-1]
                blocks[-1].add(line, "")
            else:
                blocks[-1].add(line, separator)
    _set_levels(blocks)
    return _composed(blocks, len(pages))


def _with_typed_bullet(line: Line) -> Line:
    """`line` with the dash that it opens with, if any, as its marker."""
    match = _TYPED_BULLET.match(line.text)
    if match is None or line.marker is not None:
        return line
    return replace(line, text=line.text[match.end() :], marker=_TYPED)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual in a document: where lines end, and how far apart they are for each letter size."""

    right_edge: float
    leadings: dict[float, float]

    @classmethod
    def of(cls, lines: Sequence[Line], least_edge: float) -> _Measure:
        ends = sorted(line.end for line in lines)
        # The longest few may stick out of the margin (an unbreakable address) or be badly estimated.
        right_edge = ends[-1 - int(0.03 * len(ends))] if ends else 0.0
        measure = cls(max(right_edge, least_edge), {})
        ratios: dict[float, Counter[int]] = {}
        for upper, lower in pairwise(lines):
            if (
                upper.page == lower.page
                and lower.marker is None
                and _alike(upper, lower)
                and measure.full(upper, lower)
            ):
                ratio = (upper.y - lower.y) / upper.size
                if _LEADING_RANGE[0] <= ratio <= _LEADING_RANGE[1]:
                    for size in (round(upper.size, 1), 0.0):
                        ratios.setdefault(size, Counter())[round(ratio / _LEADING_STEP)] += 1
        leadings = {
            size: min(counts, key=lambda step: (-counts[step], step)) * _LEADING_STEP for size, counts in ratios.items()
        }
        return cls(measure.right_edge, leadings)

    def full(self, line: Line, following: Line) -> bool:
        """Whether the first word of `following` would not have fitted at the end of `line`."""
        between = _SENTENCE_END.search(line.text) and not following.text[0].islower()
        tolerance = _END_TOLERANCE_BETWEEN_SENTENCES if between else _END_TOLERANCE
        return line.end + following.first_word_width >= self.right_edge - tolerance * (self.right_edge - line.x)

    def separator(self, block: _Growing, line: Line) -> str | None:
        """What joins `line` to `block`: "", " " or a line break; None where it opens a block of its own."""
        last = block.lines[-1]
        if line.marker is not None or not _alike(last, line) or _is_next_typed_entry(block, line):
            return None
        full = self.full(last, line)
        if last.page != line.page:
            goes_on = line.text[0].islower() or not _SENTENCE_END.search(last.text)
            return _joint(last, line) if full and goes_on and _same_margin(block, line) else None
        down = last.y - line.y
        if down < _LEADING_STEP * line.size or down > _WIDER * self._leading(line.size) * line.size:
            return None
        if not _same_margin(block, line):
            return None
        return _joint(last, line) if full else "\n"

    def _leading(self, size: float) -> float:
        return self.leadings.get(round(size, 1), self.leadings.get(0.0, _ASSUMED_LEADING))


def _is_next_typed_entry(block: _Growing, line: Line) -> bool:
    """Whether `line` goes on with a list that was typed: another dash below a dash, or the number after the last."""
    first = block.lines[0]
    if first.marker == _TYPED and _TYPED_BULLET.match(line.text):
        return abs(line.x - first.x) <= _INDENT * line.size
    before, now = _opening_number(first), _opening_number(line)
    return before is not None and now == before + 1


def _opening_number(line: Line) -> int | None:
    match = _TYPED_NUMBER.match(f"{line.marker} " if line.marker else line.text)
    return int(match.group(1)) if match else None


def _alike(first: Line, second: Line) -> bool:
    return first.bold == second.bold and abs(first.size - second.size) <= 0.08 * first.size


def _same_margin(block: _Growing, line: Line) -> bool:
    """Whether `line` begins where the lines of `block` do; a first line may be indented or hang."""
    shift = line.x - block.lines[-1].x
    allowed = _INDENT * line.size
    if abs(shift) <= allowed:
        return True
    # Text that was typed with spaces for indents goes on at the left margin.
    may_differ = block.lines[0].marker is None or line.monospaced
    return len(block.lines) == 1 and may_differ and abs(shift) <= 4 * line.size


def _joint(last: Line, line: Line) -> str:
    """Nothing after a hyphen or slash within a word, at which lines are broken without a space; else a space."""
    broken_word = re.search(r"\w[-‐\u2011/]$", last.text) and line.text[0].isalnum()
    return "" if broken_word else " "


def _set_levels(blocks: Sequence[_Growing]) -> None:
    """Sets the list level of every entry from how far it is indented; a paragraph in between ends a list."""
    margins: list[float] = []
    for block in blocks:
        first = block.lines[0]
        if first.marker is None:
            margins.clear()
            continue
        while margins and first.x < margins[-1] - _INDENT * first.size:
            margins.pop()
        if not margins or first.x > margins[-1] + _INDENT * first.size:
            margins.append(first.x)
        block.level = len(margins)


def _composed(blocks: Sequence[_Growing], page_count: int) -> PagedText:
    pieces: list[Block] = []
    turns: list[tuple[int, int, int]] = []
    for block in blocks:
        made = list(read_ticks([_block(block)]))
        if made:
            turns.append((len(pieces), -len(made[0].marker), block.lines[0].page))
        if len(made) == 1 and made[0].text == block.text:
            turns += [(len(pieces), offset, page) for offset, page in block.turns]
        pieces += made
    laid_out = lay_out(pieces)
    starts: list[int | None] = [None] * page_count
    for piece, offset, page in turns:
        if starts[page - 1] is None:
            starts[page - 1] = laid_out.starts[piece] + offset
    return PagedText(laid_out.text, _filled(starts, len(laid_out.text)))


def _block(block: _Growing) -> Block:
    marker = block.lines[0].marker
    if marker is None:
        return Block(block.text)
    number = int(marker.rstrip(".")) if marker[0].isdigit() else None
    return Block(block.text, "entry", entry_marker(block.level, number))


def _filled(starts: Sequence[int | None], length: int) -> tuple[int, ...]:
    """`starts` with empty pages beginning where the next one does, and the first at the text's beginning."""
    following = length
    filled: list[int] = []
    for start in reversed(starts):
        following = following if start is None else min(start, following)
        filled.append(following)
    return (0, *reversed(filled[:-1])) if filled else ()
