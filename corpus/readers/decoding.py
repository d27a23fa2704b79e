"""Bytes to characters: which encoding a file's text is in."""

from __future__ import annotations

import codecs

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# In UTF-16, Latin letters have a zero for every other byte. Text in French or English is nearly all Latin letters, so
# half of that is plenty; in the other half zeros stand for nothing that is written.
_ZERO_SHARE = 0.5
_STRAY_ZERO_SHARE = 0.05

# Text has tabs and line ends; binary data that happens to decode has other control characters in plenty.
_CONTROL_SHARE = 0.01


class NotText(ValueError):
    """The bytes are no text in any encoding that is known here."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, without byte-order mark, nothing else changed.

    A byte-order mark decides, then `declared` (the file's own statement), then UTF-16 by its zeros, UTF-8, and
    Windows-1252. NotText where none of them gives text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _text(_decoded(data[len(mark) :], encoding))
    candidates = (_usable(declared), _utf16_without_mark(data), "utf-8", "cp1252")
    for candidate in filter(None, candidates):
        try:
            return _text(_decoded(data, candidate))
        except NotText:
            continue
    raise NotText


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(str(error)) from error


def _text(text: str) -> str:
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r\f\v")
    if "\0" in text or controls > max(2, _CONTROL_SHARE * len(text)):
        raise NotText
    return text


def _usable(declared: str | None) -> str | None:
    """Python's name of a declared encoding; None for one that is unknown or no encoding of text.

    Pages that say Latin-1 mean Windows-1252 (the WHATWG encoding standard says so too).
    """
    if declared is None:
        return None
    try:
        found = codecs.lookup(declared.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in ("idna", "punycode", "unicode_escape"):
        return None
    return "cp1252" if found.name in ("iso8859-1", "ascii") else found.name


def _utf16_without_mark(data: bytes) -> str | None:
    pairs = len(data) // 2
    if pairs == 0:
        return None
    first, second = data[0::2].count(0) / pairs, data[1::2].count(0) / pairs
    if second >= _ZERO_SHARE and first <= _STRAY_ZERO_SHARE:
        return "utf-16-le"
    if first >= _ZERO_SHARE and second <= _STRAY_ZERO_SHARE:
        return "utf-16-be"
    return None
