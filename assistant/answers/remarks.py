"""What is worth saying beside an answer: ticks that do not fit together, language versions that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.citations import CitationBook
from assistant.answers.view import View
from assistant.types import Remark
from assistant.words import Words, words_of
from corpus.folding import folded
from corpus.types import Language
from index.conditions import compiled, parse_condition
from index.types import Cell, Shown

# "No." or "No, ...": "No response was given" says something else.
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)\s*(?:[.,:;!–—-]|$)")


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark on one organization before it is cited: the items it is about, and the words that show it, by item."""

    items: frozenset[int]
    text: str
    shown: tuple[tuple[int, Shown], ...]


def remarks_on(
    organizations: Sequence[Sequence[Cell]], items: Sequence[int], view: View, book: CitationBook, words: Words
) -> tuple[Remark, ...]:
    """Remarks on the organizations of an answer about `items`, by organization in the answer's order."""
    noted = view.kept(("remarks", words.language), lambda: _noted(view, words.language))
    asked = set(items)
    return tuple(
        Remark(each.text, tuple(book.cite_words(shown.span, item, shown.words) for item, shown in each.shown))
        for cells in organizations
        if cells
        for each in noted.get(cells[0].organization, ())
        if each.items & asked
    )


def _noted(view: View, language: Language) -> dict[str, list[Noted]]:
    """All remarks on the assessments that count for `language`, by organization; made once a generation."""
    words = words_of("answers", language)
    found: dict[str, list[Noted]] = {}
    for organization, each in (*_contradictions(view, language), *_in_themselves(view, words), *_twins(view, words)):
        found.setdefault(organization, []).append(each)
    return found


def _contradictions(view: View, language: Language) -> Iterator[tuple[str, Noted]]:
    """Ticks of several items that contradict each other, by the questionnaire's own rules."""
    for rule in view.questionnaire.remarks:
        meets = compiled(parse_condition(rule.where))
        for cells in view.cells_by_organization(rule.items, None, language):
            if meets({cell.response.item: (cell.options, cell.response.state) for cell in cells}) == "matching":
                text = rule.text.of(language).format(organization=view.called(cells[0].organization, language))
                yield cells[0].organization, _about(text, cells)


def _in_themselves(view: View, words: Words) -> Iterator[tuple[str, Noted]]:
    """Two ticks where one is asked for, and texts that open with another answer than the one ticked."""
    for item in view.questionnaire.items:
        if item.kind != "single":
            continue
        for cell in view.table.cells(view.generation, [item.number], words.language):
            values = {"organization": view.called(cell.organization, words.language), "item": item.number}
            if len(cell.options) > 1:
                yield cell.organization, _about(words("remark.several_ticks", **values), (cell,))
            elif cell.options and cell.opening and _opens_otherwise(cell, cell.opening.words, words):
                noted = _about(words("remark.text_disagrees", **values), (cell,))
                yield cell.organization, Noted(noted.items, noted.text, (*noted.shown, (item.number, cell.opening)))


def _twins(view: View, words: Words) -> Iterator[tuple[str, Noted]]:
    """Language versions of one organization with different ticks."""
    if not view.bilingual:
        return
    other: Language = "fr" if words.language == "en" else "en"
    for item in view.questionnaire.items:
        if not item.options:
            continue
        pairs = zip(
            view.table.cells(view.generation, [item.number], words.language),
            view.table.cells(view.generation, [item.number], other),
            strict=True,
        )
        for cell, twin in pairs:
            if cell.document != twin.document and _known(cell) != _known(twin):
                called = view.called(cell.organization, words.language)
                text = words("remark.languages_differ", organization=called, item=item.number)
                yield cell.organization, _about(text, (cell, twin))


def _about(text: str, cells: Sequence[Cell]) -> Noted:
    shown = tuple((cell.response.item, cell.shown) for cell in cells if cell.shown is not None)
    return Noted(frozenset(cell.response.item for cell in cells), text, shown)


def _opens_otherwise(cell: Cell, opening: str, words: Words) -> bool:
    """Whether the only tick says yes and the text opens with no, or the other way round."""
    ticked, said = (_yes_or_no(text, words) for text in (cell.ticked, opening))
    return ticked is not None and said is not None and ticked != said


def _yes_or_no(text: str, words: Words) -> str | None:
    """Which of "yes" and "no" the text opens with, in either language; None for neither."""
    first = _FIRST_WORD.match(folded(text))
    return next((key for key in ("yes", "no") if first and first[1] in words(f"remark.{key}").split()), None)


def _known(cell: Cell) -> frozenset[str]:
    return frozenset(tick.option for tick in cell.response.ticks if tick.known)
