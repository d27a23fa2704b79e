"""Questions that take for granted what a tick denies: the tick is shown instead of an answer."""

from __future__ import annotations

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.quoted import quoting
from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import Words
from index.query import Query, execute


def correction(reading: Reading, view: View, words: Words) -> Answer | None:
    """What the organizations named ticked, where every one of them says otherwise than the question; else None."""
    premise = reading.premise
    if premise is None:
        return None
    query = Query("list", premise, frozenset(view.present(reading.organizations)))
    found = execute(query, view.table, view.generation, words.language, view.options).found
    if not found or any(each.state != "not_matching" for each in found):
        return None
    book = CitationBook(view, words.language)
    for each in found:
        for cell in each.cells:
            book.cite_cell(cell)
    names = words("reading.and").join(view.called(each.organization, words.language) for each in found)
    headline = words("premise.one" if len(found) == 1 else "premise.many", organizations=names)
    return quoting(reading, book, headline, view, words, notices=notices_of(reading, view, words))
