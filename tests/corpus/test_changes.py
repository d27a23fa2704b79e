from __future__ import annotations

from collections.abc import Mapping

from forms import NO_UPDATES, UPDATED, UPDATING, form

from corpus.changes import AssessmentChange, changes
from corpus.organizations import load_registry
from corpus.parse import assessment_of
from corpus.questionnaire import load_questionnaire
from corpus.types import Assessment, Language, SourceText

QUESTIONNAIRE, REGISTRY = load_questionnaire(), load_registry()


def assessed(name: str, said: Mapping[int, str], language: Language = "en") -> Assessment:
    text = form(QUESTIONNAIRE, name, said, language)
    return assessment_of(SourceText("form.txt", text, "0" * 64), QUESTIONNAIRE, REGISTRY)


HEALTH = assessed("Health Canada", {5: f"{UPDATING}\n\nIt will be done by March 31, 2025.", 12: "- Yes"})
SANTE = assessed("Santé Canada", {12: "- Oui"}, "fr")
PARKS = assessed("Parks Canada", {12: "- No"})


def only_change(old: Assessment, new: Assessment) -> AssessmentChange:
    made = changes([old], [new])
    assert (made.added, made.gone, made.unchanged) == ((), (), 0)
    (change,) = made.changed
    return change


def test_equal_states_have_no_changes() -> None:
    made = changes([HEALTH, SANTE, PARKS], [PARKS, SANTE, HEALTH])
    assert (made.added, made.gone, made.changed, made.unchanged) == ((), (), (), 3)


def test_organizations_that_came_and_went_are_told() -> None:
    made = changes([HEALTH, SANTE], [PARKS])
    assert [each.printed_name for each in made.added] == ["Parks Canada"]
    assert [each.printed_name for each in made.gone] == ["Health Canada", "Santé Canada"]
    assert (made.organizations_added, made.organizations_gone) == ({"parks"}, {"health"})


def test_a_language_that_came_is_no_new_organization() -> None:
    made = changes([HEALTH], [HEALTH, SANTE])
    assert made.added == (SANTE,)
    assert made.organizations_added == frozenset()


def test_a_tick_that_moved_is_told_before_and_after() -> None:
    new = assessed("Health Canada", {5: f"{UPDATED}\n\nIt will be done by March 31, 2025.", 12: "- Yes"})
    (item,) = only_change(HEALTH, new).items
    assert item.item == 5
    assert item.ticks is not None
    assert [[tick.option for tick in ticks] for ticks in item.ticks] == [["q5.updating"], ["q5.updated"]]
    assert (item.text, item.states) == (None, None)


def test_ticks_in_another_order_are_the_same() -> None:
    one, other = (assessed("Parks Canada", {5: f"{a}\n{b}"}) for a, b in ((UPDATED, NO_UPDATES), (NO_UPDATES, UPDATED)))
    assert changes([one], [other]).changed == ()


def test_a_text_that_changed_is_told_with_places_in_both_documents() -> None:
    new = assessed("Health Canada", {5: f"{UPDATING}\n\nIt will be done by June 30, 2025.", 12: "- Yes"})
    (item,) = only_change(HEALTH, new).items
    assert item.ticks is None
    assert item.text is not None
    (word,) = item.text.words
    for assessment, start, first, last, words in (
        (HEALTH, item.text.old_start, word.old_start, word.old_end, "March 31,"),
        (new, item.text.new_start, word.new_start, word.new_end, "June 30,"),
    ):
        assert assessment.source.text[start + first : start + last] == words


def test_a_response_that_was_given_later_is_told_with_its_state() -> None:
    silent = assessed("Parks Canada", {12: "No response submitted."})
    (item,) = only_change(silent, PARKS).items
    assert item.states == ("no_response", "answered")
    assert item.ticks is not None
    assert item.ticks[0] == ()


def test_a_name_printed_otherwise_is_told() -> None:
    change = only_change(PARKS, assessed("Parks Canada Agency", {12: "- No"}))
    assert (change.renamed, change.items) == (True, ())
