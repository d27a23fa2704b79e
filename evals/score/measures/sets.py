"""Sets of organizations and their number. `given` is None where an answer gives no set: silent, missing, or no list."""

from __future__ import annotations

from collections.abc import Mapping, Set

from index.types import State


def set_exact(expected: Set[str], given: Set[str] | None) -> float:
    """1 where the set is the expected one, else 0."""
    return float(given is not None and given == expected)


def set_precision(expected: Set[str], given: Set[str] | None) -> float:
    """The share of the given organizations that are expected; of an empty set 1 where none is expected, else 0."""
    if not given:
        return float(given is not None and not expected)
    return len(expected & given) / len(given)


def set_recall(expected: Set[str], given: Set[str] | None) -> float:
    """The share of the expected organizations that are given, 1 where none is expected."""
    if not expected:
        return 1.0
    return len(expected & (given or set())) / len(expected)


def set_f1(expected: Set[str], given: Set[str] | None) -> float:
    """The harmonic mean of precision and recall, 0 where both are 0."""
    precision, recall = set_precision(expected, given), set_recall(expected, given)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def count_error(expected: int, given: int) -> float:
    """How far the number given is from the expected one."""
    return float(abs(given - expected))


def states_exact(matching: Set[str], not_stated: Set[str], states: Mapping[str, tuple[State, ...]]) -> float:
    """1 where exactly these match and exactly these are not stated, each organization having one state; else 0.

    0 where the answer has no rows at all: it is no list then.
    """
    if not states or any(len(each) > 1 for each in states.values()):
        return 0.0
    found = {
        wanted: {organization for organization, (state,) in states.items() if state == wanted}
        for wanted in ("matching", "not_stated")
    }
    return float(found["matching"] == matching and found["not_stated"] == not_stated)
