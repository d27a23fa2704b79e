"""The pages of tables: all organizations in all items, one item in all organizations, target dates, remarks.

Server-rendered from the same queries as the chat's answers, so that they work without JavaScript and can be printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.answers.matrix import ItemResponses, Matrix, OptionCount, short_words
from assistant.exporting import FORMATS, Origin, Sheet, format_of
from assistant.sheets import line_of, sheet_of
from assistant.types import Citation, Row
from assistant.web import addresses
from assistant.web.facade import WebAssistant
from assistant.web.files import sheet_response
from assistant.web.page import page, problem_page
from assistant.web.words import words_of
from corpus.folding import folded
from corpus.types import LANGUAGES, Language

# Organizations on one page of the matrix; the rest is a page further.
_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants of the matrix: a condition, part of a name, an item to sort by, a page (1-based)."""

    where: str = ""
    name: str = ""
    sort: str = ""
    page: int = 1
    organizations: tuple[str, ...] = ()

    def query(self, **changes: str | int) -> str:
        """The wish with changes, as an address has it; "" for none."""
        values = {"where": self.where, "name": self.name, "sort": self.sort, "page": self.page} | changes
        pairs = [(key, value) for key, value in values.items() if value and (key, value) != ("page", 1)]
        pairs += [("organization", each) for each in self.organizations]
        return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True, slots=True)
class Bar:
    """An option of an item with its count, and the part of all organizations that is, in percent."""

    option: OptionCount
    percent: int


@dataclass(frozen=True, slots=True)
class Part:
    """A number of organizations, and the part of all that is, in percent."""

    number: int
    percent: int


def tables_router(assistant: WebAssistant) -> APIRouter:
    """The routes of the table pages, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_matrix(router, assistant, language)
        _add_items(router, assistant, language)
    return router


def _add_matrix(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.organizations(language))
    def matrix(
        where: str = "",
        name: str = "",
        sort: str = "",
        number: int = Query(1, alias="page", ge=1, le=100_000),
        organization: list[str] = Query(()),  # noqa: B008 - FastAPI's way to say it
        form: str = Query("", alias="format"),
    ) -> Response:
        wish = Wish(where.strip(), name.strip(), sort, number, tuple(organization))
        found = assistant.matrix(language, wish.where or None, wish.organizations)
        rows = sorted_rows(named_rows(found.rows, wish.name), wish.sort)
        if kind := format_of(form):
            sheet = _matrix_sheet(assistant, language, found, rows, found.reading or words_of(language)("matrix.title"))
            return sheet_response(sheet, kind, "candour-matrix", language)
        return HTMLResponse(_matrix_page(language, found, rows, wish))


def _add_items(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.items(language))
    def items() -> RedirectResponse:
        return RedirectResponse(addresses.item(language, assistant.questionnaire.items[0].number), 302)

    @router.get(addresses.items(language) + "/{number}")
    def item(number: str, form: str = Query("", alias="format")) -> Response:
        words = words_of(language)
        found = assistant.item(language, int(number)) if number.isascii() and number.isdigit() else None
        if found is None:
            return problem_page(language, words("error.unknown_item", n=number), 404)
        if kind := format_of(form):
            sheet = _item_sheet(assistant, language, found)
            return sheet_response(sheet, kind, f"candour-item-{found.item.number}", language)
        return HTMLResponse(_item_page(assistant, language, found))


def named_rows(rows: Sequence[Row], name: str) -> list[Row]:
    """The rows of organizations whose name or id has the words, in any case and without accents."""
    wanted = folded(name)
    return [row for row in rows if wanted in folded(row.name) or wanted in folded(row.organization_id)]


def sorted_rows(rows: Sequence[Row], sort: str) -> list[Row]:
    """The rows by name, or by what stands under an item ("q5"), those with nothing last; else as they were."""
    if sort == "name":
        return sorted(rows, key=lambda row: (folded(row.name), row.organization_id))
    number = sort.removeprefix("q")
    if not sort.startswith("q") or not number.isdigit():
        return list(rows)

    def key(row: Row) -> tuple[bool, str, str]:
        cell = next((cell for cell in row.cells if cell.item == int(number)), None)
        ticks = " ".join(cell.options) if cell else ""
        return not ticks, ticks, folded(row.name)

    return sorted(rows, key=key)


def bars_of(options: Sequence[OptionCount], total: int) -> tuple[Bar, ...]:
    """The options with their parts of all `total` organizations."""
    return tuple(Bar(each, round(100 * each.matching / total) if total else 0) for each in options)


def silent_part(rows: Sequence[Row]) -> Part | None:
    """Those that ticked nothing under the only item of the rows; None where there are none."""
    silent = sum(not row.cells or not row.cells[0].options for row in rows)
    return Part(silent, round(100 * silent / len(rows))) if silent else None


def _matrix_page(language: Language, found: Matrix, rows: Sequence[Row], wish: Wish) -> str:
    pages = max(1, -(-len(rows) // _A_PAGE))
    at = min(wish.page, pages)
    shown = rows[(at - 1) * _A_PAGE : at * _A_PAGE]
    words = words_of(language)
    return page(
        "matrix.html",
        language,
        title=words("matrix.title"),
        current="organizations",
        other_address=addresses.organizations(addresses.other(language)) + wish.query(),
        matrix=found,
        rows=shown,
        total=len(rows),
        wish=wish,
        at=at,
        pages=pages,
        option_known=any(item.option(wish.where) for item in found.items),
        short=lambda cell, item: short_words(cell, item, language),
        address_of=_address_of(found.citations, language),
        formats=FORMATS,
        here=addresses.organizations(language),
    )


def _item_page(assistant: WebAssistant, language: Language, found: ItemResponses) -> str:
    number = found.item.number
    words = words_of(language)
    return page(
        "item.html",
        language,
        title=words("item.title", n=number, short=found.item.short.of(language)),
        current="items",
        other_address=addresses.item(addresses.other(language), number),
        item=found.item,
        items=assistant.questionnaire.items,
        bars=bars_of(found.options, len(found.rows)),
        groups=grouped(found),
        citations=found.citations,
        silent=silent_part(found.rows),
        total=len(found.rows),
        address_of=_address_of(found.citations, language),
        formats=FORMATS,
        here=addresses.item(language, number),
    )


def grouped(found: ItemResponses) -> list[tuple[str, list[Row]]]:
    """The rows by option (its label; "" for those that ticked none), by name; a row stands under each of its ticks."""
    rows = sorted(found.rows, key=lambda row: folded(row.name))
    groups = [
        (option.label, [row for row in rows if any(option.where in cell.options for cell in row.cells)])
        for option in found.options
    ]
    without = [row for row in rows if not any(cell.options for cell in row.cells)]
    return [(label, members) for label, members in (*groups, ("", without)) if members]


def _address_of(citations: Mapping[int, Citation], language: Language) -> object:
    def address(number: int | None) -> str | None:
        cited = citations.get(number or 0)
        return addresses.of_citation(cited, language) if cited else None

    return address


def _matrix_sheet(assistant: WebAssistant, language: Language, found: Matrix, rows: Sequence[Row], asked: str) -> Sheet:
    words = words_of(language)
    lines = (
        line_of(row.name, row.organization_id, row.state if found.where else None, cell, cited, words)
        for row in rows
        for cell in row.cells
        for cited in (found.citations.get(cell.citation or 0),)
    )
    return sheet_of(lines, Origin(asked, assistant.snapshot().date, found.index), words)


def _item_sheet(assistant: WebAssistant, language: Language, found: ItemResponses) -> Sheet:
    words = words_of(language)
    lines = (
        line_of(row.name, row.organization_id, None, cell, cited, words)
        for row in found.rows
        for cell in row.cells
        for cited in (found.citations.get(cell.told or cell.citation or 0),)
    )
    return sheet_of(lines, Origin(found.item.wording.of(language), assistant.snapshot().date, found.index), words)
