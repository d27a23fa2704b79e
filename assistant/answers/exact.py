"""Lists, counts, shares and yes/no from the answer table: exact, one citation an organization, nothing cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.remarks import remarks_on
from assistant.answers.text import exact_text
from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.reading.wording import predicate, reading_text
from assistant.types import Answer, Coverage, OtherReading, Row, RowCell
from assistant.words import Words
from corpus.types import Response
from index.conditions import Condition, Not, Ticked, items_of, opposite, state_of
from index.types import Cell, State

_ORDER: dict[State, int] = {"matching": 0, "not_matching": 1, "not_stated": 2}


@dataclass(frozen=True, slots=True)
class _Found:
    """One organization's cells of the condition's items, and its state."""

    cells: tuple[Cell, ...]
    state: State

    @property
    def organization(self) -> str:
        return self.cells[0].organization

    @property
    def printed_name(self) -> str:
        return self.cells[0].printed_name


def exact_answer(reading: Reading, view: View, words: Words) -> Answer:
    """The answer to a reading that has a condition, over the organizations asked about that are in the corpus."""
    condition = reading.condition
    assert condition is not None, "a reading without a condition is a look-up"
    asked = view.present(reading.organizations)
    examined = view.examined(reading)
    found = _states(condition, examined, view, words)
    book = CitationBook(view)
    rows = tuple(_row(each, condition, book, words) for each in found)
    coverage = coverage_of(rows)
    names = tuple(view.organizations[each].applied.of(words.language) for each in asked)
    headline = _headline(reading, rows, coverage, view, words)
    remarks = remarks_on([each.cells for each in found], items_of(condition), view, book, words)
    notices = notices_of(reading, view, words)
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind=reading.kind,
        headline=headline,
        text=exact_text(headline, rows, coverage, len(examined) < len(view.organizations), remarks, notices, words),
        confidence="stated",
        reading=reading_text(condition, names, view.questionnaire, view.printed_labels, words),
        where=str(condition),
        other_readings=other_readings(reading, view, words),
        coverage=coverage,
        rows=rows,
        remarks=remarks,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


def other_readings(reading: Reading, view: View, words: Words) -> tuple[OtherReading, ...]:
    """What else the question may mean, in words, each with how many of the organizations asked about meet it."""
    asked, examined = view.present(reading.organizations), view.examined(reading)
    names = tuple(view.organizations[each].applied.of(words.language) for each in asked)
    return tuple(
        OtherReading(
            reading_text(condition, names, view.questionnaire, view.printed_labels, words),
            str(condition),
            Counter(each.state for each in _states(condition, examined, view, words))["matching"],
        )
        for condition in reading.others
    )


def coverage_of(rows: Sequence[Row]) -> Coverage:
    """How many organizations were examined, by state."""
    states = Counter(row.state for row in rows)
    return Coverage(len(rows), states["matching"], states["not_matching"], states["not_stated"])


def _states(condition: Condition, examined: Sequence[str], view: View, words: Words) -> tuple[_Found, ...]:
    by_organization: dict[str, list[Cell]] = {}
    for cell in view.table.cells(view.generation, items_of(condition), words.language):
        if cell.organization in examined:
            by_organization.setdefault(cell.organization, []).append(cell)
    found = [
        _Found(tuple(cells), state_of(condition, {cell.response.item: cell.response for cell in cells}))
        for cells in by_organization.values()
    ]
    return tuple(sorted(found, key=lambda each: (_ORDER[each.state], each.printed_name, each.organization)))


def _row(found: _Found, condition: Condition, book: CitationBook, words: Words) -> Row:
    cells = tuple(_cell(cell, condition, found.state, book, words) for cell in found.cells)
    return Row(found.printed_name, found.organization, found.state, cells)


def _cell(cell: Cell, condition: Condition, state: State, book: CitationBook, words: Words) -> RowCell:
    response = cell.response
    options = tuple(tick.option for tick in response.ticks)
    decisive = [tick for tick in response.ticks if tick.option in _options(condition)]
    if len(decisive) == 1 and state == "matching":
        span = decisive[0].span
        citation: int | None = book.cite(cell.document, response.item, span.start, span.end)
        shown = decisive
    else:
        citation, shown = book.cite_response(cell.document, response), list(response.ticks)
    ticked = "; ".join(" ".join(tick.label.split()) for tick in shown)
    return RowCell(response.item, options, citation, ticked or _without_tick(response, words))


def _options(condition: Condition) -> frozenset[str]:
    """The options whose ticks make the condition true, those under a "not" left out."""
    match condition:
        case Ticked():
            return frozenset((condition.option,))
        case Not():
            return frozenset()
        case _:
            inner = getattr(condition, "conditions", ())
            return frozenset(option for each in inner for option in _options(each))


def _without_tick(response: Response, words: Words) -> str:
    return words(f"cell.{response.state}")


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
        return words(key, organization=rows[0].organization, **values)
    if reading.kind == "share" and coverage.organizations:
        percent = round(100 * coverage.matching / coverage.organizations)
        return words("list.share", percent=percent, **values)
    singular = coverage.matching < 2 if words.language == "fr" else coverage.matching == 1
    return words("list.one" if singular else "list.many", **values)


def _yes_or_no(row: Row, condition: Condition, view: View, words: Words) -> str:
    if row.state == "not_stated":
        spoken = "; ".join(cell.words for cell in row.cells)
        return words("list.unstated", organization=row.organization, words=spoken)
    matching = row.state == "matching"
    # A tick that only says "Yes" tells nothing by itself, and after "didn't it?" a "No" can be taken either way.
    if isinstance(condition, Not) or all(" " not in cell.words for cell in row.cells):
        fact = condition if matching else opposite(condition)
        says = predicate(fact, view.questionnaire, view.printed_labels, words, many=False)
        key = "fact" if isinstance(condition, Not) else "yes_fact" if matching else "no_fact"
        return words(f"list.{key}", organization=row.organization, predicate=says)
    spoken = "; ".join(words("list.quoted", words=cell.words) if cell.options else cell.words for cell in row.cells)
    return words("list.yes" if matching else "list.no", words=spoken)
