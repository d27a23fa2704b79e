"""Pages that tell of the corpus as a whole: target dates, what does not fit together, and what Candour is."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from assistant.answers.timeline import Timeline
from assistant.errors import BadQuery
from assistant.exporting import FORMATS, Format, Origin, Sheet, as_file
from assistant.measured import load_measured
from assistant.types import Answer
from assistant.web import addresses
from assistant.web.facade import WebAssistant
from assistant.web.page import page, problem_page
from assistant.web.tables import file_response
from assistant.web.words import Words, words_of
from corpus.types import LANGUAGES, Language

_PLACE = ("quotation", "document", "start", "end", "address", "snapshot", "index")


def reports_router(assistant: WebAssistant) -> APIRouter:
    """The routes of these pages, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_timeline(router, assistant, language)
        _add_remarks(router, assistant, language)
        _add_about(router, assistant, language)
    return router


def _add_timeline(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.timeline(language))
    def timeline(item: str = "", by: str = "", form: str = Query("", alias="format")) -> Response:
        number = int(item) if item.isascii() and item.isdigit() else None
        try:
            found = assistant.timeline(language, number, by.strip() or None)
        except BadQuery as error:
            return problem_page(language, str(error))
        if form in FORMATS:
            sheet = timeline_sheet(found, assistant.snapshot().date, words_of(language))
            return _file(sheet, form, "candour-timeline", language)
        citations = {citation.n: citation for citation in found.answer.citations}
        return HTMLResponse(
            page(
                "timeline.html",
                language,
                title=words_of(language)("timeline.title"),
                current="timeline",
                other_address=addresses.timeline(addresses.other(language)),
                entries=found.entries,
                headline=found.answer.headline,
                citations=citations,
                items=[each for each in assistant.questionnaire.items if each.target_dates],
                item=number,
                by=by,
                formats=FORMATS,
                here=addresses.timeline(language),
            )
        )


def _add_remarks(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.remarks(language))
    def remarks(form: str = Query("", alias="format")) -> Response:
        found = assistant.all_remarks(language)
        if form in FORMATS:
            sheet = remarks_sheet(found, assistant.snapshot().date, words_of(language))
            return _file(sheet, form, "candour-remarks", language)
        return HTMLResponse(
            page(
                "remarks.html",
                language,
                title=words_of(language)("remarks.title"),
                current="remarks",
                other_address=addresses.remarks(addresses.other(language)),
                answer=found,
                citations={citation.n: citation for citation in found.citations},
                formats=FORMATS,
                here=addresses.remarks(language),
            )
        )


def _add_about(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.about(language))
    def about() -> Response:
        return HTMLResponse(
            page(
                "about.html",
                language,
                title=words_of(language)("about.title"),
                current="about",
                other_address=addresses.about(addresses.other(language)),
                snapshot=assistant.snapshot(),
                starters=assistant.starters(language),
                measured=load_measured(),
            )
        )


def timeline_sheet(found: Timeline, day: str, words: Words) -> Sheet:
    """The target dates as a table for a file."""
    citations = {citation.n: citation for citation in found.answer.citations}
    names = ("earliest", "latest", "words", "organization", "organization_id", "item", *_PLACE)
    rows: list[tuple[object, ...]] = []
    for entry in found.entries:
        cited = citations[entry.citation]
        rows.append(
            (
                *(_iso(entry.earliest), _iso(entry.latest), entry.words, entry.name, entry.organization_id, entry.item),
                *(cited.quote, cited.document, cited.start, cited.end, cited.url or "", day, found.answer.index),
            )
        )
    return _sheet(names, rows, found.answer, day, words)


def remarks_sheet(found: Answer, day: str, words: Words) -> Sheet:
    """The remarks as a table for a file, a row for each passage that one rests on."""
    citations = {citation.n: citation for citation in found.citations}
    names = ("remark", "organization", "organization_id", "item", *_PLACE)
    rows: list[tuple[object, ...]] = []
    for remark in found.remarks:
        for cited in (citations[number] for number in remark.citations):
            place = (cited.quote, cited.document, cited.start, cited.end, cited.url or "")
            rows.append((remark.text, cited.name, cited.organization_id, cited.item, *place, day, found.index))
    return _sheet(names, rows, found, day, words)


def _sheet(names: tuple[str, ...], rows: list[tuple[object, ...]], answer: Answer, day: str, words: Words) -> Sheet:
    titles = tuple(words(f"export.{name}") for name in names)
    return Sheet(names, titles, tuple(rows), Origin(answer.headline, day, answer.index))


def _file(sheet: Sheet, form: str, name: str, language: Language) -> Response:
    kind: Format = next(each for each in FORMATS if each == form)
    return file_response(as_file(sheet, kind, words_of(language)), kind, name)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
