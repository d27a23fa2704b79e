"""Who administered what, and when: a line of JSON for each act, in one file that only its owner can read."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.errors import AuditUnusable
from corpus.errors import CandourError

ActName = Literal[
    "add_assessments", "rebuild_index", "remove_assessments", "export_feedback", "create_key", "revoke_key"
]
Fate = Literal["added", "replaced", "removed", "not_used", "refused"]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one thing: a document, or a file that is none.

    `file` is what it was read from, `instead_of` the document whose place it took, `code` why it was refused.
    """

    fate: Fate
    name: str
    file: str | None = None
    instead_of: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when (ISO 8601, UTC), who, what was done to what, how it ended, and what became of each thing.

    `outcome` is "done", "done_in_part" (some files were refused), "unchanged" (nothing was to be done), or the code of
    the error that the act ended in.
    """

    time: str
    who: str
    act: ActName
    what: tuple[str, ...]
    outcome: str
    became: tuple[Became, ...] = ()


@dataclass(slots=True)
class Told:
    """What the one who acts tells of the outcome, while it acts."""

    outcome: str = "done"
    became: tuple[Became, ...] = field(default=())


class AuditLog:
    """The acts in the file `path`. May be used from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def act(self, who: str, act: ActName, what: Sequence[str]) -> Iterator[Told]:
        """A block in which the act is done, and told of; afterwards the log has its line, however it ended.

        AuditUnusable before the act where the log cannot be written: what cannot be told of is not done.
        """
        outcome, told = "internal", Told()
        line = self._opened()
        try:
            yield told
            outcome = told.outcome
        except CandourError as error:
            outcome = error.code
            raise
        finally:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            written = asdict(Act(now, who, act, tuple(what), outcome, told.became))
            try:
                # Halves of surrogate pairs, of which names that are no UTF-8 are made, stand in JSON as escapes.
                os.write(line, json.dumps(written, ensure_ascii=False).encode(errors="backslashreplace") + b"\n")
            finally:
                os.close(line)

    def last(self, number: int) -> tuple[Act, ...]:
        """The last acts, the newest first; AuditUnusable where the log cannot be read."""
        try:
            # Not splitlines: a name may have characters that it takes for the end of a line.
            lines = self._path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise AuditUnusable(
                f"{self._path} cannot be read ({error}). Mend its permissions, or move it away."
            ) from error
        return tuple(_act(each) for each in reversed(lines[-number:]) if each)

    def _opened(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise AuditUnusable(
                f"{self._path}, in which acts of administration are written down, cannot be written "
                f"({error.strerror}), so nothing is done. Make room, or mend its permissions."
            ) from error


def _act(line: str) -> Act:
    told = json.loads(line)
    became = tuple(Became(**each) for each in told.get("became", ()))
    return Act(told["time"], told["who"], told["act"], tuple(told["what"]), told["outcome"], became)


def who_commands() -> str:
    """Under what name an act on the command line is written down; a container's user may have none."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = f"user {os.getuid()}"
    return f"{user} (command line)"
