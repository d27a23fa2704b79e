"""The two models of look-ups, fitted: which sentence answers (a conditional logit), and whether it does (logistic)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

from assistant.answers.features import NAMES, Numbers
from assistant.answers.ranking import ABOUT_THE_BEST, Ranking, about_the_best
from evals.fitting.examples import Example

# Ridge penalties, small beside the likelihood of one example; chosen by the folds' mean likelihood.
_RIDGE_ORDER, _RIDGE_ANSWERED = 0.002, 0.1
# Of questions without an answer at most this part is answered as stated; of those with one, this part is declined.
_WRONGLY_STATED, _WRONGLY_DECLINED = 0.05, 0.03
_FOLDS = 5
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fitted models, and how they did on groups that they were not fitted on (shares, 0 to 1).

    `stated_right` to `declined_wrong` are of development questions, the last two of training questions on the topic of
    a fact that nothing answers.
    """

    ranking: Ranking
    first: float
    among_three: float
    stated_right: float
    stated_wrong: float
    declined_right: float
    declined_wrong: float
    near_stated: float
    near_declined: float


def fit(examples: Sequence[Example]) -> Fitted:
    """The models of all examples, thresholds and figures from five folds that no group of questions is torn by."""
    folds = [_fold(each.question.group) for each in examples]
    chances = np.zeros(len(examples))
    firsts, threes = [], []
    for fold in range(_FOLDS):
        learned = _models([each for each, at in zip(examples, folds, strict=True) if at != fold])
        for place, (each, at) in enumerate(zip(examples, folds, strict=True)):
            if at != fold:
                continue
            chances[place] = learned.chance(each.asked, each.rows, each.nowhere)
            if len(each.right):
                first, three = _ranks(each, learned.scores(each.rows))
                firsts.append(first)
                threes.append(three)
    answerable = np.array([bool(len(each.right)) for each in examples])
    judged = np.array([each.question.judged for each in examples])
    stated, closest = _thresholds(chances[judged], answerable[judged])
    near = chances[~judged & ~answerable]
    with_one, without = chances[judged & answerable], chances[judged & ~answerable]
    whole = _models(examples)
    return Fitted(
        Ranking(whole.sentence, whole.answered, whole.bias, stated, closest),
        float(np.mean(firsts)),
        float(np.mean(threes)),
        float(np.mean(with_one >= stated)),
        float(np.mean(without >= stated)),
        float(np.mean(without < closest)),
        float(np.mean(with_one < closest)),
        float((near >= stated).sum() / max(1, len(near))),
        float((near < closest).sum() / max(1, len(near))),
    )


def _fold(group: str) -> int:
    return hashlib.sha256(group.encode()).digest()[0] % _FOLDS


def _models(examples: Sequence[Example]) -> Ranking:
    """The order fitted to all examples with an answer, the decision to those judged; thresholds are left at a half.

    Training questions without an answer are all on the topic of one that is there, which is rarer among real ones: with
    them, a fifth of the development questions was stated where it is two fifths without.
    """
    order = _fit_order([each for each in examples if len(each.right)])
    known, answered = [], []
    for each in [each for each in examples if each.question.judged]:
        known.append(about_the_best(each.asked, each.rows, each.rows @ order, each.nowhere))
        answered.append(float(bool(len(each.right))))
    weights, bias = _fit_answered(np.array(known), np.array(answered))
    names = (*NAMES, *ABOUT_THE_BEST)
    return Ranking(_named(NAMES, order), _named(names, weights), round(bias, 4), 0.5, 0.5)


def _named(names: Sequence[str], values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True) if abs(value) >= 0.00005}


def _fit_order(examples: Sequence[Example]) -> Numbers:
    """Weights on the features as they are, by which the right sentences are likeliest."""
    every = np.concatenate([each.rows for each in examples])
    spread = _spread(every)
    rows = [each.rows / spread for each in examples]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(weights)
        for each, scaled in zip(examples, rows, strict=True):
            scores = scaled @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            right = chance[each.right].sum() + _TINY
            total -= float(np.log(right))
            wanted = np.zeros_like(chance)
            wanted[each.right] = chance[each.right] / right
            slope -= scaled.T @ (wanted - chance)
        ridge = _RIDGE_ORDER * float(weights @ weights)
        return total / len(examples) + ridge, slope / len(examples) + 2 * _RIDGE_ORDER * weights

    found = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x / spread)


def _fit_answered(known: Numbers, answered: Numbers) -> tuple[Numbers, float]:
    """Weights and bias by which the answered are likeliest to be so; both outcomes weigh the same in all."""
    middle, spread = known.mean(0), _spread(known)
    scaled = np.hstack([(known - middle) / spread, np.ones((len(known), 1))])
    share = answered.mean()
    weight = np.where(answered > 0, 0.5 / share, 0.5 / (1 - share))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = scaled @ weights
        total = float((weight * (np.logaddexp(0, scores) - answered * scores)).mean())
        slope = scaled.T @ (weight * (1 / (1 + np.exp(-scores)) - answered)) / len(answered)
        ridge = np.append(weights[:-1], 0.0)
        return total + _RIDGE_ANSWERED * float(ridge @ ridge), slope + 2 * _RIDGE_ANSWERED * ridge

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = np.asarray(found.x[:-1] / spread)
    return weights, float(found.x[-1] - middle @ weights)


def _spread(rows: Numbers) -> Numbers:
    spread = np.asarray(rows.std(0))
    return np.where(spread > 0, spread, 1.0)


def _ranks(example: Example, scores: Numbers) -> tuple[bool, bool]:
    """Whether the first passage, and one of the first three, holds a right sentence."""
    right = {example.passages[place] for place in example.right}
    seen = list(dict.fromkeys(example.passages[place] for place in np.argsort(-scores, kind="stable")))[:3]
    return seen[0] in right, bool(right & set(seen))


def _thresholds(chances: Numbers, answerable: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The least chance from which on few without an answer are stated, and the most at which few with one are lost."""
    stated = float(np.quantile(chances[~answerable], 1 - _WRONGLY_STATED))
    closest = float(np.quantile(chances[answerable], _WRONGLY_DECLINED))
    return round(max(stated, closest), 4), round(closest, 4)
