from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from forms import UPDATED, UPDATING, five_forms, form, ingested

from assistant.answers.quoted import closest_headline
from assistant.assistant import Assistant
from assistant.reading.read import Reader
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
    ("language", "one", "many"), [("en", "passage found", "passages found"), ("fr", "plus proche,", "plus proches,")]
)
def test_one_nearest_passage_is_announced_as_one_and_several_as_several(
    assistant: Assistant, language: Language, one: str, many: str
) -> None:
    cited = assistant.ask("What did organizations answer to question 5?").citations
    words = words_of("answers", language)
    assert one in closest_headline(SimpleNamespace(citations=cited[:1]), words)
    assert many in closest_headline(SimpleNamespace(citations=cited[:2]), words)


@pytest.mark.parametrize(
    ("question", "tick"),
    [
        ("Why did Health Canada not review its code?", "Yes, my organization has reviewed its code of conduct."),
        ("Why has Parks Canada already updated its code?", "My organization is in the process of updating"),
        ("Pourquoi Santé Canada n’a-t-elle pas revu son code ?", "Yes, my organization has reviewed its code"),
        ("Quand Parcs Canada a-t-elle mis à jour son code ?", "My organization is in the process of updating"),
    ],
)
def test_what_a_question_takes_for_granted_is_corrected_by_the_tick(
    assistant: Assistant, question: str, tick: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.confidence) == ("lookup", "stated")
    assert "otherwise" in answer.headline or "dit le contraire" in answer.headline
    assert answer.citations[0].quote.startswith(tick)


@pytest.mark.parametrize(
    "question",
    [
        "Why did Health Canada review its code?",  # it did
        "Why did Transport Canada update its code?",  # it did not say
        "When will Parks Canada have reviewed its code?",  # nothing is taken for granted
        "Why did Parks Canada not review the office’s heating?",  # nothing that the form asks
    ],
)
def test_what_is_so_or_not_known_is_not_corrected(assistant: Assistant, question: str) -> None:
    assert "otherwise" not in assistant.ask(question).headline


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is the training budget of Health Canada?", "does not ask for a sum of money"),
        ("How many employees does Parks Canada have?", "does not ask for a number of employees"),
        ("What is the phone number of the ethics office at Health Canada?", "does not ask for contact details"),
        ("Quel est le budget de formation de Santé Canada ?", "ne demande pas de montant"),
        ("Quel est le numéro de téléphone de Parcs Canada ?", "ne demande pas de coordonnées"),
    ],
)
def test_what_no_item_records_is_declined_where_no_text_gives_it(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.abstained, answer.reason) == (True, "not_in_assessments")
    assert said in answer.headline
    assert answer.suggestions


def test_a_sum_that_a_text_gives_is_quoted_although_no_item_asks_for_it(tmp_path: Path, reader: Reader) -> None:
    said = {9: "\n\nThe training cost $45,000 in its first year."}
    assistant = ingested(tmp_path, {"health.txt": form(reader.questionnaire, "Health Canada", said)})
    answer = assistant.ask("How much does the training of Health Canada cost?")
    assert not answer.abstained
    assert "$45,000" in answer.citations[0].quote


TWO = {
    "health.txt": ("Health Canada", {5: UPDATED, 11: "\n\nA pulse survey measures how aware employees are."}),
    "parks.txt": ("Parks Canada", {5: UPDATING, 11: "\n\nThe level of awareness is measured by a quiz every year."}),
}


@pytest.mark.parametrize(
    "question",
    [
        "How do Health Canada and Parks Canada measure awareness?",
        "How do the two organizations measure awareness?",
        "Comment les deux organismes mesurent-ils la sensibilisation ?",
    ],
)
def test_each_of_the_organizations_named_is_looked_up(tmp_path: Path, reader: Reader, question: str) -> None:
    forms = {name: form(reader.questionnaire, who, said) for name, (who, said) in TWO.items()}
    answer = ingested(tmp_path, forms).ask(question)
    assert sorted(citation.organization for citation in answer.citations) == ["Health Canada", "Parks Canada"]
    assert {citation.item for citation in answer.citations} == {11}


def test_who_of_those_named_says_nothing_of_it_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("How many town halls did Health Canada and Transport Canada hold?")
    assert [citation.organization for citation in answer.citations] == ["Health Canada"]
    assert "Nothing that answers this was found for: Transport Canada." in answer.notices


def test_organizations_have_french_names_in_french_and_the_language_of_their_words_is_said(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Quels organismes ont mis à jour leur code ?")
    assert [row.name for row in answer.rows[:3]] == ["Agence lunaire du Canada", "Santé Canada", "Statistique Canada"]
    assert [row.organization for row in answer.rows[:3]] == [
        "Agence lunaire du Canada",
        "Health Canada",
        "Statistics Canada",
    ]
    assert "4 organismes sont cités en anglais" in answer.notices[-1]
    assert answer.notices[-1] in answer.text


def test_one_quoted_in_the_other_language_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("When did the Agence lunaire du Canada adopt its new code?")
    assert answer.notices[-1] == "Quoted in French, the only language here, from: Agence lunaire du Canada."
    assert "Quoted" not in assistant.ask("When was the Health Canada code adopted?").text


class _LikesUnions:
    """A reranker for which a text with unions answers, and no other."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        assert question
        return np.array([0.99 if "unions" in text else 0.01 for text in texts])


def test_a_reranker_decides_the_order_and_has_a_say_in_whether_it_answers(tmp_path: Path, reader: Reader) -> None:
    forms = {"health.txt": five_forms(reader.questionnaire)["health.txt"]}
    question = "How many town halls did Health Canada hold?"
    plain = ingested(tmp_path / "plain", forms).look(question)
    again = ingested(tmp_path / "reranked", forms, _LikesUnions()).look(question)
    assert plain is not None
    assert again is not None
    first = [look.looked.sentences[look.order[0]].text for look in (plain, again)]
    assert ("town halls" in first[0], "unions" in first[1]) == (True, True)
    assert sorted(again.order) == sorted(plain.order)
    assert again.chance == pytest.approx((plain.chance + 0.99) / 2)


@pytest.mark.parametrize(
    "question",
    [
        "What is the training budget of Health Canada?",
        "Quel est le numéro de téléphone de Parcs Canada ?",
        "Did the Canada Border Services Agency update its code?",
        "Who won the hockey game?",
    ],
)
def test_what_is_offered_instead_has_an_answer(assistant: Assistant, question: str) -> None:
    declined = assistant.ask(question)
    assert declined.abstained
    assert declined.suggestions
    for suggestion in declined.suggestions:
        assert not assistant.ask(suggestion).abstained, suggestion


def test_what_is_offered_instead_comes_near_to_the_question(assistant: Assistant) -> None:
    asked = assistant.ask("Did the Canada Border Services Agency update its code?")
    assert asked.suggestions[0] == "Which organizations updated their code of conduct?"
    budget = assistant.ask("How much was spent on the town halls of Health Canada?")
    assert budget.suggestions[0].startswith("What did Health Canada answer to item 6")
