"""A refusal where a browser shows it: a page in the visitor's language with a way on. Programs get it as a problem."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.web import addresses
from assistant.web.access import Visitor
from assistant.web.languages import language_of
from assistant.web.page import page
from assistant.web.words import words_of

_KEPT = ("retry-after", "www-authenticate")


def refusal(scope: Any, problem: JSONResponse, key: str, **values: object) -> Response:  # noqa: ANN401 - ASGI's mapping
    """The `problem`, or in place of it the page with the words `key`, where a page was asked for.

    Scripts and programs ask for anything ("*/*"), which is no page.
    """
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", ""):
        return problem
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
    kept = {name: problem.headers[name] for name in _KEPT if name in problem.headers}
    return HTMLResponse(html, problem.status_code, headers={**kept, "vary": "accept, accept-language"})
