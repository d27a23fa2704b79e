"""Which option a printed tick is: by its whole label, else by distinguishing words, never by guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import folded
from corpus.lines import folded_wording, likeness, words_of
from corpus.types import LANGUAGES, Item, Language, Option

_SAME_LABEL = 0.9
# Of the words of a printed tick, this share must stand in some label of its item; else it is another option.
# Lower in French, where the printed labels are not the ones we know.
_EXPLAINED = {"en": 0.6, "fr": 0.3}
# A word as short as "Yes" decides only where nothing else is printed: "Yes, my organization ..." is a sentence whose
# other words decide, and "Yes and no" is another option.
_SHORT_WORD_LETTERS = 3
# Before a word that must not occur: "updated !not".
_NOT = "!"


def recognize(label: str, item: Item) -> Option | None:
    """The option that a printed `label` is, None for one that the questionnaire does not know."""
    printed = folded(label)
    for language in LANGUAGES:
        for option in item.options:
            if likeness(printed, folded_wording(option.label.of(language))) >= _SAME_LABEL:
                return option
    best: tuple[tuple[int, int], Option] | None = None
    for language in LANGUAGES:
        if not _explained(printed, item, language):
            continue
        for option in item.options:
            strength = _strength(printed, option, language)
            if strength and (best is None or strength > best[0]):
                best = (strength, option)
    return best[1] if best else None


def _strength(printed: str, option: Option, language: Language) -> tuple[int, int] | None:
    """Words and letters of the strongest set of word beginnings that all occur; None for no set."""
    words = words_of(printed)
    return max(
        (
            (len(sign.beginnings), sum(map(len, sign.beginnings)))
            for sign in map(_sign, option.recognize.of(language))
            if sign.fits(words)
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class _Sign:
    """Word beginnings that must all occur in a label, and words that must not."""

    beginnings: tuple[str, ...]
    excluded: frozenset[str]

    def fits(self, words: Sequence[str]) -> bool:
        short = len(self.beginnings) == 1 and len(self.beginnings[0]) <= _SHORT_WORD_LETTERS
        if self.excluded.intersection(words) or (short and len(words) > 1):
            return False
        return all(any(word.startswith(beginning) for word in words) for beginning in self.beginnings)


@lru_cache(maxsize=1024)
def _sign(entry: str) -> _Sign:
    pieces = folded(entry).split()
    excluded = [word for piece in pieces if piece.startswith(_NOT) for word in words_of(piece)]
    beginnings = [word for piece in pieces if not piece.startswith(_NOT) for word in words_of(piece)]
    return _Sign(tuple(beginnings), frozenset(excluded))


def _explained(printed: str, item: Item, language: Language) -> bool:
    known = {word for option in item.options for word in words_of(folded_wording(option.label.of(language)))}
    words = words_of(printed)
    return bool(words) and sum(word in known for word in words) / len(words) >= _EXPLAINED[language]


def label_likeness(label: str, item: Item) -> float:
    """How alike `label` is to the most similar option's label, 0 to 1."""
    printed = folded(label)
    return max(
        (
            likeness(printed, folded_wording(option.label.of(language)))
            for option in item.options
            for language in LANGUAGES
        ),
        default=0.0,
    )


def is_whole_label(label: str, item: Item) -> bool:
    """Whether `label` is an option's whole label, so that it is a tick even where no bullet is printed."""
    return label_likeness(label, item) >= _SAME_LABEL


def printed_option_id(label: str, item: int) -> str:
    """A stable id for an option as printed that the questionnaire does not know: "q6.printed-values-week"."""
    slug = "-".join(re.findall(r"[a-z0-9]+", folded(label))[:8]) or "option"
    return f"q{item}.printed-{slug}"
