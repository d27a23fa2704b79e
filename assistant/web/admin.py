"""The page of administration: add assessments, read parse reports, remove. The gate lets nobody else through."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse

from assistant.administration import NothingTakenIn
from assistant.exporting import FORMATS
from assistant.ingest_outcome import IngestOutcome, TakenIn
from assistant.web import addresses
from assistant.web.api.administration import sent_files, who_asks
from assistant.web.api.problems import status_of
from assistant.web.facade import Administers
from assistant.web.page import not_found, page
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.folding import folded
from corpus.types import LANGUAGES, Language

_LATEST = 20


def admin_router(administration: Administers, takes_feedback: bool) -> APIRouter:
    """The routes of the page, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        pages = _Pages(administration, takes_feedback, language)
        _add_pages(router, pages, language)
    return router


class _Pages:
    def __init__(self, administration: Administers, takes_feedback: bool, language: Language) -> None:
        self.administration = administration
        self._takes_feedback = takes_feedback
        self._language = language

    def overview(self, outcome: IngestOutcome | None = None, trouble: str = "", status: int = 200) -> HTMLResponse:
        """The page, with what was just done or why it was not."""
        html = page(
            "admin.html",
            self._language,
            title=words_of(self._language)("admin.title"),
            current="admin",
            other_address=addresses.admin(addresses.other(self._language)),
            outcome=outcome,
            trouble=trouble,
            documents=self.documents(),
            takes_feedback=self._takes_feedback,
            formats=FORMATS,
            acts=self.administration.acts(_LATEST),
        )
        return HTMLResponse(html, status)

    def documents(self) -> tuple[TakenIn, ...]:
        """What there is; () where nothing was added yet."""
        try:
            found = self.administration.documents()
        except CandourError:
            return ()
        return tuple(sorted(found, key=lambda each: (folded(each.organization), each.language)))

    def refused(self, error: CandourError) -> HTMLResponse:
        """The page that says why nothing was changed."""
        return self.overview(trouble=str(error), status=status_of(error.code))

    def ask_to_remove(self, organization_id: str, of: Language) -> HTMLResponse:
        """The page that asks whether an assessment is to be removed."""
        key = (organization_id, of)
        found = next((each for each in self.documents() if (each.organization_id, each.language) == key), None)
        if found is None:
            return not_found(self._language)
        html = page(
            "admin_remove.html",
            self._language,
            title=words_of(self._language)("admin.remove"),
            current="admin",
            other_address=addresses.admin_remove(addresses.other(self._language), organization_id, of),
            organization=found.organization,
            organization_id=organization_id,
            of=of,
        )
        return HTMLResponse(html)


def _add_pages(router: APIRouter, pages: _Pages, language: Language) -> None:
    @router.get(addresses.admin(language))
    def overview() -> HTMLResponse:
        return pages.overview()

    @router.post(addresses.admin(language))
    def add(request: Request, files: Annotated[list[UploadFile] | None, File()] = None) -> HTMLResponse:
        sent = sent_files(files or [])
        if not sent:
            return pages.overview(trouble=words_of(language)("admin.choose"), status=422)
        try:
            return pages.overview(pages.administration.add(who_asks(request), sent))
        except NothingTakenIn as error:
            return pages.overview(error.outcome, status=422)
        except CandourError as error:
            return pages.refused(error)

    @router.get(addresses.admin_remove(language))
    def ask_to_remove(organization: str = "", of: Language = "en") -> HTMLResponse:
        return pages.ask_to_remove(organization, of)

    @router.post(addresses.admin_remove(language))
    def remove(
        request: Request, organization: Annotated[str, Form(max_length=300)], of: Annotated[Language, Form()]
    ) -> HTMLResponse:
        try:
            return pages.overview(pages.administration.remove(who_asks(request), organization, of))
        except CandourError as error:
            return pages.refused(error)
