"""Check boxes as characters: ticked ones become list entries, as published forms print them; the others go.

A published form shows only what was ticked; a filled form kept as a file often shows every box. Both must read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.readers.blocks import BULLET, Block

TICKED = "☒"
UNTICKED = "☐"

# Only characters that are nothing but check boxes: plain squares (□ ❑) also serve as bullets, and dropping those
# would lose what an organization wrote.
_TICKED = "☑☒🗹🗷🗵"
_BOXES = _TICKED + UNTICKED
_BEFORE_LABEL = re.compile(f"([{_BOXES}])([^{_BOXES}]*)")
_AFTER_LABEL = re.compile(f"([^{_BOXES}]*)([{_BOXES}])")
# A check mark is a tick where it opens a line, a word of the text elsewhere.
_MARK = re.compile(r"[✓✔✗✘]\s*(?=\S)")


def read_ticks(blocks: Iterable[Block]) -> list[Block]:
    """`blocks` with every ticked box as a list entry ("• label") and every unticked one, label included, left out."""
    return [piece for block in blocks for piece in _pieces(block)]


def _pieces(block: Block) -> Iterator[Block]:
    if not any(box in block.text for box in _BOXES) and not _MARK.match(block.text):
        yield block
        return
    marker = block.marker or BULLET
    for line in block.text.split("\n"):
        labels = _ticked_labels(line.strip())
        if labels is None:
            yield Block(line, block.kind, block.marker)
        else:
            yield from (Block(label, "entry", marker) for label in labels)


def _ticked_labels(line: str) -> list[str] | None:
    """The labels ticked on `line`, None where the line holds no check box in a box's place."""
    if mark := _MARK.match(line):
        return [line[mark.end() :]]
    if line and line[0] in _BOXES:
        return [label.strip() for box, label in _BEFORE_LABEL.findall(line) if box in _TICKED and label.strip()]
    if line and line[-1] in _BOXES:
        return [label.strip() for label, box in _AFTER_LABEL.findall(line) if box in _TICKED and label.strip()]
    return None
