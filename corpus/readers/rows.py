"""Table rows as lines."""

from __future__ import annotations

from corpus.readers.blocks import Block
from corpus.readers.ticks import TICKED, UNTICKED


def row_blocks(cells: list[list[Block]]) -> list[Block]:
    """A table row as one line, " | " between its cells; the cells' own blocks where they hold more than a line."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any(len(cell) > 1 or cell[0].marker or "\n" in cell[0].text for cell in filled):
        return [block for cell in filled for block in cell]
    texts = [cell[0].text for cell in filled]
    if not texts:
        return []
    # A cell that is only a check box belongs to the label beside it.
    joined = "".join(text + (" " if text in (TICKED, UNTICKED) else " | ") for text in texts[:-1]) + texts[-1]
    return [Block(joined, "row")]
