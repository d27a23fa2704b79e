"""The words by which a question is read, from assistant/vocabulary/reading.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFileError
from corpus.types import Phrases

SHIPPED = Path(__file__).parent.parent / "vocabulary" / "reading.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by what they tell of a question; the file says what each is."""

    exception: Phrases
    in_english: Phrases
    in_french: Phrases
    count: Phrases
    share: Phrases
    organizations: Phrases
    facts_anywhere: Phrases
    facts: Phrases
    ones: Phrases
    yes_no: Phrases
    negation: Phrases
    boundary: Phrases
    neither: Phrases
    counted_of: Phrases
    either: Phrases
    said_no: Phrases
    said_yes: Phrases
    unanswered: Phrases
    instruction: Phrases
    number: Phrases
    person: Phrases
    person_pattern: Phrases
    percent: Phrases
    percent_pattern: Phrases
    how_many: Phrases
    number_pattern: Phrases
    item: Phrases
    follow_up: Phrases
    back_reference: Phrases
    language: Phrases
    filler: Phrases


def load_vocabulary(path: Path = SHIPPED) -> Vocabulary:
    """The vocabulary of a data file; DataFileError names file and entry of a mistake."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(tables) - set(Vocabulary.__dataclass_fields__)
        if unknown:
            raise DataFileError(f"{path}: unknown entries: {', '.join(sorted(unknown))}.")
        return TypeAdapter(Vocabulary).validate_python(tables)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: cannot be read ({error}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"{path}: {place}: {first['msg']}. Mend the entry.") from error
