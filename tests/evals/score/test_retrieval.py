import math
import sys

import pytest

from evals.score.measures.citations import Match
from evals.score.measures.retrieval import RETRIEVAL, Ranking, ranking, retrieval_measures


def found(*held: tuple[int, ...]) -> list[Match]:
    return [Match(frozenset(each), bool(each)) for each in held]


@pytest.mark.parametrize(
    ("needed", "hits", "ranked"),
    [
        (2, [(), (0,), (1,)], Ranking(2, (None, 0, 1))),
        (2, [(0, 1), (0, 1)], Ranking(1, (0, None))),  # both at once: there is no second thing to find
        (2, [(1,), (0, 1)], Ranking(2, (0, 1))),
        (3, [(1, 2)], Ranking(2, (0,))),  # what nobody found is still to be found
        (2, [(0,), (0,), (1,)], Ranking(2, (0, None, 1))),  # the same again is nothing new
        (1, [(), ()], Ranking(1, (None, None))),
        (1, [], Ranking(1, ())),
    ],
)
def test_a_hit_is_relevant_where_it_holds_evidence_not_yet_found(needed: int, hits: list, ranked: Ranking) -> None:
    assert ranking(needed, found(*hits)) == ranked


def measures(needed: int, *ranked: int | None) -> dict[str, float]:
    return retrieval_measures({"c": Ranking(needed, ranked)})["c"]


def test_one_evidence_at_the_second_place() -> None:
    assert measures(1, None, 0, None) == pytest.approx(
        {"ndcg_10": 1 / math.log2(3), "recall_5": 1, "recall_10": 1, "recall_20": 1, "reciprocal_rank": 1 / 2}
    )


def test_of_two_evidences_one_is_found_first_and_one_is_not() -> None:
    assert measures(2, 1) == pytest.approx(
        {
            "ndcg_10": 1 / (1 + 1 / math.log2(3)),
            "recall_5": 1 / 2,
            "recall_10": 1 / 2,
            "recall_20": 1 / 2,
            "reciprocal_rank": 1,
        }
    )


@pytest.mark.parametrize(
    ("place", "recalls"),
    [(5, (1, 1, 1)), (6, (0, 1, 1)), (10, (0, 1, 1)), (11, (0, 0, 1)), (20, (0, 0, 1)), (21, (0, 0, 0))],
)
def test_recall_looks_at_the_first_5_10_and_20(place: int, recalls: tuple[float, ...]) -> None:
    values = measures(1, *[None] * (place - 1), 0, None)
    assert tuple(values[f"recall_{first}"] for first in (5, 10, 20)) == recalls
    assert values["reciprocal_rank"] == pytest.approx(1 / place)
    assert values["ndcg_10"] == (pytest.approx(1 / math.log2(place + 1)) if place <= 10 else 0)


def test_nothing_found_is_nothing() -> None:
    assert measures(2) == measures(2, None, None) == dict.fromkeys(RETRIEVAL, 0.0)
    assert RETRIEVAL == ("ndcg_10", "recall_5", "recall_10", "recall_20", "reciprocal_rank")


def test_all_found_first_is_all() -> None:
    assert measures(3, 2, 0, 1) == dict.fromkeys(RETRIEVAL, 1.0)


def test_cases_do_not_mix() -> None:
    values = retrieval_measures({"a": Ranking(1, (0,)), "b": Ranking(1, (None, 0)), "c": Ranking(1, ())})
    assert [values[key]["reciprocal_rank"] for key in "abc"] == [1, 1 / 2, 0]
    assert retrieval_measures({}) == {}


def test_without_the_library_there_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    assert retrieval_measures({"a": Ranking(1, (0,))}) == {}
