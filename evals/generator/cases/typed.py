"""Conditions written out ("q5.updated and not q12.yes"): the answer table asked directly, past the reading."""

from __future__ import annotations

import random
from collections.abc import Sequence

from evals.cases import Case
from evals.generator.cases.asking import Asking
from evals.generator.cases.conditions import And, Condition, Not, Or, Ticked, items_of, options_of, sets_of
from evals.generator.generate import Texts
from evals.generator.truth import Truth

_OPTIONS = 3
_NOT = 0.35


def typed_cases(truth: Truth, texts: Texts, seed: int, count: int) -> list[Case]:
    """`count` lists of three options each, joined by "and", "or", "not" and parentheses: English words.

    The same values give the same cases; ids are "typed-dev-00001" and so on.
    """
    split = truth.corpus.texts
    cases: list[Case] = []
    for number in range(count):
        asking = Asking(truth, texts, "en", random.Random(f"typed/{seed}/{number}"))
        condition, written = _drawn(asking.chance, [option.id for option in asking.pool.options])
        sets = sets_of(condition, truth, "en")
        case = asking.case(
            "list",
            written,
            f"{split}/typed/{number}",
            organizations=sets.matching,
            not_stated=sets.not_stated,
            ticks=items_of(condition),
            options=options_of(condition),
        )
        cases.append(case.model_copy(update={"id": f"typed-{split}-{number + 1:05}"}))
    return cases


def _drawn(chance: random.Random, options: Sequence[str]) -> tuple[Condition, str]:
    """A condition and how it is written: without parentheses "not" binds strongest, then "and", then "or"."""
    (a, a_), (b, b_), (c, c_) = (_single(chance, option) for option in chance.sample(options, _OPTIONS))
    match chance.randrange(5):
        case 0:
            return Or(And(a, b), c), f"{a_} and {b_} or {c_}"
        case 1:
            return Or(a, And(b, c)), f"{a_} or {b_} and {c_}"
        case 2:
            return And(a, Or(b, c)), f"{a_} and ({b_} or {c_})"
        case 3:
            return And(Not(Or(a, b)), c), f"not ({a_} or {b_}) and {c_}"
        case _:
            return Or(Not(And(a, b)), c), f"not ({a_} and {b_}) or {c_}"


def _single(chance: random.Random, option: str) -> tuple[Condition, str]:
    if chance.random() < _NOT:
        return Not(Ticked(option)), f"not {option}"
    return Ticked(option), option
