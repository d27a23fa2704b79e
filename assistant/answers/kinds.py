"""Kinds of things that are asked for (a date, a reason, a person ...), and whether words show one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal

from assistant.data_file import read_data_file
from assistant.reading.phrases import Word, find_any, phrase_words, question_words
from corpus.types import STRICT_KEYS, Language, Phrases

SHIPPED = Path(__file__).parent.parent / "vocabulary" / "kinds.toml"

Sign = Literal["digits", "percent", "money", "date", "quotes", "names", "commas", "list", "contact"]

# "And who ...?", "To begin with, where ...?"
_FIRST_WORDS = 4
# A year counts nothing.
_DIGITS = re.compile(r"(?<![\w.])(?!(?:19|20)\d\d(?!\d))\d+(?:[.,\u00a0\u202f ]\d+)*")
_SIGNS: dict[str, re.Pattern[str]] = {
    "digits": _DIGITS,
    "percent": re.compile(r"\d\s?%"),
    "money": re.compile(r"\$\s?\d|\d\s?\$"),
    "date": re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
    "quotes": re.compile(r"[“«\"]\s?\w"),
    # Words with capitals that do not open a sentence.
    "names": re.compile(r"(?<=[\w,;’'] )(?:(?:the|le|la|les|l’|d’)\s?)?[A-ZÀ-Ý][\wÀ-ÿ’-]+"),
    "commas": re.compile(r",[^,]+(?:,| and | et | ou | or )"),
    # A telephone number or an e-mail address.
    "contact": re.compile(r"\d{3}[-. ]\d{4}|[\w.-]+@[\w-]+\.\w"),
    "list": re.compile(r"(?m)^\s*(?:[-•*–]|\d{1,2}[.)])\s"),
}


_NO_WORDS = Phrases()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: words of a question that ask for it, words and signs of a text that show it.

    `first` are words that ask for it among the first of a question only. `unrecorded` are words that ask for what no
    item records, so that only a text that shows it answers.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    name: str
    asked: Phrases = _NO_WORDS
    shown: Phrases = _NO_WORDS
    signs: tuple[Sign, ...] = ()
    first: Phrases = _NO_WORDS
    unrecorded: Phrases = _NO_WORDS

    @property
    def counts(self) -> bool:
        """Whether a bare number shows it, which may count anything."""
        return "digits" in self.signs


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar = STRICT_KEYS

    kind: tuple[Kind, ...]


@dataclass(frozen=True, eq=False)
class Kinds:
    """All kinds that are told apart. Compared by identity, so that what texts show can be kept."""

    kinds: tuple[Kind, ...]

    def asked_by(self, words: Sequence[Word], language: Language) -> frozenset[str]:
        """The names of the kinds that a question asks for; where one has more words than others, only those."""
        found = {
            kind.name: find_any(words, kind.asked.of(language), most_between=0)
            or find_any(words[:_FIRST_WORDS], kind.first.of(language), most_between=0)
            for kind in self.kinds
        }
        longest = max((place.words for place in found.values() if place), default=0)
        return frozenset(name for name, place in found.items() if place and place.words == longest)

    def recorded_nowhere(self, words: Sequence[Word], language: Language) -> tuple[Kind, ...]:
        """The kinds that a question asks for although no item records them."""
        return tuple(kind for kind in self.kinds if find_any(words, kind.unrecorded.of(language), most_between=0))

    def shown_by(self, text: str, language: Language) -> frozenset[str]:
        """The names of the kinds that a sentence shows."""
        return _shown(self, text, language)


def load_kinds(path: Path = SHIPPED) -> Kinds:
    """The kinds of a data file; DataFileError names file and entry of a mistake."""
    return Kinds(read_data_file(path, _File).kind)


# The same sentences are looked at for every question; 20,000 are about 100 assessments.
@lru_cache(maxsize=20_000)
def _shown(kinds: Kinds, text: str, language: Language) -> frozenset[str]:
    words = question_words(text)
    return frozenset(
        kind.name
        for kind in kinds.kinds
        if any(_SIGNS[sign].search(text) for sign in kind.signs) or _has(words, kind.shown.of(language))
    )


def _has(words: Sequence[Word], phrases: Sequence[str]) -> bool:
    texts = {word.text for word in words}
    for phrase in phrases:
        wanted = phrase_words(phrase)
        if len(wanted) == 1:
            text, beginning = wanted[0]
            if text in texts or (beginning and any(each.startswith(text) for each in texts)):
                return True
        elif find_any(words, (phrase,), most_between=0):
            return True
    return False
