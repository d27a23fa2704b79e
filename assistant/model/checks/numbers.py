"""The numbers and dates of a text, in digits or in words, each in one form that both languages share."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from text_to_num import alpha2digit

from assistant.model.checks.frequencies import with_even_frequencies
from assistant.model.checks.words import shipped_words
from corpus.date_words import date_words
from corpus.dates import dates_in
from corpus.folding import folded, unified
from corpus.types import LANGUAGES, Language
from index.words import plain_words

# The same passages are compared with each of a model's sentences.
_KEPT_TEXTS = 8192
Days = tuple[date, date]

# From here on: "one" is an article and a pronoun, too ("one of them", "une").
_LEAST = 2
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|er|re|eme|ieme|d|nde?)s?")
_FISCAL_YEAR = re.compile(r"\b(20\d\d)[-–/](\d\d)\b")
_BULLET = re.compile(r"^\s*(?:\d{1,2}|[a-z])[.)]\s+", re.MULTILINE)
# What a season is known by: "fall" and the French "été" have other meanings, too.
_BEFORE_A_SEASON = (
    r"(?<!\w)(?:in|by|the|this|last|next|each|every|of|early|late|mid|l'|d'|cet|chaque|cette|fin|debut|printemps)[ -]*"
)


@lru_cache(maxsize=_KEPT_TEXTS)
def numbers_in(text: str, language: Language) -> frozenset[str]:
    """The numbers of a text, codes that hold digits, months and seasons among them.

    "3", "three", "trois", "third" and "3e" are all "3"; May is "month 5", the fall "season 9". The numbers of a list
    are none of its entries'.
    """
    text = without_bullet(unified(text))
    digits = (word for word in plain_words(in_digits(text, language), language) if any(map(str.isdigit, word)))
    numbers = {ordinal[1] if (ordinal := _ORDINAL.fullmatch(word)) else word for word in digits}
    numbers |= _lengths_in(in_digits(text, language))
    words = date_words(language)
    numbers |= {f"month {words.month_names[folded(each[0])]}" for each in _months(language).finditer(text)}
    for each in _seasons(language).finditer(folded(text)):
        numbers.add(f"season {words.seasons[each[1] or each[2]].first[0]}")
    return frozenset(numbers)


@lru_cache(maxsize=_KEPT_TEXTS)
def days_in(text: str, language: Language) -> tuple[Days, ...]:
    """The dates of a text that have a year, each as its first and last day."""
    found = dates_in(text, language)
    return tuple((each.earliest, each.latest) for each in found if each.earliest and each.latest)


@lru_cache(maxsize=_KEPT_TEXTS)
def in_digits(text: str, language: Language) -> str:
    """A folded text with its numbers in digits, and what tells how often in words that hold digits."""
    written: str = alpha2digit(_before_a_unit().sub(r"\1 ", folded(text)), language, threshold=_LEAST)
    for pattern, words in _said_otherwise(language):
        written = pattern.sub(words, written)
    written = _FISCAL_YEAR.sub(r"\1-20\2", written)
    written = with_even_frequencies(written, language)
    return written.replace("twice", "2 times") if language == "en" else written


def number_of(word: str) -> str | None:
    """The number that a folded word in digits is, "3" for "3rd"; None for another word, a code among them."""
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    return word if word.replace(".", "").isdigit() else None


def without_bullet(text: str) -> str:
    """A text without the numbers or letters that open the lines of a list."""
    return _BULLET.sub("", text)


def _lengths_in(text: str) -> set[str]:
    """The lengths of time of a folded text in digits: "3 mois" and "3 working months" are "3 months"."""
    pattern, unit_of = _lengths()
    return {f"{found[1]} {unit_of[found[2]]}" for found in pattern.finditer(text)}


@cache
def _lengths() -> tuple[re.Pattern[str], dict[str, str]]:
    words = shipped_words()
    both = [each for language in LANGUAGES for each in words.before_a_length.of(language)]
    unit_of = {
        each: unit for unit, names in words.lengths.items() for language in LANGUAGES for each in names.of(language)
    }
    return re.compile(rf"\b(\d+) (?:(?:{'|'.join(both)}) )?({'|'.join(unit_of)})s?\b"), unit_of


@cache
def _said_otherwise(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (each.split(" | ") for each in shipped_words().said_otherwise.of(language))
    return tuple((re.compile(rf"(?<![\w-]){said}(?!\w)"), plain) for said, plain in pairs)


@cache
def _before_a_unit() -> re.Pattern[str]:
    both = [each for language in LANGUAGES for each in shipped_words().before_a_unit.of(language)]
    return re.compile(rf"\b({'|'.join(both)})-(?=[a-z]{{3}})")


@cache
def _months(language: Language) -> re.Pattern[str]:
    """The names of months as they are typed: English ones have a capital ("May")."""
    names = {*date_words(language).month_names, "février", "août", "décembre"}
    capital = "(?=[A-Z])" if language == "en" else ""
    return re.compile(rf"\b{capital}(?i:{'|'.join(names)})\b")


@cache
def _seasons(language: Language) -> re.Pattern[str]:
    names = "|".join(date_words(language).seasons)
    return re.compile(rf"\b({names})\b(?= (?:de |of )?(?:20)?\d\d\b)|{_BEFORE_A_SEASON}({names})\b")
