"""The documentation of the API as a page, from the same description that programs read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from assistant.web import addresses
from assistant.web.page import page
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API does: its name, how it is asked for, the fields it takes, and examples of its body in JSON.

    `sent` is what `curl` is given where the body is no JSON, or there is none; None where that says nothing new.
    """

    name: str
    method: str
    path: str
    fields: tuple[tuple[str, bool], ...]
    examples: tuple[str, ...]
    sent: str | None = None


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
            fields = [(name, name in needed) for name in body.get("properties", {})]
            fields += [(each["name"], each["required"]) for each in operation.get("parameters", ())]
            examples = tuple(json.dumps(each, ensure_ascii=False) for each in body.get("examples", ()))
            name = operation["summary"].lower().replace(" ", "_")
            found.append(Operation(name, method.upper(), path, tuple(fields), examples, _SENT.get(name)))
    return tuple(found)
