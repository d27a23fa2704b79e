"""The first words of a free text that tell something by themselves."""

from __future__ import annotations

from assistant.answers.view import View
from corpus.types import Assessment, Response
from index.sentences import blocks_of, sentences_of
from index.types import Cell

# A shorter sentence is an opening ("Yes.", "N/A.") rather than a statement.
_FEWEST_WORDS = 5
_LONGEST = 320  # characters


def opening_of(cell: Cell, view: View) -> tuple[int, int] | None:
    """Where the text beside a response begins to tell something, see `telling_words`; None where there is none."""
    if cell.response.state != "answered":
        return None
    return telling_words(view.assessment(cell.document), cell.response)


def says_something(words: str) -> bool:
    """Whether words are more than "N/A" or "Please see above"."""
    return len(words.split()) >= _FEWEST_WORDS


def telling_words(assessment: Assessment, response: Response) -> tuple[int, int] | None:
    """Where they stand, start and end: a sentence, or a lead-in with the list entries that fit; None without a text."""
    if response.free_text is None:
        return None
    text, span = assessment.source.text, response.free_text
    for block in blocks_of(text, span.start, span.end):
        if block.is_list:
            return _entries_that_fit(block.lines)
        for start, end in sentences_of(text, block.start, block.end):
            if says_something(text[start:end]):
                return start, end
    return span.start, min(span.end, span.start + _LONGEST) if span.end - span.start > _LONGEST else span.end


def _entries_that_fit(lines: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The first lines of a list, as many as fit, at least one."""
    start, stop = lines[0]
    for _, end in lines[1:]:
        if end - start > _LONGEST:
            break
        stop = end
    return start, stop
