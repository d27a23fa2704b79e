"""The page of administration: add assessments, read parse reports, remove. The gate lets nobody else through."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from assistant.administration import MOST_FILES, TOO_MANY_FILES, NothingTakenIn
from assistant.audit import Act, Became
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

_LATEST, _MOST = 20, 10_000
_MOST_PARTS = 20_000  # of a form; more than its bytes may be have room for
_ALL = "all"
_ID = re.compile(r"[a-z0-9-]{1,200}")


def admin_router(administration: Administers, takes_feedback: bool) -> APIRouter:
    """The routes of the page, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        pages = _Pages(administration, takes_feedback, language)
        _add_pages(router, pages, language)
        _add_removal(router, pages, language)
    return router


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page tells of an act just done: the outcome of files, or a sentence, or why it was not done.

    `replaced` are the files' names by the documents whose place was taken.
    """

    outcome: IngestOutcome | None = None
    replaced: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    trouble: str = ""


class _Pages:
    def __init__(self, administration: Administers, takes_feedback: bool, language: Language) -> None:
        self.administration = administration
        self.words = words_of(language)
        self._takes_feedback = takes_feedback
        self._language = language

    def overview(self, request: Request, told: _Told | None = None, status: int = 200) -> HTMLResponse:
        """The page, with what was just done or why it was not."""
        number = _MOST if request.query_params.get("acts") == _ALL else _LATEST
        acts = self.administration.acts(number + 1)
        html = page(
            "admin.html",
            self._language,
            title=self.words("admin.title"),
            current="admin",
            other_address=addresses.admin(addresses.other(self._language)),
            told=told or _Told(),
            documents=self.documents(),
            takes_feedback=self._takes_feedback,
            formats=FORMATS,
            acts=acts[:number],
            all_acts=addresses.admin(self._language, acts=_ALL) if len(acts) > number == _LATEST else None,
            ended=self.ended,
            became=self.became,
            visitor=request.state.visitor,
            most_files=MOST_FILES,
            too_many=TOO_MANY_FILES,
        )
        return HTMLResponse(html, status)

    def documents(self) -> tuple[TakenIn, ...]:
        """What there is; () where nothing was added yet."""
        try:
            found = self.administration.documents()
        except CandourError:
            return ()
        return tuple(sorted(found, key=lambda each: (folded(each.organization), each.language)))

    def document(self, organization_id: str, of: Language | None) -> TakenIn | None:
        """An organization's self-assessment in a language; None where there is none."""
        key = (organization_id, of)
        return next((each for each in self.documents() if (each.organization_id, each.language) == key), None)

    def refused(self, request: Request, error: CandourError) -> HTMLResponse:
        """The page that says why nothing was changed: in its language for what happens, else in English."""
        key = f"admin.why.{error.code}"
        why = self.words(key) if key in self.words.by_key else self.words("admin.failed", message=error)
        return self.overview(request, _Told(trouble=why), status_of(error.code))

    def removed(self, organization_id: str, of: Language | None) -> str:
        """What is said of a self-assessment that was removed; "" for one that is there, or could never be."""
        if of is None or not _ID.fullmatch(organization_id) or self.document(organization_id, of):
            return ""
        known = self.administration.name_of(organization_id)
        name = known.of(self._language) if known else organization_id
        return self.words("admin.removed", organization=name, language=self.words(f"admin.in_{of}"))

    def became(self, act: Act) -> tuple[str, ...]:
        """What became of each thing of an act, else the things."""
        told = (self.words(f"admin.became.{each.fate}", **_said(each)) for each in act.became)
        return tuple(told) or act.what

    def ended(self, outcome: str) -> str:
        """How an act ended, by the code that was written down."""
        key = f"admin.ended.{outcome}"
        return self.words(key) if key in self.words.by_key else self.words("admin.ended_otherwise", code=outcome)

    def ask_to_remove(self, organization_id: str, of: Language) -> Response:
        """The page that asks whether an assessment is to be removed; for none, the way back to the list."""
        if not organization_id:
            return RedirectResponse(addresses.admin(self._language), 303)
        found = self.document(organization_id, of)
        if found is None:
            return not_found(self._language)
        html = page(
            "admin_remove.html",
            self._language,
            title=self.words("admin.remove"),
            current="admin",
            other_address=addresses.admin_remove(addresses.other(self._language), organization_id, of),
            organization=found.called(self._language),
            organization_id=organization_id,
            of=of,
        )
        return HTMLResponse(html)


def _said(one: Became) -> dict[str, object]:
    return {"name": one.name, "file": one.file, "instead_of": one.instead_of}


async def _files(request: Request) -> AsyncIterator[list[UploadFile]]:
    """The files of the form; [] where none of it can be read. Read here, since FastAPI takes no more than 1,000."""
    try:
        form = await request.form(max_files=_MOST_PARTS)
    except HTTPException:
        yield []
        return
    yield [each for each in form.getlist("files") if isinstance(each, UploadFile)]
    await form.close()


def _add_pages(router: APIRouter, pages: _Pages, language: Language) -> None:
    @router.get(addresses.admin(language))
    def overview(request: Request, removed: str = "", of: Language | None = None) -> HTMLResponse:
        return pages.overview(request, _Told(done=pages.removed(removed, of)))

    @router.post(addresses.admin(language))
    def add(request: Request, files: Annotated[list[UploadFile], Depends(_files)]) -> HTMLResponse:
        sent = sent_files(files)
        if not sent:
            return pages.overview(request, _Told(trouble=pages.words("admin.choose")), 422)
        before = {each.document: each.file for each in pages.documents()}
        try:
            return pages.overview(request, _Told(pages.administration.add(who_asks(request), sent), before))
        except NothingTakenIn as error:
            return pages.overview(request, _Told(error.outcome), 422)
        except CandourError as error:
            return pages.refused(request, error)


def _add_removal(router: APIRouter, pages: _Pages, language: Language) -> None:
    @router.get(addresses.admin_remove(language))
    def ask_to_remove(organization: str = "", of: Language = "en") -> Response:
        return pages.ask_to_remove(organization, of)

    @router.post(addresses.admin_remove(language))
    def remove(
        request: Request, organization: Annotated[str, Form(max_length=300)], of: Annotated[Language, Form()]
    ) -> Response:
        try:
            pages.administration.remove(who_asks(request), organization, of)
        except CandourError as error:
            return pages.refused(request, error)
        return RedirectResponse(addresses.admin(language, removed=organization, of=of), 303)
