from __future__ import annotations

import pytest

from assistant.reading.phrases import find_any, find_phrase, opens_with, question_words


@pytest.mark.parametrize(
    ("question", "phrase", "found"),
    [
        ("Which agencies updated their codes?", "updated", True),
        ("Which agencies updated their codes?", "update", False),
        ("Which agencies updated their codes?", "code*", True),
        ("training plans that were implemented", "training plans implemented", True),  # two words between
        ("training plans that have not been implemented", "training plans implemented", False),  # four between
        ("implemented training plans", "training plans implemented", False),  # another order
        ("l’examen est terminé", "l'examen", True),  # the apostrophe and the accent do not matter
        ("Le code a été RÉVISÉ", "revise", True),
        ("", "code", False),
        ("code", "", False),
    ],
)
def test_a_phrase_is_found_by_whole_words_in_order(question: str, phrase: str, found: bool) -> None:
    assert (find_phrase(question_words(question), phrase) is not None) is found


def test_the_tightest_place_is_taken() -> None:
    found = find_phrase(question_words("code of the new code of conduct"), "code conduct")
    assert found is not None
    assert (found.first, found.stop) == (4, 7)


def test_the_longest_phrase_wins() -> None:
    found = find_any(question_words("who is still updating the code"), ["updating", "still updating"])
    assert found is not None
    assert found.words == 2


def test_words_know_their_place_in_the_question_as_typed() -> None:
    question = "Œuvre d’été"
    assert [question[word.start : word.end] for word in question_words(question)] == ["Œuvre", "d", "été"]


def test_only_the_first_words_open_a_question() -> None:
    assert opens_with(question_words("What about the CBSA?"), ["what about"])
    assert not opens_with(question_words("So what about the CBSA?"), ["what about"])
