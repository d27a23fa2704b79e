import pytest
from hypothesis import given, strategies

from evals.score.gate import Exchanged, Short, Threshold, Thresholds, Verdict, key_of, raised, verdict_on
from evals.score.results import CaseCounts, Results, Row

EXACT, ERROR = "some/list/all/set_exact", "some/list/all/count_error"
ONE, OTHER = "1" * 64, "2" * 64


def row(mean: float, measure: str = "set_exact", split: str = "dev", language: str = "all", n: int = 10) -> Row:
    return Row("some", split, "list", language, measure, n, mean, 0.0, 1.0)


def of(*rows: Row, sha256: str = ONE, unmeasured: tuple[str, ...] = ()) -> Results:
    return Results("x", {"some": CaseCounts(sha256, 10, 10)}, (), rows, unmeasured)


def thresholds(n: int = 10, **figures: float) -> Thresholds:
    """Thresholds of measures of lists."""
    return Thresholds({"some": ONE}, {f"some/list/all/{name}": Threshold(bound, n) for name, bound in figures.items()})


def bounds(given: Thresholds) -> dict[str, float]:
    return {key: each.bound for key, each in given.figures.items()}


def test_a_figures_key_is_file_kind_language_and_measure() -> None:
    assert key_of(Row("shipped-dev", "dev", "lookup", "fr", "recall_5", 3, 0.5, 0.1, 0.9)) == (
        "shipped-dev/lookup/fr/recall_5"
    )


def test_what_is_reached_exactly_passes() -> None:
    verdict = verdict_on(thresholds(set_exact=0.5, count_error=2.0), of(row(0.5), row(2.0, "count_error")))
    assert verdict == Verdict()
    assert verdict.passed
    assert verdict.lines == ()


def test_what_is_below_or_above_falls_short() -> None:
    asked = thresholds(count_error=2.0, set_exact=0.5)
    found = verdict_on(asked, of(row(0.4999), row(2.0001, "count_error")))
    assert found.shorts == (
        Short(ERROR, Threshold(2.0, 10), 2.0001, 10),
        Short(EXACT, Threshold(0.5, 10), 0.4999, 10),
    )
    assert not found.passed
    assert verdict_on(asked, of(row(0.5001), row(1.9999, "count_error"))).passed


def test_a_missing_figure_falls_short() -> None:
    found = verdict_on(thresholds(set_exact=0.0, count_error=9.0), of(row(0.5, language="fr")))
    assert found.shorts == (Short(EXACT, Threshold(0.0, 10), None, 0), Short(ERROR, Threshold(9.0, 10), None, 0))


def test_a_measure_that_fewer_cases_have_falls_short_whatever_its_mean() -> None:
    (short,) = verdict_on(thresholds(set_exact=0.5), of(row(1.0, n=9))).shorts
    assert short.lines == ("some/list/all/set_exact: over 9 cases, needs at least 10",)
    assert verdict_on(thresholds(set_exact=0.5), of(row(1.0, n=11))).passed
    (both,) = verdict_on(thresholds(set_exact=0.5), of(row(0.4, n=9))).shorts
    assert both.lines == (
        "some/list/all/set_exact: reached 0.4, needs at least 0.5",
        "some/list/all/set_exact: over 9 cases, needs at least 10",
    )


def test_cases_of_all_splits_count_together() -> None:
    asked = thresholds(n=10, set_exact=0.5)
    assert verdict_on(asked, of(row(0.9, n=4), row(0.9, split="test", n=6))).passed
    (short,) = verdict_on(asked, of(row(0.9, n=4), row(0.9, split="test", n=5))).shorts
    assert (short.n, short.reached) == (9, 0.9)


def test_other_cases_are_an_error_of_their_own_and_their_figures_are_not_judged() -> None:
    found = verdict_on(thresholds(set_exact=0.9), of(row(0.1, n=1), sha256=OTHER))
    assert found == Verdict(exchanged=(Exchanged("some", ONE, OTHER),))
    assert not found.passed
    (line,) = found.lines
    assert line.startswith("some: other cases (222222222222) than the thresholds were reached with (111111111111)")
    assert line.endswith("begin its thresholds anew: --raise --anew some")


def test_a_file_of_cases_that_the_run_lacks_is_one_line() -> None:
    asked = Thresholds(
        {"some": ONE, "gone": OTHER}, {EXACT: Threshold(0.5, 10), "gone/list/all/set_f1": Threshold(0, 1)}
    )
    found = verdict_on(asked, of(row(0.5)))
    assert found.lines == ("gone: the run has no such file of cases, and there are thresholds for it",)


def test_what_no_library_measures_is_noted_and_not_short() -> None:
    asked = thresholds(set_exact=0.5, ndcg_10=0.9)
    found = verdict_on(asked, of(row(0.5), unmeasured=("ndcg_10", "recall_5")))
    assert found.passed
    assert found.unmeasured == ("some/list/all/ndcg_10",)
    assert not verdict_on(asked, of(row(0.5))).passed


def test_a_figure_that_is_there_is_judged_even_if_it_should_not_be() -> None:
    found = verdict_on(thresholds(ndcg_10=0.9), of(row(0.5, "ndcg_10"), unmeasured=("ndcg_10",)))
    assert (len(found.shorts), found.unmeasured) == (1, ())


def test_figures_without_threshold_are_not_judged() -> None:
    assert verdict_on(Thresholds({}, {}), of(row(0.0))).passed


def test_each_split_of_a_file_must_reach_the_threshold() -> None:
    splits = [row(0.9), row(0.4, split="test"), row(0.6, split="third")]
    assert verdict_on(thresholds(set_exact=0.5), of(*splits)).shorts == (Short(EXACT, Threshold(0.5, 10), 0.4, 30),)
    errors = [row(1.0, "count_error"), row(3.0, "count_error", split="test"), row(2.0, "count_error", split="third")]
    assert verdict_on(thresholds(count_error=2.5), of(*errors)).shorts == (Short(ERROR, Threshold(2.5, 10), 3.0, 30),)
    assert raised(Thresholds({}, {}), of(*splits, *errors)).figures == {
        EXACT: Threshold(0.4, 30),
        ERROR: Threshold(3.0, 30),
    }


@pytest.mark.parametrize(
    ("short", "line"),
    [
        (Short(EXACT, Threshold(0.9123, 5), 0.9, 5), "some/list/all/set_exact: reached 0.9, needs at least 0.9123"),
        (Short(ERROR, Threshold(1.5, 5), 2.25, 5), "some/list/all/count_error: reached 2.25, needs at most 1.5"),
        (
            Short(EXACT, Threshold(1.0, 5), None, 0),
            "some/list/all/set_exact: the run has no such figure, needs at least 1",
        ),
    ],
)
def test_a_shortfall_says_what_was_needed(short: Short, line: str) -> None:
    assert short.lines == (line,)


def test_exchanged_files_are_told_before_figures() -> None:
    verdict = Verdict((Short(EXACT, Threshold(1, 1), None, 0),), (Exchanged("gone", ONE, None),))
    assert [line.split(":")[0] for line in verdict.lines] == ["gone", EXACT]


def test_thresholds_only_ever_tighten() -> None:
    reached = of(row(0.8), row(3.0, "count_error"))
    assert bounds(raised(thresholds(set_exact=0.7, count_error=4.0), reached)) == {ERROR: 3.0, EXACT: 0.8}
    assert bounds(raised(thresholds(set_exact=0.9, count_error=2.0), reached)) == {ERROR: 2.0, EXACT: 0.9}
    assert bounds(raised(Thresholds({}, {}), reached)) == {ERROR: 3.0, EXACT: 0.8}
    assert bounds(raised(thresholds(set_f1=0.3), reached)) == {ERROR: 3.0, EXACT: 0.8, "some/list/all/set_f1": 0.3}


def test_the_number_of_cases_only_ever_grows() -> None:
    for before, now, kept in ((10, 12, 12), (10, 8, 10)):
        (found,) = raised(thresholds(n=before, set_exact=0.9), of(row(0.95, n=now))).figures.values()
        assert found == Threshold(0.95, kept)


def test_thresholds_of_other_cases_are_left_alone() -> None:
    assert raised(thresholds(set_exact=0.2), of(row(0.9), sha256=OTHER)) == thresholds(set_exact=0.2)
    begun_anew = thresholds(set_exact=0.2).without(["some"])
    assert begun_anew == Thresholds({}, {})
    assert raised(begun_anew, of(row(0.1), sha256=OTHER)) == Thresholds({"some": OTHER}, {EXACT: Threshold(0.1, 10)})


def test_only_the_thresholds_of_the_file_that_is_named_are_forgotten() -> None:
    both = Thresholds(
        {"some": ONE, "some-more": OTHER}, {EXACT: Threshold(1, 1), "some-more/a/b/set_f1": Threshold(1, 1)}
    )
    assert both.without(["some"]) == Thresholds({"some-more": OTHER}, {"some-more/a/b/set_f1": Threshold(1, 1)})


def test_raised_thresholds_are_sorted_and_the_old_ones_left_alone() -> None:
    figures = {"z/list/all/set_f1": Threshold(0.1, 1), "a/list/all/set_f1": Threshold(0.2, 1)}
    old = Thresholds({"z": ONE, "a": ONE}, figures)
    found = raised(old, of(row(0.5)))
    assert list(found.figures) == ["a/list/all/set_f1", EXACT, "z/list/all/set_f1"]
    assert list(found.cases) == ["a", "some", "z"]
    assert list(old.figures.values()) == [Threshold(0.1, 1), Threshold(0.2, 1)]


@pytest.mark.parametrize(
    ("measure", "mean", "bound"),
    [
        ("set_exact", 0.666667, 0.6666),
        ("set_exact", 0.9123, 0.9123),
        ("set_exact", 0.29, 0.29),
        ("set_exact", 1.0, 1.0),
        ("truthfulness", -0.33335, -0.3334),
        ("count_error", 0.333333, 0.3334),
        ("count_error", 0.29, 0.29),
        ("words_per_needed", 12.00001, 12.0001),
    ],
)
def test_thresholds_have_four_decimals_and_pass_what_was_reached(measure: str, mean: float, bound: float) -> None:
    assert bounds(raised(Thresholds({}, {}), of(row(mean, measure)))) == {f"some/list/all/{measure}": bound}


@given(
    strategies.sampled_from(["set_exact", "count_error", "truthfulness"]),
    strategies.floats(-1, 100).map(lambda each: round(each, 6)),
    strategies.integers(1, 20),
    strategies.none() | strategies.tuples(strategies.floats(-1, 100), strategies.integers(1, 20)),
)
def test_a_run_passes_what_it_raised_unless_it_was_short_before(
    measure: str, mean: float, n: int, old: tuple[float, int] | None
) -> None:
    reached, key = of(row(mean, measure, n=n)), f"some/list/all/{measure}"
    before = Thresholds({"some": ONE}, {} if old is None else {key: Threshold(*old)})
    again = raised(before, reached)
    assert verdict_on(again, reached).passed == verdict_on(before, reached).passed
    assert raised(again, reached) == again
    if old is not None:
        assert again.figures[key].n >= old[1]
        assert again.figures[key].bound <= old[0] if measure == "count_error" else again.figures[key].bound >= old[0]
