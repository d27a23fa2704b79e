from __future__ import annotations

import random
from itertools import product

import pytest

from evals.generator.cases.conditions import And, Condition, Not, Or, Ticked, options_of
from evals.generator.cases.typed import _drawn
from index import conditions as served

OPTIONS = ["q1.yes", "q3.reviewed", "q5.updated", "q6.topics", "q12.no"]
VALUES = (True, False, None)


def by_generator(condition: Condition, values: dict[str, bool | None]) -> bool | None:
    match condition:
        case Ticked():
            return values[condition.option]
        case Not():
            inner = by_generator(condition.condition, values)
            return None if inner is None else not inner
        case And() | Or():
            two = [by_generator(each, values) for each in (condition.first, condition.second)]
            decisive = isinstance(condition, Or)
            return decisive if decisive in two else None if None in two else not decisive


def by_reader(condition: served.Condition, values: dict[str, bool | None]) -> bool | None:
    match condition:
        case served.Ticked():
            return values[condition.option]
        case served.Not():
            inner = by_reader(condition.condition, values)
            return None if inner is None else not inner
        case served.And() | served.Or():
            found = [by_reader(each, values) for each in condition.conditions]
            decisive = isinstance(condition, served.Or)
            return decisive if decisive in found else None if None in found else not decisive
    raise AssertionError(condition)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_written_means_what_is_expected(seed: int) -> None:
    condition, written = _drawn(random.Random(seed), OPTIONS)
    read = served.parse_condition(written)
    names = sorted(options_of(condition))
    for drawn in product(VALUES, repeat=len(names)):
        values = dict(zip(names, drawn, strict=True))
        assert by_generator(condition, values) == by_reader(read, values), (written, values)
