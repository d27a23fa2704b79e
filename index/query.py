"""A small typed query: which organizations, what of them, and how it is to be counted.

The same query is what a question is read as, what `candour table` takes and what pages and API send. It says nothing
of words or languages: organizations go by id, options by id, items by number. `execute` is exact and deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.types import Language
from index.conditions import And, Condition, Ticked, compiled, items_of
from index.types import AnswerTable, Cell, State

Asks = Literal["list", "count", "share", "compare", "rank", "crosstab", "overview"]
Order = Literal["most", "least"]
ASKS: tuple[Asks, ...] = get_args(Asks)

_NO_ITEM = 0
_ORDER: dict[State, int] = {"matching": 0, "not_matching": 1, "not_stated": 2}


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the table.

    `organizations` are ids, None for all; `excluded` are left out of either. `where` is the condition of a list, count
    or share; a rank, crosstab or comparison takes it as a limit: only organizations that meet it count. `items` are
    those to compare or to give an overview of, in a rank the one whose options are ranked, in a crosstab the two whose
    options are crossed. `order` says which end of a rank comes first, `top` how many options of it are wanted.
    """

    asks: Asks = "list"
    where: Condition | None = None
    organizations: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    items: tuple[int, ...] = ()
    order: Order = "most"
    top: int | None = None

    def asks_about(self, organization: str) -> bool:
        """Whether the organization of that id is among those asked about."""
        return organization not in self.excluded and (self.organizations is None or organization in self.organizations)


@dataclass(frozen=True, slots=True)
class Found:
    """One organization: id, name as printed in the document that counts, the cells asked for by item, and its state.

    Without a condition every organization is matching.
    """

    organization: str
    printed_name: str
    cells: tuple[Cell, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Counted:
    """How many organizations are in each state of a condition."""

    where: Condition
    matching: int
    not_matching: int
    not_stated: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found.

    `found` holds every organization examined, those that match first, then by printed name. `ranked` are the options of
    a rank, equal numbers in the order given; `crossed` has a line for each option of the first item, in it one count
    for each option of the second.
    """

    found: tuple[Found, ...]
    ranked: tuple[Counted, ...] = ()
    crossed: tuple[tuple[Counted, ...], ...] = ()


def execute(query: Query, table: AnswerTable, generation: str, language: Language, options: Sequence[str]) -> Result:
    """What the table answers in `language`. `options` are the ids of all options, in the order they are to be told."""
    of_condition = items_of(query.where) if query.where else ()
    # The cells of a list are those of its condition; what else is shown was asked for by item.
    shown = query.items if query.items and query.asks not in ("list", "count", "share") else of_condition
    # An item that no form has gives one empty cell an organization.
    needed = sorted({*of_condition, *shown}) or [_NO_ITEM]
    all_shown = set(needed) <= set(shown)
    state = _states(query.where)
    found = [
        Found(
            cells[0].organization,
            cells[0].printed_name,
            tuple(cells) if all_shown else tuple(cell for cell in cells if cell.response.item in shown),
            state(cells),
        )
        for cells in _by_organization(table.cells(generation, needed, language), len(needed), query)
    ]
    if query.asks not in ("list", "count", "share"):
        found = [each for each in found if each.state == "matching"]
    found.sort(key=lambda each: (_ORDER[each.state], each.printed_name, each.organization))
    if query.asks == "rank":
        return Result(tuple(found), ranked=_ranked(query, found, options))
    if query.asks == "crosstab":
        return Result(tuple(found), crossed=_crossed(query, found, options))
    return Result(tuple(found))


def counted(condition: Condition, organizations: Iterable[Sequence[Cell]]) -> Counted:
    """How many of the organizations, each given by its cells, are in each state of the condition."""
    states = Counter(map(_states(condition), organizations))
    return Counted(condition, states["matching"], states["not_matching"], states["not_stated"])


def _by_organization(cells: Sequence[Cell], each: int, query: Query) -> Iterator[Sequence[Cell]]:
    """The cells of every organization asked about, `each` of them."""
    for start in range(0, len(cells), each):
        if query.asks_about(cells[start].organization):
            yield cells[start : start + each]


def _states(condition: Condition | None) -> Callable[[Sequence[Cell]], State]:
    """What gives the state of an organization by its cells; matching for no condition."""
    if condition is None:
        return lambda cells: "matching"
    meets = compiled(condition)
    return lambda cells: meets({cell.response.item: (cell.options, cell.response.state) for cell in cells})


def _ranked(query: Query, found: Sequence[Found], options: Sequence[str]) -> tuple[Counted, ...]:
    cells = [each.cells for each in found]
    counts = [counted(condition, cells) for condition in _of_item(query.items[0], options)]
    sign = -1 if query.order == "most" else 1
    return tuple(sorted(counts, key=lambda each: sign * each.matching))


def _crossed(query: Query, found: Sequence[Found], options: Sequence[str]) -> tuple[tuple[Counted, ...], ...]:
    cells = [each.cells for each in found]
    first, second = query.items[:2]
    return tuple(
        tuple(counted(And((one, other)), cells) for other in _of_item(second, options))
        for one in _of_item(first, options)
    )


def _of_item(item: int, options: Sequence[str]) -> list[Ticked]:
    return [ticked for option in options if (ticked := Ticked(option)).item == item]
