"""Errors of the API as problem details (RFC 9457), each with a stable code; or as OpenAI's protocol has them."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from assistant.errors import BadQuery, UnknownDocument
from corpus.errors import CandourError
from index.errors import BadCondition, IndexMismatch, IndexUnusable, IngestRunning, NoIndex, NothingToRemove

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
BAD_BODY, BAD_ADDRESS, BAD_REQUEST = "bad_body", "bad_address", "bad_request"
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
    408: "This took too long to arrive",
    409: "Not at the same time",
    413: "Too large",
    421: "Not under this name",
    422: "The request is not as it should be",
    429: "Too many requests",
    500: "A mistake in the program",
    503: "Not just now",
}
# Where the status alone says too little.
_TITLES_OF_CODES: Mapping[str, str] = {
    BAD_BODY: "The request's body cannot be read",
    BAD_ADDRESS: "There is no such address",
}
_UNREADABLE = "The body cannot be read: it must be JSON in UTF-8, and not too deeply nested."
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
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


def problem(status: int, code: str, detail: str, errors: Sequence[FieldError] = (), /, **headers: str) -> JSONResponse:
    """The response that tells of a problem."""
    told = problem_told(status, code, detail, errors)
    content = told.model_dump(exclude={"errors"} if not errors else None)
    return JSONResponse(content, status, headers=_named(headers), media_type=MEDIA_TYPE)


def protocol_error(status: int, code: str, message: str, **headers: str) -> JSONResponse:
    """The response that tells of it to a program that speaks OpenAI's protocol."""
    return JSONResponse({"error": protocol_error_told(status, code, message)}, status, headers=_named(headers))


def protocol_error_told(status: int, code: str, message: str) -> dict[str, str | None]:
    """What is told of an error in that protocol."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {"message": message, "type": kind, "param": None, "code": code}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def problem_told(status: int, code: str, detail: str, errors: Sequence[FieldError] = ()) -> Problem:
    """The problem, titled by its code or its status."""
    return Problem(
        type=f"urn:candour:problem:{code}",
        title=_TITLES_OF_CODES.get(code) or _TITLES.get(status, "The request was not answered"),
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
        return bad_request_problem(request, error)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        return problem(error.status_code, *code_and_detail(error), **allow_of(request, error.status_code))

    @app.exception_handler(Exception)
    async def mistake(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        log.exception("A request to the API failed because of an error in the program.", exc_info=error)
        return problem(500, "internal", "There is a mistake in the program; its messages tell more.")


def bad_request_problem(request: Request, error: RequestValidationError) -> JSONResponse:
    """The problem that fields of a request are; it repeats nothing of what was sent."""
    errors = [FieldError(place=".".join(map(str, each["loc"])), message=str(each["msg"])) for each in error.errors()]
    return problem(422, BAD_REQUEST, bad_request_said(request, error), errors)


def bad_request_said(request: Request, error: RequestValidationError) -> str:
    """Which fields of a request are wrong; of a body that was not sent as JSON, how it is to be sent."""
    places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
    said = f"Wrong or missing: {places}."
    whole_body = any(tuple(each["loc"]) == ("body",) for each in error.errors())
    if whole_body and "json" not in request.headers.get("content-type", ""):
        said += " Send it as JSON, with the header 'Content-Type: application/json'."
    return said


def code_and_detail(error: HTTPException) -> tuple[str, str]:
    """The code of an error of the framework, and what is said of it."""
    if error.status_code == 400:  # the framework's own words for a body say nothing of how it should be
        return BAD_BODY, _UNREADABLE if "parsing the body" in str(error.detail) else str(error.detail)
    return {404: "not_found", 405: "bad_method"}.get(error.status_code, "refused"), str(error.detail)


def allow_of(request: Request, status: int) -> dict[str, str]:
    """The header Allow of a 405: all methods that the address takes, whichever route has them; nothing for others."""
    if status != 405:
        return {}
    routes = [each for each in request.app.routes if not isinstance(each, Mount)]
    taken = {
        method
        for method in _METHODS
        if any(each.matches({**request.scope, "method": method})[0] is Match.FULL for each in routes)
    }
    taken |= {"HEAD"} if "GET" in taken else set()
    return {"allow": ", ".join(each for each in _METHODS if each in taken) or "GET, HEAD"}
