"""Where a question can be cut into clauses that may each be a condition, and what links them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from assistant.reading.phrases import Word, find_any
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language

Link = Literal["and", "or", "nor", "without"]

# More joints than this are no question but a text: only the first ones are tried.
_MOST_JOINTS = 6
_MOST_CLAUSES = 4
_PAUSES = ",;"
_LONGEST_PHRASE = 4  # words


@dataclass(frozen=True, slots=True)
class Joint:
    """Words `first` to `stop` (excluded) link what stands before to what comes after; none of them for a comma."""

    first: int
    stop: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `first` to `stop` (excluded) of a question, and what links them to the clause before."""

    first: int
    stop: int
    link: Link | None = None


def joints_of(
    words: Sequence[Word], text: str, vocabulary: Vocabulary, language: Language, whole: Iterable[tuple[int, int]] = ()
) -> tuple[Joint, ...]:
    """Where the question `text` may be cut, in order; a comma before a linking word belongs to it.

    `whole` are the words, first to stop (excluded), between which nothing is cut.
    """
    found: list[Joint] = []
    at = 0
    closed = _inside_set_phrases(words, vocabulary.together.of(language))
    closed |= _before(words, vocabulary.not_only.of(language))
    closed |= _opening_neither(words, vocabulary, language)
    closed |= {place for first, stop in whole for place in range(first + 1, stop)}
    while at < len(words):
        link, stop = _link_at(words, at, vocabulary, language)
        if link is not None and at not in closed and at > 0 and stop < len(words):
            found.append(Joint(at, stop, link))
            at = stop
        elif (
            at
            and at not in closed
            and _has_comma(text, words[at - 1], words[at])
            and (not found or found[-1].stop < at)
        ):
            next_link, next_stop = _link_at(words, at, vocabulary, language)
            if next_link is None or next_stop >= len(words):
                found.append(Joint(at, at, None))
            at += 1
        else:
            at += 1
    return tuple(found[:_MOST_JOINTS])


def ways_to_cut(words: Sequence[Word], joints: Sequence[Joint]) -> Iterator[tuple[Clause, ...]]:
    """Every way to cut the words at some of the joints, the fewest clauses first; no clause is empty."""
    for count in range(min(len(joints), _MOST_CLAUSES - 1) + 1):
        for chosen in combinations(joints, count):
            starts = [0, *(joint.stop for joint in chosen)]
            stops = [*(joint.first for joint in chosen), len(words)]
            links = [None, *_links(chosen)]
            if all(start < stop for start, stop in zip(starts, stops, strict=True)):
                yield tuple(Clause(*each) for each in zip(starts, stops, links, strict=True))


def _links(chosen: Sequence[Joint]) -> list[Link]:
    """Each joint's link; a comma takes that of the next linking word: "A, B or C"."""
    links: list[Link] = []
    following: Link = "and"
    for joint in reversed(chosen):
        following = joint.link or ("and" if following == "without" else following)
        links.append(following)
    return links[::-1]


def _link_at(words: Sequence[Word], at: int, vocabulary: Vocabulary, language: Language) -> tuple[Link | None, int]:
    """The link that begins at that word, with where it ends; the longest linking phrase wins."""
    best: tuple[Link | None, int] = (None, at)
    kinds: tuple[tuple[Link, tuple[str, ...]], ...] = (
        ("and", vocabulary.both.of(language)),
        ("or", vocabulary.either.of(language)),
        ("nor", vocabulary.neither.of(language)),
        ("without", vocabulary.without.of(language)),
    )
    for link, phrases in kinds:
        for phrase in phrases:
            length = len(phrase.split())
            piece = words[at : at + length]
            if at + length > best[1] and [word.text for word in piece] == phrase.split():
                best = (link, at + length)
    return best


def _inside_set_phrases(words: Sequence[Word], phrases: Sequence[str]) -> frozenset[int]:
    """The places of words inside of phrases that belong together, such as "values and ethics"."""
    inside: set[int] = set()
    for phrase in phrases:
        first = 0
        while found := find_any(words[first:], (phrase,), most_between=0):
            inside.update(range(first + found.first, first + found.stop))
            first += found.stop
    return frozenset(inside)


def _before(words: Sequence[Word], phrases: Sequence[str]) -> frozenset[int]:
    """The places of the two words before one of the phrases: "and not only some" begins no clause."""
    return frozenset(
        place
        for at in range(len(words))
        if (found := find_any(words[at : at + _LONGEST_PHRASE], phrases, most_between=0)) and found.first == 0
        for place in (at - 1, at)
    )


def _opening_neither(words: Sequence[Word], vocabulary: Vocabulary, language: Language) -> frozenset[int]:
    """The place of the first of several "ni": it opens what the next ones go on with, and cuts nothing."""
    alone = {phrase for phrase in vocabulary.neither.of(language) if " " not in phrase}
    places = [place for place, word in enumerate(words) if word.text in alone]
    return frozenset(places[:1] if len(places) > 1 else ())


def _has_comma(text: str, before: Word, word: Word) -> bool:
    return any(mark in text[before.end : word.start] for mark in _PAUSES)
