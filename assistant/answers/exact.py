"""Lists, counts, shares and yes/no from the answer table: exact, one citation an organization, nothing cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.remarks import remarks_on
from assistant.answers.rows import coverage_of, rows_of
from assistant.answers.telling import opening_of, says_something
from assistant.answers.text import exact_text
from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.reading.wording import predicate, reading_text
from assistant.types import Answer, Coverage, OtherReading, Row
from assistant.words import Words
from index.conditions import Condition, Not, items_of, opposite
from index.query import counted, execute
from index.types import Cell


def exact_answer(reading: Reading, view: View, words: Words) -> Answer:
    """The answer to a reading that has a condition, over the organizations asked about that are in the corpus."""
    condition = reading.condition
    assert condition is not None, "a reading without a condition is a look-up"
    query = view.query(reading)
    found = view.ordered(
        execute(query, view.table, view.generation, words.language, view.options).found, words.language
    )
    book = CitationBook(view, words.language)
    rows = rows_of(found, condition, book, view, words)
    if reading.yes_no and len(rows) == 1:
        rows = (_with_what_was_written(rows[0], found[0].cells, view, book),)
    coverage = coverage_of(rows)
    names, sets = view.names_of(reading, words.language), view.sets_of(reading)
    headline = _headline(reading, rows, coverage, view, words)
    remarks = remarks_on([each.cells for each in found], items_of(condition), view, book, words)
    notices = notices_of(reading, view, words)
    some = coverage.organizations < len(view.organizations)
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind=reading.kind,
        headline=headline,
        text=exact_text(headline, rows, coverage, some, book.citations, remarks, notices, words),
        confidence="stated",
        reading=reading_text(condition, names, view.questionnaire, view.printed_labels, words, sets),
        where=str(condition),
        other_readings=other_readings(reading, view, words),
        coverage=coverage,
        rows=rows,
        remarks=remarks,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


def _with_what_was_written(row: Row, cells: Sequence[Cell], view: View, book: CitationBook) -> Row:
    """The row with the first words that tell something of the text beside each tick."""
    told = {}
    for cell in cells:
        place = opening_of(cell, view)
        if place is not None and says_something(view.assessment(cell.document).source.text[slice(*place)]):
            told[cell.response.item] = book.cite(cell.document, cell.response.item, *place)
    return replace(row, cells=tuple(replace(cell, told=told.get(cell.item)) for cell in row.cells))


def other_readings(reading: Reading, view: View, words: Words) -> tuple[OtherReading, ...]:
    """What else the question may mean, in words, each with how many of the organizations asked about meet it."""
    query = view.query(reading)
    names, sets = view.names_of(reading, words.language), view.sets_of(reading)
    found = []
    for condition in reading.others:
        items = items_of(condition)
        cells = view.cells_by_organization(items, query, words.language)
        text = reading_text(condition, names, view.questionnaire, view.printed_labels, words, sets)
        found.append(OtherReading(text, str(condition), counted(condition, cells).matching))
    return tuple(found)


def _headline(reading: Reading, rows: Sequence[Row], coverage: Coverage, view: View, words: Words) -> str:
    condition = reading.condition
    assert condition is not None
    if reading.yes_no and len(rows) == 1:
        return _yes_or_no(rows[0], condition, view, words)
    values = {
        "matching": coverage.matching,
        "total": coverage.organizations,
        "one": predicate(condition, view.questionnaire, view.printed_labels, words, many=False),
        "many": predicate(condition, view.questionnaire, view.printed_labels, words, many=True),
    }
    if len(rows) == 1:
        key = "list.only_one" if coverage.matching else "list.only_none"
        return words(key, organization=rows[0].name, **values)
    if reading.kind == "share" and coverage.organizations:
        percent = round(100 * coverage.matching / coverage.organizations)
        return words("list.share", percent=percent, **values)
    singular = coverage.matching < 2 if words.language == "fr" else coverage.matching == 1
    return words("list.one" if singular else "list.many", **values)


def _yes_or_no(row: Row, condition: Condition, view: View, words: Words) -> str:
    if row.state == "not_stated":
        spoken = "; ".join(cell.words for cell in row.cells)
        return words("list.unstated", organization=row.name, words=spoken)
    matching = row.state == "matching"
    # A tick that only says "Yes" tells nothing by itself, and after "didn't it?" a "No" can be taken either way.
    if isinstance(condition, Not) or all(" " not in cell.words for cell in row.cells):
        fact = condition if matching else opposite(condition)
        says = predicate(fact, view.questionnaire, view.printed_labels, words, many=False)
        key = "fact" if isinstance(condition, Not) else "yes_fact" if matching else "no_fact"
        return words(f"list.{key}", organization=row.name, predicate=says)
    spoken = "; ".join(words("list.quoted", words=cell.words) if cell.options else cell.words for cell in row.cells)
    return words("list.yes" if matching else "list.no", words=spoken)
