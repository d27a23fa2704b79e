from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from assistant.words import words_of
from corpus.types import OddityCode

ASSISTANT = Path(__file__).parents[2] / "assistant"


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("name", ["answers"])
def test_both_languages_have_the_same_keys_and_placeholders(name: str) -> None:
    english, french = words_of(name, "en").by_key, words_of(name, "fr").by_key
    assert set(english) == set(french)
    assert {key: placeholders(text) for key, text in english.items()} == {
        key: placeholders(text) for key, text in french.items()
    }


def test_every_answer_word_is_used_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ASSISTANT.rglob("*.py"))
    sections = {key.split(".")[0] for key in words_of("answers", "en").by_key}
    # "list.yes", and keys put together where they are used: "coverage.{...}_many".
    asked = re.findall(rf'"((?:{"|".join(sections)})\.[^"]*)"', code.replace("'", '"'))
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(each)) + ".*") for each in asked if "{" in each]
    assert [
        key
        for key in words_of("answers", "en").by_key
        if key not in asked and not any(pattern.fullmatch(key) for pattern in patterns)
    ] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_oddity_has_words_in_both_languages(language: str) -> None:
    words = words_of("web", language)  # type: ignore[arg-type]
    for code in get_args(OddityCode):
        assert words(f"oddity.{code}", item=3)
