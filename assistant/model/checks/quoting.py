"""Whether what stands in quotation marks stands so in the passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.checks.types import Evidence
from corpus.folding import unified

_MARKS = re.compile(r"“([^“”]*)”|«([^«»]*)»|\"([^\"]*)\"|(?<!\w)‘([^‘’]*)’(?!\w)|(?<!\w)'([^']{3,})'(?!\w)")
_LOOSE = re.compile('[“”«»"]')
_AT_LENGTH = 6  # words; shorter ones are names of courses and campaigns
_STANDS_FOR = "quotationxq"
_AROUND = " .,;:…"
_SPACE = re.compile(r"\s+")


def quoted_words(text: str) -> tuple[str, ...]:
    """What stands in quotation marks."""
    return tuple(next(filter(None, found.groups()), "") for found in _MARKS.finditer(text))


def without_quotations(text: str) -> str:
    """The text without what stands in quotation marks."""
    return _MARKS.sub(" ", text)


def without_long_quotations(text: str) -> str:
    """The text without what is quoted at some length: others said it, so it is not told as what the text says."""
    return _MARKS.sub(lambda found: " " if len(found[0].split()) >= _AT_LENGTH else found[0], text)


def with_quotations_set_apart(text: str) -> tuple[str, dict[str, str]]:
    """The text with a made-up word for each quotation, and what each of these words stands for."""
    quoted: dict[str, str] = {}

    def word_for(found: re.Match[str]) -> str:
        word = f"{_STANDS_FOR}{chr(ord('a') + len(quoted) % 26)}"
        quoted[word] = next(filter(None, found.groups()), "")
        return f" {word} "

    return _MARKS.sub(word_for, text), quoted


def is_quoted_in(words: str, text: str) -> bool:
    """Whether a quotation stands in a text, but for look-alike marks, spaces and the marks around it."""
    return _even(words).strip(_AROUND) in _even(text)


def quotes_exactly(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether every quotation occurs in a cited passage, but for look-alike marks and spaces; no mark stands alone."""
    passages = [_even(each.text) for each in cited]
    quoted = [_even(words).strip(_AROUND) for words in quoted_words(text)]
    return not _LOOSE.search(without_quotations(text)) and all(
        words and any(words in passage for passage in passages) for words in quoted
    )


def _even(text: str) -> str:
    return _SPACE.sub(" ", unified(text)).strip()
