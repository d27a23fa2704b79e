"""A refusal where a browser shows it: a page in the visitor's language with a way on. Programs get it in their form."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.web import addresses
from assistant.web.access import Visitor
from assistant.web.api.problems import problem, protocol_error
from assistant.web.languages import language_of
from assistant.web.page import page
from assistant.web.words import words_of

_KEPT = ("retry-after", "www-authenticate", "allow", "connection")
_OPENAI = "/v1/"


def in_form(scope: Any, status: int, code: str, detail: str, **headers: str) -> JSONResponse:  # noqa: ANN401
    """The refusal in the form of the address that was asked for: OpenAI's under /v1, else a problem."""
    formed = protocol_error if scope["path"].startswith(_OPENAI) else problem
    return formed(status, code, detail, **headers)


def refusal(scope: Any, formed: JSONResponse, key: str, **values: object) -> Response:  # noqa: ANN401 - ASGI's mapping
    """The refusal as programs get it, or in place of it the page with the words `key`, where a page was asked for.

    Scripts and programs ask for anything ("*/*"), which is no page.
    """
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", ""):
        return formed
    language = language_of(scope["path"], headers.get("accept-language", ""))
    words = words_of(language)
    visitor: Visitor | None = scope.get("state", {}).get("visitor")
    html = page(
        "refused.html",
        language,
        title=words("refused.title"),
        current="",
        other_address=addresses.chat(addresses.other(language)),
        message=words(key, **values),
        visitor=visitor,
    )
    kept = {name: formed.headers[name] for name in _KEPT if name in formed.headers}
    return HTMLResponse(html, formed.status_code, headers={**kept, "vary": "accept, accept-language"})
