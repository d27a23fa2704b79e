"""The words by which sentences are checked, from assistant/vocabulary/checking.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.folding import folded
from corpus.types import LANGUAGES, STRICT_KEYS, Language, Phrases
from index.words import stems

SHIPPED = Path(__file__).parent.parent.parent / "vocabulary" / "checking.toml"


@dataclass(frozen=True, slots=True)
class Opposites:
    """Words that say the opposite of others."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    one: Phrases
    other: Phrases


@dataclass(frozen=True)
class CheckingWords:
    """Phrases by what they do to a sentence; the file says what each is."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    neutral: Phrases
    framing: Phrases
    silent: Phrases
    telling: Phrases
    denied: Phrases
    without: Phrases
    planned: Phrases
    planned_too: Phrases
    to_come: Phrases
    aimed: Phrases
    aimed_too: Phrases
    not_a_turn: Phrases
    limits: Phrases
    periods: Phrases
    planned_endings: Phrases
    intending: Phrases
    infinitive_endings: Phrases
    under_way: Phrases
    under_way_too: Phrases
    progressive: Phrases
    progressive_endings: Phrases
    done: Phrases
    having: Phrases
    done_endings: Phrases
    present: Phrases
    inapplicable: Phrases
    must: Phrases
    obliged: Phrases
    may: Phrases
    may_too: Phrases
    all: Phrases
    single: Phrases
    doubled: Phrases
    most: Phrases
    part: Phrases
    part_too: Phrases
    only: Phrases
    last: Phrases
    before: Phrases
    after: Phrases
    about: Phrases
    above: Phrases
    below: Phrases
    more: Phrases
    less: Phrases
    orders: Phrases
    to_the_reader: Phrases
    no_orders: Phrases
    bare_ne: Phrases
    beside_ne: Phrases
    adverbs: Phrases
    everybody: Phrases
    sharing: Phrases
    sharing_endings: Phrases
    purposes: Phrases
    prefixes: Phrases
    verb_endings: Phrases
    before_a_unit: Phrases
    before_a_length: Phrases
    said_otherwise: Phrases
    opposites: tuple[Opposites, ...]
    lengths: Mapping[str, Phrases]
    frequency_units: Mapping[str, Phrases]
    frequencies: Mapping[str, Phrases]

    def claims(self, word: str, stem: str, language: Language) -> bool:
        """Whether a folded word claims something that a passage has to say.

        Neutral words claim nothing, nor do those that only say that something is told. Those that are turns have a
        check of their own (polarity.py).
        """
        if stem in self._neutral[language] or word in self._framing[language]:
            return False
        whole, beginnings = self._turning[language]
        return word not in whole and not word.startswith(beginnings)

    def is_telling(self, stem: str, language: Language) -> bool:
        """Whether a stem tells a fact of its own: it may not come from another sentence of a passage."""
        return stem in self._telling[language]

    def without_silent(self, text: str, language: Language) -> str:
        """A folded text without the phrases whose words claim nothing together ("under way", "en cours")."""
        return self._silent[language].sub(" ", text)

    @cached_property
    def _silent(self) -> dict[Language, re.Pattern[str]]:
        return {
            language: re.compile(rf"\b(?:{'|'.join(map(re.escape, map(folded, self.silent.of(language))))})\b")
            for language in LANGUAGES
        }

    @cached_property
    def _neutral(self) -> dict[Language, frozenset[str]]:
        return {language: _stems_of(self.neutral, language) for language in LANGUAGES}

    @cached_property
    def _telling(self) -> dict[Language, frozenset[str]]:
        return {language: _stems_of(self.telling, language) for language in LANGUAGES}

    @cached_property
    def _framing(self) -> dict[Language, frozenset[str]]:
        return {language: frozenset(map(folded, self.framing.of(language))) for language in LANGUAGES}

    @cached_property
    def _turning(self) -> dict[Language, tuple[frozenset[str], tuple[str, ...]]]:
        """The single words that are turns, and the beginnings of such words. What denies something claims it, too."""
        turning = (
            self.planned, self.aimed, self.under_way, self.must, self.may, self.all, self.most, self.part, self.only,
            self.last, self.before, self.after, self.about, self.above, self.below, self.more, self.less,
        )  # fmt: skip
        found: dict[Language, tuple[frozenset[str], tuple[str, ...]]] = {}
        for language in LANGUAGES:
            single = [folded(each) for phrases in turning for each in phrases.of(language) if " " not in each]
            whole = frozenset(each for each in single if not each.endswith("*"))
            found[language] = whole, tuple(each[:-1] for each in single if each.endswith("*"))
        return found


def _stems_of(phrases: Phrases, language: Language) -> frozenset[str]:
    return frozenset(stems(map(folded, phrases.of(language)), language).values())


def load_checking_words(path: Path = SHIPPED) -> CheckingWords:
    """The words of a data file; DataFileError names file and entry of a mistake."""
    return read_data_file(path, CheckingWords)


@cache
def shipped_words() -> CheckingWords:
    """The words that the software comes with, for what does not change with the file in use: numbers and endings."""
    return load_checking_words()
