from collections.abc import Sequence
from typing import Any

import pytest

from evals.records import AnswerRecord, CoverageRecord
from evals.score.evidence import ExpectedEvidence, ExpectedWords
from evals.score.given import Given, GivenCell, GivenCitation
from evals.score.measures import citations
from evals.score.measures.citations import Match
from evals.score.measures.economy import words_per_needed
from evals.texts import Words


def evidence(*places: tuple[str, int, int], needed: bool = True, closing: int = 0) -> ExpectedEvidence:
    """Evidence with these places; the last `closing` characters of each need not be cited."""
    expected = tuple(ExpectedWords(Words(d, s, e), Words(d, s, e - closing)) for d, s, e in places)
    return ExpectedEvidence("o", 5, needed, expected, 3)


def citation(number: int, **more: Any) -> GivenCitation:
    return GivenCitation(
        **{"number": number, "organization": "a", "item": 5, "quote": "x", "places": (), "exact": True, **more}
    )


def answer(cells: Sequence[GivenCell], numbers: Sequence[int], rows: bool = True) -> Given:
    states = {cell.organization: (cell.state,) for cell in cells} if rows else {}
    return Given(
        AnswerRecord(id="c"), False, states, None, 0, tuple(cells), tuple(citation(each) for each in numbers), None
    )


FIRST = evidence(("d", 10, 20), ("e", 0, 5), closing=1)
SECOND = evidence(("d", 15, 30))
UNNEEDED = evidence(("f", 3, 9), needed=False)


@pytest.mark.parametrize(
    ("place", "held", "touches"),
    [
        (("d", 10, 20), {0}, True),
        (("d", 10, 19), {0}, True),  # without the full stop
        (("d", 9, 20), {0}, True),
        (("d", 11, 20), set(), True),  # off by one: only a part
        (("d", 10, 18), set(), True),
        (("d", 9, 18), set(), False),  # a part and something else
        (("d", 10, 30), {0, 1}, True),
        (("d", 10, 29), {0}, True),
        (("d", 16, 20), set(), True),
        (("d", 30, 40), set(), False),
        (("d", 0, 10), set(), False),
        (("e", 0, 4), {0}, True),  # the other place will do
        (("e", 0, 3), set(), True),
        (("f", 3, 9), set(), True),  # right to cite, not needed
        (("f", 0, 20), set(), True),
        (("f", 9, 12), set(), False),
        (("g", 10, 20), set(), False),
    ],
)
def test_what_a_citation_shows(place: tuple[str, int, int], held: set[int], touches: bool) -> None:
    found = citations.matches((FIRST, SECOND, UNNEEDED), [[Words(*place)]])
    assert found == (Match(frozenset(held), touches),)


def test_each_citation_is_matched_in_order_and_may_stand_in_several_places() -> None:
    several = [Words("x", 0, 1), Words("d", 10, 20), Words("d", 15, 30)]
    found = citations.matches((FIRST, SECOND), [[], several, [Words("e", 0, 5)]])
    assert found == (Match(frozenset(), False), Match(frozenset({0, 1}), True), Match(frozenset({0}), True))
    assert citations.matches((FIRST,), []) == ()


def match(*held: int, touches: bool = True) -> Match:
    return Match(frozenset(held), touches)


MISS = match(touches=False)


def test_recall_is_the_share_of_what_was_needed() -> None:
    assert citations.citation_recall(3, (match(0), match(0, 2))) == pytest.approx(2 / 3)
    assert citations.citation_recall(3, (match(0), match(1, 2))) == 1
    assert citations.citation_recall(1, (MISS,)) == 0
    assert citations.citation_recall(2, ()) == 0


def test_precision_is_the_share_of_citations_that_touch_evidence() -> None:
    assert citations.citation_precision((match(0), match(), MISS)) == pytest.approx(2 / 3)
    assert citations.citation_precision((MISS,)) == 0
    assert citations.citation_precision(()) is None


def test_evidence_among_the_first_citations() -> None:
    fourth = (match(), MISS, match(), match(0))
    assert [citations.evidence_within(fourth, first) for first in (1, 3, 4, None)] == [0, 0, 1, 1]
    third = (match(), MISS, match(1))
    assert [citations.evidence_within(third, first) for first in (1, 2, citations.FIRST_FEW)] == [0, 0, 1]
    assert citations.evidence_within((match(0), MISS), 1) == 1
    assert citations.evidence_within((), None) == 0
    assert citations.FIRST_FEW == 3


def test_the_citations_of_matching_rows_stand_for_an_answer_with_rows() -> None:
    cells = [
        GivenCell("a", "matching", 5, 3),
        GivenCell("b", "not_matching", 5, 2),
        GivenCell("c", "not_stated", 5, 4),
        GivenCell("d", "matching", 5, None),
        GivenCell("e", "matching", 5, 1),
    ]
    assert citations.considered(answer(cells, [1, 2, 3, 4])) == (0, 2)
    assert citations.considered(answer(cells[1:2], [1, 2])) == ()
    assert citations.considered(answer([], [7, 8])) == (0, 1)


def test_fidelity_is_the_share_of_exact_quotations() -> None:
    exact, other = citation(1), citation(2, exact=False)
    assert citations.quotation_fidelity([exact, other, exact]) == pytest.approx(2 / 3)
    assert citations.quotation_fidelity([other]) == 0
    assert citations.quotation_fidelity([]) is None


def test_a_cells_citation_is_of_its_organization_and_item() -> None:
    cited = [citation(1), citation(2, organization="b"), citation(3, item=6), citation(4, organization=None)]

    def value(*numbers: int | None) -> float | None:
        return citations.citation_in_place([GivenCell("a", "matching", 5, number) for number in numbers], cited)

    assert value(1) == 1
    assert [value(number) for number in (2, 3, 4, 9)] == [0, 0, 0, 0]
    assert value(1, 2, None) == 1 / 2
    assert value(1, 1, 3) == pytest.approx(2 / 3)
    assert value(None) is None
    assert value() is None


def test_marks_must_be_citations_with_numbers_of_their_own() -> None:
    assert citations.marks_right([1, 2, 1], [1, 2, 3]) == 1
    assert citations.marks_right([1, 4], [1, 2]) == 0
    assert citations.marks_right([], [1]) == 0
    assert citations.marks_right([1], [1, 1]) == 0
    assert citations.marks_right([1], []) is None


@pytest.mark.parametrize(
    ("numbers", "states", "value"),
    [
        ((4, 2, 1, 1), [("matching",), ("matching",), ("not_matching",), ("not_stated",)], 1),
        ((4, 2, 1, 1), [], 1),
        ((5, 2, 1, 1), [], 0),
        ((3, 2, 1, 1), [], 0),
        ((4, 2, 1, 1), [("matching",), ("not_matching",), ("not_matching",), ("not_stated",)], 0),
        ((4, 2, 1, 1), [("matching",), ("matching",), ("not_stated",)], 0),
        ((4, 2, 2, 0), [("matching",), ("matching",), ("not_matching",), ("not_stated",)], 0),
        ((4, 2, 0, 2), [("matching",), ("matching",), ("not_matching",), ("not_stated",)], 0),
        ((2, 1, 1, 0), [("matching", "not_matching")], 1),
        ((0, 0, 0, 0), [], 1),
    ],
)
def test_coverage_must_add_up_and_agree_with_the_rows(numbers: tuple, states: list, value: float) -> None:
    names = ("organizations", "matching", "not_matching", "not_stated")
    coverage = CoverageRecord(**dict(zip(names, numbers, strict=True)))
    assert citations.coverage_adds_up(coverage, states) == value


def test_coverage_that_is_not_told_is_not_measured() -> None:
    assert citations.coverage_adds_up(None, [("matching",)]) is None


def test_words_quoted_for_each_word_needed() -> None:
    assert words_per_needed(["one two\nthree", "four"], 2) == 2
    assert words_per_needed(["one"], 4) == 1 / 4
    assert words_per_needed([""], 1) == 0
    assert words_per_needed([], 4) is None
    assert words_per_needed(["one"], 0) is None
