"""Streams of text that are made in threads, and end where they are made once nobody takes them any more."""

from __future__ import annotations

from collections.abc import Generator

from anyio import CancelScope
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

MEDIA_TYPE = "text/event-stream"


class EventStream(StreamingResponse):
    """The blocks of a stream of events. However it ends, `blocks` is closed: what it holds is let go at once."""

    def __init__(self, blocks: Generator[str, None, None]) -> None:
        super().__init__(blocks, media_type=MEDIA_TYPE, headers={"cache-control": "no-store"})
        self._blocks = blocks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the blocks."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Whoever reads may have gone: left to the collector of cycles, a language model was kept for minutes.
            with CancelScope(shield=True):
                await run_in_threadpool(self._blocks.close)
