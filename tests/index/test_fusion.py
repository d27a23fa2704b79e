from __future__ import annotations

from itertools import permutations

import pytest

from index.fusion import Fused, fuse


def test_scores_follow_the_formula_of_the_paper():
    fused = fuse({"vectors": ["a", "b"], "keywords": ["b", "c"]})

    assert fused == (
        Fused("b", pytest.approx(1 / 62 + 1 / 61), ("vectors", "keywords")),
        Fused("a", pytest.approx(1 / 61), ("vectors",)),
        Fused("c", pytest.approx(1 / 62), ("keywords",)),
    )


def test_ties_are_broken_by_id():
    assert [hit.id for hit in fuse({"vectors": ["b", "a"], "keywords": ["a", "b"]})] == ["a", "b"]


def test_the_order_of_the_rankings_does_not_matter():
    rankings = {"one": ["a", "b", "c", "d"], "two": ["b", "c", "a"], "three": ["c", "a", "b", "e"]}
    orders = {
        tuple((hit.id, hit.score) for hit in fuse({name: rankings[name] for name in names}))
        for names in permutations(rankings)
    }

    assert len(orders) == 1


def test_weights_move_a_ranking_up_or_take_it_out():
    rankings = {"vectors": ["a"], "keywords": ["b"]}

    assert [hit.id for hit in fuse(rankings, {"keywords": 2.0})] == ["b", "a"]
    assert [hit.id for hit in fuse(rankings, {"keywords": 0.0})] == ["a"]


def test_a_smaller_constant_favours_the_first_place():
    rankings = {"vectors": ["a", "b"], "keywords": ["x", "b"]}

    assert [hit.id for hit in fuse(rankings, k=60)] == ["b", "a", "x"]
    assert [hit.id for hit in fuse(rankings, k=0)] == ["a", "b", "x"]


def test_no_more_than_asked_for():
    assert [hit.id for hit in fuse({"vectors": ["a", "b", "c"]}, count=2)] == ["a", "b"]
    assert fuse({"vectors": ["a"]}, count=0) == ()


def test_an_id_named_twice_counts_at_its_first_place():
    assert fuse({"vectors": ["a", "a", "b"]}) == fuse({"vectors": ["a", "b"]})


def test_no_rankings_give_nothing():
    assert fuse({}) == ()
    assert fuse({"vectors": []}) == ()
