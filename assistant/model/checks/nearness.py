"""Whether a number stands with the same words in a sentence as in the passage: the numbers of two things exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.model.checks.numbers import in_digits, number_of
from assistant.model.checks.support import Supporter
from assistant.model.checks.units import Unit, apart, bare_unit
from corpus.types import Language
from index.words import plain_words


def keeps_numbers_with_words(
    piece: str, text: str, language: Language, units: Sequence[Unit], supporter: Supporter
) -> bool:
    """Whether some unit has the one number of a piece nearest to the words of the piece.

    Nearer may be a number that the sentence `text` does not have: only one that it has was exchanged. True for a piece
    with no number or several, and where no word tells.
    """
    own = [number for word in _words(piece, language) if (number := number_of(word))]
    others = {number for word in _words(text, language) if (number := number_of(word))}.difference(own)
    if len(own) != 1 or not others or not units:
        return True
    said = supporter.claimed(piece, language)
    return any(_nearest(said, language, unit, own[0], others, supporter) for unit in units)


def _nearest(
    said: Sequence[str], language: Language, unit: Unit, own: str, others: set[str], supporter: Supporter
) -> bool:
    there = _words(unit.text, unit.language)
    numbers = {at: number for at, word in enumerate(there) if (number := number_of(word)) in {own, *others}}
    if not others.intersection(numbers.values()):
        return True
    votes: Counter[bool] = Counter()
    for stem in said:
        places = [
            at
            for at, word in enumerate(there)
            if at not in numbers and supporter.same_is_in(frozenset({stem}), language, bare_unit(word, unit.language))
        ]
        if len(places) == 1:
            nearest = sorted((abs(at - places[0]), number) for at, number in numbers.items())
            if len(nearest) == 1 or nearest[0][0] < nearest[1][0]:
                votes[nearest[0][1] == own] += 1
    return votes[True] >= votes[False]


def _words(text: str, language: Language) -> list[str]:
    return plain_words(apart(in_digits(text, language)), language)
