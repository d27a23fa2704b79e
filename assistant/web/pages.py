"""The pages of the organizations: every self-assessment whole, readable without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from assistant.web import addresses
from assistant.web.document_view import document_view, is_span_of
from assistant.web.facade import WebAssistant
from assistant.web.page import not_found, page
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Assessment, Language


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for beside the organization: a place, the document it was taken from, the panel's form."""

    start: str | None = None
    end: str | None = None
    document: str | None = None
    panel: bool = False


def pages_router(assistant: WebAssistant) -> APIRouter:
    """The routes of all pages, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_pages(router, assistant, language)
    return router


def _add_pages(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.get(addresses.organizations(language) + "/{organization_id}")
    def organization(
        organization_id: str,
        start: str | None = Query(None, alias="from"),
        end: str | None = Query(None, alias="to"),
        document: str | None = None,
        panel: str | None = None,
    ) -> HTMLResponse:
        documents = assistant.documents_of(organization_id)
        if not documents:
            return not_found(language, words_of(language)("error.unknown_organization", id=organization_id))
        wanted = Wanted(start, end, document, panel == "1")
        return HTMLResponse(organization_page(assistant, language, documents, wanted))


def organization_page(
    assistant: WebAssistant, language: Language, documents: tuple[Assessment, ...], wanted: Wanted
) -> str:
    """One organization's self-assessment: the version that was cited, else the page's language, else the other."""
    assessment, notice, span = _choose(documents, language, wanted)
    words = words_of(language)
    other = addresses.other(language)
    # The cited words are the same on the page in the other language: the place goes with the visitor.
    document = assessment.id if span else None
    organization_id = assessment.organization.id
    versions = [
        (each.language, addresses.organization(each.language, organization_id))
        for each in documents
        if each.language != assessment.language
    ]
    return page(
        "organization.html",
        language,
        title=assessment.printed_name,
        current="",
        other_address=addresses.organization(other, organization_id, span=span, document=document),
        assessment=assessment,
        view=document_view(assessment, assistant.questionnaire, language, span),
        form_title=assistant.questionnaire.title.of(language),
        published=addresses.web_address(assessment.provenance.address),
        whole=addresses.organization(language, organization_id, span=span, document=document),
        versions=versions,
        notice=words(notice) if notice else "",
        panel=wanted.panel,
    )


def _choose(
    documents: tuple[Assessment, ...], language: Language, wanted: Wanted
) -> tuple[Assessment, str, tuple[int, int] | None]:
    """The document to show, the key of a notice ("" for none), and the place to highlight."""
    own = next((each for each in documents if each.language == language), documents[0])
    asked_for_place = wanted.start is not None or wanted.end is not None
    if wanted.document is not None:
        named = next((each for each in documents if each.id == wanted.document), None)
        if named is None:
            return own, "document.old_document", None
        own = named
    if not asked_for_place:
        return own, "", None
    span = _span(wanted.start, wanted.end)
    if span is None or not is_span_of(own.source.text, span):
        return own, "document.bad_span", None
    return own, "", span


def _span(start: str | None, end: str | None) -> tuple[int, int] | None:
    digits = [value for value in (start, end) if value and value.isascii() and value.isdigit() and len(value) < 10]
    return (int(digits[0]), int(digits[1])) if len(digits) == 2 else None
