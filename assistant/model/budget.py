"""How many tokens the model has used today, in a small SQLite file that all processes share."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

_PATIENCE_S = 2.0  # to wait for another process that writes


class Budget:
    """The tokens of each day (UTC). `limit` is how many may be used in one, None for any number."""

    def __init__(self, file: Path, limit: int | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file = file
        self._limit = limit
        self._now = now
        self._lock = Lock()

    def is_left(self) -> bool:
        """Whether the model may still be asked today."""
        return self._limit is None or self.spent() < self._limit

    def spent(self) -> int:
        """The tokens used today; none where the file cannot be read and nothing is limited."""
        with self._connection() as connection:
            found = connection.execute("SELECT tokens FROM used WHERE day = ?", (self._day(),)).fetchone()
        return int(found[0]) if found else 0

    def spend(self, tokens: int) -> None:
        """Nothing; adds to today's tokens and forgets the days before. Without a limit nothing is written down."""
        if self._limit is None:
            return
        with self._connection() as connection:
            connection.execute("DELETE FROM used WHERE day < ?", (self._day(),))
            connection.execute(
                "INSERT INTO used VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens",
                (self._day(), tokens),
            )

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
