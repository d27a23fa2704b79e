"""The gate: every request passes it first, and it says who asks, or why nobody who may."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import BadKeys
from assistant.keys import Scope as Right
from assistant.web import addresses
from assistant.web.access import Access, Visitor, is_loopback_name, is_own_origin
from assistant.web.api.problems import BAD_ADDRESS, said_of, status_of
from assistant.web.languages import language_of
from assistant.web.page import problem_page
from assistant.web.refusal import in_form, refusal
from assistant.web.words import words_of

log = logging.getLogger(__name__)

COOKIE = "candour_key"
_SAFE = ("GET", "HEAD", "OPTIONS")
_API = re.compile(r"/(?:api/)?v1/.*|/mcp")
# Nobody who asks for one of these would know what to do with a page to sign in on.
_FOR_PROGRAMS = re.compile(rf"{_API.pattern}|/metrics")
# What everybody sees: how the server is, files that say nothing of the corpus, and the page to sign in on.
_FOR_ALL = re.compile(r"/(?:healthz|readyz|widget\.js|static/.+|(?:en|fr)/sign-(?:in|out))")
_WIDGET = re.compile(r"/(?:en|fr)/widget")
_FEEDBACK = re.compile(r"/(?:en|fr)/feedback|/api/v1/feedback")
# Patterns and routes do not agree on whether a line end belongs to an address: one that has any leads nowhere.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# All that a visitor without a name may not.
_NOBODY = (
    "Nobody administers over the web here: --access key or proxy would say who may. "
    "On the server's own machine `candour ingest` and `candour remove` do it."
)
_ADMIN = re.compile(r"/api/v1/assessments(?:/.*)?|/api/v1/feedback/.*|/(?:en|fr)/admin(?:/.*)?")


class Gate:
    """Puts into the request's state who asks ("visitor") and from where ("address"), or answers 400, 401, 403, 421.

    A request that it answers never reaches the application.
    """

    def __init__(self, app: ASGIApp, access: Access, origins: tuple[str, ...] = ()) -> None:
        """`origins` ("https://host") are the sites whose pages' scripts may use the API."""
        self._app = app
        self._access = access
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        if self._access.is_proxy(peer) and headers.get("x-forwarded-proto") == "https":
            scope["scheme"] = "https"
        state = scope.setdefault("state", {})
        state["address"] = self._access.address_of(peer, headers)
        refused = self._from_elsewhere(scope, headers)
        if refused is None:
            key = cookie_parser(headers.get("cookie", "")).get(COOKIE)
            try:
                visitor, trouble = self._access.visitor(peer, headers, key), None
            except BadKeys as error:
                visitor, trouble = None, error
            state["visitor"] = visitor
            refused = self._not_allowed(scope, visitor)
            if refused is not None and trouble is not None:
                refused = _keys_unusable(scope, trouble)
        await (refused or self._app)(scope, receive, send)

    def _from_elsewhere(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request for what is no address, under a name that is not ours, or of another site's page.

        None for all others.
        """
        host, origin = headers.get("host", ""), headers.get("origin")
        if _CONTROL.search(scope["path"]):
            said = "An address has no control characters."
            return refusal(scope, in_form(scope, 400, BAD_ADDRESS, said), "refused.bad_address")
        if self._access.mode is None and not is_loopback_name(host):
            return _plainly(scope, 421, "other_name", "This server answers only to its own machine's names.")
        allowed = self._origins if is_of_the_api(scope["path"]) else ()
        if origin is not None and scope["method"] not in _SAFE and not is_own_origin(origin, host, allowed):
            return _plainly(scope, 403, "other_site", "Requests from other sites' pages are refused.")
        return None

    def _not_allowed(self, scope: Scope, visitor: Visitor | None) -> Response | None:
        """The answer to a visitor who may not do that; None for one who may."""
        path = scope["path"]
        if _FOR_ALL.fullmatch(path):
            return None
        needed = needed_right(path)
        if visitor is not None and needed in visitor.scopes:
            return None
        if visitor is None and self._access.mode == "key":
            if _WIDGET.fullmatch(path):
                return None  # the page in the frame says that it needs a key
            if scope["method"] in ("GET", "HEAD") and not _FOR_PROGRAMS.fullmatch(path):
                return _to_sign_in(scope)
            said = "Send a key: 'Authorization: Bearer ...'."
            return in_form(scope, 401, "no_key", said, www_authenticate="Bearer")
        if visitor is None:
            said = "The reverse proxy named nobody, or is none of those that are trusted."
            return refusal(scope, in_form(scope, 403, "no_user", said), "refused.no_user")
        if visitor.name is None:
            return refusal(scope, in_form(scope, 403, "no_right", _NOBODY), "refused.nobody")
        said = f"This needs the right '{needed}', which '{visitor.name}' does not have."
        return refusal(scope, in_form(scope, 403, "no_right", said), f"refused.no.{needed}", name=visitor.name)


def is_of_the_api(path: str) -> bool:
    """Whether an address is one that programs ask."""
    return _API.fullmatch(path) is not None


def needed_right(path: str) -> Right:
    """What a visitor must be allowed for an address."""
    if _ADMIN.fullmatch(path):
        return "admin"
    return "feedback" if _FEEDBACK.fullmatch(path) else "ask"


def _plainly(scope: Scope, status: int, code: str, said: str) -> Response:
    """The answer to what no visitor sees; to programs in their form."""
    if is_of_the_api(scope["path"]):
        return in_form(scope, status, code, said)
    return PlainTextResponse(f"{said}\n", status)


def _keys_unusable(scope: Scope, error: BadKeys) -> Response:
    """The answer while nobody can tell who may ask; which file it is goes to the log only."""
    if is_of_the_api(scope["path"]):
        return in_form(scope, status_of(error.code), error.code, said_of(error.code, str(error)))
    log.warning("Nobody is let in: %s", error)
    language = language_of(scope["path"], Headers(scope=scope).get("accept-language", ""))
    return problem_page(language, words_of(language)("trouble.keys"), 503)


def _to_sign_in(scope: Scope) -> Response:
    language = language_of(scope["path"], Headers(scope=scope).get("accept-language", ""))
    asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    return RedirectResponse(f"{addresses.sign_in(language)}?next={quote(asked, safe='')}", 303)
