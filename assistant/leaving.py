"""Whether whoever asked has gone: noticed where answers are handed out, minded where a language model is waited for."""

from __future__ import annotations

from contextvars import ContextVar
from threading import Event

_LEFT: ContextVar[Event | None] = ContextVar("left", default=None)


def mind(left: Event) -> None:
    """Nothing; the question that is answered in this context is given up once `left` is set."""
    _LEFT.set(left)


def left_of_now() -> Event:
    """The event of this context's question; one that nobody sets where there is nobody who could leave."""
    return _LEFT.get() or Event()
