"""How often each visitor asked in the last minute, counted once for all processes that serve."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

_MINUTE_S = 60.0
_LOCK_TIMEOUT_S = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked (visitor TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS asked_by ON asked (visitor, at);
CREATE INDEX IF NOT EXISTS asked_at ON asked (at);
"""


class Rate:
    """Counts each visitor's questions of the last minute. What is older is forgotten, and all of it with a restart.

    May be used from several threads, and over one file from several processes (of one machine: they share its clock).
    """

    def __init__(self, a_minute: int, path: Path | None = None, now: Callable[[], float] = time.monotonic) -> None:
        """`a_minute` questions are allowed (0: any number). Without a `path` they are counted in memory."""
        self._a_minute = a_minute
        self._now = now
        self._one_at_a_time = Lock()
        self._connection = sqlite3.connect(
            path or ":memory:", timeout=_LOCK_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        # A file that is lost with the machine's power has nothing in it that would be missed.
        self._connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;" + _SCHEMA)

    def wait_for(self, visitor: str) -> float:
        """Seconds until that visitor may ask again; 0 where the question is taken, and then it is counted."""
        if not self._a_minute:
            return 0.0
        with self._one_at_a_time:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                return self._counted(visitor)
            finally:
                self._connection.execute("COMMIT")

    def _counted(self, visitor: str) -> float:
        now = self._now()
        self._connection.execute("DELETE FROM asked WHERE at <= ?", (now - _MINUTE_S,))
        asked, first = self._connection.execute(
            "SELECT count(*), min(at) FROM asked WHERE visitor = ?", (visitor,)
        ).fetchone()
        if asked >= self._a_minute:
            return float(first) + _MINUTE_S - now
        self._connection.execute("INSERT INTO asked VALUES (?, ?)", (visitor, now))
        return 0.0
