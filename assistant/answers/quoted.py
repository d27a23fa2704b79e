"""Answers that quote: a headline, the quotations with their sources, and nothing in the program's own words."""

from __future__ import annotations

from assistant.answers.citations import CitationBook
from assistant.answers.text import quotation
from assistant.answers.view import View
from assistant.literal import literal
from assistant.reading.types import Reading
from assistant.types import Answer, AnswerKind
from assistant.words import Words


def quoting(
    reading: Reading,
    book: CitationBook,
    headline: str,
    view: View,
    words: Words,
    *,
    kind: AnswerKind = "lookup",
    stated: bool = True,
    read_as: str | None = None,
    notices: tuple[str, ...] = (),
) -> Answer:
    """The answer that quotes all citations of `book`; `stated` is False for a nearest passage."""
    blocks = [f"**{literal(headline)}**", *(quotation(each, words) for each in book.citations), *map(literal, notices)]
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind=kind,
        headline=headline,
        text="\n\n".join(blocks),
        confidence="stated" if stated else "closest",
        reading=read_as,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


def headline_of(book: CitationBook, words: Words) -> str:
    """Who wrote what is quoted, where it is one organization under one item."""
    first = book.citations[0]
    if len({(each.organization_id, each.item) for each in book.citations}) == 1:
        return words("lookup.stated_one", organization=first.name, item=first.item)
    return words("lookup.stated_many")


def closest_headline(book: CitationBook, words: Words) -> str:
    """That nothing answers outright, before the one or several nearest passages."""
    return words("lookup.closest_one" if len(book.citations) == 1 else "lookup.closest_many")
