"""Whether a word that has an opposite stands with the same words in a sentence as in its passages: "low attrition"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.model.checks.support import Supporter
from assistant.model.checks.units import Unit, bare_unit, joined_pieces, ordered_words, stems_in
from assistant.model.checks.words import CheckingWords
from corpus.types import Language

_NEAR = 2  # words, in the passage
Side = tuple[int, bool]  # the number of a pair of opposites, and whether it is the first of the two


def has_no_opposite(text: str, language: Language, units: Sequence[Unit], supporter: Supporter) -> bool:
    """Whether no word beside one of a pair of opposites stands, in what a sentence rests on, beside the other only."""
    for piece in joined_pieces(text):
        said = ordered_words(piece, language)
        sides = [_side(word, language, supporter.words) for word in said]
        for at, side in enumerate(sides):
            beside = [near for near in (at - 1, at + 1) if side and 0 <= near < len(said) and sides[near] is None]
            for near in beside:
                there = {each for unit in units for each in _beside(said[near], language, unit, supporter)}
                if side and (side[0], not side[1]) in there and side not in there:
                    return False
    return True


def _beside(word: str, language: Language, unit: Unit, supporter: Supporter) -> Iterator[Side]:
    """Which words of the pairs stand near a word in a unit."""
    meant = stems_in(word, language)
    for piece in joined_pieces(unit.text):
        there = ordered_words(piece, unit.language)
        for at, other in enumerate(there):
            if supporter.same_is_in(meant, language, bare_unit(other, unit.language)):
                near = there[max(0, at - _NEAR) : at + _NEAR + 1]
                yield from filter(None, (_side(each, unit.language, supporter.words) for each in near))


def _side(word: str, language: Language, words: CheckingWords) -> Side | None:
    for number, pair in enumerate(words.opposites):
        for is_first, phrases in ((True, pair.one), (False, pair.other)):
            if any(word == each or (each[-1] == "*" and word.startswith(each[:-1])) for each in phrases.of(language)):
                return number, is_first
    return None
