"""What a sentence has of what a question asks, as numbers: the ground on which look-ups are ranked and declined.

Every feature is 0 where it does not apply. How much each counts is fitted, see assistant/answers/ranking.py.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.answers.kinds import Kinds
from assistant.answers.same_words import SameWords
from corpus.types import Language
from index.sentences import sentences_of
from index.types import Passage
from index.words import terms_of

Numbers = npt.NDArray[np.float64]

# A word that says the same counts a little less than the question's own.
_SAME_WORD = 0.9
_NEAR_WORDS = 5
_CODE = re.compile(r"\d")
_RANK_SCALE = 5.0
_LEAST_TOPIC = 0.01

NAMES = (
    "words", "same words", "around", "in item", "two rarest", "rarest", "pairs", "codes",
    "keywords", "first by keywords", "meaning", "meaning, other language", "nearest by meaning",
    "topic", "log topic", "named item", "tick",
    "kind shown", "kind missing", "date", "number", "person", "reason", "means", "place", "title", "list",
    "length", "opens passage", "french", "same words, other language",
    "topic of what was told", "log topic of what was told",
)  # fmt: skip
_KINDS = {
    "date": "date", "number": "number", "amount": "number", "share": "number", "duration": "number",
    "frequency": "number", "person": "person", "body": "person", "reason": "reason", "means": "means",
    "place": "place", "title": "title", "list": "list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a look-up looks for: `terms` are stems of `language`, `kinds` names of kinds, `topics` items with shares.

    `told` is True where it is asked what was said of something.
    """

    terms: tuple[str, ...]
    language: Language
    kinds: frozenset[str] = frozenset()
    topics: Mapping[int, float] = field(default_factory=dict)
    named_item: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A passage to look through, with its BM25 score (0 to 1, of the best) and its rank (0 first) and similarity.

    `keywords` is 0 and `rank` None where no word of the question is in it. `understood` is False where the embedder
    does not know the language of the question or of the passage.
    """

    passage: Passage
    keywords: float
    rank: int | None
    meaning: float
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, by its place in the document."""

    found: Found
    start: int
    end: int
    text: str


def sentences(found: Sequence[Found]) -> tuple[Sentence, ...]:
    """All sentences of the passages, in order; a tick line is one."""
    return tuple(
        Sentence(each, each.passage.start + start, each.passage.start + end, each.passage.text[start:end])
        for each in found
        for start, end in sentences_of(each.passage.text)
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look-up looked through: a row of `rows` for each sentence, its columns as in NAMES.

    `nowhere` tells for each term of the question, the rarest first, whether no passage has it.
    """

    sentences: tuple[Sentence, ...]
    rows: Numbers
    nowhere: tuple[bool, ...]


def looked_at(
    asked: Asked,
    found: Sequence[Found],
    item_words: Mapping[tuple[int, Language], frozenset[str]],
    same: SameWords,
    kinds: Kinds,
) -> Looked:
    """All sentences of the passages with their features. `item_words` are the stems of each item's own wording."""
    among = sentences(found)
    others = _others(asked, same)
    around = {each.passage.id: frozenset(terms_of(each.passage.text, each.passage.language)) for each in found}
    having = Counter(
        term
        for each in found
        for term in asked.terms
        if others[(term, each.passage.language)] & around[each.passage.id]
    )
    weights = {term: math.log(1 + len(found) / (0.5 + having[term])) for term in asked.terms}
    by_rarity = sorted(weights, key=lambda term: (-weights[term], term))
    best_meaning = max((each.meaning for each in found), default=0.0)
    rows = np.zeros((len(among), len(NAMES)))
    for row, sentence in zip(rows, among, strict=True):
        passage = sentence.found.passage
        ordered = terms_of(sentence.text, passage.language)
        had = {
            term: [
                float(term in ordered),
                float(not others[(term, passage.language)].isdisjoint(ordered)),
                float(not others[(term, passage.language)].isdisjoint(around[passage.id])),
                float(not others[(term, passage.language)].isdisjoint(item_words[(passage.item, passage.language)])),
            ]
            for term in asked.terms
        }
        has = _of_words(asked, weights, by_rarity, had) | _of_the_search(sentence.found, best_meaning)
        has |= _of_the_item(asked, passage) | _of_kinds(asked, kinds, sentence)
        has["pairs"] = _pairs(asked, ordered, passage.language, others)
        has["length"] = math.log(1 + len(ordered))
        has["opens passage"] = float(sentence.start == passage.start)
        has["same words, other language"] = has["same words"] if passage.language != asked.language else 0.0
        row[:] = [has.get(name, 0.0) for name in NAMES]
    return Looked(among, rows, tuple(not having[term] for term in by_rarity))


def _of_words(
    asked: Asked, weights: Mapping[str, float], by_rarity: Sequence[str], had: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """How much of the question's words is there, each weighed by how rare it is; all but "codes" 0 to 1.

    `had` tells for each term whether it stands in the sentence itself, a word that says the same does, in the passage,
    and in the item's wording.
    """
    whole = sum(weights.values()) or 1.0
    rarest = by_rarity[:2]
    covered = {term: max(exact, _SAME_WORD * alike) for term, (exact, alike, _, _) in had.items()}
    return {
        "words": sum(weights[term] * had[term][0] for term in had) / whole,
        "same words": sum(weights[term] * covered[term] for term in had) / whole,
        "around": sum(weights[term] for term in had if had[term][2] > had[term][1]) / whole,
        "in item": sum(weights[term] for term in had if had[term][3] > had[term][2]) / whole,
        "two rarest": sum(covered[term] for term in rarest) / max(1, len(rarest)),
        "rarest": float(bool(rarest) and covered[rarest[0]] > 0),
        "codes": sum(1.0 for term in had if had[term][0] and _CODE.search(term)),
    }


def _of_the_search(found: Found, best_meaning: float) -> dict[str, float]:
    """What the two searches say of the passage. What the embedder makes of a language it does not know weighs apart."""
    return {
        "keywords": found.keywords,
        "first by keywords": 0.0 if found.rank is None else 1 / (1 + found.rank / _RANK_SCALE),
        "meaning" if found.understood else "meaning, other language": found.meaning,
        "nearest by meaning": found.meaning - best_meaning,
    }


def _of_the_item(asked: Asked, passage: Passage) -> dict[str, float]:
    """Whether the passage stands under an item that the question is about."""
    topic = asked.topics.get(passage.item, 0.0)
    log_topic = math.log(topic + _LEAST_TOPIC) if asked.topics else 0.0
    has = {
        "topic": topic,
        "log topic": log_topic,
        "named item": float(asked.named_item == passage.item),
        "tick": float(passage.kind == "ticks"),
        "french": float(passage.language == "fr"),
    }
    return has | {"topic of what was told": topic, "log topic of what was told": log_topic} if asked.told else has


def _of_kinds(asked: Asked, kinds: Kinds, sentence: Sentence) -> dict[str, float]:
    """Whether the sentence shows a thing of the kind that is asked for."""
    if not asked.kinds:
        return {}
    shown = asked.kinds & kinds.shown_by(sentence.text, sentence.found.passage.language)
    return {"kind shown": float(bool(shown)), "kind missing": float(not shown)} | dict.fromkeys(
        (_KINDS[kind] for kind in shown if kind in _KINDS), 1.0
    )


def _others(asked: Asked, same: SameWords) -> dict[tuple[str, Language], frozenset[str]]:
    """For each term and language of a text, the stems that say the same."""
    languages: tuple[Language, ...] = ("en", "fr")
    return {(term, language): same.of(term, asked.language, language) for term in asked.terms for language in languages}


def _pairs(
    asked: Asked,
    ordered: Sequence[str],
    language: Language,
    others: Mapping[tuple[str, Language], frozenset[str]],
) -> float:
    """How many neighbouring terms of the question stand near one another in the sentence (0 to 1)."""
    if len(asked.terms) < 2:
        return 0.0
    places = [[index for index, stem in enumerate(ordered) if stem in others[(term, language)]] for term in asked.terms]
    near = sum(
        any(abs(one - other) <= _NEAR_WORDS for one in first for other in second) for first, second in pairwise(places)
    )
    return near / (len(asked.terms) - 1)
