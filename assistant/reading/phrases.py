"""Phrases found in a question: whole words or word beginnings, in order, with at most two other words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold, folded

_WORD = re.compile(r"[^\W_]+")
# "updated its code": at most this many other words stand between two words of a phrase.
_MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word of a question and where it stands in the question as typed."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a question: index of its first word, index after its last, and how many words it has itself."""

    first: int
    stop: int
    words: int


def question_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, folded, with their places in it."""
    whole = fold(text)
    return tuple(
        Word(found.group(), *whole.original(found.start(), found.end())) for found in _WORD.finditer(whole.text)
    )


@lru_cache(maxsize=8192)
def phrase_words(phrase: str) -> tuple[tuple[str, bool], ...]:
    """The folded words of a phrase of a data file, each with whether it is only a beginning."""
    pieces = re.findall(r"([^\W_]+)(\*?)", folded(phrase))
    return tuple((word, star == "*") for word, star in pieces)


_Wanted = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=512)
def _by_first_word(phrases: tuple[str, ...]) -> tuple[dict[str, list[_Wanted]], list[_Wanted]]:
    """The phrases by their first word, and those that begin with a beginning."""
    return _by_word(phrases, 0)


@lru_cache(maxsize=512)
def _by_last_word(phrases: tuple[str, ...]) -> tuple[dict[str, list[_Wanted]], list[_Wanted]]:
    """The phrases by their last word, and those that end with a beginning."""
    return _by_word(phrases, -1)


def _by_word(phrases: tuple[str, ...], at: int) -> tuple[dict[str, list[_Wanted]], list[_Wanted]]:
    whole: dict[str, list[_Wanted]] = {}
    beginnings: list[_Wanted] = []
    for phrase in phrases:
        if wanted := phrase_words(phrase):
            word, is_beginning = wanted[at]
            if is_beginning:
                beginnings.append(wanted)
            else:
                whole.setdefault(word, []).append(wanted)
    return whole, beginnings


def find_phrase(words: Sequence[Word], phrase: str, most_between: int = _MOST_BETWEEN) -> Found | None:
    """The first and tightest place of `phrase` among `words`, None where it is not there."""
    wanted = phrase_words(phrase)
    if not wanted:
        return None
    best: Found | None = None
    for first, word in enumerate(words):
        if not _is(word.text, wanted[0]):
            continue
        at: int | None = first
        for each in wanted[1:]:
            assert at is not None
            following = range(at + 1, min(at + 2 + most_between, len(words)))
            at = next((index for index in following if _is(words[index].text, each)), None)
            if at is None:
                break
        if at is not None and (best is None or at + 1 - first < best.stop - best.first):
            best = Found(first, at + 1, len(wanted))
    return best


def find_any(words: Sequence[Word], phrases: Iterable[str], most_between: int = _MOST_BETWEEN) -> Found | None:
    """The place of the longest of `phrases` that is there; of equally long ones the first given."""
    best: Found | None = None
    there = {word.text for word in words}
    for phrase in phrases:
        wanted = phrase_words(phrase)
        # Most phrases are not there: they are passed over at once by a whole word that is missing.
        if not wanted or not (wanted[0][1] or wanted[0][0] in there):
            continue
        found = find_phrase(words, phrase, most_between)
        if found and (best is None or found.words > best.words):
            best = found
    return best


def opening(words: Sequence[Word], phrases: Iterable[str]) -> int:
    """How many words the longest of the phrases has that `words` open with; 0 where they open with none."""
    if not words:
        return 0
    whole, beginnings = _by_first_word(tuple(phrases))
    first = words[0].text
    longest = 0
    for wanted in (*whole.get(first, ()), *(each for each in beginnings if first.startswith(each[0][0]))):
        if longest < len(wanted) <= len(words) and all(map(_is, (word.text for word in words), wanted)):
            longest = len(wanted)
    return longest


def opens_with(words: Sequence[Word], phrases: Iterable[str]) -> bool:
    """Whether the first words are one of the phrases."""
    return opening(words, phrases) > 0


def without_opening(words: Sequence[Word], phrases: Iterable[str]) -> Sequence[Word]:
    """The words after the longest of the phrases they open with; all of them where they open with none."""
    return words[opening(words, phrases) :]


def without_opening_all(words: Sequence[Word], phrases: Sequence[str]) -> Sequence[Word]:
    """The words after all of the phrases they open with, one after the other."""
    while len(rest := without_opening(words, phrases)) < len(words):
        words = rest
    return words


def without_frame(words: Sequence[Word], phrases: Sequence[str]) -> Sequence[Word]:
    """The words between all of the phrases they open and close with."""
    return without_closing(without_opening_all(words, phrases), phrases)


def without_closing(words: Sequence[Word], phrases: Iterable[str]) -> Sequence[Word]:
    """The words before all of the phrases they close with, one after the other."""
    whole, beginnings = _by_last_word(tuple(phrases))
    while words:
        last = words[-1].text
        closing = (*whole.get(last, ()), *(each for each in beginnings if last.startswith(each[-1][0])))
        longest = max((len(wanted) for wanted in closing if _closes(words, wanted)), default=0)
        if not longest:
            break
        words = words[: len(words) - longest]
    return words


def words_beyond(words: Sequence[Word], phrases: Iterable[str]) -> list[Word]:
    """The words that occur in none of the phrases, taken word by word."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for phrase in phrases:
        for word, beginning in phrase_words(phrase):
            (beginnings if beginning else whole).add(word)
    return [word for word in words if word.text not in whole and not word.text.startswith(tuple(beginnings))]


def _closes(words: Sequence[Word], wanted: _Wanted) -> bool:
    end = words[-len(wanted) :]
    return len(end) == len(wanted) and all(_is(word.text, each) for word, each in zip(end, wanted, strict=True))


def _is(word: str, wanted: tuple[str, bool]) -> bool:
    text, beginning = wanted
    return word.startswith(text) if beginning else word == text
