"""Facts and numbers in an answer's text: Markdown and marks removed, folded, white space as one space."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.data_file import read_data_file
from corpus.folding import folded
from corpus.types import Language, Phrases

# A fact is looked up to be read, not searched for once more: of the answer to a look-up so many words count. Three
# quotations of Candour's are about that long; whoever shows twenty passages shows the fact too, somewhere.
READ_WORDS = 200
_NUMBERS = Path(__file__).with_name("numbers.toml")
_MARK = re.compile(r"(?<!\\)\[(\d+)\]")
_LINE_START = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*+•][ \t]+)?", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\\)(?:[*`]+|\b_+|_+\b)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~\n])")
# A number in figures, with the separators of thousands of either language; no percentage, no part of a decimal number.
_NUMERAL = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?![.,\u00a0\u202f]?\d)(?!\s?%|\w)")
_SEPARATOR = re.compile(r"\D")


def marks_of(text: str) -> tuple[int, ...]:
    """The numbers of the [n] marks of an answer's text, in order."""
    return tuple(int(number) for number in _MARK.findall(text))


def plain(text: str) -> str:
    """The words of a Markdown text: no marks, quotation bars, bullets, emphasis or escapes."""
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", _LINE_START.sub("", _MARK.sub("", text))))


def fact_coverage(facts: Sequence[Sequence[str]], text: str, most_words: int | None = None) -> float | None:
    """The share of the facts of which one accepted wording stands in the Markdown text; None without facts.

    With `most_words`, only the text's first so many words count.
    """
    if not facts:
        return None
    words = " ".join(_compared(plain(text)).split()[:most_words])
    return sum(any(_contains(words, _compared(wording)) for wording in wordings) for wordings in facts) / len(facts)


def count_said(expected: int, headline: str, text: str, language: Language) -> float:
    """1 where the number stands in the headline (in the text where there is none), in figures or as a word."""
    words = plain(headline or text)
    if expected in {int(_SEPARATOR.sub("", numeral)) for numeral in _NUMERAL.findall(words)}:
        return 1.0
    spoken = number_words().get(str(expected), Phrases()).of(language)
    return float(any(_contains(_compared(words), _compared(phrase)) for phrase in spoken))


@cache
def number_words() -> Mapping[str, Phrases]:
    """The words for small numbers, by their figures."""
    return read_data_file(_NUMBERS, dict[str, Phrases])


def _compared(text: str) -> str:
    return " ".join(folded(text).split())


def _contains(text: str, words: str) -> bool:
    """Whether `words` stand in `text` and are not a part of longer words or numbers."""
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not (_joined(text[start - 1 : start + 1]) or _joined(text[end - 1 : end + 1])):
            return True
        start = text.find(words, start + 1)
    return False


def _joined(pair: str) -> bool:
    """Whether two neighbouring characters belong to one word; one character alone has no neighbour."""
    return len(pair) == 2 and pair.isalnum()
