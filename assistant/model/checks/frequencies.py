"""How often something happens, in one form for all ways to say it: "annual", "every year" and "une fois l'an"."""

from __future__ import annotations

import re
from functools import cache

from corpus.types import Language

# What a word counts, and how many of them: a year has 12 months.
_UNITS = {
    "year": (12, "m"), "fiscal year": (12, "m"), "calendar year": (12, "m"), "annum": (12, "m"), "semester": (6, "m"),
    "quarter": (3, "m"), "month": (1, "m"), "annually": (12, "m"), "yearly": (12, "m"), "monthly": (1, "m"),
    "weekly": (1, "w"), "daily": (1, "d"), "week": (1, "w"), "day": (1, "d"),
    "an": (12, "m"), "annee": (12, "m"), "exercice": (12, "m"), "semestre": (6, "m"), "trimestre": (3, "m"),
    "mois": (1, "m"), "semaine": (1, "w"), "jour": (1, "d"),
}  # fmt: skip
_WORDS = {
    "en": {
        r"semi-?\s?annual(?:ly)?|bi-?annual(?:ly)?|half-yearly": "every6m",
        r"biennial(?:ly)?": "every24m",
        r"bi-?monthly": "every2m",
        r"bi-?weekly|fortnightly": "every2w",
        r"on an annual basis|on a yearly basis|annual(?:ly)?|yearly": "every12m",
        r"on a quarterly basis|quarterly": "every3m",
        r"on a monthly basis|monthly": "every1m",
        r"on a weekly basis|weekly": "every1w",
        r"on a daily basis|daily|everyday|day[- ]to[- ]day": "every1d",
    },
    "fr": {
        r"semestriel(?:le)?s?|semestriellement|semi-?annuel(?:le)?s?|biannuel(?:le)?s?": "every6m",
        r"bisannuel(?:le)?s?": "every24m",
        r"bimestriel(?:le)?s?": "every2m",
        r"annuel(?:le)?s?|annuellement": "every12m",
        r"trimestriel(?:le)?s?|trimestriellement": "every3m",
        r"mensuel(?:le)?s?|mensuellement": "every1m",
        r"hebdomadaires?|hebdomadairement": "every1w",
        r"quotidien(?:ne)?s?|quotidiennement|journali(?:er|ere)s?|au jour le jour": "every1d",
    },
}
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
        rf"\b(?:once )?(?:every|each) (?P<other>other|second) {_EN_UNIT}",
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
    length, unit = _UNITS[groups["unit"]]
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
    return tuple((re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), word) for pattern, word in _WORDS[language].items())
