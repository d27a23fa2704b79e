"""What the readers of laid-out formats make first: blocks of text, which become lines of one text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "entry", "row"]

BULLET = "• "
INDENT = "  "

# Deeper than anybody writes; broken pages nest lists without end, and their indents would outgrow their text.
_MAX_DEPTH = 10

# Line ends, soft hyphens and zero-width characters are layout; a no-break space is the author's and stays.
_BLANKS = re.compile(r"[ \t\r\f\v\u2028\u2029]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\x00"))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry or table row. `text` may hold line breaks; `marker` is put before it."""

    text: str
    kind: Kind = "paragraph"
    marker: str = ""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Blocks as one text; `starts[i]` is the offset at which block i's own text (after its marker) begins."""

    text: str
    starts: tuple[int, ...]


def tidy(text: str) -> str:
    """`text` with runs of blanks made one space, invisible characters dropped and every line stripped; LF stays."""
    lines = _BLANKS.sub(" ", text.translate(_INVISIBLE)).split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def entry_marker(depth: int, number: int | None = None) -> str:
    """What opens a list entry: two spaces for each level above it, then "• " or its number ("3. "). 1 is outermost."""
    return INDENT * (min(max(depth, 1), _MAX_DEPTH) - 1) + (BULLET if number is None else f"{number}. ")


def paragraphs(text: str) -> list[Block]:
    """The paragraphs of `text`, which blank lines separate."""
    return [Block(piece) for piece in re.split(r"\n{2,}", tidy(text)) if piece]


def lay_out(blocks: Iterable[Block]) -> LaidOut:
    """The text of `blocks`: a blank line between them, none between neighbouring list entries or table rows."""
    pieces: list[str] = []
    starts: list[int] = []
    offset = 0
    before: Kind | None = None
    for block in blocks:
        together = block.kind == before and block.kind != "paragraph"
        opening = ("" if before is None else "\n" if together else "\n\n") + block.marker
        pieces += (opening, block.text)
        starts.append(offset + len(opening))
        offset = starts[-1] + len(block.text)
        before = block.kind
    return LaidOut("".join(pieces), tuple(starts))
