"""The words by which dates are found, from corpus/data/date_words.toml, as patterns over folded text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import DataFileError
from corpus.folding import folded
from corpus.types import STRICT_KEYS, Bilingual, Language, Phrases

WORDS_FILE = Path(__file__).parent / "data" / "date_words.toml"

Edge = Literal["begin", "middle", "end", "first_half", "second_half"]
Before = Literal["by", "before", "in", "from", "after"]
MonthDay = tuple[int, int]

GAP = r"(?: +| *\n *)"  # one line end at most: a text with hard line breaks, not two paragraphs

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Season:
    """A season: its words, and its first and last day as month and day."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    en: tuple[str, ...]
    fr: tuple[str, ...]
    first: MonthDay
    last: MonthDay

    @property
    def over_new_year(self) -> bool:
        """Whether it ends in the year after the one it begins in."""
        return self.first > self.last


@dataclass(frozen=True, slots=True)
class DateFile:
    """The data file; it says itself what each entry is."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    month: tuple[Phrases, ...]
    season: tuple[Season, ...]
    quarter: tuple[Phrases, ...]
    fiscal: Phrases
    calendar: Phrases
    edge: dict[Edge, Phrases]
    role: dict[Before, Phrases]
    latest: Phrases
    small: Phrases
    to: Phrases
    also: Phrases
    between: Phrases
    next: Phrases
    next_after: Phrases
    day_ending: Phrases
    not_after: Phrases
    plan: Phrases
    plan_endings: Phrases
    past: Phrases
    happened: Phrases
    starts: Phrases
    finishes: Phrases


@dataclass(frozen=True, slots=True)
class DateWords:
    """One language's words: what each folded word means, and alternatives of a regular expression that find them.

    `small`, in patterns, are any number of small words with the blank space after them.
    """

    months: Mapping[str, int]
    month_names: Mapping[str, int]
    seasons: Mapping[str, Season]
    quarters: Mapping[str, int]
    edges: Mapping[str, Edge]
    roles: Mapping[str, Before]
    fiscal: str
    calendar: str
    latest: str
    small: str
    to: str
    to_or_also: str
    between: str
    next: str
    next_after: str
    day_ending: str
    not_after: str
    markers: Mapping[str, Literal["plan", "past"]]
    plan_endings: str
    happened: str
    turns: Mapping[str, Literal["starts", "finishes"]]


def one_of(words: Iterable[str]) -> str:
    """A pattern for one of the folded words, the longest first; one that never matches for none."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_pattern(word) for word in ordered) + ")" if ordered else r"(?!)"


def same_spacing(words: str) -> str:
    """Folded words as keys of a mapping: single spaces, whatever blank space was found between them."""
    return " ".join(words.split())


@cache
def date_words(language: Language) -> DateWords:
    """The words of the shipped data file in `language`; DataFileError names the place of a mistake."""
    return words_in(date_file(), language)


@cache
def date_file(path: Path = WORDS_FILE) -> DateFile:
    """What a data file holds; DataFileError where it cannot be read or an entry is not what it should be."""
    try:
        file = TypeAdapter(DateFile).validate_python(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: cannot be read ({error}). Mend or restore the file.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"{path}: {place}: {first['msg']}. Mend the entry.") from error
    if len(file.month) != 12 or len(file.quarter) != 4:
        raise DataFileError(f"{path}: a year has 12 months and 4 quarters. Restore the entries.")
    return file


def month_name(month: int) -> Bilingual:
    """What the month (1 to 12) is called."""
    words = date_file().month[month - 1]
    return Bilingual(words.en[0], words.fr[0])


def words_in(file: DateFile, language: Language) -> DateWords:
    """The words of the file in one language."""

    def all_of(phrases: Phrases) -> list[str]:
        return [folded(word) for word in phrases.of(language)]

    def by_word(entries: Iterable[tuple[T, Sequence[str]]]) -> dict[str, T]:
        return {folded(word): meaning for meaning, words in entries for word in words}

    seasons = [(season, season.en if language == "en" else season.fr) for season in file.season]
    markers: dict[str, Literal["plan", "past"]] = {word: "past" for word in all_of(file.past)}
    markers |= {word: "plan" for word in all_of(file.plan)}
    turns: dict[str, Literal["starts", "finishes"]] = {word: "starts" for word in all_of(file.starts)}
    turns |= {word: "finishes" for word in all_of(file.finishes)}
    months = list(enumerate(file.month, start=1))
    return DateWords(
        months=by_word((number, words.of(language)) for number, words in months),
        month_names=by_word((number, words.of(language)[:1]) for number, words in months),
        seasons=by_word(seasons),
        quarters=by_word((number, words.of(language)) for number, words in enumerate(file.quarter, start=1)),
        edges=by_word((edge, words.of(language)) for edge, words in file.edge.items()),
        roles=by_word((role, words.of(language)) for role, words in file.role.items()),
        fiscal=one_of(all_of(file.fiscal)),
        calendar=one_of(all_of(file.calendar)),
        latest=one_of(all_of(file.latest)),
        small=f"(?:{_spaced_words(all_of(file.small))})*",
        to=f"(?:{_spaced_words(all_of(file.to))})",
        to_or_also=f"(?:{_spaced_words([*all_of(file.to), *all_of(file.also)])})",
        between=one_of(all_of(file.between)),
        next=one_of(all_of(file.next)),
        next_after=one_of(all_of(file.next_after)),
        day_ending=one_of(all_of(file.day_ending)),
        not_after=one_of(all_of(file.not_after)),
        markers=markers,
        plan_endings=one_of(all_of(file.plan_endings)),
        happened=one_of(all_of(file.happened)),
        turns=turns,
    )


def _pattern(word: str) -> str:
    return GAP.join(re.escape(part) for part in word.split())


def _spaced_words(words: Iterable[str]) -> str:
    return "|".join(_spaced(word) for word in sorted(words, key=len, reverse=True))


def _spaced(word: str) -> str:
    """A small word with the blank space after it, which an elided one ("l'") does not need."""
    return _pattern(word) + (f"{GAP}?" if word.endswith("'") else GAP)
