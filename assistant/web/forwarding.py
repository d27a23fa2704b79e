"""From the processes that have no chat page to the one that has it, over a socket that only this user can reach.

Gradio takes seconds to start and much memory, so one process has it, with the page and its files. What is asked in the
page is none of Gradio's affair: every process answers it (assistant/web/asking.py).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.api.problems import problem

_CHAT = re.compile(r"/(?:en|fr)/(?:|config/?|theme\.css|(?:assets|static|gradio_api)/.*)")
_PEER = b"x-candour-peer"
# What holds for one connection only (RFC 9110, section 7.6.1).
_OF_A_CONNECTION = frozenset((b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"))


class ToTheChat:
    """Hands requests for the chat's addresses on to the process that has the chat, and its responses back."""

    def __init__(self, app: ASGIApp, chat: Path) -> None:
        """`chat` is the path of that process's socket."""
        self._app = app
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        self._transport = httpx.AsyncHTTPTransport(uds=str(chat), limits=limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, here or there; 503 where the other process cannot be reached."""
        if scope["type"] != "http" or not is_of_the_chat(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            response = await self._transport.handle_async_request(_request(scope, receive))
        except httpx.TransportError:
            said = "The chat starts again just now. Ask again in a moment."
            await problem(503, "busy", said, retry_after="2")(scope, receive, send)
            return
        try:
            await _sent_back(response, send)
        finally:
            await response.aclose()


class FromTheOthers:
    """Gives requests that another process handed on the address of their visitor."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on. Of others than our own processes, who alone reach the socket, nothing is believed."""
        if scope["type"] == "http" and scope["client"] is None:
            told = [value for name, value in scope["headers"] if name == _PEER]
            headers = [pair for pair in scope["headers"] if pair[0] != _PEER]
            scope = {**scope, "headers": headers, "client": (told[0].decode() if told else "", 0)}
        await self._app(scope, receive, send)


def is_of_the_chat(path: str) -> bool:
    """Whether an address is one that only the process with the chat can answer."""
    return _CHAT.fullmatch(path) is not None


def _request(scope: Scope, receive: Receive) -> httpx.Request:
    headers = [pair for pair in scope["headers"] if pair[0] not in _OF_A_CONNECTION and pair[0] != _PEER]
    peer = scope["client"][0] if scope["client"] else ""
    path = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    has_body = scope["method"] not in ("GET", "HEAD")
    return httpx.Request(
        scope["method"],
        httpx.URL(scheme="http", host="chat", raw_path=path),
        headers=[*headers, (_PEER, peer.encode())],
        content=_body(receive) if has_body else None,
    )


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise httpx.ReadError("The visitor has gone.")
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


async def _sent_back(response: httpx.Response, send: Send) -> None:
    headers = [(name.lower(), value) for name, value in response.headers.raw]
    kept = [pair for pair in headers if pair[0] not in _OF_A_CONNECTION]
    await send({"type": "http.response.start", "status": response.status_code, "headers": kept})
    async for piece in response.stream:  # type: ignore[union-attr]  # an asynchronous transport's stream
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
