"""A PDF's pieces of text become printed lines: what stands on one baseline, with its bullet if it has one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.readers.blocks import tidy
from corpus.readers.ticks import TICKED, UNTICKED

# Letter shapes that are several letters, and the two that some fonts keep in their private area.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf001": "fi", "\uf002": "fl"}
)

_BULLET = re.compile(r"[•‣◦▪▫●○■□❑❒➢➤⁃∙\uf0b7\uf0a7\uf0d8\uf076\uf0fc]\s*")
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|dingbats", re.IGNORECASE)
_MONOSPACED_FONT = re.compile(r"courier|mono|consol|typewriter|menlo|fixed", re.IGNORECASE)
_BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,3})[.)]$")

# Check boxes of the Wingdings fonts, by private character and by letter.
_SYMBOL_BOXES = {
    **dict.fromkeys("\uf0fe\uf0fd\uf052\uf053þý", TICKED),
    **dict.fromkeys("\uf0a8\uf06f¨", UNTICKED),
}

# Pieces within half a letter's height of each other are on one line (raised letters are); lines are further apart.
_SAME_BASELINE = 0.5

# Bullets drawn as shapes: Chromium's are 0.3 of the letters' size; its check boxes, which must not be taken for
# bullets, 0.8.
_DOT_SIZES = (0.12, 0.5)
_DOT_REACH = 3.0

# Letter widths as shares of the font size, after Helvetica's. Others differ by a factor and a little more,
# which is close enough for the one question asked: would another word have fitted on the line?
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl'‘’|", 0.22),
        (" \u00a0!,./:;I[]ft", 0.28),
        ('()-‐\u2011`r•“”"', 0.34),
        ("cksvxyzJ", 0.5),
        ("+<=>~–«»", 0.57),
        ("FTZ", 0.61),
        ("ABEKPSVXY&", 0.67),
        ("CDHNRUw", 0.72),
        ("GOQ", 0.78),
        ("mM%", 0.85),
        ("Wœ", 0.94),
        ("@—…Œ", 1.0),
    )
    for letter in letters
}
_USUAL_WIDTH = 0.556
_BOLD_FACTOR = 1.06
_MONOSPACED_WIDTH = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that was drawn at one place. In points from the page's lower left corner; `y` is the baseline."""

    text: str
    x: float
    y: float
    size: float
    font: str = ""

    @property
    def bold(self) -> bool:
        """Whether the font's name says so."""
        return _BOLD_FONT.search(self.font) is not None

    @property
    def monospaced(self) -> bool:
        """Whether the font's name says so."""
        return _MONOSPACED_FONT.search(self.font) is not None

    @property
    def width(self) -> float:
        """About how wide the text is, in points."""
        return width_of(self.text.strip("\n"), self.size, self.bold, self.monospaced)


@dataclass(frozen=True, slots=True)
class Dot:
    """The edges of a small shape, in points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `x` and `end` are where its text, without marker, begins and (about) ends.

    `marker` is "•" for a bullet of whatever shape, "3." for a number that stands apart, None without one; `page` is
    1-based.
    """

    text: str
    page: int
    x: float
    end: float
    y: float
    size: float
    bold: bool = False
    monospaced: bool = False
    marker: str | None = None

    @property
    def first_word_width(self) -> float:
        """About how much wider the line before would have been with this line's first word, in points."""
        return width_of(" " + self.text.split(maxsplit=1)[0], self.size, self.bold, self.monospaced)


def lines_of(page: int, pieces: Iterable[Piece], dots: Sequence[Dot] = ()) -> list[Line]:
    """The lines of a page, in the order in which they were drawn."""
    lines: list[Line] = []
    for group in _by_baseline(pieces):
        line = _line(page, group)
        if line is not None:
            lines.append(_with_dot(line, dots))
    return lines


def width_of(text: str, size: float, bold: bool = False, monospaced: bool = False) -> float:
    """About how wide `text` is in letters of `size`, in points."""
    if monospaced:
        return len(text) * _MONOSPACED_WIDTH * size
    letters = unicodedata.normalize("NFD", text)
    width = sum(_WIDTHS.get(letter, _USUAL_WIDTH) for letter in letters if not unicodedata.combining(letter))
    return width * size * (_BOLD_FACTOR if bold else 1.0)


def _by_baseline(pieces: Iterable[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and abs(piece.y - last.y) <= _SAME_BASELINE * max(piece.size, last.size)
            and piece.x >= last.x - last.size
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _line(page: int, pieces: list[Piece]) -> Line | None:
    marker, pieces = _without_marker(pieces)
    text = tidy("".join(_characters(piece) for piece in pieces).replace("\n", " "))
    if not text:
        return None
    largest = max(pieces, key=lambda piece: piece.size)
    letters = sum(len(piece.text.strip()) for piece in pieces)
    bold = sum(len(piece.text.strip()) for piece in pieces if piece.bold)
    return Line(
        text=text,
        page=page,
        x=pieces[0].x,
        end=_end(pieces),
        y=largest.y,
        size=largest.size,
        bold=bold >= 0.9 * letters,
        monospaced=largest.monospaced,
        marker=marker,
    )


def _characters(piece: Piece) -> str:
    text = piece.text
    if _SYMBOL_FONT.search(piece.font) and (box := _SYMBOL_BOXES.get(text.strip())):
        return box + " "
    return text.translate(_LIGATURES)


def _without_marker(pieces: list[Piece]) -> tuple[str | None, list[Piece]]:
    """The marker that opens a line, and the pieces after it."""
    first, rest = pieces[0], pieces[1:]
    text = first.text.strip()
    symbol = _SYMBOL_FONT.search(first.font) is not None
    if rest:
        if text in _SYMBOL_BOXES and symbol:
            return None, pieces
        if (len(text) == 1 and symbol) or (text == "o" and first.monospaced):
            return "•", rest
        if len(text) == 1 and (_BULLET.match(text) or text in "-–—·*"):
            return "•", rest
        if number := _NUMBER.match(text):
            return f"{number.group(1)}.", rest
    opening = first.text.lstrip()
    if match := _BULLET.match(opening):
        after = replace(first, text=opening[match.end() :], x=first.x + width_of(match.group(), first.size))
        return "•", [after, *rest]
    return None, pieces


def _end(pieces: list[Piece]) -> float:
    """Where a line's text ends. A piece that was drawn where the last one stopped is placed at that one's beginning."""
    cursor = pieces[0].x
    before = None
    for piece in pieces:
        begin = cursor if before is not None and piece.x <= before.x + 0.1 else max(piece.x, pieces[0].x)
        cursor = begin + piece.width
        before = piece
    return cursor


def _with_dot(line: Line, dots: Sequence[Dot]) -> Line:
    if line.marker is None and any(_is_bullet_of(dot, line) for dot in dots):
        return replace(line, marker="•")
    return line


def _is_bullet_of(dot: Dot, line: Line) -> bool:
    width, height = dot.right - dot.left, dot.top - dot.bottom
    smallest, largest = (share * line.size for share in _DOT_SIZES)
    middle = (dot.bottom + dot.top) / 2
    return (
        smallest <= width <= largest
        and smallest <= height <= largest
        and line.y <= middle <= line.y + 0.8 * line.size
        and line.x - _DOT_REACH * line.size <= dot.left <= dot.right <= line.x + 0.1 * line.size
    )
