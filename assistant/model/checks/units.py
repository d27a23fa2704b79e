"""A passage as its sentences and list entries, each with its words, numbers and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model.checks.numbers import Days, days_in, numbers_in, without_bullet
from assistant.model.checks.quoting import without_long_quotations
from assistant.model.checks.types import Evidence
from corpus.folding import folded
from corpus.types import Language
from index.sentences import blocks_of, sentences_of
from index.words import plain_words, stems

_BETWEEN = re.compile(r"[;:]\s|,\s(?!\d)|\s[–—-]\s|\s\(|\)")
_JOINING = re.compile(r"[;:]\s|,\s(?!\d)|\s[–—-]\s|\s(?:and|et|while|whereas|but|mais|tandis que|alors que)\s")
# A shorter piece ("No,") belongs to what follows it.
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a passage, which may be an entry of a list, with its stems, numbers and dates."""

    text: str
    language: Language
    stems: frozenset[str]
    numbers: frozenset[str]
    days: tuple[Days, ...]
    clauses: tuple[str, ...]


def units_of(evidence: Evidence) -> tuple[Unit, ...]:
    """The sentences of a passage, each line for itself; of ticked options the questionnaire's labels, too."""
    text = evidence.text
    spans = [span for block in blocks_of(text) for line in block.lines for span in sentences_of(text, *line)]
    printed = [_unit(text[start:end], evidence.language) for start, end in spans or [(0, len(text))]]
    return (*printed, *(_unit(label, language) for language, label in evidence.meanings))


def clauses_of(text: str) -> tuple[str, ...]:
    """The pieces of a sentence between commas, dashes and the like; very short ones with what follows."""
    return _joined(_BETWEEN.split(text))


def told_apart(text: str) -> tuple[str, ...]:
    """The pieces of a sentence that each tell something: parted by "and", too."""
    return _joined(_JOINING.split(text))


def stems_in(text: str, language: Language) -> frozenset[str]:
    """The stems of a text's words; those of hyphenated words joined and apart."""
    words = {*plain_words(text, language), *plain_words(apart(text), language)}
    return frozenset(stems(words, language).values())


def apart(text: str) -> str:
    """A folded text, the parts of hyphenated words as words."""
    return folded(text).replace("-", " ")


def _unit(text: str, language: Language) -> Unit:
    plain = without_long_quotations(without_bullet(text))
    return Unit(
        plain,
        language,
        stems_in(plain, language),
        numbers_in(plain, language),
        days_in(plain, language),
        clauses_of(plain),
    )


def _joined(pieces: Sequence[str]) -> tuple[str, ...]:
    joined: list[str] = []
    carried = ""
    for piece in pieces:
        carried = f"{carried} {piece}".strip()
        if len(carried.split()) >= _FEWEST_WORDS:
            joined.append(carried)
            carried = ""
    if carried:
        joined[-1:] = [f"{joined[-1]} {carried}"] if joined else [carried]
    return tuple(joined)
