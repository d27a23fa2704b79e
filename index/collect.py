"""Which files the given paths stand for, and what is known of where they came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.types import Provenance

PROVENANCE = "provenance.toml"
# What lies beside assessments in a folder that is kept with care, and is none.
_BESIDE = ("readme", "license", "licence", "changelog")


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying that stops nothing: a stable code, the file it concerns, and words for people."""

    code: str
    file: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that did not get in: `code` is that of the error, `message` says what to do."""

    file: str
    message: str
    code: str


# Problems of a path that names no file.
NO_FILE = ("not_found", "nothing_found")

Notes = Callable[[Note], None]


@dataclass(frozen=True, slots=True)
class Collected:
    """The files to read, in order, each once, and the paths that gave none."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def collect(paths: Sequence[Path], suffixes: Sequence[str], notes: Notes, ours: Sequence[Path] = ()) -> Collected:
    """The files of `paths`: a folder stands for what is in it and below it, in sorted order.

    In folders, hidden files and endings that are not in `suffixes` are passed over; so are, anywhere, files that only
    accompany assessments (README, LICENSE, CHANGELOG, provenance.toml). Those that a user may have meant to give are
    noted.
    Folders in `ours` are never entered: Candour's own, should its home lie among the assessments.
    """
    closed = {folder.resolve() for folder in ours}
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        found = list(_files_of(path, suffixes, notes, problems, closed))
        for file in found:
            files.setdefault(file.resolve(), file)
        if path.is_dir() and not found:
            message = f"{path} holds no assessment. Give a folder or file with one ({', '.join(suffixes)})."
            problems.append(Problem(str(path), message, "nothing_found"))
    return Collected(tuple(files.values()), tuple(problems))


def _files_of(
    path: Path, suffixes: Sequence[str], notes: Notes, problems: list[Problem], closed: set[Path]
) -> Iterator[Path]:
    if not path.exists():
        problems.append(Problem(str(path), f"{path} does not exist. Check the path.", "not_found"))
        return
    for file in _below(path, problems, closed) if path.is_dir() else (path,):
        if file.name == PROVENANCE:
            continue
        if file.name.lower().split(".")[0] in _BESIDE:
            notes(Note("skipped", str(file), f"{file} was passed over: it goes with assessments and is none."))
        elif file != path and file.suffix.lower() not in suffixes:
            notes(Note("skipped", str(file), f"{file} was passed over: its ending is none of {', '.join(suffixes)}."))
        else:
            yield file


def _below(folder: Path, problems: list[Problem], closed: set[Path]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        message = f"{error.filename} cannot be read ({error.strerror}). Check its permissions."
        problems.append(Problem(str(error.filename), message, "unreadable_file"))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        entered = (name for name in sorted(folders) if not name.startswith("."))
        folders[:] = [name for name in entered if (Path(parent) / name).resolve() not in closed]
        yield from (Path(parent) / name for name in sorted(files) if not name.startswith("."))


class ProvenanceFiles:
    """What the files `provenance.toml` beside assessments say; each is read once.

    Such a file holds tables `[[file]]` with `name`, `sha256`, and where known `address` and `fetched`.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._entries: dict[Path, dict[str, dict[str, Any]]] = {}

    def of(self, file: Path, sha256: str) -> Provenance | None:
        """Where `file` came from; None where nothing is said of it, or of another content than it has (noted)."""
        entry = self._beside(file.parent).get(file.name)
        if entry is None:
            return None
        if entry.get("sha256") != sha256:
            message = f"{PROVENANCE} describes another {file} (this one's SHA-256 is {sha256}); its origin is left out."
            self._notes(Note("provenance_mismatch", str(file), message))
            return None
        return Provenance(*(None if entry.get(key) is None else str(entry[key]) for key in ("address", "fetched")))

    def _beside(self, folder: Path) -> dict[str, dict[str, Any]]:
        if folder not in self._entries:
            self._entries[folder] = self._read(folder / PROVENANCE)
        return self._entries[folder]

    def _read(self, path: Path) -> dict[str, dict[str, Any]]:
        try:
            tables = tomllib.loads(path.read_text("utf-8")).get("file", [])
            return {entry["name"]: entry for entry in tables}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as error:
            message = f"{path} cannot be used ({error!r}), so its files' origin is left out. Mend it and ingest again."
            self._notes(Note("provenance_unreadable", str(path), message))
            return {}
