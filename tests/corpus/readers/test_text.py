from __future__ import annotations

import codecs

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.text import read_text

FRENCH = "Élaboré « à l’échelle » de la division – œuvre\u00a0: oui\n"


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode("utf-8"),
        codecs.BOM_UTF8 + FRENCH.encode("utf-8"),
        codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"),
        FRENCH.encode("utf-16-le"),
        FRENCH.encode("utf-16-be"),
        FRENCH.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16-le mark", "utf-16-be mark", "utf-16-le", "utf-16-be", "windows-1252"],
)
def test_encoding_is_recognized(data: bytes) -> None:
    assert read_text("form.txt", data) == FRENCH


def test_only_line_ends_and_the_byte_order_mark_are_changed() -> None:
    untouched = "  • a\u00a0b\u2011c \t\n\n\u2028x\x0b\x0c\u200b\ufeff- **b**\u00ad \n # h"
    assert read_text("form.md", ("\ufeff" + untouched.replace("\n", "\r\n")).encode()) == untouched


@pytest.mark.parametrize(("ends", "text"), [(b"a\r\nb", "a\nb"), (b"a\rb", "a\nb"), (b"a\r\n\r\nb\r", "a\n\nb\n")])
def test_line_ends_become_line_feeds(ends: bytes, text: str) -> None:
    assert read_text("form.txt", ends) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        bytes(range(1, 32)) * 10,
        b"caf\x81\x8d\x8f",
        codecs.BOM_UTF16_LE + b"\x00\xd8",
    ],
    ids=["program", "picture", "control characters", "no characters of Windows-1252", "half a character"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"form\.txt is not text.*UTF-8"):
        read_text("form.txt", data)
