"""Whether a number or month stands with the same words in a sentence as in the passage, and was not exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.model.checks.numbers import number_of
from assistant.model.checks.support import Supporter
from assistant.model.checks.units import Unit, bare_unit, ordered_words
from corpus.date_words import date_words
from corpus.folding import folded
from corpus.types import Language

_A_YEAR = ("19", "20")  # of four digits; beside a month, the month tells


def keeps_numbers_with_words(piece: str, language: Language, units: Sequence[Unit], supporter: Supporter) -> bool:
    """Whether in some unit the one number or month of a piece is nearest to most words of the piece.

    True for a piece with none or several, and where no word tells.
    """
    words = ordered_words(piece, language)
    own = {*_anchors(words, language).values()}
    if len(own) != 1:
        return True
    codes = [word for word in words if number_of(word) is None and any(map(str.isdigit, word))]
    said = (*supporter.claimed(piece, language), *codes)
    return not units or any(_is_nearest(said, language, unit, next(iter(own)), supporter) for unit in units)


def _is_nearest(said: Sequence[str], language: Language, unit: Unit, own: str, supporter: Supporter) -> bool:
    there = ordered_words(unit.text, unit.language)
    anchors = _anchors(there, unit.language)
    votes: Counter[bool] = Counter()
    for told in said:
        places = [
            at
            for at, word in enumerate(there)
            if at not in anchors
            and (word == told or supporter.same_is_in(frozenset({told}), language, bare_unit(word, unit.language)))
        ]
        nearest = sorted((abs(at - places[0]), anchor) for at, anchor in anchors.items()) if len(places) == 1 else []
        if nearest and (len(nearest) == 1 or nearest[0][0] < nearest[1][0]):
            votes[nearest[0][1] == own] += 1
    return votes[True] >= votes[False]


def _anchors(words: Sequence[str], language: Language) -> dict[int, str]:
    """The places of numbers and months among words, with what they are; of a month with its year the month."""
    months = {folded(name): number for name, number in date_words(language).month_names.items()}
    has_month = any(word in months for word in words)
    found: dict[int, str] = {}
    for at, word in enumerate(words):
        if word in months:
            found[at] = f"month {months[word]}"
        elif (number := number_of(word)) and not (has_month and len(number) == 4 and number.startswith(_A_YEAR)):
            found[at] = number
    return found
