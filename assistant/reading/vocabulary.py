"""The words by which a question is read, from assistant/vocabulary/reading.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS, Phrases

SHIPPED = Path(__file__).parent.parent / "vocabulary" / "reading.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by what they tell of a question; the file says what each is."""

    __pydantic_config__: ClassVar = STRICT_KEYS

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
    ticks: Phrases
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
    return read_data_file(path, Vocabulary)
