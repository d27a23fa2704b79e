"""What is worth saying beside an answer: ticks that do not fit together, language versions that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers.citations import CitationBook
from assistant.answers.view import View
from assistant.types import Remark
from assistant.words import Words
from corpus.folding import folded
from corpus.types import Language, Response
from index.conditions import parse_condition, state_of
from index.types import Cell

# "No." or "No, ...": "No response was given" says something else.
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)\s*(?:[.,:;!–—-]|$)")


def remarks_on(
    organizations: Sequence[Sequence[Cell]], items: Sequence[int], view: View, book: CitationBook, words: Words
) -> tuple[Remark, ...]:
    """Remarks on the organizations of an answer about `items`, by organization in the answer's order."""
    remarks: list[Remark] = []
    contradictions = _contradictions(items, view, words.language)
    other: Language = "fr" if words.language == "en" else "en"
    elsewhere = {
        (cell.organization, cell.response.item): cell
        for cell in view.table.cells(view.generation, items, other)
        if cell.organization in view.bilingual
    }
    for cells in organizations:
        for text, cited in contradictions.get(cells[0].organization, ()) if cells else ():
            remarks.append(_remark(text.format(organization=cells[0].printed_name), cited, book))
        for cell in cells:
            remarks.extend(_in_itself(cell, view, book, words))
            twin = elsewhere.get((cell.organization, cell.response.item))
            if twin and twin.document != cell.document and _options(twin.response) != _options(cell.response):
                text = words("remark.languages_differ", organization=cell.printed_name, item=cell.response.item)
                remarks.append(_remark(text, (cell, twin), book))
    return tuple(remarks)


def _in_itself(cell: Cell, view: View, book: CitationBook, words: Words) -> Iterator[Remark]:
    """What does not fit together within one response: two ticks where one is asked for, a text that opens otherwise."""
    item = view.questionnaire.item(cell.response.item)
    if item.kind != "single" or not cell.response.ticks:
        return
    values = {"organization": cell.printed_name, "item": item.number}
    if len(cell.response.ticks) > 1:
        yield _remark(words("remark.several_ticks", **values), (cell,), book)
    elif cell.opening and _opens_otherwise(cell, cell.opening.words, words):
        number = book.cite_words(cell.opening.span, item.number, cell.opening.words)
        shown = _remark(words("remark.text_disagrees", **values), (cell,), book)
        yield Remark(shown.text, (*shown.citations, number))


def _opens_otherwise(cell: Cell, opening: str, words: Words) -> bool:
    """Whether the only tick says yes and the text opens with no, or the other way round."""
    ticked, said = (_yes_or_no(text, words) for text in (cell.response.ticks[0].label, opening))
    return ticked is not None and said is not None and ticked != said


def _yes_or_no(text: str, words: Words) -> str | None:
    """Which of "yes" and "no" the text opens with, in either language; None for neither."""
    first = _FIRST_WORD.match(folded(text))
    return next((key for key in ("yes", "no") if first and first[1] in words(f"remark.{key}").split()), None)


def _contradictions(
    items: Sequence[int], view: View, language: Language
) -> dict[str, list[tuple[str, tuple[Cell, ...]]]]:
    """By organization: what the questionnaire says of ticks that contradict each other, with the cells to cite."""
    found: dict[str, list[tuple[str, tuple[Cell, ...]]]] = {}
    for rule in view.questionnaire.remarks:
        if not set(rule.items) & set(items):
            continue
        condition = parse_condition(rule.where)
        for cells in view.cells_by_organization(rule.items, None, language):
            if state_of(condition, {cell.response.item: cell.response for cell in cells}) == "matching":
                found.setdefault(cells[0].organization, []).append((rule.text.of(language), tuple(cells)))
    return found


def _remark(text: str, cells: Sequence[Cell], book: CitationBook) -> Remark:
    numbers = (book.cite_cell(cell) for cell in cells)
    return Remark(text, tuple(number for number in numbers if number is not None))


def _options(response: Response) -> frozenset[str]:
    return frozenset(tick.option for tick in response.ticks if tick.known)
