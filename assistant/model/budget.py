"""How many tokens the model has used today, in a small SQLite file that all processes share."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from assistant.model.failures import ModelFailed

log = logging.getLogger(__name__)

_PATIENCE_S = 2.0  # to wait for another process that writes
_MOST = 10**15  # more tokens than anybody uses in a day, fewer than SQLite's integers hold


class Budget:
    """The tokens of each day (UTC). `limit` is how many may be used in one, None for any number."""

    def __init__(self, file: Path, limit: int | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file = file
        self._limit = limit
        self._now = now
        self._lock = Lock()
        self._unwritten: tuple[str, int] = ("", 0)  # a day, and tokens of it that could not be written down

    def is_left(self) -> bool:
        """Whether the model may still be asked today; ModelFailed where that cannot be known."""
        if self._limit is None:
            return True
        try:
            return self.spent() < self._limit
        except (sqlite3.Error, OSError, ValueError) as error:
            self._passed_over(error)
            raise ModelFailed("budget_unknown") from None

    def spent(self) -> int:
        """The tokens used today, with those of this process that could not be written down."""
        with self._connection() as connection:
            found = connection.execute("SELECT tokens FROM used WHERE day = ?", (self._day(),)).fetchone()
        return (int(found[0]) if found else 0) + self._owed()

    def spend(self, tokens: int) -> None:
        """Nothing; adds to today's tokens and forgets the days before. Without a limit nothing is written down.

        What cannot be written down is kept in mind and written with the next.
        """
        if self._limit is None:
            return
        day = self._day()
        try:
            with self._connection() as connection:
                owed = self._owed()
                connection.execute("DELETE FROM used WHERE day < ?", (day,))
                connection.execute(
                    "INSERT INTO used VALUES (?, ?) ON CONFLICT (day) "
                    "DO UPDATE SET tokens = min(tokens + excluded.tokens, ?)",
                    (day, min(tokens + owed, _MOST), _MOST),
                )
                self._unwritten = ("", 0)
        except (sqlite3.Error, OSError) as error:
            with self._lock:
                self._unwritten = (day, self._owed() + tokens)
            self._passed_over(error)

    def _owed(self) -> int:
        day, tokens = self._unwritten
        return tokens if day == self._day() else 0

    def _passed_over(self, error: Exception) -> None:
        log.warning("The budget of the language model, %s, cannot be used: %s.", self._file, error)

    def _day(self) -> str:
        return self._now().date().isoformat()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._file, timeout=_PATIENCE_S, isolation_level=None)
            try:
                connection.execute("CREATE TABLE IF NOT EXISTS used (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL)")
                yield connection
            finally:
                connection.close()
