from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies
from scipy.stats import bootstrap

from evals.score.statistics import FLIPS, RESAMPLES, Interval, corrected, interval, paired_p, wilson


def alone(count: int) -> list[int]:
    """Every value a cluster of its own."""
    return list(range(count))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Known values of Wilson's score interval without continuity correction.
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_known_values(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_where_all_values_are_0_or_all_are_1_the_interval_is_wilsons() -> None:
    assert interval([0.0] * 10, alone(10)) == Interval(0.0, *wilson(0, 10))
    assert interval([1.0] * 10, alone(10)) == Interval(1.0, *wilson(10, 10))
    assert interval([1.0], ["a"]) == Interval(1.0, *wilson(1, 1))


def test_wilsons_trials_are_the_clusters() -> None:
    clusters = ["a", "b", "a", "b", "c", "a"]
    assert interval([1.0] * 6, clusters) == Interval(1.0, *wilson(3, 3))
    assert interval([0.0] * 6, clusters) == Interval(0.0, *wilson(0, 3))


def test_values_that_are_no_shares_have_no_interval_of_shares() -> None:
    for value in (0.0, 1.0):
        assert interval([value] * 10, alone(10), share=False) == Interval(value, None, None)
    spread = [0.0, 1.0] * 20
    assert interval(spread, alone(40), share=False) == interval(spread, alone(40))


def test_equal_values_that_are_neither_do_not_say_how_sure_they_are() -> None:
    assert interval([0.5] * 8, alone(8)) == Interval(0.5, None, None)
    assert interval([-1.0] * 8, alone(8), share=False) == Interval(-1.0, None, None)
    assert interval([2.0], ["x"], share=False) == Interval(2.0, None, None)
    assert interval([0.1 + 0.2, 0.3] * 4, alone(8)) == Interval(pytest.approx(0.3), None, None)


def test_the_bootstrap_agrees_with_scipys() -> None:
    values = np.random.default_rng(1).random(80)
    ours = interval(list(values), alone(80))
    theirs = bootstrap(
        (values,), np.mean, method="percentile", n_resamples=5000, rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours.mean == pytest.approx(values.mean())
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.006)


def test_the_bootstrap_of_a_share_agrees_with_theory() -> None:
    found = interval([0.0, 1.0] * 200, alone(400))
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.451, 0.549), abs=0.006)


def test_the_interval_leaves_out_as_much_on_either_side() -> None:
    values = np.random.default_rng(5).normal(size=1000)
    found = interval(list(values), alone(1000))
    deviation = values.std() / 1000**0.5
    assert (found.low - values.mean()) / deviation == pytest.approx(-1.96, abs=0.1)
    assert (found.high - values.mean()) / deviation == pytest.approx(1.96, abs=0.1)


def test_values_of_one_wording_count_together() -> None:
    values = [0.0, 1.0] * 50
    pairs = [index // 2 for index in range(100)]  # each cluster has one of each
    halves = [index % 2 for index in range(100)]  # two clusters, all 0 and all 1
    assert interval(values, pairs) == Interval(0.5, None, None)
    assert interval(values, [0] * 100) == Interval(0.5, None, None)
    assert interval(values, halves) == Interval(0.5, 0.0, 1.0)
    apart = interval(values, alone(100))
    assert 0.35 < apart.low < 0.45
    assert 0.55 < apart.high < 0.65


def test_clusters_weigh_by_their_values() -> None:
    # The clusters are (1, 1, 1) and (0): a resample has means 1, 3/4 or 0.
    found = interval([1.0, 1.0, 1.0, 0.0], ["a", "a", "a", "b"])
    assert found == Interval(0.75, 0.0, 1.0)


def test_the_interval_does_not_change_from_call_to_call() -> None:
    values = [0.0, 1.0, 1.0, 0.3, 0.9]
    assert interval(values, alone(5)) == interval(values, alone(5)) == interval(values, list("vwxyz"))


@settings(max_examples=30)
@given(strategies.lists(strategies.sampled_from([-1.0, 0.0, 0.25, 1.0]), min_size=1, max_size=30))
def test_the_mean_lies_within_its_interval(values: list[float]) -> None:
    found = interval(values, alone(len(values)), share=False)
    assert found.mean == pytest.approx(sum(values) / len(values))
    assert (found.low is None) == (found.high is None) == (len(set(values)) == 1)
    if found.low is None or found.high is None:
        return
    assert min(0.0, *values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(1.0, *values) + 1e-9


def by_hand(sums: list[float]) -> float:
    """The p of all sign flips, one after the other."""
    reached = abs(sum(sums)) - 1e-9
    flips = [abs(float(np.dot(signs, sums))) for signs in product((1, -1), repeat=len(sums))]
    return sum(flip >= reached for flip in flips) / len(flips)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([1.0, 1.0, 1.0], 2 / 8),
        ([1.0] * 6, 2 / 64),
        ([-1.0] * 6, 2 / 64),
        ([1.0, 1.0, -1.0], 8 / 8),
        ([1.0, 1.0, 1.0, -1.0], 10 / 16),
        ([1.0, 2.0, 3.0, 4.0, -0.5], 4 / 32),
        ([1.0], 1.0),
        ([0.0, 0.0], 1.0),
    ],
)
def test_few_differences_are_tested_exactly(differences: list[float], p: float) -> None:
    assert paired_p(differences, alone(len(differences))) == p
    assert by_hand([each for each in differences if each]) == p


@settings(max_examples=30)
@given(strategies.lists(strategies.floats(-1, 1).map(lambda each: round(each, 2)), min_size=1, max_size=9))
def test_the_exact_test_is_all_flips(differences: list[float]) -> None:
    assert paired_p(differences, alone(len(differences))) == pytest.approx(
        by_hand([each for each in differences if each])
    )


def test_what_does_not_differ_takes_no_part() -> None:
    assert paired_p([1.0, 0.0, 1.0, 0.0, 1.0] + [0.0] * 40, alone(45)) == 2 / 8


def test_differences_of_one_wording_flip_together() -> None:
    assert paired_p([1.0, 1.0, 1.0, 1.0], ["a", "a", "b", "b"]) == 2 / 4
    assert paired_p([1.0, -1.0, 1.0, 1.0], ["a", "a", "b", "b"]) == 1.0
    assert paired_p([0.1, 0.2, -0.3, 1.0, 1.0], ["a", "a", "a", "b", "c"]) == 2 / 4


def test_thirteen_differences_are_still_exact_and_fourteen_are_drawn() -> None:
    assert FLIPS == 10_000
    assert paired_p([1.0] * 13, alone(13)) == 2 / 2**13
    drawn = paired_p([1.0] * 14, alone(14))
    assert drawn != 2 / 2**14
    assert drawn * (FLIPS + 1) == pytest.approx(round(drawn * (FLIPS + 1)))


def test_many_differences_are_tested_by_drawing() -> None:
    assert paired_p([1.0] * 60, alone(60)) == 1 / (FLIPS + 1)  # never 0: the data themselves are one of the flips
    assert paired_p([1.0, -1.0] * 30, alone(60)) == 1.0
    # 36 of 60 to one side: two-sided sign test 0.155.
    assert paired_p([1.0] * 36 + [-1.0] * 24, alone(60)) == pytest.approx(0.155, abs=0.02)
    assert paired_p([-1.0] * 36 + [1.0] * 24, alone(60)) == pytest.approx(0.155, abs=0.02)


def test_the_drawn_test_does_not_change_from_call_to_call() -> None:
    differences = [1.0] * 36 + [-1.0] * 24
    assert paired_p(differences, alone(60)) == paired_p(differences, alone(60))


def test_p_values_are_corrected_after_benjamini_and_hochberg() -> None:
    # The fifteen tests of their paper of 1995, four of which they call sure at 0.05.
    p_values = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528),
        *(0.7590, 1.0000),
    ]
    found = corrected(p_values)
    assert [each < 0.05 for each in found] == [True] * 4 + [False] * 11
    assert found[:4] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625])
    assert corrected(p_values[::-1]) == found[::-1]
    assert corrected([0.04]) == [0.04]
    assert corrected([]) == []


def test_as_many_resamples_as_promised() -> None:
    assert RESAMPLES == 2_000
