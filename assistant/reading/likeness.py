"""What a clause is most like, learned from example phrases: a multinomial logistic regression over words.

The model is the textbook one (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition,
section 4.4), its penalty a squared one, fitted by L-BFGS. Features of a clause: each word, its stem, its letters in
threes (they forgive typing mistakes), and pairs of neighbouring words. The same examples give the same model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.types import Language
from index.words import stems

Floats = npt.NDArray[np.float32]
Described = Mapping[str, float]

NEGATION = "\N{NOT SIGN}"  # stands in a clause for every word that says no
# What a feature weighs, chosen on development wordings; the figures hardly change when one is halved or doubled.
_WORD, _STEM, _LETTERS, _PAIR, _NEGATION = 0.5, 1.0, 0.2, 0.4, 1.0
_LETTER_COUNT = 3
_SEEN_AT_LEAST = 3  # features of fewer examples say little about others, and cost time
_PENALTY = 100.0  # the inverse of its strength
_STEPS = 40


@dataclass(frozen=True, eq=False)
class Likeness:
    """A learned model: for each of `labels`, how much each feature speaks for it.

    `weights` has the shape (features, labels). Words in `small` count only beside their neighbours.
    """

    language: Language
    small: frozenset[str]
    labels: tuple[str, ...]
    features: Mapping[str, int]
    weights: Floats

    def of(self, clause: Sequence[str]) -> dict[str, float]:
        """How likely (0 to 1, together 1) the clause's folded words say each label; {} where none of them is known."""
        has = described(clause, self.language, self.small)
        known = [(self.features[name], weight) for name, weight in has.items() if name in self.features]
        if not any(name.startswith("s:") and name in self.features for name in has):
            return {}
        places = [place for place, _ in known]
        values = np.asarray([weight for _, weight in known], dtype=np.float32)
        # What is not known makes the clause longer, so that the known part says less.
        length = sum(weight * weight for weight in has.values()) ** 0.5
        scores = (values / length) @ self.weights[places]
        likely = np.exp(scores - scores.max())
        return dict(zip(self.labels, (likely / likely.sum()).tolist(), strict=True))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that stand in several examples."""
        return tuple(name.removeprefix("w:") for name in self.features if name.startswith("w:"))

    def knows(self, word: str) -> bool:
        """Whether the word or another form of it stands in several examples."""
        return f"s:{stems([word], self.language)[word]}" in self.features

    def best_label(self, word: str) -> str | None:
        """The label that the word alone makes likeliest, None for a word that is not known."""
        place = self.features.get(f"s:{stems([word], self.language)[word]}")
        return None if place is None else self.labels[int(self.weights[place].argmax())]

    def speaks_for(self, word: str, label: str) -> bool:
        """Whether the word, known from examples, makes the label likelier than the others do on average."""
        place = self.features.get(f"s:{stems([word], self.language)[word]}")
        if place is None or label not in self.labels:
            return False
        weights = self.weights[place]
        return bool(weights[self.labels.index(label)] > weights.mean())


def described(words: Sequence[str], language: Language, small: frozenset[str]) -> Described:
    """What a clause of folded words has, by name, with what it weighs."""
    weights: dict[str, float] = {}
    for name, weight in _named(words, language, small):
        weights[name] = weights.get(name, 0.0) + weight
    return weights


def learn(examples: Sequence[tuple[str, Described]], language: Language, small: frozenset[str]) -> Likeness:
    """The model of examples: each a label and a described phrase for it."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    seen = Counter(name for _, features in examples for name in features)
    features = {name: place for place, name in enumerate(name for name, n in seen.items() if n >= _SEEN_AT_LEAST)}
    labels = tuple(dict.fromkeys(label for label, _ in examples))
    rows, columns, values = [], [], []
    for row, (_, each) in enumerate(examples):
        known = {name: weight for name, weight in each.items() if name in features}
        length = sum(weight * weight for weight in known.values()) ** 0.5
        rows += [row] * len(known)
        columns += [features[name] for name in known]
        values += [weight / length for weight in known.values()]
    matrix = csr_matrix((values, (rows, columns)), shape=(len(examples), len(features)))
    transposed = matrix.T.tocsr()
    right = np.zeros((len(examples), len(labels)))
    right[np.arange(len(examples)), [labels.index(label) for label, _ in examples]] = 1

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(len(features), len(labels))
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        gradient = transposed @ (np.exp(logs) - right) + weights / _PENALTY
        return float(-(right * logs).sum() + (weights * weights).sum() / (2 * _PENALTY)), gradient.ravel()

    start = np.zeros(len(features) * len(labels))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = found.x.reshape(len(features), len(labels)).astype(np.float32)
    return Likeness(language, small, labels, features, weights)


def _named(words: Sequence[str], language: Language, small: frozenset[str]) -> Iterator[tuple[str, float]]:
    stem = stems([word for word in words if word != NEGATION], language)
    for word in words:
        if word == NEGATION:
            yield "not", _NEGATION
        elif word not in small:
            yield f"w:{word}", _WORD
            yield f"s:{stem[word]}", _STEM
            spelled = f"^{word}$"
            for start in range(len(spelled) - _LETTER_COUNT + 1):
                yield f"c:{spelled[start : start + _LETTER_COUNT]}", _LETTERS
    for one, other in pairwise(words):
        yield f"p:{one} {other}", _PAIR
