"""Whether an answer's text says what its rows, counts and citations say: a reader sees the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpus.folding import folded
from corpus.types import Language
from evals.records import CoverageRecord, RowRecord
from evals.score.measures.facts import number_words, plain
from index.types import State

# Percentages are said to the whole or to some decimals; "0.5" is half a percentage point, the error of rounding.
_ROUNDED_BY = 0.5
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"\w+")
_STATES: dict[State, str] = {"matching": "yes", "not_matching": "no"}


def citations_marked(marks: Collection[int], numbers: Sequence[int]) -> float | None:
    """The share of the citations whose number stands in the text; None without citations."""
    if not numbers:
        return None
    return sum(number in marks for number in numbers) / len(numbers)


def organizations_named(rows: Sequence[RowRecord], text: str) -> float | None:
    """The share of the rows whose organization the text names, by either name; None for fewer than two rows."""
    if len(rows) < 2:
        return None
    said = _compared(plain(text))
    named = (any(name and _compared(name) in said for name in (row.organization, row.name)) for row in rows)
    return sum(named) / len(rows)


def matching_first(rows: Sequence[RowRecord]) -> float | None:
    """1 where no matching row stands after one that does not match; None for fewer than two rows."""
    if len(rows) < 2:
        return None
    matching = [row.state == "matching" for row in rows]
    return float(matching == sorted(matching, reverse=True))


def coverage_said(coverage: CoverageRecord | None, text: str, language: Language) -> float | None:
    """1 where the text says how many were examined and how many are in each state, of two organizations or more.

    A state that nobody is in may be left out, and a small number may be a word. None without coverage.
    """
    if coverage is None or coverage.organizations < 2:
        return None
    words = plain(text)
    said = set(_NUMERAL.findall(words))
    counts = {coverage.organizations, coverage.matching, coverage.not_matching, coverage.not_stated} - {0}
    return float(all(str(count) in said or _spoken(count, words, language) for count in counts))


def share_said(expected: float, text: str) -> float:
    """1 where a percentage of the text is the expected share (0 to 1), rounded to any decimals."""
    return float(any(abs(number - 100 * expected) <= _ROUNDED_BY for number in percentages(text)))


def percentages(text: str) -> tuple[float, ...]:
    """The percentages that stand in a Markdown text."""
    return tuple(float(number.replace(",", ".")) for number in _percentage().findall(_compared(plain(text))))


def yes_no_agrees(rows: Sequence[RowRecord], headline: str, text: str) -> float | None:
    """1 where an answer about one organization that opens with yes or no says what its row says, else 0.

    None for other answers, and for those that open otherwise.
    """
    first = _WORD.search(plain(headline or text))
    said = _yes_or_no(folded(first[0])) if first else None
    if len(rows) != 1 or said is None:
        return None
    return float(said == _STATES.get(rows[0].state))


def _yes_or_no(word: str) -> str | None:
    return next((key for key in ("yes", "no") if word in _of_both_languages(key)), None)


@cache
def _percentage() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in _of_both_languages("percent"))
    return re.compile(rf"(\d+(?:[.,]\d+)?) ?(?:{signs})")


def _of_both_languages(key: str) -> tuple[str, ...]:
    phrases = number_words()[key]
    return tuple(folded(phrase) for phrase in (*phrases.en, *phrases.fr))


def _spoken(count: int, words: str, language: Language) -> bool:
    phrases = number_words().get(str(count))
    said = f" {_compared(words)} "
    return phrases is not None and any(f" {_compared(phrase)} " in said for phrase in phrases.of(language))


def _compared(text: str) -> str:
    return " ".join(folded(text).split())
