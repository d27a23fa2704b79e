from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers.same_words import NO_SAME_WORDS, load_same_words
from assistant.reading.themes import stem_sequence
from corpus.errors import DataFileError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_words_of_an_entry_stand_for_one_another_in_both_languages(tmp_path: Path) -> None:
    path = write(tmp_path / "words.toml", 'same = [{en = ["union", "bargaining"], fr = ["syndicat"]}]')
    words = load_same_words(path)
    assert words.of("union", "en", "en") == {"union", "bargain"}
    assert words.of("union", "en", "fr") == {"union", "syndicat"}
    assert words.of("syndicat", "fr", "en") == {"syndicat", "union", "bargain"}


def test_a_word_of_no_entry_stands_for_itself(tmp_path: Path) -> None:
    assert NO_SAME_WORDS.of("h7031", "en", "fr") == {"h7031"}


def test_a_word_of_two_entries_has_the_words_of_both_but_they_not_each_others(tmp_path: Path) -> None:
    path = write(tmp_path / "words.toml", 'same = [{en = ["staff", "employee"]}, {en = ["staff", "hire"]}]')
    words = load_same_words(path)
    assert words.of("staff", "en", "en") == {"staff", "employe", "hire"}
    assert "hire" not in words.of("employe", "en", "en")


@pytest.mark.parametrize("text", ["same = [{en = 3}]", "same = [", 'same = [{en = ["a"], de = ["b"]}]', "sames = []"])
def test_a_mistake_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataFileError, match=r"words\.toml"):
        load_same_words(write(tmp_path / "words.toml", text))


def test_the_shipped_words_can_be_used() -> None:
    words = load_same_words()
    assert "syndicat" in words.of("union", "en", "fr")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("drone", "Several themes continue to emerge from these emerging discussions."),
        ("war", "Employees disclose each conflict of interest."),
        ("hotline", "This is in line with the code, with assistance where needed."),
        ("gift", "New employees receive the benefits of a mentor."),
        ("religion", "We measure the culture of the organization and the origin of its values."),
        ("election", "An awareness campaign was held."),
        ("city", "A town hall was held."),
        ("family", "The results are related to the survey."),
        ("parliament", "The common themes were values."),
        ("camera", "Monitoring is continuous."),
        ("parking", "A lot was done."),
        ("webex", "The team discussed it."),
    ],
)
def test_no_shipped_word_stands_for_one_that_says_something_else(asked: str, found: str) -> None:
    (stem,) = stem_sequence(asked, "en")
    assert not load_same_words().of(stem, "en", "en") & set(stem_sequence(found, "en"))
