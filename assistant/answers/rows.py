"""The rows of an answer: one an organization, its cells cited; and how many there are in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from assistant.answers.citations import CitationBook
from assistant.answers.view import View
from assistant.types import Coverage, Row, RowCell
from assistant.words import Words
from index.conditions import Condition, Not, Ticked
from index.query import Found
from index.types import Cell


def rows_of(
    found: Sequence[Found],
    condition: Condition | None,
    book: CitationBook,
    view: View,
    words: Words,
    cited: Mapping[tuple[str, int], int | None] | None = None,
) -> tuple[Row, ...]:
    """A row for each organization found. A matching one shows the ticks that decide, the others all of their ticks.

    `cited` are the numbers of citations that are there already, by organization and item; nothing is then cited anew.
    """
    decisive = deciding_options(condition) if condition else frozenset()
    return tuple(
        Row(
            each.printed_name,
            each.organization,
            view.called(each.organization, words.language),
            each.state,
            tuple(
                _cell(cell, decisive if each.state == "matching" else (), book, words)
                if cited is None
                else RowCell(
                    cell.response.item,
                    cell.options,
                    cited[each.organization, cell.response.item],
                    shown_words(cell, words),
                )
                for cell in each.cells
            ),
        )
        for each in found
    )


def coverage_of(rows: Sequence[Row]) -> Coverage:
    """How many organizations were examined, by state."""
    states = Counter(row.state for row in rows)
    return Coverage(len(rows), states["matching"], states["not_matching"], states["not_stated"])


def deciding_options(condition: Condition) -> frozenset[str]:
    """The options whose ticks make the condition true, those under a "not" left out."""
    match condition:
        case Ticked():
            return frozenset((condition.option,))
        case Not():
            return frozenset()
        case _:
            inner = getattr(condition, "conditions", ())
            return frozenset(option for each in inner for option in deciding_options(each))


def shown_words(cell: Cell, words: Words) -> str:
    """What a table shows of a response: its ticks, or what stands instead of one."""
    return cell.ticked or words(f"cell.{cell.response.state}")


def _cell(cell: Cell, decisive: Collection[str], book: CitationBook, words: Words) -> RowCell:
    item = cell.response.item
    if len(cell.options) > 1 and decisive:
        deciding = [tick for tick in cell.response.ticks if tick.option in decisive]
        if len(deciding) == 1:
            number = book.cite_words(deciding[0].span, item, deciding[0].label)
            return RowCell(item, cell.options, number, " ".join(deciding[0].label.split()))
    return RowCell(item, cell.options, book.cite_cell(cell), shown_words(cell, words))
