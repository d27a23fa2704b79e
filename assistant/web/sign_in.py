"""The page on which people sign in with their key, where access is by key."""

from __future__ import annotations

import re

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.keys import KeyStore
from assistant.web import addresses
from assistant.web.gate import COOKIE
from assistant.web.page import page
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Language

_KEPT_S = 30 * 24 * 3600
# A path of this site: "//host" and "/\host" would lead to another.
_OWN_PATH = re.compile(r"/(?:[^/\\\s][^\\\s]*)?")


def sign_in_router(keys: KeyStore) -> APIRouter:
    """The routes to sign in and out, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_page(router, keys, language)
        _add_sign_out(router, language)
    return router


def _add_page(router: APIRouter, keys: KeyStore, language: Language) -> None:
    @router.get(addresses.sign_in(language))
    def form(request: Request, next: str = "/") -> HTMLResponse:
        return _form(request, language, next, "")

    @router.post(addresses.sign_in(language))
    def sign_in(
        request: Request, key: str = Form("", max_length=200), next: str = Form("/", max_length=4000)
    ) -> Response:
        if keys.find(key.strip()) is None:
            return _form(request, language, next, words_of(language)("sign_in.wrong"), 401)
        response = RedirectResponse(own_path(next), 303)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, key.strip(), max_age=_KEPT_S, httponly=True, secure=secure, samesite="strict")
        return response


def _add_sign_out(router: APIRouter, language: Language) -> None:
    @router.post(addresses.sign_out(language))
    def sign_out() -> Response:
        response = RedirectResponse(addresses.sign_in(language), 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response


def own_path(told: str) -> str:
    """The path on this site that was asked for first; the front page for anything else."""
    return told if _OWN_PATH.fullmatch(told) else "/"


def _form(request: Request, language: Language, next_path: str, message: str, status: int = 200) -> HTMLResponse:
    html = page(
        "sign_in.html",
        language,
        title=words_of(language)("sign_in.title"),
        current="",
        other_address=addresses.sign_in(addresses.other(language)),
        next=own_path(next_path),
        message=message,
        visitor=request.state.visitor,
    )
    return HTMLResponse(html, status)
