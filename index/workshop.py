"""What every step of an ingest uses, and the lock that lets only one ingest work at a time."""

from __future__ import annotations

import errno
import fcntl
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from corpus.durable import locked
from corpus.errors import UnreadableFile
from corpus.organizations import Registry
from corpus.parse import assessment_of
from corpus.questionnaire import Questionnaire
from corpus.readers.read import source_of
from corpus.types import Assessment, Provenance
from index.collect import Notes
from index.errors import BuildFailed, IngestRunning
from index.home import Home, Index
from index.sources import Reading, Sources, candour_version

Progress = Callable[[str, int, int], None]  # step ("read", "cut", "embed", "write", "verify"), done, total or 0

_TRIES, _BETWEEN_TRIES_S = 5, 0.02
_FULL = ("disk is full", "No space left on device")  # SQLite's words, and the system's inside another message


@dataclass(frozen=True, slots=True)
class Workshop:
    """The index that is worked on, what files are read with, and whom to tell."""

    index: Index
    questionnaire: Questionnaire
    registry: Registry
    notes: Notes
    progress: Progress

    @property
    def sources(self) -> Sources:
        """The copies of what was ingested."""
        return Sources(self.index.home.sources)

    @property
    def reading(self) -> Reading:
        """What decides how files are read now."""
        return Reading(candour_version(), self.questionnaire.id, self.questionnaire.digest)

    def read(self, name: str, data: bytes, provenance: Provenance | None) -> Assessment:
        """The assessment in a file's bytes; UnreadableFile or NotAnAssessment where there is none."""
        try:
            return assessment_of(source_of(name, data), self.questionnaire, self.registry, provenance)
        except UnicodeEncodeError as error:
            raise UnreadableFile(
                f"{name} holds characters that no text can have ({error.reason}). "
                f"Save it as UTF-8 text and add it again."
            ) from error


@contextmanager
def one_ingest(home: Home) -> Iterator[None]:
    """Holds the home folder's ingest lock, which ends with the process at the latest.

    IngestRunning where another one holds it; errors of the disk in between become BuildFailed.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            _hold(home, stack)
            yield
    except (OSError, sqlite3.Error) as error:
        raise BuildFailed(disk_message(home, error)) from error


def _hold(home: Home, stack: ExitStack) -> None:
    """Takes the ingest lock; tries again for a moment, as `is_ingesting` holds it while it looks."""
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            stack.enter_context(locked(home.ingest_lock, fcntl.LOCK_EX | fcntl.LOCK_NB))
            return
        time.sleep(_BETWEEN_TRIES_S)
    raise IngestRunning(f"Another ingest is writing to {home.root}. Wait until it is done and run this one again.")


def disk_message(home: Home, error: Exception) -> str:
    """What to say of an error met while writing to the home folder, and what to do."""
    quota = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if quota or any(words in str(error) for words in _FULL):
        return (
            f"The disk that holds {home.root} is full. What served before still serves. "
            f"Free some space, or name another folder in CANDOUR_HOME, and run the command again."
        )
    return (
        f"The new index could not be written to {home.root} ({error}). What served before still serves. "
        f"Check the folder's permissions and run the command again."
    )
