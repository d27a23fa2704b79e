"""Writes that survive a crash: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_durably(path: Path, data: bytes) -> None:
    """Replaces `path` by `data` in one step that is on the disk when this returns; OSError where it cannot."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Puts a folder's list of names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Puts every file and folder under `folder` on the disk."""
    for parent, _, files in os.walk(folder):
        for name in files:
            sync_folder(Path(parent) / name)
        sync_folder(Path(parent))


@contextmanager
def locked(path: Path, operation: int) -> Iterator[int]:
    """An open descriptor of `path` (made if absent) under the lock `operation` of fcntl.flock.

    The lock ends with the context or the process. BlockingIOError with LOCK_NB where another holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, operation)
        yield descriptor
    finally:
        os.close(descriptor)
