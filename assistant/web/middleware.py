"""What every response passes through: Gradio's closed addresses, security headers, the frame around Gradio's pages.

Gradio serves one English page of its own. Its HTML is rewritten on the way out: language, title, our style and
scripts, header, notice and source panel go in; inline scripts and styles come out, so that a content security policy
without any "unsafe" holds. Plain ASGI, because a stream must pass through unbuffered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.gate import is_of_the_api
from assistant.web.languages import language_of
from assistant.web.page import not_found
from corpus.types import LANGUAGES, Language

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors "
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with that a form would not say which site it was sent from, and the gate would refuse it.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
# All that the chat page needs of Gradio. The rest (its queue, uploads, files, proxy, monitoring ...) is not answered.
_GRADIO_GET = re.compile(
    r"/(?:en|fr)/(?:|config/?|theme\.css|(?:assets|static)/.+"
    r"|gradio_api/(?:info/?|theme\.css))"
)
_GRADIO_POST = re.compile(r"/(?:en|fr)/gradio_api/run/predict/?")
_TAKEN_IN = re.compile(r"/(?:en|fr)/(?:export|feedback|chat/ask|widget/ask|sign-in|sign-out|admin|admin/remove)")
SCRIPT = "/widget.js"
_WIDGET = re.compile(r"/(?:en|fr)/widget")
_SHOWN_IN_THE_PANEL = re.compile(r"/(?:en/organizations|fr/organismes)/[^/]+")
_PAGES = re.compile(r"/(?:en|fr)/[a-z-]+(?:/[^/]+)?")


class HeadAsGet:
    """Answers HEAD on every address as GET, without the body: what there is to read can be looked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; of a response to HEAD only its head is sent, and that ends it."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        await self._app({**scope, "method": "GET"}, receive, send_head)


class ForScriptsOfSites:
    """Lets the scripts of allowed sites use the API, and read its refusals too: it is asked before the gate."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """`origins` ("https://host") are those sites."""
        self._app = app
        self._cors = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["retry-after", "x-request-id"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers the question of a browser whether it may be sent."""
        of_the_api = scope["type"] == "http" and is_of_the_api(scope["path"])
        await (self._cors if of_the_api else self._app)(scope, receive, send)


class OnlyGradio:
    """Keeps what is none of Gradio's addresses from it: it would say that there is nothing in words of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; HTTPException (404) for another address."""
        wanted = _GRADIO_GET if scope.get("method") in ("GET", "HEAD") else _GRADIO_POST
        if scope["type"] == "http" and not wanted.fullmatch(scope["path"]):
            raise HTTPException(404)
        await self._app(scope, receive, send)


class OnlyWhatTheChatNeeds:
    """Answers 404 for those of Gradio's addresses that the chat page never asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 404."""
        if scope["type"] == "http" and scope["path"].startswith(tuple(f"/{language}/" for language in LANGUAGES)):
            path = scope["path"]
            reads = scope["method"] in ("GET", "HEAD")
            allowed = (_GRADIO_GET, _PAGES) if reads else (_GRADIO_POST, _TAKEN_IN)
            gradio_page = path.split("/")[2] in ("login", "logout", "monitoring", "runs", "robots.txt", "user")
            if gradio_page or not any(pattern.fullmatch(path) for pattern in allowed):
                none = not_found(language_of(path, "")) if reads else PlainTextResponse("Not found.\n", 404)
                await none(scope, receive, send)
                return
        await self._app(scope, receive, send)


class SecurityHeaders:
    """Adds the content security policy and its like to every response, and caching to files that never change."""

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        """`origins` ("https://host") are the sites that may show the widget's page in a frame."""
        self._app = app
        self._origins = tuple(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes request and response on, with headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers["content-security-policy"] = _POLICY + frame_ancestors(scope["path"], self._origins)
                if scope["path"] == SCRIPT or _WIDGET.fullmatch(scope["path"]):
                    headers["cross-origin-resource-policy"] = "cross-origin"  # other sites' pages load it
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = "max-age=31536000"
                if "/assets/" in scope["path"] and message["status"] == 200:
                    headers["cache-control"] = "public, max-age=31536000, immutable"
                elif headers.get("content-type", "").startswith("text/html"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)


def frame_ancestors(path: str, origins: Sequence[str]) -> str:
    """Who may show a page in a frame: allowed sites the widget's, pages of this site the sources, nobody the rest."""
    if _WIDGET.fullmatch(path):
        return " ".join(("'self'", *origins))
    return "'self'" if _SHOWN_IN_THE_PANEL.fullmatch(path) else "'none'"


class Frame:
    """Rewrites the HTML of Gradio's two pages; every other response passes through untouched."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, tuple[Language, str, str]]) -> None:
        """`pages`: path -> language, what goes into the head, and the body with a `<gradio-app>` line to replace."""
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; holds a page's HTML back until all of it is there."""
        if scope["type"] != "http" or scope["path"] not in self._pages:
            await self._app(scope, receive, send)
            return
        # Gradio compresses inside the mounted app; what is to be rewritten must come uncompressed.
        scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        start: Message = {}
        body = bytearray()

        async def send_rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            language, head, around = self._pages[scope["path"]]
            if Headers(raw=start["headers"]).get("content-type", "").startswith("text/html"):
                body[:] = framed(body.decode("utf-8"), language, head, around).encode("utf-8")
            headers = MutableHeaders(raw=list(start["headers"]))
            headers["content-length"] = str(len(body))
            start["headers"] = headers.raw
            await send(start)
            await send({"type": "http.response.body", "body": bytes(body)})

        await self._app(scope, receive, send_rewritten)


def framed(html: str, language: Language, head: str, around: str) -> str:
    """Gradio's page in our frame: `head` after its opening head tag, `around` in place of its body's content."""
    html = re.sub(r"<script(?![^>]*\bsrc=)[^>]*>.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    html = re.sub(r'\sstyle="[^"]*"', "", html)
    html = re.sub(r'<meta\s+(?:property="og:|name="twitter:|name="viewport")[^>]*/?>', "", html)
    html = re.sub(r'<link rel="manifest"[^>]*/?>', "", html)
    html = re.sub(r'lang="en"', f'lang="{language}"', html, count=1)
    html = html.replace("<head>", f"<head>{head}", 1)
    gradio = re.search(r"<gradio-app.*?</gradio-app>", html, flags=re.DOTALL)
    if gradio is None:
        return html
    return html.replace(gradio[0], around.replace("<gradio-app></gradio-app>", gradio[0]), 1)
