"""What people say of answers, kept in one SQLite file that the first feedback makes.

Nothing tells who said it: no address, no browser, and of the time only the day. The question, and how it was read
(which can repeat its words), are there only where the person sent the question along. Personal data in them is masked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from assistant.errors import FeedbackUnusable
from assistant.personal_data import masked
from assistant.types import AnswerKind
from corpus.types import Language

Verdict = Literal["helpful", "not_helpful"]
FeedbackReason = Literal["wrong", "incomplete", "wrong_source", "unclear", "other"]

_FORMAT = 1
_LOCK_TIMEOUT_S = 10.0
# AUTOINCREMENT: the number of an entry that was deleted is never given to another one.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, verdict TEXT NOT NULL, language TEXT NOT NULL,
    kind TEXT NOT NULL, index_id TEXT NOT NULL, reasons TEXT NOT NULL, text TEXT NOT NULL, question TEXT, reading TEXT
)
"""
_COLUMNS = "verdict, language, kind, index_id, reasons, text, question, reading"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person says of one answer of a `kind`, given in `language` from the index `index`.

    `question` is None unless it was sent along; `reading` is how it was read.
    """

    verdict: Verdict
    language: Language
    kind: AnswerKind
    index: str
    reasons: tuple[FeedbackReason, ...] = ()
    text: str = ""
    question: str | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class KeptFeedback:
    """Feedback with its number, which no other has or will have, and the day it was given."""

    number: int
    day: date
    feedback: Feedback


_feedback = TypeAdapter(Feedback)


class FeedbackStore:
    """The feedback in the file `path`, each kept for `days` days. May be used from several threads and processes."""

    def __init__(self, path: Path, days: int, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._days = days
        self._today = today

    @property
    def path(self) -> Path:
        """The file, which need not exist."""
        return self._path

    @property
    def days(self) -> int:
        """The number of days that feedback is kept."""
        return self._days

    def keep(self, feedback: Feedback) -> None:
        """Nothing; adds `feedback`, its reading only with its question, personal data masked; deletes what is too old.

        FeedbackUnusable where the file or the disk does not let it.
        """
        row = (
            feedback.verdict,
            feedback.language,
            feedback.kind,
            feedback.index,
            json.dumps(feedback.reasons),
            masked(feedback.text, feedback.language),
            _masked(feedback.question, feedback.language),
            None if feedback.question is None else _masked(feedback.reading, feedback.language),
        )
        with self._opened("rwc") as connection:
            connection.execute(f"INSERT INTO feedback (day, {_COLUMNS}) VALUES (?{', ?' * 8})", (self._day(0), *row))

    def drop_old(self) -> None:
        """Nothing; deletes what is too old. FeedbackUnusable where the file or the disk does not let it."""
        if self._path.exists():
            with self._opened("rw"):
                pass

    def kept(self) -> tuple[KeptFeedback, ...]:
        """All feedback that is not too old, oldest first; FeedbackUnusable for a file that cannot be read."""
        if not self._path.exists():
            return ()
        with self._opened("rw") as connection:
            rows = connection.execute(f"SELECT number, day, {_COLUMNS} FROM feedback ORDER BY number").fetchall()
        try:
            return tuple(_kept(row) for row in rows)
        except ValueError as error:
            raise FeedbackUnusable(
                f"{self._path} has an entry that is no feedback ({error}). Delete the entry, or the file."
            ) from error

    def _day(self, ago: int) -> str:
        return (self._today() - timedelta(days=ago)).isoformat()

    @contextmanager
    def _opened(self, mode: Literal["rwc", "rw"]) -> Iterator[sqlite3.Connection]:
        """The file without what is too old, for one transaction; "rwc" makes it, for its owner's eyes alone."""
        try:
            if mode == "rwc":
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
            address = f"{self._path.absolute().as_uri()}?mode={mode}"
            with closing(sqlite3.connect(address, uri=True, timeout=_LOCK_TIMEOUT_S)) as connection, connection:
                _prepare(connection)
                connection.execute("DELETE FROM feedback WHERE day < ?", (self._day(self._days),))
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise FeedbackUnusable(
                f"The feedback file {self._path} cannot be used ({error}). Make room, mend its permissions, or move it "
                "away: a new one is then begun."
            ) from error


def _masked(text: str | None, language: Language) -> str | None:
    return None if text is None else masked(text, language)


def _prepare(connection: sqlite3.Connection) -> None:
    """Nothing; makes the table in an empty file. sqlite3.Error for a file of another format."""
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is not left on the disk
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == 0:
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
    elif found != _FORMAT:
        raise sqlite3.DatabaseError(f"it has format {found}, not {_FORMAT}")


def _kept(row: tuple[int, str, str, str, str, str, str, str, str | None, str | None]) -> KeptFeedback:
    number, day, verdict, language, kind, index, reasons, text, question, reading = row
    values = {
        "verdict": verdict,
        "language": language,
        "kind": kind,
        "index": index,
        "reasons": json.loads(reasons),
        "text": text,
        "question": question,
        "reading": reading,
    }
    return KeptFeedback(number, date.fromisoformat(day), _feedback.validate_python(values))
