"""Answers that tell of every organization asked about what its free texts say, in three states."""

from __future__ import annotations

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.rows import coverage_of
from assistant.answers.text import exact_text
from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.types import Answer, Coverage, Row
from assistant.words import Words


def free_text_answer(
    reading: Reading,
    headline: str,
    read_as: str,
    rows: tuple[Row, ...],
    counted: tuple[str, ...],
    view: View,
    book: CitationBook,
    words: Words,
) -> Answer:
    """The answer of these rows; `counted` says what was counted, as a reading of free text is not a ticked box."""
    coverage: Coverage = coverage_of(rows)
    notices = (*counted, *notices_of(reading, view, words))
    some = coverage.organizations < len(view.organizations)
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind=reading.kind if reading.kind in ("list", "count", "share") else "list",
        headline=headline,
        text=exact_text(headline, rows, coverage, some, (), (), notices, words),
        confidence="stated",
        reading=read_as,
        coverage=coverage,
        rows=rows,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )
