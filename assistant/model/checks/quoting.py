"""Whether what stands in quotation marks stands so in the passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model.checks.types import Evidence
from corpus.folding import unified

_MARKS = re.compile(r"“([^“”]*)”|«([^«»]*)»|\"([^\"]*)\"|(?<!\w)‘([^‘’]*)’(?!\w)|(?<!\w)'([^']{3,})'(?!\w)")
_LOOSE = re.compile('[“”«»"]')
_AT_LENGTH = 6  # words; shorter ones are names of courses and campaigns
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


def quotes_exactly(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether every quotation occurs in a cited passage, but for look-alike marks and spaces; no mark stands alone."""
    passages = [_even(each.text) for each in cited]
    quoted = [_even(words).strip(" .,;:…") for words in quoted_words(text)]
    return not _LOOSE.search(without_quotations(text)) and all(
        words and any(words in passage for passage in passages) for words in quoted
    )


def _even(text: str) -> str:
    return _SPACE.sub(" ", unified(text)).strip()
