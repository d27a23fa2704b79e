from dataclasses import replace
from typing import Any

import pytest

from evals.score.compare import Comparison, Difference, FilePair, Side, compare_runs
from evals.score.results import CaseCounts, Score

ONE, OTHER = "1" * 64, "2" * 64


def score(id: str, values: dict[str, float], **more: Any) -> Score:
    fields = {"cases": "some", "split": "dev", "kind": "list", "language": "en", "wording": None, "confidence": ""}
    return Score(**{"id": id, **fields, "correct": True, "values": values, **more})


def series(values: list[float], measure: str = "set_exact", **more: Any) -> list[Score]:
    return [score(f"c{number}", {measure: value}, **more) for number, value in enumerate(values)]


def side(scores: list[Score], sha256: str = ONE) -> Side:
    """A run whose files of cases all have that hash."""
    return Side({each.cases: CaseCounts(sha256, len(scores), len(scores)) for each in scores}, scores)


def compared(before: list[Score], after: list[Score]) -> tuple[Difference, ...]:
    return compare_runs(side(before), side(after)).differences


def test_runs_are_compared_case_by_case() -> None:
    before, after = series([0, 0, 0, 0, 1, 0, 1]), series([1, 1, 1, 1, 1, 1, 0.5])
    assert compared(before, after[::-1]) == (
        Difference("some", "dev", "list", "set_exact", 7, 0.285714, 0.928571, 0.0625, 0.0625),
    )


def test_only_cases_and_measures_of_both_runs_count() -> None:
    before = [score("a", {"set_exact": 0, "set_f1": 0}), score("b", {"set_exact": 1}), score("old", {"set_exact": 1})]
    after = [score("a", {"set_exact": 1}), score("b", {"set_exact": 1, "set_f1": 1}), score("new", {"set_exact": 0})]
    assert compared(before, after) == (Difference("some", "dev", "list", "set_exact", 2, 0.5, 1.0, 1.0, 1.0),)
    assert compared(before, []) == ()
    assert compared([], after) == ()


def test_equal_ids_of_two_files_do_not_meet() -> None:
    assert compared(series([1]), series([0], cases="other")) == ()


def test_lines_are_by_file_split_kind_and_measure_both_languages_together() -> None:
    scores = [
        score("a", {"truthfulness": 1, "set_exact": 1}),
        score("b", {"set_exact": 0}, language="fr"),
        score("c", {"set_exact": 0}, kind="count"),
        score("d", {"set_exact": 0}, split="test"),
        score("e", {"set_exact": 0}, cases="another"),
    ]
    found = compared(scores, scores)
    assert [(each.cases, each.split, each.kind, each.measure, each.n) for each in found] == [
        ("another", "dev", "list", "set_exact", 1),
        ("some", "dev", "count", "set_exact", 1),
        ("some", "dev", "list", "set_exact", 2),
        ("some", "dev", "list", "truthfulness", 1),
        ("some", "test", "list", "set_exact", 1),
    ]
    assert all(each.p == each.q == 1 and each.before == each.after for each in found)


def test_cases_of_one_wording_are_one_observation() -> None:
    (apart,) = compared(series([0] * 6), series([1] * 6))
    (together,) = compared(series([0] * 6, wording="w"), series([1] * 6, wording="w"))
    assert (apart.p, together.p) == (2 / 64, 1.0)


def of_kinds(moved: int, still: int) -> tuple[list[Score], list[Score]]:
    """Two runs with six cases of each of so many kinds that all got better, and of so many where nothing differs."""
    before = [each for kind in range(moved + still) for each in series([0] * 6, kind=f"k{kind}")]
    before = [replace(each, id=f"{each.kind} {each.id}") for each in before]
    better = {f"k{kind}" for kind in range(moved)}
    return before, [replace(each, values={"set_exact": float(each.kind in better)}) for each in before]


def test_one_difference_among_many_that_could_be_accident_is_not_called_sure() -> None:
    (alone,) = compared(*of_kinds(1, 0))
    assert (alone.p, alone.q, alone.verdict) == (0.03125, 0.03125, "better")
    before, after = of_kinds(2, 0)
    # Of the second kind one case alone moved, which may well be accident.
    after = [
        replace(each, values={"set_exact": 0.0}) if each.id in [f"k1 c{n}" for n in range(5)] else each
        for each in after
    ]
    one, other = compared(before, after)
    assert (one.p, one.q, one.verdict) == (0.03125, 0.0625, "")
    assert (other.p, other.q) == (1, 1)


def test_many_sure_differences_stay_sure() -> None:
    found = compare_runs(*map(side, of_kinds(5, 0)))
    assert [each.q for each in found.differences] == [0.03125] * 5
    assert found.tests == 5


def test_what_does_not_differ_at_all_is_no_test() -> None:
    found = compare_runs(*map(side, of_kinds(1, 30)))
    assert found.tests == 1
    assert [each.verdict for each in found.differences if each.q < 1] == ["better"]
    assert len(found.differences) == 31


def test_without_a_difference_nothing_is_tested() -> None:
    scores = series([1, 0])
    found = compare_runs(side(scores), side(scores))
    assert (found.tests, [each.q for each in found.differences]) == (0, [1.0])


def test_cases_of_one_run_alone_are_counted() -> None:
    before, after = series([0, 0, 1]), series([0, 1])
    after[0] = replace(after[0], id="new")
    assert compare_runs(side(before), side(after)).files == (FilePair("some", ONE, ONE, 1, 2, 1),)


def test_files_with_other_cases_are_told_by_their_hashes() -> None:
    scores = series([0, 0])
    (file,) = compare_runs(side(scores), side(scores, OTHER)).files
    assert (file.exchanged, file.odd, file.paired) == (True, True, 2)
    (same,) = compare_runs(side(scores), side(scores)).files
    assert (same.exchanged, same.odd) == (False, False)


def test_files_of_one_run_alone_are_told_and_not_taken_for_exchanged() -> None:
    found = compare_runs(side(series([0])), side(series([0], cases="other"), OTHER))
    assert found == Comparison((), (FilePair("other", None, OTHER, 0, 0, 1), FilePair("some", ONE, None, 0, 1, 0)), 0)
    assert [(each.exchanged, each.odd) for each in found.files] == [(False, True)] * 2


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1)])
def test_unpaired_cases_alone_are_odd(before: int, after: int) -> None:
    assert FilePair("some", ONE, ONE, 3, before, after).odd


@pytest.mark.parametrize(
    ("measure", "before", "after", "q", "verdict"),
    [
        ("set_exact", 0.1, 0.2, 0.049, "better"),
        ("set_exact", 0.2, 0.1, 0.049, "worse"),
        ("count_error", 0.1, 0.2, 0.049, "worse"),
        ("count_error", 0.2, 0.1, 0.049, "better"),
        ("set_exact", 0.1, 0.2, 0.05, ""),
        ("count_error", 0.2, 0.2, 0.01, ""),
        ("set_exact", 0.2, 0.2, 0.01, ""),
    ],
)
def test_what_may_be_accident_is_not_called_better(
    measure: str, before: float, after: float, q: float, verdict: str
) -> None:
    assert Difference("c", "dev", "list", measure, 3, before, after, 0.001, q).verdict == verdict
