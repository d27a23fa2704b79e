from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.terminal import converse, plain, rendered
from assistant.words import set_in_french


def test_an_answer_shows_reading_text_coverage_and_numbered_sources(assistant: Assistant) -> None:
    shown = rendered(assistant.ask("which agencies revised their codes"))
    assert "Read as: Item 5: organizations that updated their code of conduct" in shown
    assert "- Health Canada: “Yes, my organization updated its code of conduct.” [2]" in shown
    assert "All 5 organizations examined: 3 matching, 1 not matching, 1 did not say." in shown
    assert "[2] Health Canada, item 5: “Yes, my organization updated its code of conduct.”" in shown
    assert "Or did you mean: Item 3: organizations that reviewed their code of conduct (4 of 5)" in shown
    assert "**" not in shown


def test_a_french_question_is_answered_in_french(assistant: Assistant) -> None:
    shown = rendered(assistant.ask("Quels organismes ont mis à jour leur code ?"))
    assert set_in_french("Les 5 organismes ont été examinés. Oui : 3, non : 1, ne l’ont pas indiqué : 1.") in shown
    assert "examined" not in shown


def test_control_characters_of_a_question_do_not_reach_the_terminal(assistant: Assistant) -> None:
    shown = rendered(assistant.ask("Did the Ministry of \x1b[31mSilly Walks update its code?"))
    assert "\x1b" not in shown


def test_marks_of_markdown_are_taken_away_and_escaped_ones_kept() -> None:
    assert plain("**3 of 5** wrote \\*\\*bold\\*\\* \\[1\\] [1]") == "3 of 5 wrote **bold** [1] [1]"


def test_a_conversation_goes_on_until_exit(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = iter(["Which organizations updated their code?", "", "and which did not?", "exit"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(questions))
    converse(assistant, "en")
    shown = capsys.readouterr()
    assert "3 of 5 organizations updated their code of conduct." in shown.out
    assert "Item 5: organizations that have not updated their code of conduct" in shown.out
    assert "Goodbye." in shown.err
