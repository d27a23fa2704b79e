"""A look through passages for what answers a reading: found, compared sentence by sentence, put in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assistant.answers.features import Asked, Looked, Numbers, looked_at
from assistant.answers.gathering import gathered
from assistant.answers.ranking import looked_through
from assistant.answers.sentences import Piece, window
from assistant.answers.view import View
from assistant.answers.wanted import LookUpWords, asked_of, parts_wanted, wanted_of
from assistant.reading.types import Reading
from corpus.types import LANGUAGES, Language
from index.home import Index
from index.types import Reranker
from index.words import terms_of

# Passages that a reranker looks at: it takes some milliseconds for each.
_RERANKED = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked through. `order` are the places of each passage's best sentence, the best passage first.

    `chance` (0 to 1) is how likely the first of them answers.
    """

    asked: Asked
    looked: Looked
    scores: Numbers
    order: tuple[int, ...]
    chance: float

    @property
    def nearest_item(self) -> int | None:
        """The item of the passage that comes first, None where nothing was looked through."""
        return self.looked.sentences[self.order[0]].found.passage.item if self.order else None

    def piece(self, place: int, view: View) -> Piece:
        """What is shown of a sentence: itself, with as much around it as is easily read."""
        sentence = self.looked.sentences[place]
        passage = sentence.found.passage
        text = view.assessment(passage.document).source.text
        return Piece(passage, *window(text, passage, sentence.start, sentence.end))


def look(reading: Reading, view: View, index: Index, words: LookUpWords, item: int | None = None) -> Look:
    """The look through what is found for a reading, or through all texts under an item."""
    wanted = wanted_of(reading, words)
    asked = asked_of(reading, wanted, words)
    found = gathered(reading, wanted, view, index, item)
    if item is not None or parts_wanted(reading, words) == "text":
        found = tuple(each for each in found if each.passage.kind == "text") or found
    item_words: dict[tuple[int, Language], frozenset[str]] = {
        (each.number, language): frozenset(terms_of(f"{each.wording.of(language)} {each.short.of(language)}", language))
        for each in view.questionnaire.items
        for language in LANGUAGES
    }
    looked = looked_at(asked, found, item_words, words.same, words.kinds)
    scores = words.ranking.scores(looked.rows)
    chance = words.ranking.chance(asked, looked.rows, looked.nowhere)
    found_there = Look(asked, looked, scores, looked_through(looked.sentences, scores), chance)
    if words.reranker is None or not found_there.order:
        return found_there
    return _looked_at_again(found_there, reading.content or reading.standalone, view, words.reranker)


def _looked_at_again(found: Look, question: str, view: View, reranker: Reranker) -> Look:
    """The look with its first passages in the reranker's order; whether the best answers, both models tell alike.

    Nothing is fitted to a reranker, as none ships: `candour eval run` tells what one is worth.
    """
    first, rest = found.order[:_RERANKED], found.order[_RERANKED:]
    texts = []
    for place in first:
        piece = found.piece(place, view)
        texts.append(view.assessment(piece.passage.document).source.text[piece.start : piece.end])
    scores = reranker.scores(question, texts)
    again = tuple(first[place] for place in np.argsort(-scores, kind="stable"))
    return replace(found, order=(*again, *rest), chance=(found.chance + float(scores.max())) / 2)
