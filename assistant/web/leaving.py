"""Notices that whoever sent a request has gone, so that nothing more is asked of a language model for it."""

from __future__ import annotations

import asyncio
import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.leaving import mind


class Leaving:
    """Has every request's answer given up once its visitor has gone, or once nobody waits for it any more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        left = threading.Event()
        mind(left)
        watched = _Watched(receive, left)
        try:
            await self._app(scope, watched, send)
        finally:
            left.set()
            await watched.end()


class _Watched:
    """A `receive` that, once the body is there, waits for the visitor to go, whether anybody asks for that or not.

    An answer that is made in a thread asks for nothing while it is made.
    """

    def __init__(self, receive: Receive, left: threading.Event) -> None:
        self._receive = receive
        self._left = left
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self) -> Message:
        if self._watching is not None:
            # Whoever waits here may be cancelled; the watch goes on.
            await asyncio.shield(self._watching)
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._left.set()
        elif not message.get("more_body", False):
            self._watching = asyncio.create_task(self._watch())
        return message

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left.set()

    async def end(self) -> None:
        """Nothing; ends the watch."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
