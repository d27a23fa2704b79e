"""Answers that show what stands under an item."""

from __future__ import annotations

from assistant.answers.citations import CitationBook
from assistant.answers.looking import Look, look
from assistant.answers.notices import notices_of
from assistant.answers.quoted import closest_headline, headline_of, quoting
from assistant.answers.view import View
from assistant.answers.wanted import LookUpWords, Parts, parts_wanted
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import Words
from index.home import Index
from index.types import Cell

_MOST_QUOTED = 3


def item_answer(
    reading: Reading, item: int, view: View, index: Index, look_up_words: LookUpWords, words: Words
) -> Answer:
    """What was ticked (if that may answer) and written under an item: of one organization most, of several less."""
    examined, parts = view.examined(reading), parts_wanted(reading, look_up_words)
    if parts == "text":
        item = view.questionnaire.item(item).told_in or item
    cells = [
        cell for cell in view.table.cells(view.generation, [item], reading.language) if cell.organization in examined
    ]
    found = look(reading, view, index, look_up_words, item)
    book = CitationBook(view, words.language)
    notices = notices_of(reading, view, words)
    for cell in cells:
        _cite_item(cell, found, view, book, _MOST_QUOTED if len(cells) == 1 else 1, parts)
    stated = reading.told or not book.citations or _shows_what_is_asked(found, book, look_up_words)
    read_as = words("reading.look_up_item", item=item, short=view.questionnaire.item(item).short.of(reading.language))
    if book.citations:
        headline = headline_of(book, words) if stated else closest_headline(book, words)
    else:
        silent = words("reading.and").join(view.called(cell.organization, words.language) for cell in cells)
        headline = words("lookup.no_response", organization=silent, item=item)
    return quoting(reading, book, headline, view, words, stated=stated, read_as=read_as, notices=notices)


def _shows_what_is_asked(found: Look, book: CitationBook, words: LookUpWords) -> bool:
    """Whether one of the quotations shows the date, the reason or whatever is asked for; True where no such is.

    What stands under an item was written there, but need not tell what somebody wants to know of it.
    """
    if not found.asked.kinds or not found.asked.terms:
        return True
    return any(found.asked.kinds & words.kinds.shown_by(each.quote, each.language) for each in book.citations)


def _cite_item(cell: Cell, found: Look, view: View, book: CitationBook, most: int, parts: Parts) -> None:
    """Cites the ticks of a response and its best passages, at most `most` of them in all."""
    sentences = found.looked.sentences
    places = [place for place in found.order if sentences[place].found.passage.document == cell.document]
    if not found.asked.terms and not found.asked.kinds:
        places.sort()  # nothing more is asked: as it was written
    # A heading with nothing under it says nothing.
    ticked = bool(cell.response.ticks) and parts != "text"
    if ticked or (not places and (cell.response.ticks or cell.response.free_text)):
        book.cite_cell(cell)
        most = 0 if parts == "ticks" and ticked else most - 1
    for place in places[:most]:
        piece = found.piece(place, view)
        book.cite(cell.document, cell.response.item, piece.start, piece.end)
