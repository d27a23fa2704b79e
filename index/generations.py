"""Generations as folders: `generations/<name>/`, with the name of the one that serves in `generations/current`.

A generation is written in its final place, because a store that is open does not survive being moved. It counts from
the moment it holds the file `published`; `current` is then replaced in one step. A generation is in use as long as
some process holds a shared lock on its file `in-use`. Locks end with the process that holds them, so a killed build or
server leaves nothing that needs mending: what it leaves is deleted at the next `begin`.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.durable import locked, sync_folder, sync_tree, write_durably
from index.errors import IndexUnusable, NoIndex

KEPT = 2  # the one that serves and the one before it, to go back to and for questions under way
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{6}")
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_PUBLISHED = "published"
_IN_USE = "in-use"
_CURRENT = "current"
_BOOKS = ".lock"
_PIN_ATTEMPTS = 20  # each lost one means that another ingest was published in between


class LocalGenerations:
    """Generations in one folder, which is made at the first `begin`. Safe for several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._building: dict[str, int] = {}

    def path(self, generation: str) -> Path:
        """The folder of a generation, whether it exists or not."""
        return self.folder / generation

    def current(self) -> str:
        """The generation that serves. One small read, so it may be asked for every question.

        NoIndex where nothing was ingested, IndexUnusable where the folder is not in order.
        """
        for _ in range(_PIN_ATTEMPTS):
            name = self._named()
            if (self.path(name) / _PUBLISHED).exists():
                return name
            # Others may have published twice since the name was read, and so retired the generation of that name.
            if self._named() == name:
                break
        raise IndexUnusable(
            f"The current index {name} is missing from {self.folder}. "
            f"Run `candour ingest` to build it again from its copies."
        )

    def published(self) -> tuple[str, ...]:
        """All complete generations, oldest first."""
        return tuple(name for name in self._names() if (self.path(name) / _PUBLISHED).exists())

    def begin(self) -> str:
        """A new generation to write into: an empty folder that nobody is served from before `publish`.

        Deletes what killed builds left. IndexUnusable where the folder holds other things than generations.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise IndexUnusable(f"{self.folder} is not a folder. Name another folder in CANDOUR_HOME.") from None
        self._refuse_foreign()
        with self._books():
            self._sweep()
            name = self._new_name()
            self.path(name).mkdir()
            (self.path(name) / _IN_USE).touch()
            descriptor = _use(self.path(name))
            if descriptor is not None:
                self._building[name] = descriptor
        return name

    def publish(self, generation: str) -> None:
        """Makes `generation` current in one atomic step and retires those beyond the last two."""
        folder = self.path(generation)
        with self._books():
            sync_tree(folder)
            write_durably(folder / _PUBLISHED, b"")
            write_durably(self.folder / _CURRENT, f"{generation}\n".encode())
            self._let_go(generation)
            older = [name for name in self.published() if name < generation]
            for name in older[: -(KEPT - 1)]:
                with suppress(OSError):  # the new one serves already; the next `begin` tries again
                    self._delete(name)

    def retire(self, generation: str) -> bool:
        """Deletes a generation that is neither current nor in use; False where it is, or where there is none.

        A generation begun here and not published is given up.
        """
        with self._books():
            self._let_go(generation)
            return self._delete(generation)

    @contextmanager
    def pin(self, generation: str | None = None) -> Iterator[str]:
        """Keeps a generation (the current one by default) from being deleted while the context lasts, by any process.

        IndexUnusable where the named generation is gone.
        """
        name, descriptor = self._pinned(generation)
        try:
            yield name
        finally:
            os.close(descriptor)

    def _named(self) -> str:
        """What the file that names the current generation says; errors as for `current`."""
        try:
            name = (self.folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            self._refuse_foreign()
            raise NoIndex(
                f"There is no index in {self.folder.parent}. Run `candour ingest PATH` with the assessments' folder."
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnusable(
                f"{self.folder / _CURRENT} cannot be read ({error}). Check the folder's permissions, or name another "
                f"folder in CANDOUR_HOME."
            ) from error
        if not _NAME.fullmatch(name):
            raise IndexUnusable(
                f"{self.folder / _CURRENT} names no generation of an index ({name[:60]!r}). "
                f"Run `candour ingest` to build the index again from its copies."
            )
        return name

    def _pinned(self, generation: str | None) -> tuple[str, int]:
        for _ in range(_PIN_ATTEMPTS):
            name = generation or self.current()
            descriptor = _use(self.path(name))
            if descriptor is not None:
                return name, descriptor
            if generation is not None:
                raise IndexUnusable(
                    f"The index {generation} was replaced and deleted. Ask again to use the newest one."
                )
        raise IndexUnusable(
            f"The index {name} in {self.folder} has lost its file {_IN_USE!r}. Run `candour ingest` to build it again."
        )

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(entry.name for entry in self.folder.iterdir() if _NAME.fullmatch(entry.name))

    def _new_name(self) -> str:
        now = datetime.now(UTC)
        names = self._names()
        if names:  # a clock that was set back must not make a new generation look old
            newest = datetime.strptime(names[-1].split("-")[0], _STAMP).replace(tzinfo=UTC)
            now = max(now, newest + timedelta(microseconds=1))
        return f"{now.strftime(_STAMP)}-{secrets.token_hex(3)}"

    def _refuse_foreign(self) -> None:
        """IndexUnusable for a folder that somebody else uses: deleting in it would be deleting their things."""
        if not self.folder.exists() or (self.folder / _CURRENT).exists():
            return
        if not self.folder.is_dir():
            raise IndexUnusable(f"{self.folder} is not a folder. Name another folder in CANDOUR_HOME.")
        foreign = [e.name for e in sorted(self.folder.iterdir()) if not _NAME.fullmatch(e.name) and e.name[0] != "."]
        if foreign:
            raise IndexUnusable(
                f"{self.folder} holds things that are not an index of Candour ({', '.join(foreign[:3])}). "
                f"Name another folder in CANDOUR_HOME."
            )

    @contextmanager
    def _books(self) -> Iterator[None]:
        """One process and thread at a time begins, publishes and deletes."""
        with locked(self.folder / _BOOKS, fcntl.LOCK_EX):
            yield

    def _let_go(self, generation: str) -> None:
        descriptor = self._building.pop(generation, None)
        if descriptor is not None:
            os.close(descriptor)

    def _sweep(self) -> None:
        kept = self.published()[-KEPT:]
        for name in self._names():
            if name not in kept:
                self._delete(name)

    def _delete(self, generation: str) -> bool:
        folder = self.path(generation)
        try:
            if not _NAME.fullmatch(generation) or not folder.is_dir() or generation == self._current_name():
                return False
            with locked(folder / _IN_USE, fcntl.LOCK_EX | fcntl.LOCK_NB):
                (folder / _PUBLISHED).unlink(missing_ok=True)  # first, so that half of one never counts
                shutil.rmtree(folder)
        except BlockingIOError:
            return False
        sync_folder(self.folder)
        return True

    def _current_name(self) -> str | None:
        """What `current` names, None where there is no such file. Unreadable counts as an error, never as None."""
        try:
            return (self.folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None


def _use(folder: Path) -> int | None:
    """A descriptor whose shared lock keeps `folder` from being deleted; None where it was deleted meanwhile."""
    try:
        descriptor = os.open(folder / _IN_USE, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    if os.fstat(descriptor).st_nlink == 0:
        os.close(descriptor)
        return None
    return descriptor
