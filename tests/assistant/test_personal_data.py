"""Personal data is found in all its spellings and nowhere else, and masking leaves none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.masking import masked_answer, part_without, typed_in
from assistant.personal_data import found_in, masked, without_marks
from assistant.types import Answer, Citation, OtherReading, Remark
from assistant.words import words_of

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "personal_data.jsonl").read_text("utf-8").splitlines()]
ROOT = HERE.parents[1]
DEVELOPMENT = sorted(
    [*(ROOT / "evals" / "cases").glob("*-dev*.jsonl"), *(ROOT / "evals" / "cases/smoke").glob("*.jsonl")]
)
TYPED = "Who mentions jo@example.ca and 613-555-0199?"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_is_found(case):
    text = case["text"]
    assert [[each.kind, text[each.start : each.end]] for each in found_in(text)] == case["found"]


def test_ordinary_questions_hold_none():
    questions = (HERE / "ordinary_questions.txt").read_text("utf-8").splitlines()
    assert len(questions) > 200
    assert [each for each in questions if found_in(each)] == []


@pytest.mark.parametrize("file", DEVELOPMENT, ids=lambda file: file.name)
def test_questions_of_the_development_cases_hold_none(file):
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    questions = [text for each in records for text in (each.get("question", ""), *each.get("history", ()))]
    assert any(questions)
    assert [each for each in questions if found_in(each)] == []


def test_each_kind_is_called_by_its_name_in_both_languages():
    text = "130692544, 4111111111111111, jo@example.ca, 613-555-0199, K1A 0B1"
    assert masked(text, "en") == (
        "[social insurance number], [card number], [e-mail address], [phone number], [postal code]"
    )
    assert masked(text, "fr") == (
        "[numéro d’assurance sociale], [numéro de carte], [adresse courriel], [numéro de téléphone], [code postal]"
    )


def test_both_languages_have_the_same_words_with_the_same_placeholders():
    english, french = words_of("personal", "en").by_key, words_of("personal", "fr").by_key
    assert set(english) == set(french)
    assert [key for key in english if ("{found}" in english[key]) != ("{found}" in french[key])] == []


PIECES = some.sampled_from(
    [each["text"] for each in CASES]
    + list("0123456789 -.,@()[]+#xéK1A\n\u00a0\u200b")
    + ["613", "555-0199", "130", "692", "544", "at)", "[at", "a]", "ext", "4111", "1111", "a.ca", "A0", "B1"]
)


@given(some.lists(PIECES, max_size=12).map("".join) | some.text(), some.sampled_from(["en", "fr"]))
def test_what_is_masked_holds_none_and_masking_it_again_changes_nothing(text, language):
    once = masked(text, language)
    assert found_in(once) == ()
    assert masked(once, language) == once


@given(some.lists(PIECES, max_size=12).map("".join))
def test_what_is_found_is_in_order_and_does_not_overlap(text):
    places = [place for each in found_in(text) for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(each.start < each.end for each in found_in(text))


def test_marks_are_not_read_unless_there_is_nothing_else():
    assert without_marks("who [e-mail address] updated [code postal] it") == "who updated it"
    assert without_marks("[phone number]?") == "[phone number]?"
    assert without_marks("who [1]  updated it") == "who [1]  updated it"


def citation(quote):
    return Citation(1, "A", "a", "A", "a-2024", "en", 5, quote, 0, len(quote))


def answer(quote):
    told = "No one mentions jo@example.ca [1] or 613.555.0199."
    return Answer(
        TYPED,
        TYPED.lower(),
        "en",
        "lookup",
        told,
        f"{told}\n> {quote} [1]",
        reading="about JO@example.ca",
        other_readings=(OtherReading("who has (613) 555-0199", "", 1),),
        remarks=(Remark("613-555-0199 is no item.", (1,)),),
        suggestions=("who else mentions jo@example.ca",),
        notices=("613-555-0199 was not taken into account.",),
        citations=(citation(quote),),
    )


def test_an_answer_repeats_nothing_of_it_in_any_spelling():
    found = masked_answer(answer("Public words, help@example.ca"), TYPED, "en")
    told = json.dumps(found.to_json()).lower()
    assert "jo@example.ca" not in told
    assert "555" not in told
    assert found.text == "No one mentions [e-mail address] [1] or [phone number].\n> Public words, help@example.ca [1]"
    assert found.citations == answer("Public words, help@example.ca").citations


def test_what_a_quotation_holds_stays_but_in_the_question():
    found = masked_answer(answer("Write to Jo@example.ca."), TYPED, "en")
    assert found.question == "Who mentions [e-mail address] and [phone number]?"
    assert "jo@example.ca" not in found.understood_as
    assert found.text == "No one mentions jo@example.ca [1] or [phone number].\n> Write to Jo@example.ca. [1]"


def test_an_answer_to_an_ordinary_question_is_left_alone():
    told = answer("Write to jo@example.ca.")
    assert masked_answer(told, "Who mentions e-mail?", "en") is told


def test_parts_that_a_reading_cut_out_are_masked_but_not_in_quotations_nor_hosts():
    told = replace(answer("Ask for 555-0199."), notices=("“jo@example” and “613 555” of example.ca; 555-0199",))
    (notice,) = masked_answer(told, TYPED, "en").notices
    assert notice == "“[e-mail address]” and “[phone number]” of example.ca; 555-0199"


@pytest.mark.parametrize("length", range(len("see jo@example.ca there")))
def test_no_part_of_it_is_shown_while_an_answer_is_written(length):
    part = part_without("see jo@example.ca there"[:length], typed_in(TYPED), "en")
    assert "see [e-mail address] there".startswith(part) or part.endswith(("]", "] ", "] t", "] th", "] the", "] ther"))
    assert "jo" not in part
