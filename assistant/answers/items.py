"""Answers that show what stands under an item."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.quoted import headline_of, quoting
from assistant.answers.sentences import Piece, Wanted, best_pieces
from assistant.answers.view import View
from assistant.answers.wanted import Parts
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import Words
from index.types import Cell, Passage

_MOST_QUOTED = 3


def item_answer(reading: Reading, item: int, wanted: Wanted, parts: Parts, view: View, words: Words) -> Answer:
    """What was ticked (if that may answer) and written under an item: of one organization most, of several less."""
    examined = view.examined(reading)
    if parts == "text":
        item = view.questionnaire.item(item).told_in or item
    cells = [
        cell for cell in view.table.cells(view.generation, [item], reading.language) if cell.organization in examined
    ]
    book = CitationBook(view)
    notices = notices_of(reading, view, words)
    for cell in cells:
        _cite_item(cell, wanted, view, book, _MOST_QUOTED if len(cells) == 1 else 1, parts)
    read_as = words("reading.look_up_item", item=item, short=view.questionnaire.item(item).short.of(reading.language))
    if book.citations:
        headline = headline_of(book, words)
    else:
        silent = words("reading.and").join(cell.printed_name for cell in cells)
        headline = words("lookup.no_response", organization=silent, item=item)
    return quoting(reading, book, headline, view, words, read_as=read_as, notices=notices)


def _cite_item(cell: Cell, wanted: Wanted, view: View, book: CitationBook, most: int, parts: Parts) -> None:
    """Cites the ticks of a response and its best passages, at most `most` of them in all."""
    passages = [
        passage
        for passage in view.table.document_passages(view.generation, cell.document)
        if passage.item == cell.response.item and passage.kind == "text"
    ]
    # A heading with nothing under it says nothing.
    ticked = bool(cell.response.ticks) and parts != "text"
    if ticked or (not passages and (cell.response.ticks or cell.response.free_text)):
        book.cite_cell(cell)
        most = 0 if parts == "ticks" and ticked else most - 1
    for piece in _in_order_of_use(wanted, passages, cell.document, view)[:most]:
        book.cite(cell.document, cell.response.item, piece.start, piece.end)


def _in_order_of_use(wanted: Wanted, passages: Sequence[Passage], document: str, view: View) -> Sequence[Piece]:
    if not wanted.terms and not wanted.number:
        return [Piece(passage, passage.start, passage.end, 0.0, 0.0) for passage in passages]
    texts = {document: view.assessment(document).source.text}
    return best_pieces(wanted, passages, texts, view.questionnaire)
