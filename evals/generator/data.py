"""The generator's data files, read and checked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import DataFileError

FOLDER = Path(__file__).parent
_SHOWN = 10


class Strict(BaseModel):
    """What a data file holds: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Data = TypeVar("Data", bound=Strict)


def read_data(path: Path, model: type[Data]) -> Data:
    """The file at `path` as a `model`; DataFileError names file and entry."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return model.model_validate(raw)
    except OSError as error:
        raise DataFileError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} is not valid TOML in UTF-8: {error}. Mend that line.") from error
    except ValidationError as error:
        problems = [f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()]
        raise bad_data(path, problems) from error


def bad_data(path: Path, problems: list[str]) -> DataFileError:
    """The error for a file with `problems`, the first of which it lists."""
    more = f"\n  and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    listed = "".join(f"\n  {problem}" for problem in problems[:_SHOWN])
    return DataFileError(f"{path} has mistakes:{listed}{more}\nMend these entries.")
