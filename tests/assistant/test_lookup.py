from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from assistant.answers.quoted import closest_headline
from assistant.assistant import Assistant
from assistant.types import Conversation
from assistant.words import words_of
from corpus.types import Language


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What did Health Canada tick for item 6?", "All-staff engagements (e.g., town halls)\n- Ethics Week"),
        ("Health Canada Q5", "Yes, my organization updated its code of conduct."),
        ("What is the target time frame of Parks Canada?", "March 31, 2025"),
        ("What did Transport Canada say under item 5?", "No response submitted."),
        ("Qu'est-ce que Santé Canada a coché à l'élément 6 ?", "All-staff engagements"),
    ],
)
def test_what_stands_under_an_item_is_quoted(assistant: Assistant, question: str, quoted: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.confidence) == ("lookup", "stated")
    assert quoted in answer.citations[0].quote


def test_an_item_asked_of_everybody_has_a_citation_for_each_organization(assistant: Assistant) -> None:
    answer = assistant.ask("What did organizations answer to question 5?")
    assert len({citation.organization_id for citation in answer.citations}) == 5
    assert {citation.item for citation in answer.citations} == {5}


def test_an_organization_alone_is_an_overview_of_all_its_items(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about Health Canada")
    assert answer.kind == "overview"
    assert answer.headline == "Health Canada answered 5 of 13 items."
    assert [citation.item for citation in answer.citations] == sorted(citation.item for citation in answer.citations)


def test_an_overview_cites_nothing_that_its_text_does_not_show(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about Health Canada")
    marks = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)}
    assert {citation.n for citation in answer.citations} == marks
    assert {cell.citation for row in answer.rows for cell in row.cells} - {None} <= marks


@pytest.mark.parametrize(
    "question",
    [
        "Who is the minister of Health Canada who adopted the code?",  # no person is named anywhere
        "How many unions were consulted by Health Canada on the code?",  # unions are there, their number is not
        "What percentage of unions adopted the Health Canada code?",
        "Combien de syndicats l’Agence lunaire du Canada a-t-elle consultés ?",
    ],
)
def test_a_passage_without_the_name_or_number_asked_for_is_not_stated(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).confidence != "stated"


@pytest.mark.parametrize("question", ["asdf", "the thing", "which ones?", "merci", "???"])
def test_what_is_no_question_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.reason) == ("clarify", "unclear")


def test_a_french_question_finds_english_words(assistant: Assistant) -> None:
    answer = assistant.ask("Quand le code de Santé Canada a-t-il été adopté ?")
    assert answer.language == "fr"
    assert "May 3, 2024" in answer.citations[0].quote
    assert answer.citations[0].language == "en"


def test_an_english_question_finds_french_words(assistant: Assistant) -> None:
    answer = assistant.ask(
        "When was the new code of the Agence lunaire du Canada adopted after consultations with unions?"
    )
    assert "juin 2024" in answer.citations[0].quote


def test_when_after_a_list_quotes_what_was_written_under_that_item(assistant: Assistant) -> None:
    answer = assistant.ask("when?", Conversation(("Did Health Canada update its code?",)))
    assert any("May 3, 2024" in citation.quote for citation in answer.citations)
    assert {citation.organization for citation in answer.citations} == {"Health Canada"}


def test_several_organizations_alone_are_an_overview_of_each_and_the_absent_one_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Tell me about Health Canada, Parks Canada and the CBSA")
    assert answer.kind == "overview"
    assert {citation.organization for citation in answer.citations} == {"Health Canada", "Parks Canada"}
    assert answer.notices == ("Not among the assessments examined: Canada Border Services Agency.",)


def test_a_look_up_names_the_organization_that_is_not_there(assistant: Assistant) -> None:
    answer = assistant.ask("When was the Health Canada code adopted, and when that of the CBSA?")
    assert "Not among the assessments examined: Canada Border Services Agency." in answer.notices


def test_an_item_without_any_response_is_said_and_its_heading_not_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("What did Parks Canada answer to item 8?")
    assert answer.headline == "Parks Canada gave no response to item 8."
    assert answer.citations == ()


def test_text_is_markdown_that_shows_quoted_list_marks_as_they_are(assistant: Assistant) -> None:
    answer = assistant.ask("What did Health Canada tick for item 6?")
    assert "\\- Ethics Week" in answer.text


def test_what_was_ticked_is_ticks_only(assistant: Assistant) -> None:
    answer = assistant.ask("What did Health Canada tick for item 6?")
    assert [citation.quote for citation in answer.citations] == [
        "All-staff engagements (e.g., town halls)\n- Ethics Week"
    ]


@pytest.mark.parametrize("question", ["when?", "and when?", "when will they finish"])
def test_when_after_the_review_is_answered_by_the_item_that_tells(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, Conversation(("Which organizations are reviewing their code?",)))
    assert any("March 31, 2025" in citation.quote for citation in answer.citations)
    assert {citation.item for citation in answer.citations} == {4}


@pytest.mark.parametrize(
    ("earlier", "question", "understood"),
    [
        # What a follow-up borrowed is not what it said: no "5" is searched for.
        (("Which organizations updated their code?", "and when?"), "and Parks Canada?", "and Parks Canada? (item 5)"),
        (("abc",), "?", "?"),
    ],
)
def test_follow_ups_of_follow_ups_stay_on_the_item(
    assistant: Assistant, earlier: tuple[str, ...], question: str, understood: str
) -> None:
    assert assistant.ask(question, Conversation(earlier)).understood_as == understood


@pytest.mark.parametrize(
    ("language", "one", "many"), [("en", "passage:", "passages:"), ("fr", "proche :", "proches :")]
)
def test_one_nearest_passage_is_announced_as_one_and_several_as_several(
    assistant: Assistant, language: Language, one: str, many: str
) -> None:
    cited = assistant.ask("What did organizations answer to question 5?").citations
    words = words_of("answers", language)
    assert closest_headline(SimpleNamespace(citations=cited[:1]), words).replace("\u00a0", " ").endswith(one)
    assert closest_headline(SimpleNamespace(citations=cited[:2]), words).replace("\u00a0", " ").endswith(many)
