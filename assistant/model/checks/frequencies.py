"""How often something happens, in one form for all ways to say it: "annual", "every year" and "une fois l'an"."""

from __future__ import annotations

import re
from functools import cache

from assistant.model.checks.words import shipped_words
from corpus.types import LANGUAGES, Language

_EN_UNIT = r"(?P<unit>fiscal year|calendar year|year|annum|semester|quarter|month|week|day)s?\b"
_FR_UNIT = r"(?P<unit>annee|an|exercice|semestre|trimestre|mois|semaine|jour)s?\b"
# "In a year" tells when, "a year" after anything else how often.
_EN_NO_RATE = (
    r"(?<!half )(?<!within )(?<!after )(?<!for )(?<!in )(?<!over )(?<!about )(?<!than )(?<!nearly )(?<!almost )"
    r"(?<!of )(?<!is )(?<!was )(?<!be )(?<!as )(?<!by )(?<!to )(?<!such )(?<!least )(?<!and )(?<!only )"
)
_PATTERNS = {
    "en": (
        r"\b(?:(?P<once>once|1 time|one time)|(?P<twice>twice)|(?P<times>\d+) times) "
        rf"(?:in )?(?:a|an|per|each|every) {_EN_UNIT}",
        r"\b(?:(?P<twice>twice)|(?P<times>\d+) times) (?P<unit>annually|yearly|monthly|weekly|daily)\b",
        r"\b(?P<many>\d+)[- ](?P<unit>month|week|year|day) intervals?\b",
        rf"\b(?:once )?(?:every|each) (?P<other>other|second|2nd) {_EN_UNIT}",
        rf"\b(?:once )?(?:every|each) (?P<many>\d+) {_EN_UNIT}",
        rf"\b(?:each|every|per) {_EN_UNIT}",
        rf"{_EN_NO_RATE}\ba (?P<unit>year|month|week)\b"
        r"(?! (?:ago|later|earlier|after|before|from|of|in|long|when|for))",
    ),
    "fr": (
        r"\b(?:(?P<once>une|1)|(?P<times>\d+)) fois (?:par |l'|tous les |toutes les |chaque |aux |dans l')"
        rf"(?:(?P<many>\d+) )?{_FR_UNIT}",
        rf"\b(?:tous les|toutes les|aux) (?P<many>\d+) {_FR_UNIT}",
        rf"\b(?:tous les|toutes les|(?:a )?chaque|par) {_FR_UNIT}",
    ),
}  # fmt: skip


def with_even_frequencies(text: str, language: Language) -> str:
    """A folded text, its numbers in digits, with a word such as "every12m" for each way to say how often."""
    for pattern in _patterns(language):
        text = pattern.sub(_even, text)
    for pattern, word in _adjectives(language):
        text = pattern.sub(word, text)
    return text


def _even(found: re.Match[str]) -> str:
    groups = found.groupdict()
    length, unit = _units()[groups["unit"]]
    length *= 2 if groups.get("other") else int(groups.get("many") or 1)
    times = 2 if groups.get("twice") else int(groups.get("times") or 1)
    if times and length % times == 0:
        return f"every{length // times}{unit}"
    return f"every{length}{unit}{times}times"


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _PATTERNS[language])


@cache
def _adjectives(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    said = ((word, "|".join(ways.of(language))) for word, ways in shipped_words().frequencies.items())
    return tuple((re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), word) for word, pattern in said if pattern)


@cache
def _units() -> dict[str, tuple[int, str]]:
    """How many months, weeks or days each word counts."""
    return {
        word: (int(length[:-1]), length[-1])
        for length, words in shipped_words().frequency_units.items()
        for language in LANGUAGES
        for word in words.of(language)
    }
