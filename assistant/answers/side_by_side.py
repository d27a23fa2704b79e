"""Assessments item by item: an overview of one organization, or several of them beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.remarks import remarks_on
from assistant.answers.rows import rows_of, shown_words
from assistant.answers.telling import opening_of
from assistant.answers.text import mark, remark_line
from assistant.answers.view import View
from assistant.literal import literal
from assistant.reading.types import Reading
from assistant.types import Answer, Remark
from assistant.words import Words
from index.query import Found, execute
from index.types import Cell


def overview_answer(reading: Reading, view: View, words: Words) -> Answer:
    """All items of the organizations asked about, or those asked for: what they ticked, and how their texts begin."""
    items = reading.items or tuple(item.number for item in view.questionnaire.items)
    found = _found(reading, items, view, words)
    headline = " ".join(
        words(
            "overview.headline",
            organization=view.called(each.organization, words.language),
            answered=sum(cell.response.state in ("answered", "not_applicable") for cell in each.cells),
            total=len(items),
        )
        for each in found
    )
    told = _items(items, words) if reading.items else words("side.every_item")
    read_as = words("side.reading_one", organizations=_names(found, view, words), items=told)
    return _answer(reading, found, items, headline, read_as, view, words)


def compare_answer(reading: Reading, view: View, words: Words) -> Answer:
    """The organizations asked about beside one another, in the items asked about, else in all that have options."""
    with_options = tuple(item.number for item in view.questionnaire.items if item.options)
    items = tuple(sorted(reading.items)) or with_options
    found = _found(reading, items, view, words)
    names = _names(found, view, words)
    told = words("side.all_items") if items == with_options and not reading.items else _items(items, words)
    headline = _difference(found, [item for item in items if item in with_options], names, told, words)
    return _answer(reading, found, items, headline, words("side.reading", organizations=names, items=told), view, words)


def _found(reading: Reading, items: tuple[int, ...], view: View, words: Words) -> tuple[Found, ...]:
    query = view.query(reading)
    asked = type(query)("overview", reading.condition, query.organizations, query.excluded, items)
    found = execute(asked, view.table, view.generation, words.language, view.options).found
    # In the order in which the question names them.
    order = {each.id: number for number, each in enumerate(reading.organizations)}
    return tuple(sorted(found, key=lambda each: order.get(each.organization, len(order))))


def _answer(
    reading: Reading,
    found: Sequence[Found],
    items: Sequence[int],
    headline: str,
    read_as: str,
    view: View,
    words: Words,
) -> Answer:
    book = CitationBook(view, words.language)
    shown = [
        _cited(cell, view, book, words)
        for item in items
        for each in found
        for cell in each.cells
        if cell.response.item == item
    ]
    blocks = [f"**{literal(headline)}**", *_blocks(shown, items, view, words)]
    told = {(each.cell.organization, each.cell.response.item): each.told for each in shown}
    cited = {(each.cell.organization, each.cell.response.item): each.cited for each in shown}
    rows = tuple(
        replace(row, cells=tuple(replace(cell, told=told[row.organization_id, cell.item]) for cell in row.cells))
        for row in rows_of(found, None, book, view, words, cited)
    )
    remarks: tuple[Remark, ...] = remarks_on([each.cells for each in found], items, view, book, words)
    notices = notices_of(reading, view, words)
    blocks += [remark_line(remark, words) for remark in remarks]
    blocks += [literal(notice) for notice in notices]
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind="overview" if len(found) < 2 and reading.kind != "compare" else reading.kind,
        headline=headline,
        text="\n\n".join(blocks),
        confidence="stated",
        reading=read_as,
        rows=rows,
        remarks=remarks,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of a cell, as Markdown with marks, and its first citation.

    `told` is the citation of what was written beside the ticks.
    """

    cell: Cell
    said: str
    cited: int | None
    told: int | None


def _cited(cell: Cell, view: View, book: CitationBook, words: Words) -> _Shown:
    """What an organization recorded under an item: its ticks, and the first words of its text that tell something."""
    response = cell.response
    pieces, cited, told = [], None, None
    if response.ticks or response.state != "answered":
        spoken = shown_words(cell, words)
        quoted = words("list.quoted", words=literal(spoken)) if response.ticks else literal(spoken)
        cited = book.cite_cell(cell)
        pieces.append(quoted + mark(cited))
    if (place := opening_of(cell, view)) is not None:
        told = book.cite(cell.document, response.item, *place)
        quote = view.assessment(cell.document).source.text[slice(*place)]
        pieces.append(words("list.quoted", words=literal(quote)) + mark(told))
    return _Shown(cell, "; ".join(pieces) or words(f"cell.{response.state}"), told if cited is None else cited, told)


def _blocks(shown: Sequence[_Shown], items: Sequence[int], view: View, words: Words) -> Iterator[str]:
    """For each item its title and a line for each organization, named where there are several."""
    several = len({each.cell.organization for each in shown}) > 1
    for item in items:
        lines = [_line(each, several, view, words) for each in shown if each.cell.response.item == item]
        title = words("side.item", item=item, short=literal(view.questionnaire.item(item).short.of(words.language)))
        yield "\n".join([title, "", *(f"- {line}" for line in lines)])


def _line(shown: _Shown, named: bool, view: View, words: Words) -> str:
    if not named:
        return shown.said
    organization = literal(view.called(shown.cell.organization, words.language))
    return words("side.line", organization=organization, words=shown.said)


def _difference(found: Sequence[Found], items: Sequence[int], names: str, told: str, words: Words) -> str:
    """Whether the organizations ticked the same; of texts alone nothing is claimed."""
    if not items:
        return words("side.headline_texts", organizations=names, items=told)
    same = [item for item in items if len({_ticks(each, item) for each in found}) == 1]
    differ = [item for item in items if item not in same]
    if not differ:
        return words("side.headline_same", organizations=names, items=told)
    if not same:
        return words("side.headline_differ", organizations=names, items=told)
    return words("side.headline_mixed", organizations=names, differ=_items(differ, words), same=_items(same, words))


def _ticks(found: Found, item: int) -> frozenset[str]:
    return frozenset(tick.option for cell in found.cells if cell.response.item == item for tick in cell.response.ticks)


def _items(items: Sequence[int], words: Words) -> str:
    *others, last = map(str, items)
    told = words("reading.and").join([*([", ".join(others)] if others else []), last])
    return words("side.items_many" if others else "side.items_one", items=told)


def _names(found: Sequence[Found], view: View, words: Words) -> str:
    return words("reading.and").join(view.called(each.organization, words.language) for each in found)
