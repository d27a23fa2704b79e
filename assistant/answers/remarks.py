"""What is worth saying beside an answer: ticks that do not fit together, language versions that differ."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.citations import CitationBook
from assistant.answers.view import View
from assistant.types import Remark
from assistant.words import Words
from corpus.types import Language, Response
from index.conditions import parse_condition, state_of
from index.types import Cell


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
            twin = elsewhere.get((cell.organization, cell.response.item))
            if twin and twin.document != cell.document and _options(twin.response) != _options(cell.response):
                text = words("remark.languages_differ", organization=cell.printed_name, item=cell.response.item)
                remarks.append(_remark(text, (cell, twin), book))
    return tuple(remarks)


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
