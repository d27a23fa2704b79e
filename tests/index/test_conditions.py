from __future__ import annotations

import itertools

import pytest

from corpus.types import Response, Span, Tick
from index.conditions import And, Not, Or, Responded, Ticked, items_of, parse_condition, state_of
from index.errors import BadCondition


def response(item: int, *options: str, state: str | None = None) -> Response:
    ticks = tuple(Tick(option, option, Span("d", 0, 1)) for option in options)
    return Response(item, state or ("answered" if ticks else "no_response"), ticks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "asked", "expected"),
    [
        (("q5.updated",), "q5.updated", "matching"),
        (("q5.updating",), "q5.updated", "not_matching"),
        ((), "q5.updated", "not_stated"),
        # Two ticks in a single choice match both options, and neither's negation.
        (("q5.updated", "q5.updating"), "q5.updated", "matching"),
        (("q5.updated", "q5.updating"), "q5.updating", "matching"),
        (("q5.updated", "q5.updating"), "not q5.updated", "not_matching"),
        (("q5.updated", "q5.updating"), "not q5.updating", "not_matching"),
        (("q5.updating",), "not q5.updated", "matching"),
        ((), "not q5.updated", "not_stated"),
    ],
)
def test_a_tick_has_three_states(options: tuple[str, ...], asked: str, expected: str) -> None:
    assert state_of(parse_condition(asked), {5: response(5, *options)}) == expected


def test_a_missing_item_is_not_stated() -> None:
    assert state_of(Ticked("q5.updated"), {5: Response(5, "missing")}) == "not_stated"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("answered", "matching"),
        ("no_response", "not_matching"),
        ("not_applicable", "matching"),
        ("missing", "not_stated"),
    ],
)
def test_an_item_alone_asks_for_any_response(state: str, expected: str) -> None:
    assert state_of(Responded(4), {4: response(4, state=state)}) == expected


VALUES = {"matching": ("q1.yes",), "not_matching": ("q1.no",), "not_stated": ()}
ORDER = ["not_matching", "not_stated", "matching"]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(VALUES, VALUES)))
def test_and_is_the_lower_and_or_the_higher_of_two_states(first: str, second: str) -> None:
    responses = {
        1: response(1, *VALUES[first]),
        2: response(2, *(option.replace("q1", "q2") for option in VALUES[second])),
    }
    ranks = sorted((ORDER.index(first), ORDER.index(second)))
    assert state_of(parse_condition("q1.yes and q2.yes"), responses) == ORDER[ranks[0]]
    assert state_of(parse_condition("q1.yes or q2.yes"), responses) == ORDER[ranks[1]]


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("q5.updated", Ticked("q5.updated")),
        ("Q5.Updated AND NOT q12.yes", And((Ticked("q5.updated"), Not(Ticked("q12.yes"))))),
        ("q1.yes and q2.yes or q3.reviewed", Or((And((Ticked("q1.yes"), Ticked("q2.yes"))), Ticked("q3.reviewed")))),
        ("q1.yes and (q2.yes or q4)", And((Ticked("q1.yes"), Or((Ticked("q2.yes"), Responded(4)))))),
        ("not (q1.yes or q2.yes)", Not(Or((Ticked("q1.yes"), Ticked("q2.yes"))))),
        ("q6.printed-values-week", Ticked("q6.printed-values-week")),
    ],
)
def test_what_is_written_is_read_and_written_again(written: str, condition: object) -> None:
    assert parse_condition(written) == condition
    assert parse_condition(str(condition)) == condition


@pytest.mark.parametrize(
    "written",
    [
        "",
        "q5.",
        "q5.updated and",
        "(q5.updated",
        "updated",
        "q5.updated q12.yes",
        "q1.yes; drop",
        "q99999.yes",
        pytest.param("(" * 700 + "q1.yes" + ")" * 700, id="nested too deep"),
        pytest.param("not " * 480 + "q1.yes", id="negated too often"),
    ],
)
def test_a_mistake_is_shown_with_its_place(written: str) -> None:
    with pytest.raises(BadCondition, match="mistake at character"):
        parse_condition(written)


def test_items_are_listed_in_the_order_they_are_named() -> None:
    assert items_of(parse_condition("not q12.yes and (q5.updated or q12.no)")) == (12, 5)
