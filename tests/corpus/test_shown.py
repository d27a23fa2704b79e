from __future__ import annotations

import json

import pytest

from corpus.shown import json_text, shown, shown_name


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("é « guillemets »\u00a0: 😀\tand\nlines", "é « guillemets »\u00a0: 😀\tand\nlines"),
        ("\x1b[31mred\x9b0m\r\x00", "\ufffd[31mred\ufffd0m\ufffd\ufffd"),
        ("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "\ufffd" * 9),
        ("עברית\u200f and العربية\u200e", "עברית\u200f and العربية\u200e"),  # right-to-left words need no control
        ("\ud800 half", "\ufffd half"),
    ],
)
def test_what_steers_or_turns_becomes_a_sign_and_all_else_stays(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert len(seen) == len(text)


def test_a_name_is_one_line() -> None:
    assert shown_name("two\nlines\tand\u2028more.txt") == "two\ufffdlines\ufffdand\ufffdmore.txt"
    assert shown_name("caf\udce9.txt") == "café.txt"


def test_json_says_the_exact_words_in_characters_that_steer_nothing() -> None:
    said = {"a": "\x1b[2J\x9b1m\x7f\u202eé\n\ud800"}
    assert json.loads(json_text(said)) == said
    assert shown(json_text(said)) == json_text(said)
