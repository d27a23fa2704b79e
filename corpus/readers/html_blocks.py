"""Elements opened and closed become blocks: paragraphs, list entries with their markers, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from corpus.readers.blocks import Block, entry_marker, paragraphs
from corpus.readers.rows import row_blocks
from corpus.readers.ticks import TICKED, UNTICKED

# fmt: off
_BREAKING = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))
# fmt: on
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_WHITESPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _List:
    next_number: int | None


@dataclass(slots=True)
class _Row:
    cells: list[list[Block]] = field(default_factory=list)


class BlockWriter:
    """Takes a page's elements and text in order; iterating over it gives the blocks."""

    def __init__(self) -> None:
        self._inline: list[str] = []
        self._lists: list[_List] = []
        self._marker: str | None = None
        self._preformatted = 0
        self._frames: list[list[Block]] = [[]]
        self._rows: list[_Row] = []

    def __iter__(self) -> Iterator[Block]:
        """The blocks written so far."""
        self._flush()
        while len(self._frames) > 1:
            self.close("td")
        return iter(self._frames[0])

    def text(self, text: str) -> None:
        """Adds text of the element that is open."""
        self._inline.append(text if self._preformatted else _WHITESPACE.sub(" ", text))

    def open(self, element: Tag) -> None:
        """Opens an element: whatever it means for the blocks, its content not yet included."""
        name = element.name
        if name in _BREAKING:
            self._flush()
        if name == "br":
            self._inline.append("\n")
        elif name == "input":
            self._open_input(element)
        elif name == "pre":
            self._preformatted += 1
        elif name in _LISTS:
            self._lists.append(_List(_whole_number(element.get("start"), 1) if name == "ol" else None))
        elif name == "li":
            self._open_entry(element)
        elif name == "tr":
            self._rows.append(_Row())
        elif name in ("td", "th"):
            self._frames.append([])

    def close(self, name: str) -> None:
        """Closes the innermost open element, which has this name."""
        if name in _BREAKING:
            self._flush()
        if name == "pre":
            self._preformatted -= 1
        elif name in _LISTS and self._lists:
            self._lists.pop()
        elif name == "li":
            self._marker = None
        elif name in ("td", "th") and len(self._frames) > 1:
            self._close_cell()
        elif name == "tr" and self._rows:
            self._frames[-1] += row_blocks(self._rows.pop().cells)

    def _open_input(self, element: Tag) -> None:
        if str(element.get("type", "")).lower() in ("checkbox", "radio"):
            self._inline.append(f"{TICKED if element.has_attr('checked') else UNTICKED} ")

    def _open_entry(self, element: Tag) -> None:
        innermost = self._lists[-1] if self._lists else _List(None)
        number = innermost.next_number
        if number is not None:
            number = _whole_number(element.get("value"), number)
            innermost.next_number = number + 1
        self._marker = entry_marker(len(self._lists), number)

    def _close_cell(self) -> None:
        blocks = self._frames.pop()
        if self._rows:
            self._rows[-1].cells.append(blocks)
        else:
            self._frames[-1] += blocks

    def _flush(self) -> None:
        """Ends the block being written. An entry's marker goes to its first block, the ones after it stand alone."""
        if not self._inline:
            return
        text = "".join(self._inline)
        self._inline.clear()
        for block in paragraphs(text):
            if self._marker is not None:
                block = Block(block.text, "entry", self._marker)
                self._marker = None
            self._frames[-1].append(block)


def _whole_number(value: object, default: int) -> int:
    text = str(value).strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
