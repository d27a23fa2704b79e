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
    other: Language = "fr" if words.language == "en" else "en"
    elsewhere = {
        (cell.organization, cell.response.item): cell for cell in view.table.cells(view.generation, items, other)
    }
    for cells in organizations:
        remarks.extend(_contradictions(cells[0], items, view, book, words))
        for cell in cells:
            twin = elsewhere[(cell.organization, cell.response.item)]
            if twin.document != cell.document and _options(twin.response) != _options(cell.response):
                remarks.append(_difference(cell, twin, book, words))
    return tuple(remarks)


def _contradictions(cell: Cell, items: Sequence[int], view: View, book: CitationBook, words: Words) -> list[Remark]:
    remarks: list[Remark] = []
    rules = [rule for rule in view.questionnaire.remarks if set(rule.items) & set(items)]
    if not rules:
        return remarks
    responses = {response.item: response for response in view.assessment(cell.document).responses}
    for rule in rules:
        if state_of(parse_condition(rule.where), responses) == "matching":
            numbers = [book.cite_response(cell.document, responses[item]) for item in rule.items]
            text = rule.text.of(words.language).format(organization=cell.printed_name)
            remarks.append(Remark(text, tuple(number for number in numbers if number is not None)))
    return remarks


def _difference(cell: Cell, twin: Cell, book: CitationBook, words: Words) -> Remark:
    numbers = [book.cite_response(each.document, each.response) for each in (cell, twin)]
    text = words("remark.languages_differ", organization=cell.printed_name, item=cell.response.item)
    return Remark(text, tuple(number for number in numbers if number is not None))


def _options(response: Response) -> frozenset[str]:
    return frozenset(tick.option for tick in response.ticks if tick.known)
