from __future__ import annotations

from typing import Any

import pytest

from evals.records import AnswerRecord, CoverageRecord
from evals.score.given import GivenCitation
from evals.score.measures import agreement
from evals.texts import StoredText, Tick


def record(**more: Any) -> AnswerRecord:
    counts = {"organizations": 30, "matching": 12, "not_matching": 15, "not_stated": 3}
    return AnswerRecord.model_validate({"id": "a", "kind": "list", "coverage": counts, **more})


@pytest.mark.parametrize(
    ("headline", "value"),
    [
        ("12 of 30 organizations did.", 1.0),
        ("Twelve of 30 organizations did.", 1.0),
        ("40% of 30 organizations (12) did.", 1.0),
        ("39% of 30 organizations (12) did.", 0.0),  # cut off or of others
        ("12 of 27 organizations did.", 0.0),
        ("", None),
    ],
)
def test_a_headline_says_what_the_counts_say(headline: str, value: float | None) -> None:
    assert agreement.headline_agrees(record(headline=headline), "en") == value


def test_headlines_of_one_organization_or_of_a_look_up_say_no_counts() -> None:
    one = {"organizations": 1, "matching": 1, "not_matching": 0, "not_stated": 0}
    assert agreement.headline_agrees(record(headline="Yes.", coverage=one), "en") is None
    assert agreement.headline_agrees(record(headline="See.", kind="compare"), "en") is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("All 30: 12 match, 15 do not, 3 are silent", 1.0),
        ("All 30: 15 match, 12 do not, 3 are silent", 0.0),
        ("12 of 30", None),
    ],
)
def test_coverage_is_told_in_its_order(line: str, value: float | None) -> None:
    coverage = CoverageRecord(organizations=30, matching=12, not_matching=15, not_stated=3)
    assert agreement.coverage_in_order(coverage, f"12 of 30\n\n{line}\n\nItem 5") == value
    assert agreement.coverage_in_order(None, line) is None


def test_other_readings_count_no_more_than_were_examined() -> None:
    few, many = {"where": "q5.updated", "matching": 30}, {"where": "q3.reviewed", "matching": 31}
    assert agreement.others_fit(record(other_readings=[few])) == 1
    assert agreement.others_fit(record(other_readings=[few, many])) == 0
    assert agreement.others_fit(record()) is None
    assert agreement.offered(("q5.updated", "q1.yes"), record(other_readings=[few])) == 0.5
    assert agreement.offered((), record(other_readings=[few])) is None


def citation(number: int, organization: str) -> GivenCitation:
    return GivenCitation(number, organization, 5, "words", (), True)


def test_a_headline_does_not_give_the_words_of_several_to_one() -> None:
    names = {"a": ("Alpha Board",), "b": ("Beta Board",)}
    both = [citation(1, "a"), citation(2, "b")]
    assert agreement.speaks_for_all("Alpha Board wrote:", both, names) == 0
    assert agreement.speaks_for_all("Alpha Board and Beta Board wrote:", both, names) == 1
    assert agreement.speaks_for_all("They wrote:", both, names) == 1
    assert agreement.speaks_for_all("Alpha Board wrote:", both[:1], names) is None


def test_a_citation_names_the_page_that_its_words_begin_on() -> None:
    text = StoredText("d", "a", "en", "x" * 30, {}, (0, 10, 20))
    without = StoredText("e", "a", "en", "x" * 30, {})
    assert agreement.pages_right([(1, 9, text), (2, 10, text), (3, 29, text), (2, 29, text)]) == 0.75
    assert agreement.pages_right([(None, 9, without)]) is None


def test_ticks_are_those_that_were_printed() -> None:
    tick = Tick("a", 6, "en", ("Town halls", "A long\n label"), ("q6.all_staff", "q6.printed"))
    options = ("q6.all_staff", "q6.printed-a-long-label")
    assert agreement.ticks_right([(options, "Town halls; A long label", tick)]) == 1
    assert agreement.ticks_right([(options, "A long label", tick)]) == 1  # the one that decides
    assert agreement.ticks_right([(options, "A long", tick)]) == 0
    assert agreement.ticks_right([(options[:1], "Town halls", tick)]) == 0
    assert agreement.ticks_right([(options, "Town halls", None)]) is None
