import re
from pathlib import Path

import pytest

from assistant.web.words import words_of

WEB = Path(__file__).parents[2] / "assistant" / "web"


def placeholders(text):
    return sorted(re.findall(r"\{(\w*)\}", text))


def test_both_languages_have_the_same_keys():
    assert set(words_of("en").by_key) == set(words_of("fr").by_key)


@pytest.mark.parametrize("key", sorted(words_of("en").by_key))
def test_both_languages_have_the_same_placeholders(key):
    assert placeholders(words_of("en").by_key[key]) == placeholders(words_of("fr").by_key[key])


@pytest.mark.parametrize(
    ("language", "n", "expected"),
    [
        ("en", 0, "0 organizations"),
        ("en", 1, "1 organization"),
        ("en", 2, "2 organizations"),
        ("fr", 0, "0 organisme"),
        ("fr", 1, "1 organisme"),
        ("fr", 2, "2 organismes"),
    ],
)
def test_counts_take_the_right_form(language, n, expected):
    assert words_of(language).count("answer.of_them", n) == expected


def test_every_word_the_pages_ask_for_exists_and_every_word_is_asked_for():
    sources = [*WEB.glob("*.py"), WEB.parent / "exporting.py", WEB.parent / "sheets.py", *WEB.glob("templates/*.html")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    unused = {
        key
        for key in words_of("en").by_key
        if f"'{key}'" not in text
        and f'"{key}"' not in text
        and not re.search(rf"""['"]{re.escape(re.sub(r"[.](one|many)$", "", key))}['"]""", text)
        and not re.search(rf"""['"]{re.escape(key.rpartition(".")[0])}\.(\{{|' ~|" ~)""", text)
        and not re.search(rf"""['"]{re.escape(key.rpartition("_")[0])}_' ~""", text)
    }
    assert unused == set()
