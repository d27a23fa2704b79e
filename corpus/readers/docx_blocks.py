"""The elements of a Word document's body become blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from corpus.readers.blocks import Block, paragraphs
from corpus.readers.docx_numbering import Numbering
from corpus.readers.rows import row_blocks
from corpus.readers.ticks import TICKED, UNTICKED

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

# Tracked deletions and moves away, field codes, and properties: in the file, not in the text.
_SKIPPED = frozenset(
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr")
) | {_FALLBACK}

# Check boxes that older forms draw with a symbol font.
_SYMBOLS = {"F0FE": TICKED, "F0FD": TICKED, "F052": TICKED, "F053": TICKED, "F0A8": UNTICKED, "F06F": UNTICKED}

_CHARACTERS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}


class DocumentWalk:
    """Walks a document's elements (lxml's, without types here, hence Any) and gives its blocks in order.

    Recursion is safe: libxml2 refuses XML nested deeper than 256 elements.
    """

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, container: Any) -> Iterator[Block]:  # noqa: ANN401
        """The blocks of a body, table cell, content control or text box."""
        for element in container:
            if element.tag == qn("w:p"):
                yield from self._paragraph_blocks(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table_blocks(element)
            elif element.tag == qn("w:sdt") and _shows_placeholder(element):
                continue
            elif element.tag not in _SKIPPED and len(element):
                yield from self.blocks(element)

    def _paragraph_blocks(self, paragraph: Any) -> Iterator[Block]:  # noqa: ANN401
        marker = self._numbering.marker(paragraph)
        boxes: list[Any] = []
        for block in paragraphs("".join(_pieces(paragraph, boxes))):
            if marker is None:
                yield block
            else:
                yield Block(block.text, "entry", marker)
                marker = None
        for box in boxes:
            yield from self.blocks(box)

    def _table_blocks(self, table: Any) -> Iterator[Block]:  # noqa: ANN401
        for row in _within(table, qn("w:tr")):
            yield from row_blocks([list(self.blocks(cell)) for cell in _within(row, qn("w:tc"))])


def _within(element: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """The rows of a table or cells of a row, also those inside content controls or tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag != qn("w:p"):
            yield from _within(child, tag)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:  # noqa: ANN401
    """The text of a paragraph or of something in it. Text boxes anchored there are added to `boxes`."""
    for child in element:
        tag = child.tag
        if tag == qn("w:t"):
            yield (child.text or "").replace("\n", " ")
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == qn("w:sym"):
            yield _SYMBOLS.get(child.get(qn("w:char"), "").upper(), "")
        elif tag == qn("w:txbxContent"):
            boxes.append(child)
        elif tag == qn("w:fldChar"):
            yield from _legacy_box(child)
        elif tag == qn("w:sdt"):
            yield from _control_pieces(child, boxes)
        elif tag == qn("w:r") and _is_hidden(child):
            continue
        elif tag not in _SKIPPED:
            yield from _pieces(child, boxes)


def _control_pieces(control: Any, boxes: list[Any]) -> Iterator[str]:  # noqa: ANN401
    """The text of a content control: its box for a check box, nothing while it shows its placeholder."""
    box = control.find(f"{qn('w:sdtPr')}/{_W14}checkbox")
    if box is not None:
        checked = box.find(f"{_W14}checked")
        yield TICKED if checked is not None and _is_on(checked.get(f"{_W14}val")) else UNTICKED
        yield " "
    elif not _shows_placeholder(control):
        content = control.find(qn("w:sdtContent"))
        if content is not None:
            yield from _pieces(content, boxes)


def _legacy_box(field: Any) -> Iterator[str]:  # noqa: ANN401
    """The box of a check box field of older forms; nothing for other fields."""
    box = field.find(f"{qn('w:ffData')}/{qn('w:checkBox')}")
    if box is not None:
        state = box.find(qn("w:checked"))
        state = box.find(qn("w:default")) if state is None else state
        yield TICKED if state is not None and _is_on(state.get(qn("w:val"))) else UNTICKED
        yield " "


def _shows_placeholder(control: Any) -> bool:  # noqa: ANN401
    properties = control.find(qn("w:sdtPr"))
    return properties is not None and _switched_on(properties.find(qn("w:showingPlcHdr")))


def _is_hidden(run: Any) -> bool:  # noqa: ANN401
    properties = run.find(qn("w:rPr"))
    return properties is not None and _switched_on(properties.find(qn("w:vanish")))


def _switched_on(switch: Any) -> bool:  # noqa: ANN401
    return switch is not None and _is_on(switch.get(qn("w:val")))


def _is_on(value: str | None) -> bool:
    """What a switch of the format means; one without a value is on."""
    return value not in ("0", "false", "off")
