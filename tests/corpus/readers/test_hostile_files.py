"""Whatever bytes a file holds: it gives text, or an error that names it. Seeds are fixed, so failures come back."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.read import source_of
from tests.corpus.filled_form import filled_form, printed_form, spaced_text, web_page, word_document

FORM = filled_form("en")
WHOLE: dict[str, Callable[[], bytes]] = {
    "form.txt": lambda: spaced_text(FORM).encode(),
    "form.md": lambda: spaced_text(FORM).encode("utf-16"),
    "form.html": lambda: web_page(FORM).encode(),
    "form.docx": lambda: word_document(FORM),
    "form.pdf": lambda: printed_form(FORM),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes changed, cut out, or doubled elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        place, length = chance.randrange(len(changed)), chance.randrange(1, 100)
        match chance.randrange(3):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + length]
            case _:
                changed[place:place] = changed[:length]
    return bytes(changed)


def gives_text_or_says_why_not(name: str, data: bytes) -> None:
    try:
        assert source_of(name, data).text.strip()
    except UnreadableFile as error:
        assert str(error).startswith(f"{name} ")  # noqa: PT017  (either end is a good one)


@pytest.mark.parametrize("name", WHOLE)
def test_random_bytes(name: str) -> None:
    chance = random.Random(name)
    signature = WHOLE[name]()[:8]
    for round_ in range(30 if name != "form.pdf" else 10):
        noise = chance.randbytes(chance.randrange(1, 2000))
        gives_text_or_says_why_not(name, signature + noise if round_ % 2 else noise)


@pytest.mark.parametrize("name", WHOLE)
def test_damaged_files(name: str) -> None:
    chance = random.Random(name)
    whole = WHOLE[name]()
    for _ in range(30 if name != "form.pdf" else 20):
        gives_text_or_says_why_not(name, damaged(whole, chance))
