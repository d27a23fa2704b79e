"""What programs are told of the API: its problems by code, examples of what it gives, and how a key is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from assistant.web.api.problems import MEDIA_TYPE, Problem, problem_told
from assistant.web.words import words_of

# Each code that a program may meet, and the status it comes with. What they mean is in the strings, "api.problem".
CODES: Mapping[str, int] = {
    "bad_query": 400,
    "bad_condition": 400,
    "bad_body": 400,
    "bad_address": 400,
    "refused": 400,
    "no_key": 401,
    "no_user": 403,
    "no_right": 403,
    "other_site": 403,
    "unknown_organization": 404,
    "unknown_item": 404,
    "unknown_document": 404,
    "nothing_to_remove": 404,
    "not_found": 404,
    "bad_method": 405,
    "too_slow_to_send": 408,
    "ingest_running": 409,
    "too_large": 413,
    "other_name": 421,
    "bad_request": 422,
    "nothing_taken_in": 422,
    "too_many_questions": 429,
    "too_much_feedback": 429,
    "internal": 500,
    "no_index": 503,
    "index_unusable": 503,
    "index_mismatch": 503,
    "busy": 503,
    "too_slow": 503,
    "bad_keys": 503,
    "feedback_unusable": 503,
    "audit_unusable": 503,
    "administration_failed": 503,
}
# Whatever is asked for may end in one of these.
_ALWAYS = ("no_key", "no_user", "no_right", "internal", "no_index", "index_unusable", "index_mismatch", "bad_keys")
ASKING = ("bad_body", "too_slow_to_send", "too_large", "bad_request", "too_many_questions", "busy", "too_slow")
_EXAMPLES = Path(__file__).parent / "examples.json"
_KEY = "key"


class DescribedApi(FastAPI):
    """An application whose description has an example of what each operation gives, and how a key is sent."""

    def openapi(self) -> dict[str, Any]:
        """The description, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = _finished(super().openapi())
        return self.openapi_schema


def may(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The responses of an operation that may end in problems of these `codes`, and in those that any may end in."""
    by_status: dict[int, list[str]] = {}
    for code in sorted({*codes, *_ALWAYS}, key=list(CODES).index):
        by_status.setdefault(CODES[code], []).append(code)
    return {status: _told(status, found) for status, found in by_status.items()}


@cache
def examples() -> Mapping[str, Any]:
    """What each operation gives, by its name: true answers about the shipped self-assessments, shortened."""
    found: Mapping[str, Any] = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return found


def name_of(operation: Mapping[str, Any]) -> str:
    """The name of a described operation."""
    return str(operation["summary"]).lower().replace(" ", "_")


def _told(status: int, codes: list[str]) -> dict[str, Any]:
    words = words_of("en")
    told = {code: problem_told(status, code, words(f"api.problem.{code}")) for code in codes}
    return {
        "model": Problem,
        "description": f"{next(iter(told.values())).title}: {', '.join(codes)}",
        "content": {
            MEDIA_TYPE: {
                "examples": {code: {"value": each.model_dump(exclude={"errors"})} for code, each in told.items()}
            }
        },
    }


def _finished(described: dict[str, Any]) -> dict[str, Any]:
    """The description as it is given: problems under their own media type, examples of the rest, and keys."""
    for methods in described["paths"].values():
        for operation in methods.values():
            _put_problems_under_their_type(operation["responses"])
            given = operation["responses"].get("200", {}).get("content", {}).get("application/json")
            if given is not None and name_of(operation) in examples():
                given["example"] = examples()[name_of(operation)]
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    described["components"]["securitySchemes"] = {
        _KEY: {
            "type": "http",
            "scheme": "bearer",
            "description": "Where Candour is served with --access key: a key made by `candour key create`.",
        }
    }
    described["security"] = [{_KEY: []}, {}]
    return described


def _put_problems_under_their_type(responses: dict[str, dict[str, Any]]) -> None:
    """Nothing; FastAPI puts every model under application/json, and problems come as application/problem+json."""
    for status in [each for each in responses if int(each) >= 400]:
        content = responses[status]["content"]
        if MEDIA_TYPE not in content:
            del responses[status]  # FastAPI's own, wherever there is a parameter, though any text is taken
            continue
        content.pop("application/json", None)
        content[MEDIA_TYPE]["schema"] = {"$ref": "#/components/schemas/Problem"}
