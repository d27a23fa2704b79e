"""Queries written by hand: checked against what there is, and answered like questions."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.citations import CitationBook
from assistant.answers.remarks import remarks_on
from assistant.answers.text import remark_line
from assistant.answers.view import View
from assistant.errors import BadQuery
from assistant.literal import literal
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import words_of
from corpus.organization_sets import OrganizationSets
from corpus.types import Language
from index.conditions import Condition, items_of, options_of, parse_condition
from index.query import Query


def written_query(
    view: View, where: str | None, rank: int | None, cross: tuple[int, int] | None, organizations: Sequence[str]
) -> Query:
    """The query; BadCondition where `where` makes no sense, BadQuery for what the corpus or the form does not have."""
    condition = parse_condition(where) if where else None
    if condition is not None:
        _check(condition, view)
    items: tuple[int, ...] = (rank,) if rank is not None else cross or ()
    for item in items:
        _check_choice(item, view)
    named = checked_organizations(organizations, view) or None
    if rank is not None:
        return Query("rank", condition, named, items=items)
    if cross:
        return Query("crosstab", condition, named, items=items)
    return Query("list" if condition else "compare", condition, named)


def reading_of(query: Query, view: View, language: Language) -> Reading:
    """The query as a question is read."""
    asked = "" if query.where is None else str(query.where)
    ids = query.organizations or ()
    return Reading(
        question=asked,
        standalone=asked,
        language=language,
        kind=query.asks,
        organizations=tuple(view.organizations[each] for each in sorted(ids)),
        excluded=tuple(view.organizations[each] for each in sorted(query.excluded) if each in view.organizations),
        condition=query.where,
        items=query.items,
        order=query.order,
        top=query.top,
    )


def remarks_answer(view: View, language: Language) -> Answer:
    """Every remark on the assessments that count for `language`."""
    words = words_of("answers", language)
    items = [item.number for item in view.questionnaire.items if item.options]
    book = CitationBook(view, language)
    organizations = sorted(
        view.cells_by_organization(items, None, language), key=lambda cells: (cells[0].printed_name, cells[0].document)
    )
    remarks = remarks_on(organizations, items, view, book, words)
    key = "none" if not remarks else "one" if len(remarks) == 1 else "many"
    headline = words(f"remarks.{key}", remarks=len(remarks), total=len(organizations))
    blocks = [f"**{literal(headline)}**", *(remark_line(remark, words) for remark in remarks)]
    return Answer(
        question="",
        understood_as="",
        language=language,
        kind="list",
        headline=headline,
        text="\n\n".join(blocks),
        confidence="stated",
        remarks=remarks,
        citations=book.citations,
        index=view.generation,
    )


def _check(condition: Condition, view: View) -> None:
    unknown = sorted(options_of(condition) - set(view.options))
    if unknown:
        item = unknown[0].split(".")[0]
        known = ", ".join(option for option in view.options if option.startswith(f"{item}."))
        raise BadQuery(f"There is no option {unknown[0]}. " + (f"Item {item[1:]} has {known}." if known else ""))
    for number in items_of(condition):
        _check_item(number, view)


def _check_item(number: int, view: View) -> None:
    numbers = [item.number for item in view.questionnaire.items]
    if number not in numbers:
        raise BadQuery(f"There is no item {number}. The form has the items {numbers[0]} to {numbers[-1]}.")


def _check_choice(number: int, view: View) -> None:
    _check_item(number, view)
    if not view.questionnaire.item(number).options:
        choices = ", ".join(str(item.number) for item in view.questionnaire.items if item.options)
        raise BadQuery(f"Item {number} has no options to count. Those that have are {choices}.")


def checked_organizations(names: Sequence[str], view: View) -> frozenset[str]:
    """The ids of the organizations here of those ids, names, acronyms or groups ("the tribunals").

    BadQuery for a name that stands for nobody here.
    """
    return frozenset(identifier for name in names for identifier in _named(name, view))


def _named(name: str, view: View) -> Sequence[str]:
    if name in view.organizations:
        return (name,)
    found = view.registry.named(name)
    members = (found,) if found is not None else OrganizationSets(view.registry).named(name)
    here = [each.id for each in members if each.id in view.organizations]
    if not here:
        raise BadQuery(f"'{name}' has no assessment here. Those that have: `candour status`, or /api/v1/organizations.")
    return here
