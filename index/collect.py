"""Which files the given paths stand for, and what is known of where they came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.readers.read import bytes_of
from corpus.shown import shown_name
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
    Folders in `ours` are never entered: Candour's own, should its home lie among the assessments. Nor is a symbolic
    link followed out of the folder that was given; a path given itself may be one.
    """
    closed = {Path(os.path.realpath(folder)) for folder in ours}
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        before = len(problems)
        found = list(_files_of(path, suffixes, notes, problems, closed))
        for file in found:
            files.setdefault(Path(os.path.realpath(file)), file)
        if not found and len(problems) == before and path.is_dir():
            message = f"{shown_name(path)} holds no assessment. Give a folder or file with one ({', '.join(suffixes)})."
            problems.append(Problem(shown_name(path), message, "nothing_found"))
    return Collected(tuple(files.values()), tuple(problems))


def _files_of(
    path: Path, suffixes: Sequence[str], notes: Notes, problems: list[Problem], closed: set[Path]
) -> Iterator[Path]:
    if not os.path.exists(path):
        problems.append(_missing(path))
        return
    for file in _below(path, problems, closed) if os.path.isdir(path) else (path,):
        name = shown_name(file)
        if file.name == PROVENANCE:
            continue
        if file.name.lower().split(".")[0] in _BESIDE:
            notes(Note("skipped", name, f"{name} was passed over: it goes with assessments and is none."))
        elif file != path and file.suffix.lower() not in suffixes:
            notes(Note("skipped", name, f"{name} was passed over: its ending is none of {', '.join(suffixes)}."))
        elif file != path and file.is_symlink() and (problem := _leads_astray(file, path)):
            problems.append(problem)
        else:
            yield file


def _missing(path: Path) -> Problem:
    """What there is to say of a path that leads nowhere, or that the system does not even look up."""
    name = shown_name(path)
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            message = f"{name} cannot be read ({error.strerror}). Check the path and its permissions."
            return Problem(name, message, "unreadable_file")
    return Problem(name, f"{name} does not exist. Check the path.", "not_found")


def _leads_astray(link: Path, folder: Path) -> Problem | None:
    """The problem of a symbolic link in `folder` that leads nowhere, or out of it.

    Whoever gives a folder gives what is in it: a folder from elsewhere must not bring the reader's own files in.
    """
    name, target = shown_name(link), Path(os.path.realpath(link))
    if not os.path.exists(link):
        message = f"{name} is a symbolic link that leads nowhere. Mend it or delete it."
    elif target.is_relative_to(os.path.realpath(folder)):
        return None
    else:
        message = (
            f"{name} is a symbolic link out of {shown_name(folder)}, to {shown_name(target)}, and is not followed. "
            f"If that belongs to the corpus, give its path, or put a copy of it into the folder."
        )
    return Problem(name, message, "symbolic_link")


def _below(folder: Path, problems: list[Problem], closed: set[Path]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        name = shown_name(str(error.filename))
        problems.append(
            Problem(name, f"{name} cannot be read ({error.strerror}). Check its permissions.", "unreadable_file")
        )

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        below = [Path(parent) / name for name in sorted(folders) if not name.startswith(".")]
        linked = [each for each in below if each.is_symlink()]
        problems.extend(filter(None, (_leads_astray(each, folder) for each in linked)))
        # Where a link leads to is in the folder already, or not at all.
        folders[:] = [each.name for each in below if each not in linked and Path(os.path.realpath(each)) not in closed]
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
            name = shown_name(file)
            message = f"{PROVENANCE} describes another {name} (this one's SHA-256 is {sha256}); its origin is left out."
            self._notes(Note("provenance_mismatch", name, message))
            return None
        return Provenance(*(None if entry.get(key) is None else str(entry[key]) for key in ("address", "fetched")))

    def _beside(self, folder: Path) -> dict[str, dict[str, Any]]:
        if folder not in self._entries:
            self._entries[folder] = self._read(folder / PROVENANCE)
        return self._entries[folder]

    def _read(self, path: Path) -> dict[str, dict[str, Any]]:
        try:
            if not os.path.lexists(path):
                return {}
            tables = tomllib.loads(bytes_of(path).decode("utf-8")).get("file", [])
            return {entry["name"]: entry for entry in tables}
        except (UnreadableFile, ValueError, TypeError, KeyError, RecursionError) as error:
            name = shown_name(path)
            message = f"{name} cannot be used ({error!r}), so its files' origin is left out. Mend it and ingest again."
            self._notes(Note("provenance_unreadable", name, message))
            return {}
