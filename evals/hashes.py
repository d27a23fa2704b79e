"""Hashes by which a step knows that what it made before is still what it would make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
# What ships inside a package and is no part of the program: documents and questions.
_NO_PROGRAM = (
    PROJECT / "corpus" / "assessments",
    PROJECT / "evals" / "cases",
    PROJECT / "evals" / "thresholds",
)
_PROGRAM_SUFFIXES = (".py", ".toml")


def text_hash(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def value_hash(value: Any) -> str:  # noqa: ANN401
    """The SHA-256 of a JSON value, whatever the order of its keys."""
    return text_hash(json.dumps(value, sort_keys=True, ensure_ascii=False))


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes; OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_hash(paths: Iterable[Path], below: Path) -> str:
    """One SHA-256 of several files' names and bytes; names count from the folder `below`."""
    return value_hash({path.relative_to(below).as_posix(): file_hash(path) for path in paths})


@cache
def program_hash(*places: str, without: tuple[str, ...] = ()) -> str:
    """One SHA-256 of the source and data files of the program at `places`: packages, folders or files of the project.

    The files in `without` are left out.

    Two programs of the same hash do the same; the version alone does not say so while somebody works on the program.
    """
    left_out = {PROJECT / each for each in without}
    found = {path for place in places for path in _program_files(PROJECT / place)} - left_out
    return files_hash(sorted(found), PROJECT)


def _program_files(place: Path) -> list[Path]:
    found = [place] if place.is_file() else place.rglob("*")
    return [
        path
        for path in found
        if path.suffix in _PROGRAM_SUFFIXES
        and path.is_file()
        and not any(path.is_relative_to(no) for no in _NO_PROGRAM)
    ]
