"""Pages that tell of the corpus as a whole: target dates, what does not fit together, and what Candour is."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from assistant.exporting import FORMATS, format_of
from assistant.measured import load_measured
from assistant.sheets import remarks_sheet, timeline_sheet
from assistant.web import addresses
from assistant.web.facade import WebAssistant
from assistant.web.files import sheet_response
from assistant.web.page import page
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Language


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
        found = assistant.timeline(language, number, by.strip() or None)
        if kind := format_of(form):
            sheet = timeline_sheet(found, assistant.snapshot().date, words_of(language))
            return sheet_response(sheet, kind, "candour-timeline", language)
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
        if kind := format_of(form):
            sheet = remarks_sheet(found, assistant.snapshot().date, words_of(language))
            return sheet_response(sheet, kind, "candour-remarks", language)
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
    def about(request: Request) -> Response:
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
                model=assistant.model,
                embedder_outside=assistant.embedder_outside,
                visitor=request.state.visitor,
            )
        )
