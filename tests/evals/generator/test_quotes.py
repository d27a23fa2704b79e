from __future__ import annotations

import pytest

from evals.generator.quotes import opening_words, shortest_run, stands_once


@pytest.mark.parametrize(
    ("sentence", "value", "others", "expected"),
    [
        ("We will finish by March 2025.", "March 2025", "", "by March 2025"),
        ("We will finish by March 2025.", "March 2025", "Others end by March 2025.", "finish by March 2025"),
        ("March 2025 is the date.", "March 2025", "", "March 2025 is"),
        ("We held (12) sessions.", "12", "", "We held (12"),
        ("We held\u00a012 sessions in all.", "12 sessions", "", "held 12 sessions"),
        ("It is for all staff.", "for all staff", "", "for all staff"),
        ("Qui décide : la ministre.", "la ministre", "", "décide : la ministre"),
        ("Nous visons 94 %.", "94 %", "", "Nous visons 94 %"),
        ("It is 5.", "5.", "", "It is 5."),
    ],
)
def test_the_shortest_run_of_three_words_that_stands_once(
    sentence: str, value: str, others: str, expected: str
) -> None:
    start = sentence.find(value) if value in sentence else sentence.replace("\u00a0", " ").find(value)
    assert shortest_run(sentence, start, start + len(value), f"{sentence} {others}") == expected


def test_a_sentence_printed_twice_is_quoted_whole() -> None:
    sentence = "We held 12 sessions."
    assert shortest_run(sentence, 8, 10, f"{sentence} {sentence}") == sentence


def test_likeness_of_hyphens_apostrophes_and_case_counts_as_the_same_words() -> None:
    assert not stands_once("the code’s day", "The code's day. The code’s day.")


def test_opening_words_grow_until_they_stand_once() -> None:
    text = "One two three four five six."
    assert opening_words(text, text) == "One two three four five"
    assert opening_words(text, f"{text} One two three four five seven.") == "One two three four five six"
    assert opening_words("N/A", "N/A and N/A") is None
