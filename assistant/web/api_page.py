"""The documentation of the API as a page, from the same description that programs read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.web import addresses
from assistant.web.api.describing import CODES, name_of
from assistant.web.page import page
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Field:
    """A field that an operation takes: whether it is needed, and its values where they are a choice."""

    name: str
    needed: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API does: its name, how it is asked for, the fields it takes, and examples of its body in JSON.

    `sent` is what `curl` is given where the body is no JSON, or there is none; None where that says nothing new.
    `given` is an example of what comes back, in JSON; None where that is a file, or nothing.
    """

    name: str
    method: str
    path: str
    fields: tuple[Field, ...]
    examples: tuple[str, ...]
    sent: str | None = None
    given: str | None = None


_SENT = {
    "assessments": "",
    "add": "-F files=@one.docx -F files=@two.pdf",
    "remove": "-X DELETE -G -d organization=cbsa -d language=en",
    "feedback_export": "-G -d format=csv",
}


def api_page_router(api: FastAPI, prefix: str, by_key: bool = False) -> APIRouter:
    """The routes of the page, in both languages; the API's own addresses begin with `prefix`.

    `by_key`: whoever asks needs a key.
    """
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_page(router, api, prefix, language, by_key)
    return router


def _add_page(router: APIRouter, api: FastAPI, prefix: str, language: Language, by_key: bool) -> None:
    @router.get(addresses.api(language))
    def documentation(request: Request) -> HTMLResponse:
        return HTMLResponse(
            page(
                "api.html",
                language,
                title=words_of(language)("api.title"),
                current="",
                other_address=addresses.api(addresses.other(language)),
                operations=operations_of(api.openapi()),
                prefix=prefix,
                server=f"{request.url.scheme}://{request.url.netloc}",
                by_key=by_key,
                codes=CODES,
            )
        )


def operations_of(described: Mapping[str, Any]) -> tuple[Operation, ...]:
    """The operations of an OpenAPI description, in its order."""
    schemas = described["components"]["schemas"]
    found = []
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            content: Mapping[str, Any] = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
            body = schemas.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
            needed = set(body.get("required", ()))
            fields = [
                Field(name, name in needed, _values(told, schemas)) for name, told in body.get("properties", {}).items()
            ]
            fields += [
                Field(each["name"], each["required"], _values(each["schema"], schemas))
                for each in operation.get("parameters", ())
            ]
            examples = tuple(json.dumps(each, ensure_ascii=False) for each in body.get("examples", ()))
            name = name_of(operation)
            answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
            given = json.dumps(answer["example"], ensure_ascii=False, indent=1) if "example" in answer else None
            found.append(Operation(name, method.upper(), path, tuple(fields), examples, _SENT.get(name), given))
    return tuple(found)


def _values(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that a described field, or each of a list, may have; () where it is no choice."""
    if "$ref" in schema:
        return _values(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return tuple(value for each in schema["anyOf"] for value in _values(each, schemas))
    return tuple(schema.get("enum", ())) or (_values(schema["items"], schemas) if "items" in schema else ())
