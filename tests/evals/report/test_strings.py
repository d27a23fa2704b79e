from __future__ import annotations

from assistant.words import words_of
from evals.score.measures.definitions import NAMES


def test_the_report_has_the_same_words_in_both_languages() -> None:
    assert set(words_of("report", "en", "evals").by_key) == set(words_of("report", "fr", "evals").by_key)


def test_every_measure_has_a_name_and_an_explanation() -> None:
    known = words_of("report", "en", "evals").by_key
    assert [name for name in NAMES for part in ("measures", "explained") if f"{part}.{name}" not in known] == []


def test_no_words_of_the_report_are_left_untranslated() -> None:
    english, french = (words_of("report", language, "evals").by_key for language in ("en", "fr"))
    same = {key for key in english if english[key] == french[key] and not key.startswith("kinds.")}
    assert same <= {"question", "n", "p", "q", "measures.ndcg_10"}
