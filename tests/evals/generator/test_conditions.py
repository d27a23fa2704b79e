from __future__ import annotations

from itertools import product

import pytest

from corpus.types import Language
from evals.cases import GeneratedCorpus
from evals.generator.cases.conditions import (
    And,
    Condition,
    Not,
    Or,
    Ticked,
    holds,
    items_of,
    options_of,
    said_otherwise,
    sets_of,
)  # fmt: skip
from evals.generator.truth import OrganizationTruth, TickTruth, Truth

_Q3 = ("q3.reviewed", "q3.reviewing", "q3.not_reviewed")
_Q6 = ("q6.topics", "q6.all_staff")
# As tables, so that the code under test is not its own yardstick.
_AND = {(True, True): True, (True, None): None, (None, None): None}
_OR = {(False, False): False, (False, None): None, (None, None): None}


def _organization(
    name: str,
    ticks: dict[int, tuple[str, ...]],
    french: tuple[str, ...] | None = None,
    languages: tuple[Language, ...] = ("en",),
) -> OrganizationTruth:
    return OrganizationTruth(
        id=name,
        registered=name != "stranger",
        has_form=True,
        names={"en": name.title(), "fr": name.title()},
        acronyms={"en": name, "fr": name},
        files={language: f"{name}.{language}.txt" for language in languages},
        ticks={
            item: TickTruth(options=options, options_fr=french if item == 3 else None, labels={}, citable={})
            for item, options in ticks.items()
        },
    )


def _atom(option: str, ticks: tuple[str, ...]) -> bool | None:
    return None if not ticks else option in ticks


@pytest.mark.parametrize("q3", [(), ("q3.reviewed",), ("q3.reviewed", "q3.reviewing"), ("q3.printed",)])
@pytest.mark.parametrize("q6", [(), ("q6.topics",), _Q6])
def test_truth_is_kleenes_for_every_condition_of_two_options(q3: tuple[str, ...], q6: tuple[str, ...]) -> None:
    organization = _organization("a", {3: q3, 6: q6})
    for first, second, deny_first, deny_second in product(_Q3, _Q6, (False, True), (False, True)):
        values: list[bool | None] = []
        conditions: list[Condition] = []
        for option, ticks, deny in ((first, q3, deny_first), (second, q6, deny_second)):
            atom = _atom(option, ticks)
            values.append((None if atom is None else not atom) if deny else atom)
            conditions.append(Not(Ticked(option)) if deny else Ticked(option))
        key = (values[0], values[1])
        both, either = And(*conditions), Or(*conditions)
        assert holds(both, organization, "en") is _AND.get(key, _AND.get(key[::-1], False))
        assert holds(either, organization, "en") is _OR.get(key, _OR.get(key[::-1], True))
        assert options_of(both) == (first, second)
        assert items_of(both) == (3, 6)


def test_two_ticks_match_both_options_and_neithers_negation() -> None:
    organization = _organization("a", {3: _Q3[:2]})
    assert [holds(Ticked(option), organization, "en") for option in _Q3] == [True, True, False]
    assert [holds(Not(Ticked(option)), organization, "en") for option in _Q3] == [False, False, True]


def test_a_tick_the_questionnaire_does_not_have_is_another_option() -> None:
    organization = _organization("a", {3: ("q3.printed",)})
    assert holds(Not(Ticked("q3.reviewed")), organization, "en") is True


def test_nothing_ticked_and_a_missing_item_are_not_stated() -> None:
    truth = Truth(
        corpus=GeneratedCorpus(texts="dev", seed=1, organizations=3),
        organizations=(
            _organization("stranger", {3: ("q3.reviewed",)}),
            _organization("empty", {3: ()}),
            _organization("missing", {}),
        ),
    )
    sets = sets_of(Ticked("q3.reviewed"), truth, "en")
    assert sets.matching == ("Stranger",)
    assert sets.not_stated == ("empty", "missing")
    assert sets_of(Not(Ticked("q3.reviewed")), truth, "en").matching == ()


def test_where_versions_differ_the_questions_language_counts() -> None:
    organization = _organization("a", {3: ("q3.reviewed",)}, ("q3.reviewing",), ("en", "fr"))
    assert holds(Ticked("q3.reviewed"), organization, "en") is True
    assert holds(Ticked("q3.reviewed"), organization, "fr") is False
    assert holds(Ticked("q3.reviewing"), organization, "fr") is True


def test_of_two_options_not_the_one_and_the_other_may_be_said_in_the_same_words() -> None:
    siblings = {"q1.yes": "q1.no", "q1.no": "q1.yes"}
    no_plan, reviewed = Not(Ticked("q1.yes")), Ticked("q3.reviewed")
    assert said_otherwise(no_plan, siblings) == (no_plan, Ticked("q1.no"))
    assert said_otherwise(Ticked("q1.no"), siblings) == (Ticked("q1.no"), Not(Ticked("q1.yes")))
    assert said_otherwise(reviewed, siblings) == (reviewed,)
    assert said_otherwise(And(reviewed, no_plan), siblings) == (
        And(reviewed, no_plan),
        And(reviewed, Ticked("q1.no")),
    )
    undecided = _organization("a", {1: ("q1.yes", "q1.no")})
    assert [holds(each, undecided, "en") for each in said_otherwise(no_plan, siblings)] == [False, True]
