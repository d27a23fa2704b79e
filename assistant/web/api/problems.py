"""Errors of the API as problem details (RFC 9457), each with a stable code."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.errors import BadQuery, UnknownDocument
from corpus.errors import CandourError
from index.errors import BadCondition, IndexMismatch, IndexUnusable, IngestRunning, NoIndex, NothingToRemove

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_STATUS: Mapping[str, int] = {
    UnknownDocument.code: 404,
    BadQuery.code: 400,
    BadCondition.code: 400,
    NothingToRemove.code: 404,
    IngestRunning.code: 409,
}
_TITLES: Mapping[int, str] = {
    400: "This asks for something that there is not",
    401: "A key is needed",
    403: "Not allowed",
    404: "There is nothing here",
    405: "Not with this method",
    409: "Not at the same time",
    413: "Too large",
    422: "The request is not as it should be",
    429: "Too many requests",
    500: "A mistake in the program",
    503: "Not just now",
}
# What is said of errors whose own message names paths of the machine; that one goes to the log.
_SAID: Mapping[str, str] = {
    NoIndex.code: "There is nothing to answer from yet: no self-assessment has been added.",
    IndexMismatch.code: "The self-assessments cannot be read just now.",
    IndexUnusable.code: "The self-assessments cannot be read just now.",
}


class FieldError(BaseModel):
    """What is wrong with one field: its place ("body.question") and why."""

    place: str
    message: str


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457). `code` is stable and meant for programs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:candour:problem:bad_condition",
                    "title": _TITLES[400],
                    "status": 400,
                    "detail": "Item 5 has q5.updated, q5.updating, q5.no_updates, not 'q5.polished'.",
                    "code": "bad_condition",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[FieldError, ...] = Field((), description="The fields of the request that are wrong.")


def problem(status: int, code: str, detail: str, errors: Sequence[FieldError] = (), **headers: str) -> JSONResponse:
    """The response that tells of a problem."""
    told = problem_told(status, code, detail, errors)
    content = told.model_dump(exclude={"errors"} if not errors else None)
    return JSONResponse(
        content,
        status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        media_type=MEDIA_TYPE,
    )


def problem_told(status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> Problem:
    """The problem, titled by its status."""
    return Problem(
        type=f"urn:candour:problem:{code}",
        title=_TITLES.get(status, "The request was not answered"),
        status=status,
        detail=detail,
        code=code,
        errors=tuple(errors),
    )


def problem_of(error: CandourError) -> JSONResponse:
    """The problem that an error of the program is; what names the machine's paths is only logged."""
    return problem(status_of(error.code), error.code, said_of(error.code, str(error)))


def status_of(code: str) -> int:
    """The HTTP status for an error of that code."""
    return _STATUS.get(code, 503)


def said_of(code: str, message: str) -> str:
    """What is said of an error of that code; its own message where that names nothing of the machine."""
    if code in _STATUS:
        return message
    log.warning("Cannot answer: %s", message)
    return _SAID.get(code, "This cannot be answered just now.")


def add_problem_handlers(app: FastAPI) -> None:
    """Every error of the application becomes a problem."""

    @app.exception_handler(CandourError)
    async def ours(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401 - as Starlette types handlers
        return problem_of(error)

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        errors = [
            FieldError(place=".".join(map(str, each["loc"])), message=str(each["msg"])) for each in error.errors()
        ]
        places = ", ".join(each.place for each in errors)
        return problem(422, "bad_request", f"Wrong or missing: {places}.", errors)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        code = {404: "not_found", 405: "bad_method"}.get(error.status_code, "refused")
        return problem(error.status_code, code, str(error.detail))

    @app.exception_handler(Exception)
    async def mistake(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        log.exception("A request to the API failed because of an error in the program.", exc_info=error)
        return problem(500, "internal", "There is a mistake in the program; its messages tell more.")
