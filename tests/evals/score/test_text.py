from __future__ import annotations

import pytest

from evals.records import CoverageRecord, RowRecord
from evals.score.measures import text as said
from index.types import State


def row(name: str, state: State = "matching") -> RowRecord:
    return RowRecord(organization=name, state=state)


def coverage(total: int, matching: int, not_matching: int, not_stated: int) -> CoverageRecord:
    return CoverageRecord(organizations=total, matching=matching, not_matching=not_matching, not_stated=not_stated)


@pytest.mark.parametrize(
    ("marks", "numbers", "value"),
    [
        ([1, 2, 3], [1, 2], 1.0),
        ([1], [1, 2], 0.5),
        ([], [1], 0.0),
        ([1], [], None),  # nothing to mark
    ],
)
def test_every_citation_should_have_its_mark(marks: list[int], numbers: list[int], value: float | None) -> None:
    assert said.citations_marked(marks, numbers) == value


def test_the_text_should_name_every_row() -> None:
    rows = [row("Health Canada"), row("Économie  d’ici"), row("Third")]
    assert said.organizations_named(rows, "- **Health Canada** and\n- ECONOMIE d'ici") == pytest.approx(2 / 3)
    assert said.organizations_named(rows[:2], "- **Health Canada** and\n- ECONOMIE d'ici") == 1
    assert said.organizations_named(rows[:1], "nobody") is None


def test_an_organization_may_be_called_as_the_answers_language_has_it() -> None:
    rows = [
        RowRecord(organization="Health Canada", name="Santé Canada", state="matching"),
        RowRecord(organization="Parks Canada", state="matching"),
    ]
    assert said.organizations_named(rows, "Santé Canada et Parks Canada") == 1
    assert said.organizations_named(rows, "Santé Canada et Parcs Canada") == 0.5


@pytest.mark.parametrize(
    ("states", "value"),
    [
        (("matching", "matching", "not_stated"), 1.0),
        (("not_matching", "not_stated"), 1.0),
        (("matching", "not_matching", "matching"), 0.0),
        (("not_stated", "matching"), 0.0),
        (("matching",), None),
        ((), None),
    ],
)
def test_matching_rows_come_first(states: tuple[State, ...], value: float | None) -> None:
    assert said.matching_first([row("a", state) for state in states]) == value


@pytest.mark.parametrize(
    ("counts", "text", "value"),
    [
        ((10, 4, 5, 1), "All 10 examined: 4 match, 5 do not, 1 is silent", 1.0),
        ((10, 4, 5, 1), "All 10 examined: 4 match, 5 do not, one is silent", 1.0),
        ((10, 4, 5, 1), "All 10 examined: 4 match, 5 do not", 0.0),
        ((10, 4, 6, 0), "All 10 examined: 4 match, 6 do not", 1.0),  # nobody is silent: it may go unsaid
        ((10, 4, 6, 0), "All 100 examined: 4 match, 6 do not", 0.0),  # 100 is not 10
        ((10, 4, 6, 0), "4 match, 6 do not", 0.0),
        ((2, 2, 0, 0), "both of the two did", 1.0),
        ((1, 1, 0, 0), "it did", None),  # one organization needs no counting
    ],
)
def test_the_text_should_say_the_counts(counts: tuple[int, int, int, int], text: str, value: float | None) -> None:
    assert said.coverage_said(coverage(*counts), text, "en") == value


def test_counts_may_be_words_of_the_questions_language() -> None:
    assert said.coverage_said(coverage(4, 2, 2, 0), "4 en tout, deux de chaque", "fr") == 1
    assert said.coverage_said(coverage(4, 2, 2, 0), "4 en tout, deux de chaque", "en") == 0
    assert said.coverage_said(None, "4", "en") is None


@pytest.mark.parametrize(
    ("expected", "text", "value"),
    [
        (1 / 3, "33% of 3", 1.0),
        (1 / 3, "33,3 % des 3", 1.0),
        (1 / 3, "33.5 per cent", 1.0),
        (1 / 3, "33,9 pour cent", 0.0),
        (0.625, "62 %", 1.0),
        (0.625, "63 %", 1.0),
        (0.625, "64 %", 0.0),
        (0.5, "50 organizations", 0.0),  # a number is no percentage
        (0.5, "100 % of these, 50 % of all", 1.0),
        (0.0, "0%", 1.0),
        (0.005, "1%", 1.0),
    ],
)
def test_the_text_should_say_the_percentage(expected: float, text: str, value: float) -> None:
    assert said.share_said(expected, text) == value


@pytest.mark.parametrize(
    ("state", "headline", "value"),
    [
        ("matching", "**Yes**: it did", 1.0),
        ("matching", "No: it did", 0.0),
        ("not_matching", "Non : rien", 1.0),
        ("not_matching", "OUI : fait", 0.0),
        ("not_stated", "No: nothing", 0.0),  # silence is no "no"
        ("not_stated", "Yes: nothing", 0.0),
        ("matching", "It did", None),
        ("matching", "Nobody did", None),
        ("matching", "", None),
    ],
)
def test_yes_and_no_agree_with_the_row(state: State, headline: str, value: float | None) -> None:
    assert said.yes_no_agrees([row("a", state)], headline, "") == value


def test_yes_and_no_are_looked_for_in_the_text_where_there_is_no_headline() -> None:
    assert said.yes_no_agrees([row("a")], "", "No.") == 0
    assert said.yes_no_agrees([row("a")], "Yes.", "No.") == 1
    assert said.yes_no_agrees([row("a"), row("b")], "Yes.", "") is None
