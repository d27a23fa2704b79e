"""Which sentences answer a look-up, and whether the best of them does: two linear models over their features.

The order is a conditional logit over the sentences looked through (McFadden 1974): a sentence's chance of being the one
that answers is the softmax of its score. Whether it answers at all is a logistic regression over what the best one has.
Both are fitted by `candour eval fit-look-ups`, which writes the file read here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np

from assistant.answers.features import NAMES, Asked, Numbers, Sentence
from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS

SHIPPED = Path(__file__).with_name("ranking.toml")

# What is known of the best sentence and of how far it is ahead, beside the features of the sentence itself.
ABOUT_THE_BEST = ("share", "lead", "best score", "terms", "terms nowhere", "rarest term nowhere", "kind asked", "named")


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar = STRICT_KEYS

    sentence: Mapping[str, float]
    answered: Mapping[str, float]
    bias: float
    stated: float
    closest: float


@dataclass(frozen=True)
class Ranking:
    """Fitted weights by the features' names, and the chances (0 to 1) from which on a sentence is shown.

    At `stated` and above the best sentence answers, at `closest` and above it is the nearest there is.
    """

    sentence: Mapping[str, float]
    answered: Mapping[str, float]
    bias: float
    stated: float
    closest: float

    def scores(self, rows: Numbers) -> Numbers:
        """A score for each sentence's row of features; higher is better, comparable within one question."""
        return rows @ self._sentence

    def chance(self, asked: Asked, rows: Numbers, terms_nowhere: Sequence[bool]) -> float:
        """How likely (0 to 1) the best of the sentences answers; 0 for none."""
        if not len(rows):
            return 0.0
        known = about_the_best(asked, rows, self.scores(rows), terms_nowhere)
        return 1 / (1 + math.exp(-float(known @ self._answered + self.bias)))

    @cached_property
    def _sentence(self) -> Numbers:
        return np.array([self.sentence.get(name, 0.0) for name in NAMES])

    @cached_property
    def _answered(self) -> Numbers:
        return np.array([self.answered.get(name, 0.0) for name in (*NAMES, *ABOUT_THE_BEST)])


def about_the_best(asked: Asked, rows: Numbers, scores: Numbers, terms_nowhere: Sequence[bool]) -> Numbers:
    """What the decision whether to answer rests on: the best sentence's features, then those of ABOUT_THE_BEST.

    `terms_nowhere` tells for each term of the question, the rarest first, whether no passage has it.
    """
    order = np.argsort(-scores, kind="stable")
    shares = np.exp(scores - scores[order[0]])
    lead = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    return np.concatenate(
        [
            rows[order[0]],
            [
                1 / shares.sum(),
                min(lead, 5.0),
                scores[order[0]],
                math.log(1 + len(asked.terms)),
                sum(terms_nowhere) / max(1, len(terms_nowhere)),
                float(bool(terms_nowhere) and terms_nowhere[0]),
                float(bool(asked.kinds)),
                float(asked.named_item is not None),
            ],
        ]
    )


def looked_through(sentences: Sequence[Sentence], scores: Numbers) -> tuple[int, ...]:
    """The places of the best sentence of each passage, best passage first, ties in the order of the sentences."""
    best: dict[str, int] = {}
    for place in np.argsort(-scores, kind="stable"):
        best.setdefault(sentences[place].found.passage.id, int(place))
    return tuple(best.values())


def load_ranking(path: Path = SHIPPED) -> Ranking:
    """The weights of a data file; DataFileError names file and entry of a mistake."""
    read = read_data_file(path, _File)
    return Ranking(read.sentence, read.answered, read.bias, read.stated, read.closest)
