"""What a run has done already: each step by what it was made from, so that only what changed is done again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import CannotWrite
from evals.hashes import file_hash, value_hash

_FILE = ".steps.json"


@dataclass(slots=True)
class Steps:
    """The steps of the run in `folder`, kept in a file of it. A damaged file counts as no step done."""

    folder: Path
    _done: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Steps:
        """The steps that were done in the folder."""
        with suppress(OSError, ValueError):
            done = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            if isinstance(done, dict):
                return cls(folder, done)
        return cls(folder)

    def once(self, name: str, made_of: Mapping[str, Any], files: Sequence[Path], work: Callable[[], object]) -> bool:
        """Whether `work` was done now: not where it was done before, of the same things, and its files are unchanged.

        CannotWrite where what was done cannot be noted.
        """
        if self.is_done(name, made_of, files):
            return False
        self._done.pop(name, None)
        started = time.perf_counter()
        work()
        seconds = round(time.perf_counter() - started, 2)
        hashes = {str(file.relative_to(self.folder)): file_hash(file) for file in files}
        self._done[name] = {"key": value_hash(made_of), "files": hashes, "seconds": seconds}
        self._write()
        return True

    def is_done(self, name: str, made_of: Mapping[str, Any], files: Sequence[Path]) -> bool:
        """Whether the step was done of the same things, and its files are unchanged."""
        try:
            done = self._done[name]
            kept = all(done["files"][str(file.relative_to(self.folder))] == file_hash(file) for file in files)
            return kept and bool(done["key"] == value_hash(made_of))
        except (OSError, KeyError, TypeError):
            return False

    def forget(self, system: str) -> None:
        """Takes the steps of a system for not done."""
        self._done = {name: done for name, done in self._done.items() if name.split(" ")[1:2] != [system]}

    def seconds(self, prefix: str) -> dict[str, float]:
        """How long each step whose name begins so took when it was done; names without the prefix."""
        return {
            name.removeprefix(prefix): done["seconds"] for name, done in self._done.items() if name.startswith(prefix)
        }

    @property
    def started_as(self) -> str | None:
        """The key of the run that this folder was begun for, None where it was finished or never begun."""
        key = self._done.get("started as")
        return key if isinstance(key, str) else None

    def begin(self, key: str) -> None:
        """Notes that a run is under way."""
        self._done["started as"] = key
        self._write()

    def finish(self) -> None:
        """Notes that the run is finished."""
        self._done.pop("started as", None)
        self._write()

    def _write(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _FILE).write_text(json.dumps(self._done, indent=1), encoding="utf-8")
        except OSError as error:
            raise CannotWrite(
                f"{self.folder} cannot be written ({error.strerror}). Name another folder with --out."
            ) from error
