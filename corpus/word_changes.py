"""Which words of a text changed into which words of another one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import unified

_WORD = re.compile(r"\S+")
_MARK = re.compile(r"[^\w\s]{1,2}")  # a bullet, which each layout writes in its own way
_JOINED = 2  # unchanged words between two changes that are easier to read as one


@dataclass(frozen=True, slots=True)
class WordChange:
    """`new_text[new_start:new_end]` took the place of `old_text[old_start:old_end]`; either may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class _Word:
    same: str
    start: int
    end: int


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """The changes that make `new` of `old`, in order; none where only layout, bullets or typography differ."""
    before, after = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(None, [each.same for each in before], [each.same for each in after], False)
    joined: list[tuple[int, int, int, int]] = []
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind == "equal":
            continue
        if joined and first - joined[-1][1] <= _JOINED:
            first, _, new_first, _ = joined.pop()
        joined.append((first, last, new_first, new_last))
    return tuple(
        WordChange(*_place(before, first, last, len(old)), *_place(after, new_first, new_last, len(new)))
        for first, last, new_first, new_last in joined
    )


def _words(text: str) -> list[_Word]:
    words = []
    for found in _WORD.finditer(text):
        opens_line = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        if not (opens_line and _MARK.fullmatch(found.group())):
            words.append(_Word(unified(found.group()), *found.span()))
    return words


def _place(words: Sequence[_Word], first: int, last: int, length: int) -> tuple[int, int]:
    """Where the words `first` to `last` (not included) stand; an empty place is before the word at `first`."""
    if first < last:
        return words[first].start, words[last - 1].end
    start = words[first].start if first < len(words) else length
    return start, start
