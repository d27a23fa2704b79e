"""A circuit breaker: after several failures in a row the model is left alone for a while, then tried once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES, PAUSE_S = 5, 60.0
# A provider may ask for longer; no visitor should wait a day for the model because of one odd header.
LONGEST_PAUSE_S = 600.0


class Circuit:
    """Says whether the model may be asked now. May be used from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._is_trying = False
        self._lock = Lock()

    def may_ask(self) -> bool:
        """Whether the model may be asked; after a pause, once until it is known how that went."""
        with self._lock:
            now = self._clock()
            if now < self._closed_until:
                return False
            if self._failures >= FAILURES:
                self._closed_until = now + PAUSE_S
                self._is_trying = True
            return True

    def succeeded(self) -> None:
        """Nothing; the model works."""
        with self._lock:
            self._failures, self._closed_until, self._is_trying = 0, 0.0, False

    def undecided(self) -> None:
        """Nothing; a request ended before it was known how it went: where it was the one that tries, the next tries."""
        with self._lock:
            if self._is_trying:
                self._closed_until, self._is_trying = self._clock(), False

    def failed(self, retry_after: float | None = None) -> None:
        """Nothing; one more failure. `retry_after` seconds it is left alone, where the provider asks for that."""
        with self._lock:
            self._failures += 1
            self._is_trying = False
            pause = PAUSE_S if self._failures >= FAILURES else 0.0
            pause = max(pause, min(retry_after or 0.0, LONGEST_PAUSE_S))
            self._closed_until = max(self._closed_until, self._clock() + pause) if pause else self._closed_until
