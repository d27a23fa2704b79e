"""Which sentences of the passages found answer a question: coverage of its words, weighed by how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.same_words import SameWords
from corpus.questionnaire import Questionnaire
from corpus.types import Language
from index.sentences import Block, blocks_of, sentences_of
from index.types import Passage
from index.words import plain_words, stems

# A word of the question found only in the rest of the passage, or only in what the item asks, counts for less than
# one in the sentence itself: the sentence may then be about something else.
_IN_PASSAGE, _IN_ITEM = 0.5, 0.35
# A word that says the same counts a little less than the question's own.
_SAME_WORD = 0.9
# What the search's order, the item named in the question and a fitting kind of words add; they decide between
# sentences that cover the question about equally well.
_RANK_BONUS, _ITEM_BONUS, _KIND_BONUS = 0.15, 0.1, 0.08
_RANK_SCALE = 5.0
# A quotation shows the whole passage up to here, beyond it the sentence and as many neighbours as fit.
_WINDOW_CHARACTERS = 420
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of a passage that may answer. `score` orders; `coverage` (0 to 1) is how much of the question it has."""

    passage: Passage
    start: int
    end: int
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for.

    `terms` are stems of `language`; `same` are, for a passage's language and a term, the stems that say the same.
    `items` are the items it is about, `number` is True where a number or date is asked for.
    """

    terms: tuple[str, ...]
    items: tuple[int, ...]
    language: Language
    same: SameWords
    number: bool = False

    def covered(self, term: str, words: frozenset[str], language: Language) -> float:
        """How far `words` of `language` have the term: 1 for itself, a little less for a word that says the same."""
        if term in words:
            return 1.0
        return _SAME_WORD if self.same.of(term, self.language, language) & words else 0.0


@lru_cache(maxsize=20_000)
def terms_of(text: str, language: Language) -> tuple[str, ...]:
    """The different stems of a text's words, without stop words, in order.

    Kept, because the same sentences are compared with every question; 20,000 are about 100 assessments.
    """
    words = plain_words(text, language)
    stem_of = stems(words, language)
    return tuple(dict.fromkeys(stem_of[word] for word in words))


def best_pieces(
    wanted: Wanted, passages: Sequence[Passage], texts: Mapping[str, str], questionnaire: Questionnaire
) -> tuple[Piece, ...]:
    """One piece of each passage, best first. `passages` come in the search's order, `texts` are the documents'."""
    words = {passage.id: frozenset(terms_of(passage.text, passage.language)) for passage in passages}
    item_words = {
        (item.number, language): frozenset(terms_of(f"{item.wording.of(language)} {item.short.of(language)}", language))
        for item in questionnaire.items
        for language in {passage.language for passage in passages}
    }
    weights = _rarity(wanted, passages, words)
    pieces = []
    for rank, passage in enumerate(passages):
        around = words[passage.id], item_words[(passage.item, passage.language)]
        pieces.append(_best_of(passage, rank, wanted, weights, around, texts[passage.document]))
    return tuple(sorted(pieces, key=lambda piece: (-piece.score, piece.passage.id)))


def _rarity(wanted: Wanted, passages: Sequence[Passage], words: Mapping[str, frozenset[str]]) -> dict[str, float]:
    found = Counter(
        term
        for passage in passages
        for term in wanted.terms
        if wanted.covered(term, words[passage.id], passage.language)
    )
    return {term: math.log(1 + len(passages) / (1 + found[term])) for term in wanted.terms}


def _best_of(
    passage: Passage,
    rank: int,
    wanted: Wanted,
    weights: Mapping[str, float],
    around: tuple[frozenset[str], frozenset[str]],
    text: str,
) -> Piece:
    in_passage, in_item = around
    whole = sum(weights.values()) or 1.0
    best: tuple[float, float, int, int] | None = None
    for start, end in sentences_of(text, passage.start, passage.end):
        own = frozenset(terms_of(text[start:end], passage.language))
        covered = sum(
            weight
            * max(
                wanted.covered(term, own, passage.language),
                _IN_PASSAGE * wanted.covered(term, in_passage, passage.language),
                _IN_ITEM * wanted.covered(term, in_item, passage.language),
            )
            for term, weight in weights.items()
        )
        coverage = covered / whole
        score = coverage + _RANK_BONUS / (1 + rank / _RANK_SCALE)
        score += _ITEM_BONUS if passage.item in wanted.items else 0.0
        score += _KIND_BONUS if wanted.number and _NUMBER.search(text[start:end]) else 0.0
        if best is None or score > best[0]:
            best = (score, coverage, start, end)
    assert best is not None, "a passage has at least one sentence"
    score, coverage, start, end = best
    return Piece(passage, *_window(text, passage, start, end), score, coverage)


def _window(text: str, passage: Passage, start: int, end: int) -> tuple[int, int]:
    """What is shown for a sentence: the whole passage if short, else its list, else as many neighbours as fit."""
    if passage.end - passage.start <= _WINDOW_CHARACTERS:
        return passage.start, passage.end
    for block in blocks_of(text, passage.start, passage.end):
        if block.start <= start < block.end:
            return _in_block(text, block, start, end)
    return start, end


def _in_block(text: str, block: Block, start: int, end: int) -> tuple[int, int]:
    if block.leads_in and start < block.lines[0][1]:
        return block.start, block.end
    for following, stop in sentences_of(text, block.start, block.end):
        if following >= end and stop - start <= _WINDOW_CHARACTERS:
            end = stop
    return start, end
