"""Everything that was recorded, as tables: all organizations in all items, and one item in all organizations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers.citations import CitationBook
from assistant.answers.queried import written_query
from assistant.answers.rows import coverage_of, rows_of
from assistant.answers.telling import opening_of
from assistant.answers.view import View
from assistant.reading.wording import reading_text
from assistant.types import Citation, Coverage, Row, RowCell
from assistant.words import words_of
from corpus.types import Item, Language
from index.conditions import Condition
from index.query import Counted, Query, execute


@dataclass(frozen=True, slots=True)
class Matrix:
    """A row for each organization asked about, its cells in the order of `items`; `citations` by number.

    The rows stand in the order of their state: that of the condition `where`, or "matching" without one. `reading` is
    the condition in words.
    """

    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    citations: Mapping[int, Citation]
    coverage: Coverage
    where: str | None
    reading: str | None
    index: str


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many organizations ticked an option, did not, or ticked nothing; `where` lists those that did."""

    label: str
    where: str
    matching: int
    not_matching: int
    not_stated: int


@dataclass(frozen=True, slots=True)
class ItemResponses:
    """One item in all organizations: its options with their counts, and a row for each organization.

    Of a row's cell, `told` is the number of the citation that quotes how the text begins.
    """

    item: Item
    options: tuple[OptionCount, ...]
    rows: tuple[Row, ...]
    citations: Mapping[int, Citation]
    index: str


def matrix_of(view: View, language: Language, where: str | None, organizations: Sequence[str]) -> Matrix:
    """The matrix of the organizations (all by default), told apart by a condition; BadCondition and BadQuery."""
    query = written_query(view, where, None, None, organizations)
    words, book = words_of("answers", language), CitationBook(view, language)
    items = tuple(view.questionnaire.items)
    whole = Query("compare", None, query.organizations, items=tuple(item.number for item in items))
    found = view.ordered(execute(whole, view.table, view.generation, language, view.options).found, language)
    rows = rows_of(found, None, book, view, words)
    reading = None
    if query.where is not None:
        asked = view.ordered(
            execute(replace(query, asks="list"), view.table, view.generation, language, view.options).found, language
        )
        states = {each.organization: each.state for each in asked}
        order = {each.organization: place for place, each in enumerate(asked)}
        rows = tuple(
            sorted(
                (replace(row, state=states[row.organization_id]) for row in rows),
                key=lambda row: order[row.organization_id],
            )
        )
        reading = _in_words(query.where, view, language)
    return Matrix(items, rows, _by_number(book), coverage_of(rows), where or None, reading, view.generation)


def item_responses(view: View, language: Language, number: int) -> ItemResponses | None:
    """What every organization recorded under an item, None for an item that the questionnaire does not have."""
    item = next((each for each in view.questionnaire.items if each.number == number), None)
    if item is None:
        return None
    words, book = words_of("answers", language), CitationBook(view, language)
    result = execute(Query("rank", items=(number,)), view.table, view.generation, language, view.options)
    counts = {str(each.where): each for each in result.ranked}
    known = [option.id for option in item.options]
    ids = [*known, *(name for name in counts if name not in known and counts[name].matching)]
    asked = view.ordered(
        execute(Query("compare", items=(number,)), view.table, view.generation, language, view.options).found, language
    )
    rows = rows_of(asked, None, book, view, words)
    told = {
        cell.organization: book.cite(cell.document, number, *place)
        for each in asked
        for cell in each.cells
        if (place := opening_of(cell, view)) is not None
    }
    rows = tuple(
        replace(row, cells=tuple(replace(cell, told=told.get(row.organization_id)) for cell in row.cells))
        for row in rows
    )
    options = tuple(_counted(name, counts[name], item, view, language) for name in ids) if item.options else ()
    return ItemResponses(item, options, rows, _by_number(book), view.generation)


def short_words(cell: RowCell, item: Item, language: Language) -> str:
    """A cell's ticks by the options' short names, as printed where the questionnaire does not know them."""
    known = [item.option(name) for name in cell.options]
    if not known or any(option is None for option in known):
        return cell.words
    return "; ".join(option.short.of(language) for option in known if option is not None)


def _counted(name: str, counts: Counted, item: Item, view: View, language: Language) -> OptionCount:
    option = item.option(name)
    label = option.label.of(language) if option else view.printed_labels[name]
    return OptionCount(label, name, counts.matching, counts.not_matching, counts.not_stated)


def _in_words(where: Condition, view: View, language: Language) -> str:
    return reading_text(where, (), view.questionnaire, view.printed_labels, words_of("answers", language))


def _by_number(book: CitationBook) -> dict[int, Citation]:
    return {citation.n: citation for citation in book.citations}
