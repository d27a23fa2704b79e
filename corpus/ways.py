"""Ways people ask: example phrases for each option and item of a questionnaire, in a data file beside it.

`values-ethics-2024.ways.toml` stands beside `values-ethics-2024.toml`. A table is named after what its phrases say: an
option ("q5.updated"), a condition on options ("not q5.no_updates"), an item's topic ("item5"), or nothing of the form
("nothing"). A questionnaire without such a file is asked about in its own words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFileError
from corpus.questionnaire import Questionnaire
from corpus.types import Phrases

Ways = Mapping[str, Phrases]

TOPIC = "item"  # how the names of tables that hold an item's topic begin
NOTHING = "nothing"  # the table of what people type that says none of all this


def ways_file(questionnaire_file: Path) -> Path:
    """Where the phrases for a questionnaire's data file stand; the file need not be there."""
    return questionnaire_file.with_suffix(".ways.toml")


def topic_name(item: int) -> str:
    """The table that holds the phrases for an item's topic."""
    return f"{TOPIC}{item}"


def read_ways(path: Path, questionnaire: Questionnaire) -> Ways:
    """The phrases of the file by what they say, {} where there is none; DataFileError names a mistake."""
    if not path.exists():
        return {}
    try:
        ways = TypeAdapter(dict[str, Phrases]).validate_python(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: cannot be read ({error}). Mend or restore the file.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"{path}: {place}: {first['msg']}. Mend the entry.") from error
    known = known_names(questionnaire)
    for name in ways:
        # A condition is checked for its options here; whether it makes sense as a whole, whoever reads it finds out.
        unknown = name not in known and not set(re.findall(r"q\d+\.\w+", name))
        if unknown or set(re.findall(r"q\d+\.\w+", name)) - known:
            raise DataFileError(f"{path}: {name} names no option or item of {questionnaire.id}. Mend the name.")
    return ways


def known_names(questionnaire: Questionnaire) -> frozenset[str]:
    """The options' ids, the names of the items' topics, and that of nothing."""
    options = {option.id for item in questionnaire.items for option in item.options}
    return frozenset(options | {topic_name(item.number) for item in questionnaire.items} | {NOTHING})


def _flat(tables: dict[str, object]) -> dict[str, object]:
    """The tables under their whole names: TOML reads [q5.updated] as a table in a table."""
    flat: dict[str, object] = {}
    for name, value in tables.items():
        if isinstance(value, dict) and value and all(isinstance(inner, dict) for inner in value.values()):
            flat.update({f"{name}.{inner}": phrases for inner, phrases in value.items()})
        else:
            flat[name] = value
    return flat
