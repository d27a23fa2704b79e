"""What is shown of a sentence that answers: as much around it as is easily read."""

from __future__ import annotations

from dataclasses import dataclass

from index.sentences import Block, blocks_of, sentences_of
from index.types import Passage

# A quotation shows the whole passage up to here, beyond it the sentence and as many neighbours as fit.
_WINDOW_CHARACTERS = 420


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of a passage that is quoted."""

    passage: Passage
    start: int
    end: int


def window(text: str, passage: Passage, start: int, end: int) -> tuple[int, int]:
    """What is shown for a sentence: the whole passage if short, else its list, else as many neighbours as fit."""
    if passage.end - passage.start <= _WINDOW_CHARACTERS:
        return passage.start, passage.end
    for block in blocks_of(text, passage.start, passage.end):
        if block.start <= start < block.end:
            return _in_block(text, block, start, end)
    return start, end


def _in_block(text: str, block: Block, start: int, end: int) -> tuple[int, int]:
    if block.leads_in and start < block.lines[0][1]:
        return block.start, block.end
    for following, stop in sentences_of(text, block.start, block.end):
        if following >= end and stop - start <= _WINDOW_CHARACTERS:
            end = stop
    return start, end
