import pytest
from hypothesis import given, strategies

from evals.score.measures import sets

A, AB, ABC, CD, NONE = {"a"}, {"a", "b"}, {"a", "b", "c"}, {"c", "d"}, set[str]()


@pytest.mark.parametrize(
    ("expected", "found", "exact", "precision", "recall", "f1"),
    [
        (AB, AB, 1, 1, 1, 1),
        (AB, A, 0, 1, 1 / 2, 2 / 3),
        (AB, ABC, 0, 2 / 3, 1, 4 / 5),
        (ABC, CD, 0, 1 / 2, 1 / 3, 2 / 5),
        (AB, CD, 0, 0, 0, 0),
        (AB, NONE, 0, 0, 0, 0),
        (AB, None, 0, 0, 0, 0),
        (NONE, NONE, 1, 1, 1, 1),  # nobody matches, and the answer says so
        (NONE, A, 0, 0, 1, 0),
        (NONE, None, 0, 0, 1, 0),  # an abstention does not say so
    ],
)
def test_sets_by_hand(
    expected: set[str], found: set[str] | None, exact: float, precision: float, recall: float, f1: float
) -> None:
    assert sets.set_exact(expected, found) == exact
    assert sets.set_precision(expected, found) == pytest.approx(precision)
    assert sets.set_recall(expected, found) == pytest.approx(recall)
    assert sets.set_f1(expected, found) == pytest.approx(f1)


any_set = strategies.frozensets(strategies.sampled_from("abcdef"))


@given(any_set, any_set)
def test_sets_hang_together(expected: frozenset[str], found: frozenset[str]) -> None:
    measures = (sets.set_exact, sets.set_precision, sets.set_recall, sets.set_f1)
    exact, precision, recall, f1 = (measure(expected, found) for measure in measures)
    assert all(0 <= value <= 1 for value in (precision, recall, f1))
    assert (exact == 1) == (f1 == 1) == (expected == found)
    assert min(precision, recall) - 1e-9 <= f1 <= max(precision, recall) + 1e-9
    if expected and found:
        assert sets.set_precision(found, expected) == recall


@pytest.mark.parametrize(("expected", "found", "error"), [(3, 3, 0), (3, 5, 2), (5, 3, 2), (0, 1, 1)])
def test_the_error_of_a_count_is_its_distance(expected: int, found: int, error: float) -> None:
    assert sets.count_error(expected, found) == error


@pytest.mark.parametrize(
    ("states", "value"),
    [
        ({"a": ("matching",), "b": ("not_stated",), "c": ("not_matching",)}, 1),
        ({"a": ("matching",), "b": ("not_stated",)}, 1),
        ({"a": ("matching",), "b": ("not_matching",)}, 0),
        ({"a": ("matching",)}, 0),
        ({"b": ("not_stated",)}, 0),
        ({"a": ("not_stated",), "b": ("matching",)}, 0),
        ({"a": ("matching",), "b": ("not_stated",), "c": ("matching",)}, 0),
        ({"a": ("matching",), "b": ("not_stated",), "c": ("not_stated",)}, 0),
        ({"a": ("matching", "matching"), "b": ("not_stated",)}, 0),  # listed twice
        ({}, 0),
    ],
)
def test_states_are_right_together_or_not_at_all(states: dict, value: float) -> None:
    assert sets.states_exact({"a"}, {"b"}, states) == value


def test_states_may_be_right_with_nobody_in_them() -> None:
    assert sets.states_exact(set(), set(), {"c": ("not_matching",)}) == 1
    assert sets.states_exact(set(), set(), {}) == 0  # no rows, no list
