"""The part of the API for administrators. The gate lets nobody else through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import FastAPI, File, Query, Request, Response, UploadFile
from starlette import datastructures

from assistant.administration import NothingTakenIn, SentFile
from assistant.exporting import Format
from assistant.ingest_outcome import IngestOutcome, TakenIn
from assistant.sheets import feedback_sheet
from assistant.web.access import Visitor
from assistant.web.api.describing import may
from assistant.web.api.problems import FieldError, problem
from assistant.web.facade import Administers
from assistant.web.files import sheet_response
from assistant.web.words import words_of
from corpus.types import Language

_CHANGING = ("ingest_running", "administration_failed", "audit_unusable")


def who_asks(request: Request) -> str:
    """The name under which an act is written down."""
    visitor: Visitor = request.state.visitor
    return visitor.name or visitor.address


def sent_files(files: Sequence[datastructures.UploadFile]) -> list[SentFile]:
    """The files of a form; a field that was left empty sends one without a name."""
    return [SentFile(each.filename, each.file.read()) for each in files if each.filename]


def add_administration(app: FastAPI, administration: Administers) -> None:
    """The routes that add and remove assessments, list them, and give feedback away."""

    @app.get("/assessments", responses=may())
    def assessments() -> tuple[TakenIn, ...]:
        """List all self-assessments with what was odd about their files."""
        return administration.documents()

    adding = may("refused", "too_large", "bad_request", "nothing_taken_in", *_CHANGING)

    @app.post("/assessments", response_model=IngestOutcome, responses=adding)
    def add(request: Request, files: Annotated[list[UploadFile], File()]) -> IngestOutcome | Response:
        """Add or update self-assessments from files (text, Markdown, HTML, Word, PDF); tells what became of each.

        At most 500 are taken at once; of each one beyond the outcome says so.
        """
        try:
            return administration.add(who_asks(request), sent_files(files))
        except NothingTakenIn as error:
            errors = [FieldError(place=each.file, message=each.message) for each in error.outcome.not_taken_in]
            return problem(422, error.code, str(error), errors)

    @app.delete("/assessments", responses=may("nothing_to_remove", "bad_request", *_CHANGING))
    def remove(
        request: Request, organization: Annotated[str, Query(max_length=300)], language: Language | None = None
    ) -> IngestOutcome:
        """Remove an organization's self-assessment, by its id, in one language or in all."""
        return administration.remove(who_asks(request), organization, language)

    @app.get("/feedback/export", responses=may("bad_request", "feedback_unusable", "audit_unusable"))
    def feedback_export(request: Request, format: Format = "json", language: Language = "en") -> Response:
        """Give all feedback that is kept, as a file."""
        sheet = feedback_sheet(administration.feedback(who_asks(request)), words_of(language), coded=format == "json")
        return sheet_response(sheet, format, "candour-feedback", language)
