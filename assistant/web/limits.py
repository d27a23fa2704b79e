"""How much a visitor may ask: so many questions a minute, so many at once over all, so long bodies, so long an answer.

Beyond a limit the answer comes at once: 413, 429 with Retry-After, or 503; nothing is left hanging.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access import Visitor
from assistant.web.api.problems import problem
from assistant.web.rates import Rate
from assistant.web.refusal import refusal

_ASKS = re.compile(r"/api/v1/(?:ask|query)|/v1/chat/completions|/mcp|/(?:en|fr)/(?:chat/ask|widget/ask|export|sign-in)")
_TAKES_FILES = re.compile(r"/api/v1/assessments|/(?:en|fr)/admin")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits. `a_minute` questions of one visitor (0: any number); `at_once` over all, `waiting` beside them.

    `seconds` is for each answer.

    `body` and `file` are in bytes: of a request's body, and of one that adds assessments.
    """

    a_minute: int = 30
    at_once: int = 4
    waiting: int = 200
    seconds: float = 20.0
    body: int = 64 * 1024
    file: int = 50 * 1024 * 1024


class Limited:
    """Keeps every request within the limits."""

    def __init__(self, app: ASGIApp, limits: Limits, rate: Rate) -> None:
        """`rate` counts the questions; others may count with it."""
        self._app = app
        self._limits = limits
        self._rate = rate
        self._free = asyncio.Semaphore(limits.at_once)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 413, 429 or 503."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        most = self._most(scope["path"])
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdigit() or int(told) > most:
            too_large, megabytes = _too_large(most), most // 1024**2
            shown = refusal(scope, too_large, "refused.too_large", megabytes=megabytes) if megabytes else too_large
            await shown(scope, receive, send)
            return
        counted = _Body(receive, most)
        if not _ASKS.fullmatch(scope["path"]):
            await self._app(scope, counted, send)
            return
        wait = self._rate.wait_for(visitor_id(scope))
        if wait > 0:
            seconds = str(math.ceil(wait))
            said = f"At most {self._limits.a_minute} questions a minute; ask again in {seconds} s."
            told_of = problem(429, "too_many_questions", said, retry_after=seconds)
            await refusal(scope, told_of, "refused.too_often", seconds=seconds)(scope, receive, send)
            return
        await self._in_turn(scope, counted, send)

    def _most(self, path: str) -> int:
        """How many bytes a body sent to that address may have."""
        return self._limits.file if _TAKES_FILES.fullmatch(path) else self._limits.body

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the question on once there is room; 503 where too many wait already, or it takes too long."""
        if self._free.locked() and self._waiting >= self._limits.waiting:
            await _busy()(scope, receive, send)
            return
        started = _Started(send)
        try:
            async with asyncio.timeout(self._limits.seconds):
                self._waiting += 1
                try:
                    await self._free.acquire()
                finally:
                    self._waiting -= 1
                try:
                    await self._app(scope, receive, started)
                finally:
                    self._free.release()
        except TimeoutError:
            if not started.begun:
                said = f"This took more than {self._limits.seconds:g} s. Ask again, or ask for less at once."
                await problem(503, "too_slow", said, retry_after="5")(scope, receive, send)
            elif not started.ended:
                await send({"type": "http.response.body", "body": b"", "more_body": False})


class _Started:
    """A `send` that remembers whether the response has begun and ended."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = self.ended = False

    async def __call__(self, message: Message) -> None:
        self.begun = True
        self.ended = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)


class _Body:
    """A `receive` that ends the body of a request as if its sender had gone, where it is longer than it may be."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def visitor_id(scope: Mapping[str, Any]) -> str:
    """By what the questions of a request's visitor are counted."""
    visitor: Visitor | None = scope.get("state", {}).get("visitor")
    if visitor is not None:
        return visitor.id
    return f"address {scope['client'][0] if scope.get('client') else ''}"


def _too_large(most: int) -> JSONResponse:
    return problem(413, "too_large", f"At most {most} bytes are taken. Send less at once.")


def _busy() -> ASGIApp:
    return problem(503, "busy", "Too many questions wait already. Ask again in a moment.", retry_after="5")
