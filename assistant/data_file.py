"""Data files that a user may extend, read into typed values; a mistake is named with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFileError

T = TypeVar("T")


def read_data_file(path: Path, kind: type[T]) -> T:
    """The TOML file's tables as `kind`; DataFileError names the file and the entry with a mistake."""
    try:
        return TypeAdapter(kind).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: cannot be read ({error}). Mend or restore the file.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"{path}: {place}: {first['msg']}. Mend the entry.") from error
