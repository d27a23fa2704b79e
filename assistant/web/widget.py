"""Candour inside other sites' pages: the script they load, the page in its frame, and a demo.

The frame's page is of this origin, so that its requests are too. Which sites may show it is a setting; the browser
keeps the others from it (frame-ancestors), and the page hears and tells only the site that was named and is allowed.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse

from assistant.errors import BadQuery
from assistant.types import QUESTION_LIMIT
from assistant.web import addresses
from assistant.web.facade import ApiAssistant
from assistant.web.middleware import SCRIPT
from assistant.web.page import page
from assistant.web.personal import personal_notice
from assistant.web.trouble import Trouble, trouble_of
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.types import LANGUAGES, Language

_STATIC = Path(__file__).parent / "static"
_MOST_STARTERS = 6


def widget_router(assistant: ApiAssistant, origins: Collection[str]) -> APIRouter:
    """The routes of the widget, in both languages; `origins` ("https://host") are the sites that may show it."""
    router = APIRouter(include_in_schema=False)

    @router.get(SCRIPT)
    def script() -> FileResponse:
        headers = {"cache-control": "public, max-age=3600"}
        return FileResponse(_STATIC / "widget.js", media_type="text/javascript", headers=headers)

    for language in LANGUAGES:
        _add_frame(router, assistant, origins, language)
        _add_demo(router, origins, language)
    return router


def _add_frame(router: APIRouter, assistant: ApiAssistant, origins: Collection[str], language: Language) -> None:
    @router.get(addresses.widget(language))
    def frame(
        request: Request,
        host: str = "",
        starter: Annotated[list[str] | None, Query()] = None,
        organization: Annotated[list[str] | None, Query()] = None,
    ) -> HTMLResponse:
        words = words_of(language)
        signed_in = request.state.visitor is not None
        own = f"{request.url.scheme}://{request.url.netloc}"
        trouble, starters = None, tuple(starter or ())[:_MOST_STARTERS]
        organizations = [each for each in organization or () if "|" not in each]
        try:
            if signed_in and organizations:
                assistant.query_of(None, None, None, organizations)
            starters = starters or (assistant.starters(language) if signed_in else ())
        except BadQuery as error:
            trouble = Trouble(words("widget.not_here", reason=error), 400, False)
        except CandourError as error:
            trouble = trouble_of(error, assistant, words)
        return HTMLResponse(
            page(
                "widget.html",
                language,
                host=host if host in (own, *origins) else "",
                starters=starters,
                trouble=trouble,
                signed_in=signed_in,
                organizations=organizations,
                question_limit=QUESTION_LIMIT,
                model=assistant.model if signed_in else None,
                embedder_outside=assistant.embedder_outside if signed_in else None,
                **personal_notice(language),
            )
        )


def _add_demo(router: APIRouter, origins: Collection[str], language: Language) -> None:
    @router.get(addresses.embed(language))
    def demo(request: Request) -> HTMLResponse:
        return HTMLResponse(
            page(
                "embed.html",
                language,
                title=words_of(language)("widget.title"),
                current="",
                other_address=addresses.embed(addresses.other(language)),
                server=f"{request.url.scheme}://{request.url.netloc}",
                origins=sorted(origins),
            )
        )
