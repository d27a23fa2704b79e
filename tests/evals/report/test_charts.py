from __future__ import annotations

from itertools import pairwise

import pytest

from evals.report.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, bars_of, by_category, by_share


def test_a_share_of_one_is_drawn_at_the_top_and_of_none_at_the_bottom() -> None:
    chart = by_category([Series("candour", (1.0, 0.0))], ["1", "2–4"])
    assert [mark.y for mark in chart.lines[0].marks] == [TOP, HEIGHT - BOTTOM]


def test_a_category_without_a_value_has_no_mark_and_the_others_stay_in_their_places() -> None:
    whole = by_category([Series("a", (0.1, 0.2, 0.3))], ["x", "y", "z"]).lines[0].marks
    gap = by_category([Series("a", (0.1, None, 0.3))], ["x", "y", "z"]).lines[0].marks
    assert gap == (whole[0], whole[2])


def test_marks_say_system_category_and_value() -> None:
    chart = by_category([Series("keywords", (0.254,))], ["11–20"])
    assert chart.lines[0].marks[0].words == "keywords, 11–20: 25%"


def test_the_path_goes_through_all_marks_in_order() -> None:
    line = by_share([Series("a", points=((0.0, 0.0), (1.0, 1.0)))]).lines[0]
    assert line.path == f"M{LEFT:.1f} {HEIGHT - BOTTOM:.1f} L{WIDTH - RIGHT:.1f} {TOP:.1f}"


def test_systems_at_one_point_are_drawn_side_by_side_and_keep_their_numbers() -> None:
    same = ((0.5, 0.5), (1.0, 1.0))
    lines = by_share([Series(name, points=same) for name in "abc"]).lines
    for place in (0, 1):
        marks = [line.marks[place] for line in lines]
        assert len({mark.y for mark in marks}) == 1
        xs = sorted(mark.x for mark in marks)
        assert min(after - before for before, after in pairwise(xs)) >= 10
        assert all(LEFT <= x <= WIDTH - RIGHT for x in xs)
    assert lines[0].marks[0].x == LEFT + (WIDTH - LEFT - RIGHT) / 2
    assert [line.marks[1].words for line in lines] == [f"{name}: 100%, 100%" for name in "abc"]


def test_points_that_do_not_cover_one_another_stay_where_they_are() -> None:
    one, other = by_share([Series("a", points=((0.5, 0.5),)), Series("b", points=((0.5, 0.6),))]).lines
    assert one.marks[0].x == other.marks[0].x


def test_every_system_has_a_number_of_its_own_for_colour_dash_and_marker() -> None:
    chart = by_category([Series(name, (0.5,)) for name in "abcdefg"], ["1"])
    assert [line.number for line in chart.lines] == list(range(7))


@pytest.mark.parametrize(("longest", "scale"), [(0.4, "1"), (3.0, "5"), (17.0, "20"), (170.0, "200")])
def test_the_axis_of_times_ends_at_a_round_number(longest: float, scale: str) -> None:
    assert bars_of([("list", 0.1, longest)], "ms").across[-1].words == scale


def test_a_bar_shows_the_median_and_beyond_it_the_95th_percentile() -> None:
    bars = bars_of([("list", 25.0, 100.0)], "ms").bars
    assert bars[0].first * 3 == pytest.approx(bars[0].second, abs=0.5)
    assert bars[0].words == "25 / 100 ms"


def test_a_percentile_below_the_median_draws_no_negative_bar() -> None:
    assert bars_of([("list", 5.0, 4.0)], "ms").bars[0].second == 0
