"""The shortest words of a sentence that hold a value and stand only once under their item."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A sign standing alone, such as the colon of French, is no word.
_WORD = re.compile(r"\S*\w\S*")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_SHORTEST = 3  # words
_OPENING = "(«“\"‘'[ \u00a0"
_CLOSING = '.,;:!?)»”"] \u00a0'
_ALIKE = str.maketrans({"’": "'", "‘": "'", "\u2011": "-", "\u2010": "-", "–": "-"})


def shortest_run(sentence: str, start: int, end: int, under: str) -> str:
    """The fewest words, at least three, around `sentence[start:end]` that `under` has once; single spaces.

    `under` is all that is printed under the item. Closing punctuation that is no part of the value is left out. Where
    no run is unique the whole sentence comes back.
    """
    words = [match.span() for match in _WORD.finditer(sentence)]
    inside = [index for index, (first, last) in enumerate(words) if first < end and last > start]
    first, last = inside[0], inside[-1]
    text = _folded(under)
    for length in range(max(_SHORTEST, last - first + 1), len(words) + 1):
        # The words before a value say what it is more often than those after it.
        for begin in range(max(0, last - length + 1), min(first, len(words) - length) + 1):
            edges = min(start, words[begin][0]), max(end, words[begin + length - 1][1])
            run = _trimmed(sentence, *edges, start, end)
            if text.count(_folded(run)) == 1:
                return run
    return " ".join(sentence.split())


def opening_words(text: str, under: str, at_least: int = 5) -> str | None:
    """The first words of `text`, at least five if it has as many, that `under` has once; None where it has none."""
    words = text.split()
    haystack = _folded(under)
    for length in range(min(at_least, len(words)), len(words) + 1):
        run = " ".join(words[:length]).rstrip(_CLOSING)
        if run and haystack.count(_folded(run)) == 1:
            return run
    return None


def stands_once(words: str, under: str) -> bool:
    """Whether `under` has `words` exactly once."""
    return _folded(under).count(_folded(words)) == 1


def _trimmed(sentence: str, begin: int, stop: int, start: int, end: int) -> str:
    while begin < start and sentence[begin] in _OPENING:
        begin += 1
    while stop > end and sentence[stop - 1] in _CLOSING:
        stop -= 1
    return " ".join(sentence[begin:stop].split())


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return " ".join(_ACCENT.sub("", decomposed).split())
