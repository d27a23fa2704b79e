from __future__ import annotations

import re

import pytest
from said import other_notices

from assistant.assistant import Assistant
from assistant.types import Answer
from assistant.words import set_in_french


def states(answer: Answer) -> dict[str, str]:
    return {row.organization: row.state for row in answer.rows}


def test_every_organization_is_a_row_and_the_states_add_up(assistant: Assistant) -> None:
    answer = assistant.ask("which agencies revised their codes")
    assert states(answer) == {
        "Agence lunaire du Canada": "matching",
        "Health Canada": "matching",
        "Statistics Canada": "matching",
        "Parks Canada": "not_matching",
        "Transport Canada": "not_stated",
    }
    assert answer.coverage is not None
    assert (
        answer.coverage.organizations,
        answer.coverage.matching,
        answer.coverage.not_matching,
        answer.coverage.not_stated,
    ) == (5, 3, 1, 1)
    assert [row.state for row in answer.rows] == ["matching"] * 3 + ["not_matching", "not_stated"]


def test_every_row_has_a_citation_of_its_own_that_quotes_the_stored_text(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations updated their code?")
    numbers = [cell.citation for row in answer.rows for cell in row.cells]
    assert None not in numbers
    assert len(set(numbers)) == 5
    for citation in answer.citations:
        text = assistant.document(citation.document).source.text
        assert text[citation.start : citation.end] == citation.quote
    by_number = {citation.n: citation for citation in answer.citations}
    for row in answer.rows:
        citation = by_number[row.cells[0].citation or 0]
        assert (citation.organization, citation.item) == (row.organization, 5)
    health = next(row for row in answer.rows if row.organization == "Health Canada")
    assert by_number[health.cells[0].citation or 0].quote == "Yes, my organization updated its code of conduct."
    transport = next(row for row in answer.rows if row.organization == "Transport Canada")
    assert by_number[transport.cells[0].citation or 0].quote == "No response submitted."


def test_the_reading_is_said_and_the_other_one_offered_with_its_count(assistant: Assistant) -> None:
    answer = assistant.ask("which agencies revised their codes")
    assert (answer.reading, answer.where) == (
        "Item 5: organizations that updated their code of conduct",
        "q5.updated",
    )
    (other,) = answer.other_readings
    assert (other.where, other.matching) == ("q3.reviewed", 4)
    assert assistant.ask(other.text).where == "q3.reviewed"


def test_two_ticks_match_both_options_and_neithers_negation(assistant: Assistant) -> None:
    for question, expected in [
        ("Which organizations updated their code?", "matching"),
        ("Which organizations said that no updates were needed to their code?", "matching"),
        ("Which organizations have not updated their code?", "not_matching"),
    ]:
        assert states(assistant.ask(question))["Statistics Canada"] == expected
    answer = assistant.ask("Which organizations have not updated their code?")
    row = next(row for row in answer.rows if row.organization == "Statistics Canada")
    assert row.cells[0].options == ("q5.updated", "q5.no_updates")
    citation = next(each for each in answer.citations if each.n == row.cells[0].citation)
    assert citation.quote.startswith("Yes, my organization updated")
    assert citation.quote.endswith("does not require any updates.")


def test_several_choices_without_that_tick_do_not_match_and_without_any_are_not_stated(assistant: Assistant) -> None:
    found = states(assistant.ask("Which organizations held town halls?"))
    assert found == {
        "Health Canada": "matching",
        "Parks Canada": "not_matching",
        "Statistics Canada": "not_matching",
        "Transport Canada": "not_stated",
        "Agence lunaire du Canada": "not_stated",
    }


def test_an_option_the_questionnaire_does_not_know_is_answered_for(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations held an Ethics Week?")
    assert answer.where == "q6.printed-ethics-week"
    assert states(answer)["Health Canada"] == "matching"
    assert "ticked “Ethics Week”" in answer.headline


@pytest.mark.parametrize(
    ("question", "kind", "headline"),
    [
        ("How many organizations updated their code?", "count", "3 of 5 organizations updated their code of conduct."),
        ("What share of organizations updated their code?", "share", "60% of 5 organizations (3) updated their code"),
        ("Combien d’organismes ont mis à jour leur code ?", "count", "3 organismes sur 5 ont mis à jour leur code"),
        ("Quels organismes ont tenu des assemblées générales ?", "list", "1 organisme sur 5 a tenu des activités"),
        ("Which organizations said no to item 2?", "list", "0 of 5 organizations answered No"),
    ],
)
def test_the_number_stands_in_the_headline(assistant: Assistant, question: str, kind: str, headline: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == kind
    assert answer.headline.startswith(headline)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("Did Health Canada update its code?", "Yes: “Yes, my organization updated its code of conduct.”"),
        (
            "Did Parks Canada update its code?",
            "No: “My organization is in the process of updating its code of conduct.”",
        ),
        ("Did Transport Canada update its code?", "Transport Canada did not say: no response"),
        (
            "Est-ce que Santé Canada a mis à jour son code ?",
            set_in_french("Oui : « Yes, my organization updated its code of conduct. »"),
        ),
    ],
)
def test_yes_or_no_begins_with_the_tick(assistant: Assistant, question: str, headline: str) -> None:
    answer = assistant.ask(question)
    assert answer.headline == headline
    assert answer.coverage is not None
    assert answer.coverage.organizations == len(answer.rows) == 1
    assert "[1]" in answer.text


def test_only_the_organizations_asked_about_are_examined_and_the_absent_one_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Did Health Canada, Parks Canada and the CBSA update their codes?")
    assert states(answer) == {"Health Canada": "matching", "Parks Canada": "not_matching"}
    assert answer.notices == ("Not among the assessments examined: Canada Border Services Agency.",)


def test_ticks_that_do_not_fit_together_are_remarked(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations updated their code?")
    several, remark = answer.remarks
    assert several.text == "Statistics Canada ticked more than one option for item 5, which asks for one."
    assert remark.text.startswith("Parks Canada answered item 5")
    cited = {citation.item for citation in answer.citations if citation.n in remark.citations}
    assert cited == {3, 5}


def test_every_mark_in_the_text_has_its_citation(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations updated their code?")
    marks = {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)}
    assert marks == {citation.n for citation in answer.citations}


def test_an_organization_left_out_has_no_row_and_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations other than Health Canada updated their code?")
    assert set(states(answer)) == {
        "Agence lunaire du Canada",
        "Statistics Canada",
        "Parks Canada",
        "Transport Canada",
    }
    assert other_notices(answer) == ("Left out, as asked: Health Canada.",)


def test_words_that_no_tick_says_are_told_beside_the_list(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations updated their code in Ontario since 2022?")
    assert other_notices(answer) == (
        "Not taken into account, because no ticked option is known to say it: “Ontario”, “2022”.",
    )
    assert answer.notices[0] in answer.text


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("Didn't Health Canada update its code?", "Health Canada updated its code of conduct."),
        ("Hasn't Parks Canada updated its code?", "Parks Canada has not updated its code of conduct."),
    ],
)
def test_a_negated_yes_or_no_is_answered_by_the_fact(assistant: Assistant, question: str, headline: str) -> None:
    assert assistant.ask(question).headline == headline


def test_two_conditions_of_one_organization_quote_each_tick_by_itself(assistant: Assistant) -> None:
    answer = assistant.ask("Did Health Canada update its code and hold town halls?")
    assert answer.where == "q5.updated and q6.all_staff"
    assert answer.headline == (
        "Yes: “Yes, my organization updated its code of conduct.”; “All-staff engagements (e.g., town halls)”"
    )


def test_a_response_of_not_applicable_is_a_response(assistant: Assistant) -> None:
    answer = assistant.ask("Which organizations did not answer item 4?")
    assert states(answer)["Parks Canada"] == "not_matching"


def test_a_yes_or_no_has_its_tick_first_and_then_what_was_written(assistant: Assistant) -> None:
    answer = assistant.ask("Did Health Canada update its code?")
    (cell,) = answer.rows[0].cells
    tick, told = (answer.citations[number - 1] for number in (cell.citation or 0, cell.told or 0))
    assert tick.quote == "Yes, my organization updated its code of conduct."
    assert told.quote == "The code was adopted on May 3, 2024 after consultations with unions."
    assert answer.text.index(tick.quote) < answer.text.index(told.quote)


def test_a_text_that_says_nothing_is_not_quoted_beside_the_tick(assistant: Assistant) -> None:
    answer = assistant.ask("Did Health Canada develop training plans down to the divisional level?")
    assert [citation.quote for citation in answer.citations] == ["Yes"]  # beside it stands "N/A"
    assert answer.rows[0].cells[0].told is None
