"""A whole page from its template, with what every page has."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import HTMLResponse

from assistant.web import addresses
from assistant.web.html import page_templates
from assistant.web.words import words_of
from corpus.types import Language


def page(template: str, language: Language, **values: object) -> str:
    """The HTML of a page; `values` must have its title, `current` (its entry in the menu) and `other_address`."""
    return (
        page_templates()
        .get_template(template)
        .render(w=words_of(language), language=language, other=addresses.other(language), addresses=addresses, **values)
    )


def not_found(
    language: Language, message: str = "", status: int = 404, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """The page for an address there is nothing to read at; the other language's version is at the foot."""
    text = message if message and message != "Not Found" else words_of(language)("error.unknown_page")
    return _trouble_page(language, "error.title", text, status, headers=headers)


def problem_page(language: Language, message: str, status: int = 400, passes: bool = False) -> HTMLResponse:
    """The page that says why there is none; it loads itself again after a while where the trouble `passes`."""
    return _trouble_page(language, "error.title" if status == 404 else "error.bad_title", message, status, passes)


def _trouble_page(
    language: Language,
    title: str,
    message: str,
    status: int,
    passes: bool = False,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page under the words `title`, which its line in the other language has too."""
    other_words = words_of(addresses.other(language))
    html = page(
        "not_found.html",
        language,
        title=words_of(language)(title),
        current="",
        other_address=addresses.chat(addresses.other(language)),
        message=message,
        passes=passes,
        other_title=other_words(title),
        other_words=other_words,
    )
    return HTMLResponse(html, status, headers)
