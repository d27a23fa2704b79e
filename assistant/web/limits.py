"""How much a visitor may ask: so many questions a minute, so many at once over all, so long bodies, so long an answer.

Beyond a limit the answer comes at once: 408, 413, 429 with Retry-After, or 503; nothing is left hanging.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access import Visitor, counted_as
from assistant.web.api.chat_completions import DONE, error_block
from assistant.web.api.events import block
from assistant.web.languages import language_of
from assistant.web.rates import Rate
from assistant.web.refusal import in_form, refusal
from assistant.web.streaming import MEDIA_TYPE
from assistant.web.words import words_of

_ASKS = re.compile(r"/api/v1/(?:ask|query)|/v1/chat/completions|/mcp|/(?:en|fr)/(?:chat/ask|widget/ask|export)")
_SIGNS_IN = re.compile(r"/(?:en|fr)/sign-in")
_GIVES_FEEDBACK = re.compile(r"/(?:en|fr)/feedback|/api/v1/feedback")
_TAKES_FILES = re.compile(r"/api/v1/assessments|/(?:en|fr)/admin")
_OF_PAGES = re.compile(r"/(?:en|fr)/.*")
_OPENAI = re.compile(r"/v1/.*")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits. `a_minute` questions of one visitor (0: any number); `at_once` over all, `waiting` beside them.

    `seconds` is for each answer, `body_seconds` for a request's body to arrive.

    `body` and `file` are in bytes: of a request's body, and of one that adds assessments.
    """

    a_minute: int = 30
    at_once: int = 4
    waiting: int = 200
    seconds: float = 20.0
    body_seconds: float = 10.0
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
        """Passes the request on, or answers 408, 413, 429 or 503."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        path, most = scope["path"], self._most(scope["path"])
        told = Headers(scope=scope).get("content-length", "0")
        if not (told.isascii() and told.isdigit()) or int(told) > most:
            await _too_large(scope, most)(scope, receive, send)
        elif refused := self._too_often(scope):
            await refused(scope, receive, send)
        elif _ASKS.fullmatch(path) and self._is_full():
            await _busy(scope)(scope, receive, send)
        elif _TAKES_FILES.fullmatch(path):
            await self._counted(scope, receive, send)
        else:
            await self._whole(scope, receive, send)

    def _too_often(self, scope: Scope) -> ASGIApp | None:
        """The answer to a visitor who asks, tries to sign in or gives feedback too often; None for all others."""
        feedback = _GIVES_FEEDBACK.fullmatch(scope["path"])
        if not (feedback or _ASKS.fullmatch(scope["path"]) or _SIGNS_IN.fullmatch(scope["path"])):
            return None
        visitor = visitor_id(scope)
        wait = self._rate.wait_for(f"feedback of {visitor}" if feedback else visitor)
        if wait <= 0:
            return None
        seconds, most = str(math.ceil(wait)), self._limits.a_minute
        if feedback:
            code, said = "too_much_feedback", f"Feedback at most {most} times a minute; send it again in {seconds} s."
        else:
            code, said = "too_many_questions", f"At most {most} questions a minute; ask again in {seconds} s."
        formed = in_form(scope, 429, code, said, retry_after=seconds)
        return refusal(scope, formed, "refused.too_often", seconds=seconds)

    async def _whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on once its body is there: while one is slow to come, it keeps nobody waiting."""
        most = self._most(scope["path"])
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                body = await _body(receive, most)
        except TimeoutError:
            said = f"The body did not arrive within {self._limits.body_seconds:g} s."
            await in_form(scope, 408, "too_slow_to_send", said, connection="close")(scope, receive, send)
            return
        except _TooLong:
            await _too_large(scope, most)(scope, receive, send)
            return
        if body is None:
            return  # its sender has gone
        replayed = _Replayed(body, receive)
        if _ASKS.fullmatch(scope["path"]):
            await self._in_turn(scope, replayed, send)
        else:
            await self._app(scope, replayed, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with a body that is too large to be held; 413 where it is larger than it may be."""
        most = self._most(scope["path"])
        counted, started = _Body(receive, most), _Started(send)

        async def send_unless_too_long(message: Message) -> None:
            if started.begun or not counted.too_long:
                await started(message)

        try:
            await self._app(scope, counted, send_unless_too_long)
        except Exception:
            if not counted.too_long:
                raise
        if counted.too_long and not started.begun:
            await _too_large(scope, most)(scope, receive, send)

    def _most(self, path: str) -> int:
        """How many bytes a body sent to that address may have."""
        return self._limits.file if _TAKES_FILES.fullmatch(path) else self._limits.body

    def _is_full(self) -> bool:
        return self._free.locked() and self._waiting >= self._limits.waiting

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the question on once there is room; 503 where too many wait already, or it takes too long."""
        if self._is_full():  # by now: it was not before the body came
            await _busy(scope)(scope, receive, send)
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
            said = f"This took more than {self._limits.seconds:g} s. Ask again, or ask for less at once."
            if not started.begun:
                await in_form(scope, 503, "too_slow", said, retry_after="5")(scope, receive, send)
            elif not started.ended:
                end = ending(scope, "too_slow", said).encode() if started.streams else b""
                await send({"type": "http.response.body", "body": end, "more_body": False})


class _Started:
    """A `send` that remembers whether the response has begun and ended, and whether it is a stream of events."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = self.ended = self.streams = False

    async def __call__(self, message: Message) -> None:
        self.begun = True
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            self.streams = headers.get("content-type", "").startswith(MEDIA_TYPE) and "content-encoding" not in headers
        self.ended = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)


class _TooLong(Exception):
    """A body that is longer than it may be."""


async def _body(receive: Receive, most: int) -> bytes | None:
    """The whole body; None where its sender has gone, _TooLong where it has more than `most` bytes."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > most:
            raise _TooLong
        if not message.get("more_body", False):
            return bytes(body)


class _Replayed:
    """A `receive` that gives a body that was read already; after it, whatever else comes of the sender."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Body:
    """A `receive` that ends the body of a request as if its sender had gone, where it is longer than it may be."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most

    @property
    def too_long(self) -> bool:
        """Whether it was longer."""
        return self._left < 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self.too_long:
                return {"type": "http.disconnect"}
        return message


def visitor_id(scope: Mapping[str, Any]) -> str:
    """By what the questions of a request's visitor are counted."""
    visitor: Visitor | None = scope.get("state", {}).get("visitor")
    if visitor is not None:
        return visitor.id
    address = scope.get("state", {}).get("address")
    if address is None:
        address = scope["client"][0] if scope.get("client") else ""
    return counted_as(address)


def ending(scope: Scope, code: str, said: str) -> str:
    """The end of a stream that is cut off, as the protocol of its address has it; pages get it in their language."""
    path = scope["path"]
    if _OPENAI.fullmatch(path):
        return error_block(code, said) + DONE
    if _OF_PAGES.fullmatch(path):
        said = words_of(language_of(path, ""))("chat.too_slow")
    return block("failed", {"code": code, "message": said})


def _busy(scope: Scope) -> ASGIApp:
    return in_form(scope, 503, "busy", "Too many questions wait already. Ask again in a moment.", retry_after="5")


def _too_large(scope: Scope, most: int) -> ASGIApp:
    formed, megabytes = (
        in_form(scope, 413, "too_large", f"At most {most} bytes are taken. Send less at once."),
        most // 1024**2,
    )
    return refusal(scope, formed, "refused.too_large", megabytes=megabytes) if megabytes else formed
