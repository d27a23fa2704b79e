from typing import Any

import pytest

from evals.score.compare import Difference, compare_scores, comparison_text
from evals.score.results import Score


def score(id: str, values: dict[str, float], **more: Any) -> Score:
    fields = {"cases": "some", "split": "dev", "kind": "list", "language": "en", "wording": None, "confidence": ""}
    return Score(**{"id": id, **fields, "correct": True, "values": values, **more})


def series(values: list[float], measure: str = "set_exact", **more: Any) -> list[Score]:
    return [score(f"c{number}", {measure: value}, **more) for number, value in enumerate(values)]


def test_runs_are_compared_case_by_case() -> None:
    before, after = series([0, 0, 0, 0, 1, 0, 1]), series([1, 1, 1, 1, 1, 1, 0.5])
    assert compare_scores(before, after[::-1]) == (
        Difference("some", "dev", "list", "set_exact", 7, 0.285714, 0.928571, 0.0625),
    )


def test_only_cases_and_measures_of_both_runs_count() -> None:
    before = [score("a", {"set_exact": 0, "set_f1": 0}), score("b", {"set_exact": 1}), score("old", {"set_exact": 1})]
    after = [score("a", {"set_exact": 1}), score("b", {"set_exact": 1, "set_f1": 1}), score("new", {"set_exact": 0})]
    assert compare_scores(before, after) == (Difference("some", "dev", "list", "set_exact", 2, 0.5, 1.0, 1.0),)
    assert compare_scores(before, []) == ()
    assert compare_scores([], after) == ()


def test_equal_ids_of_two_files_do_not_meet() -> None:
    assert compare_scores(series([1]), series([0], cases="other")) == ()


def test_lines_are_by_file_split_kind_and_measure_both_languages_together() -> None:
    scores = [
        score("a", {"truthfulness": 1, "set_exact": 1}),
        score("b", {"set_exact": 0}, language="fr"),
        score("c", {"set_exact": 0}, kind="count"),
        score("d", {"set_exact": 0}, split="test"),
        score("e", {"set_exact": 0}, cases="another"),
    ]
    found = compare_scores(scores, scores)
    assert [(each.cases, each.split, each.kind, each.measure, each.n) for each in found] == [
        ("another", "dev", "list", "set_exact", 1),
        ("some", "dev", "count", "set_exact", 1),
        ("some", "dev", "list", "set_exact", 2),
        ("some", "dev", "list", "truthfulness", 1),
        ("some", "test", "list", "set_exact", 1),
    ]
    assert all(each.p == 1 and each.before == each.after for each in found)


def test_cases_of_one_wording_are_one_observation() -> None:
    (apart,) = compare_scores(series([0] * 6), series([1] * 6))
    (together,) = compare_scores(series([0] * 6, wording="w"), series([1] * 6, wording="w"))
    assert (apart.p, together.p) == (2 / 64, 1.0)


@pytest.mark.parametrize(
    ("measure", "before", "after", "p", "verdict"),
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
    measure: str, before: float, after: float, p: float, verdict: str
) -> None:
    assert Difference("c", "dev", "list", measure, 3, before, after, p).verdict == verdict


def test_the_table_is_aligned() -> None:
    lines = [
        Difference("shipped-dev", "dev", "list", "set_exact", 40, 0.5, 0.75, 0.0123),
        Difference("x", "test", "lookup", "words_per_needed", 5, 12.5, 12.25, 0.5),
    ]
    assert comparison_text(lines) == (
        "cases        split  kind    measure            n   before    after  difference       p\n"
        "shipped-dev  dev    list    set_exact         40   0.5000   0.7500     +0.2500  0.0123  better\n"
        "x            test   lookup  words_per_needed   5  12.5000  12.2500     -0.2500  0.5000\n"
    )


def test_nothing_to_compare_is_said() -> None:
    assert comparison_text([]) == "No case stands in both runs: nothing to compare.\n"
