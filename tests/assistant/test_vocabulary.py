from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from assistant.reading.vocabulary import SHIPPED, load_vocabulary
from corpus.errors import DataFileError


def test_the_shipped_vocabulary_has_words_in_both_languages_for_everything() -> None:
    vocabulary = load_vocabulary()
    for name in (field.name for field in fields(vocabulary) if field.name != "other_languages"):
        phrases = getattr(vocabulary, name)
        assert phrases.en, name
        assert phrases.fr, name
    assert len(vocabulary.other_languages) > 50


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[count]", "[counts]"), "count"),  # a misspelt name: one is missing, one unknown
        (('en = ["how many"', 'en = [7, "how many"'), "count.en"),
        (("[count]", "[count"), "cannot be read"),
    ],
)
def test_a_mistake_in_an_extended_vocabulary_is_named(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "reading.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(*change, 1), "utf-8")
    with pytest.raises(DataFileError, match=message) as caught:
        load_vocabulary(path)
    assert "reading.toml" in str(caught.value)
