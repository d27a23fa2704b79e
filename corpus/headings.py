"""Where each item begins: by heading and position, so that lines in answers that look like headings do no harm."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.lines import Line, folded_wording, words_of
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Item
from corpus.wordings import Printed, likeness_to, printed_from

# A heading followed by its item's own wording outweighs any number of look-alikes without it (there are 13 items).
_PLAIN_HEADING = 1.0
_WORDING_WEIGHT = 40.0
# Ticks that follow decide between two headings alike, such as a table of contents and the form itself.
_TICK_WEIGHT = 0.5
# A wording with no heading before it must be nearly the questionnaire's own; after a bare number it must at least
# resemble it; after "Question 5" its position is enough if it is a question.
_ALONE_AT_LEAST = 0.85
_BESIDE_AT_LEAST = 0.5
_QUESTION_BESIDE_AT_LEAST = 0.2
_BELOW_AT_LEAST = 0.5
# How much a question that is not like the known wording can count.
_QUESTION_AT_MOST = 0.3
# A heading out of order or given twice is one only where it is of the form's own style and its wording fits about as
# well as those of the form's other headings.
_OUT_OF_ORDER_AT_LEAST = 0.5
_REPEATED_AT_LEAST = 0.8
_LONGEST_HEADING = 60
_NUMBER = re.compile(r"\d")
# Letters by which a wording without a heading is noticed; enough not to compare every line with every wording.
_OPENING_LENGTH = 24
_PART_HEADING_WORDS = 3
_LONGEST_PART_HEADING_LINES = 3
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


@dataclass(frozen=True, slots=True)
class Heading:
    """An item's beginning: index of its line (or its part's), and of the first line after heading and wording.

    `style` is the layout pattern it was found by, "" for a wording without a heading: a form has one style. `first` is
    where a part's heading directly before it begins, else `line`.
    """

    item: int
    style: str
    first: int
    line: int
    body: int
    wording_likeness: float
    weight: float

    @property
    def carries_wording(self) -> bool:
        """Whether the item's wording, known or only by position, is printed with the heading."""
        return self.body > self.line + 1 or self.wording_likeness > 0


@dataclass(frozen=True, slots=True)
class Headings:
    """The items' beginnings, in order of place; those of items that come again; lines that only look like one."""

    chosen: tuple[Heading, ...]
    repeated: tuple[Heading, ...]
    ignored: tuple[Heading, ...]

    def end_of(self, heading: Heading, lines: int) -> int:
        """The index after the last line of an item's response, which is at most `lines`."""
        return min((each.first for each in (*self.chosen, *self.repeated) if each.line > heading.line), default=lines)


def find_headings(lines: Sequence[Line], questionnaire: Questionnaire) -> Headings:
    """The heaviest sequence of candidates in which numbers and places both increase, and what stands outside of it.

    A form in another order keeps all of its items: a heading that carries its item's wording is one wherever it is.
    """
    candidates = list(_candidates(lines, questionnaire))
    chosen = _heaviest(candidates)
    if not chosen:
        return Headings((), (), ())
    likeness = {each.item: each.wording_likeness for each in chosen}
    usual = sum(likeness.values()) / len(chosen)
    styles = {each.style for each in chosen}
    repeated: list[Heading] = []
    ignored: list[Heading] = []
    for candidate in candidates:
        if _inside(candidate, chosen):
            continue
        at_least = likeness.get(candidate.item, 0.0) * _REPEATED_AT_LEAST or usual * _OUT_OF_ORDER_AT_LEAST
        fits = candidate.carries_wording and candidate.wording_likeness >= at_least and candidate.style in styles
        if not fits:
            ignored.append(candidate)
        elif candidate.item in likeness:
            repeated.append(candidate)
        else:
            likeness[candidate.item] = candidate.wording_likeness
            chosen.append(candidate)
    chosen.sort(key=lambda each: each.line)
    repeated = [each for each in repeated if each.line > chosen[0].line]
    beginnings = tuple(_with_parts(sorted([*chosen, *repeated], key=lambda each: each.line), lines, questionnaire))
    places = {each.line for each in chosen}
    covered = {line for each in beginnings for line in range(each.line, each.body)}
    return Headings(
        tuple(each for each in beginnings if each.line in places),
        tuple(each for each in beginnings if each.line not in places),
        tuple(each for each in ignored if each.line not in covered),
    )


def _heaviest(candidates: Sequence[Heading]) -> list[Heading]:
    """The sequence of the greatest total weight; of two alike the one that ends and goes earlier."""
    best: list[float] = []
    before: list[int | None] = []
    # The best sequence that ends with an item, among those whose heading and wording end before the present line.
    ended: dict[int, int] = {}
    waiting: list[int] = []
    for index, candidate in enumerate(candidates):
        for other in [other for other in waiting if candidates[other].body <= candidate.line]:
            waiting.remove(other)
            item = candidates[other].item
            if item not in ended or best[other] > best[ended[item]]:
                ended[item] = other
        earlier = [ended[item] for item in sorted(ended) if item < candidate.item]
        previous = max(earlier, key=lambda other: (best[other], -other), default=None)
        best.append(candidate.weight + (best[previous] if previous is not None else 0.0))
        before.append(previous)
        waiting.append(index)
    chosen: list[Heading] = []
    at = max(range(len(candidates)), key=lambda index: (best[index], -index), default=None)
    while at is not None:
        chosen.append(candidates[at])
        at = before[at]
    return chosen[::-1]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What could be a heading by itself: the item, the pattern that says so, and the wording's beginning beside it."""

    line: int
    item: Item
    style: str
    beside: str | None


def _candidates(lines: Sequence[Line], questionnaire: Questionnaire) -> Iterator[Heading]:
    marks = list(_marks(lines, questionnaire))
    numbered = [mark.line for mark in marks if mark.style]
    for mark in marks:
        # A wording ends before the next heading, if not earlier.
        following = bisect_right(numbered, mark.line)
        end = numbered[following] if following < len(numbered) else len(lines)
        if mark.beside is None:
            yield _with_wording_below(lines, mark, end)
        elif candidate := _with_wording_beside(lines, mark, end):
            yield candidate


def _marks(lines: Sequence[Line], questionnaire: Questionnaire) -> Iterator[_Mark]:
    items = {item.number: item for item in questionnaire.items}
    alone = [re.compile(pattern) for pattern in questionnaire.layout.item]
    beside = [re.compile(pattern) for pattern in questionnaire.layout.item_with_wording]
    openings = _openings(questionnaire)
    for index, line in enumerate(lines):
        if line.bullet:
            continue
        if _NUMBER.search(line.folded[:_LONGEST_HEADING]):
            if len(line.folded) <= _LONGEST_HEADING and (found := _first(alone, line)) and int(found[1]) in items:
                yield _Mark(index, items[int(found[1])], found.re.pattern, None)
                continue
            if (found := _first(beside, line)) and int(found[1]) in items:
                yield _Mark(index, items[int(found[1])], found.re.pattern, found[2])
                continue
        for item in openings.get(_opening(line.folded), ()):
            yield _Mark(index, item, "", line.folded)


def _first(patterns: Iterable[re.Pattern[str]], line: Line) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(line.folded))), None)


def _with_wording_below(lines: Sequence[Line], mark: _Mark, end: int) -> Heading:
    printed = Printed(0, 0.0, False)
    if mark.line + 1 < end and not lines[mark.line + 1].bullet:
        printed = printed_from(lines, mark.line + 1, mark.item.wording, end=end)
    if printed.likeness < _BELOW_AT_LEAST and not printed.question:
        printed = Printed(0, 0.0, False)
    return _heading(lines, mark, mark.line + 1 + printed.lines, printed.likeness)


def _with_wording_beside(lines: Sequence[Line], mark: _Mark, end: int) -> Heading | None:
    printed = printed_from(lines, mark.line, mark.item.wording, end=end, first=mark.beside)
    at_least = _QUESTION_BESIDE_AT_LEAST if printed.question else _BESIDE_AT_LEAST
    if printed.likeness < (at_least if mark.style else _ALONE_AT_LEAST):
        return None
    return _heading(lines, mark, mark.line + printed.lines, printed.likeness)


def _openings(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    openings: dict[str, list[Item]] = {}
    for item in questionnaire.items:
        for language in LANGUAGES:
            openings.setdefault(_opening(folded_wording(item.wording.of(language))), []).append(item)
    return openings


def _opening(folded_text: str) -> str:
    return folded_text[:_OPENING_LENGTH]


def _heading(lines: Sequence[Line], mark: _Mark, body: int, wording_likeness: float) -> Heading:
    known = wording_likeness if wording_likeness >= _BELOW_AT_LEAST else min(wording_likeness, _QUESTION_AT_MOST)
    weight = _WORDING_WEIGHT * known + (_PLAIN_HEADING if mark.style else 0.0)
    if mark.item.options and body < len(lines) and lines[body].bullet:
        weight += _TICK_WEIGHT
    return Heading(mark.item.number, mark.style, mark.line, mark.line, body, wording_likeness, weight)


def _inside(candidate: Heading, chosen: Iterable[Heading]) -> bool:
    return any(
        each.line <= candidate.line < each.body or candidate.line <= each.line < candidate.body for each in chosen
    )


def end_before_parts(lines: Sequence[Line], end: int, before: int, after: int, questionnaire: Questionnaire) -> int:
    """The end, at most `end`, without headings of the parts that come after part `before`, up to part `after`.

    There are several where all items of a part are missing.
    """
    for part in range(after, before, -1):
        first = _part_heading(lines, end, part, questionnaire)
        end = end if first is None else first
    return end


def _with_parts(headings: Sequence[Heading], lines: Sequence[Line], questionnaire: Questionnaire) -> Iterator[Heading]:
    """The headings, each that is the first of its part from the part's heading on."""
    before = 0
    for heading in headings:
        part = questionnaire.item(heading.item).part
        earlier = before if part >= before else part - 1
        yield replace(heading, first=end_before_parts(lines, heading.line, earlier, part, questionnaire))
        before = part


def _part_heading(lines: Sequence[Line], end: int, part: int, questionnaire: Questionnaire) -> int | None:
    """Where the heading of `part`, wrapped or not, begins that ends before the line `end`; None without one."""
    for first in range(end - 1, max(-1, end - 1 - _LONGEST_PART_HEADING_LINES), -1):
        line = lines[first]
        if line.bullet:
            return None
        found = next((found for p in questionnaire.layout.part if (found := re.fullmatch(p, line.folded))), None)
        if found and _ROMAN.get(found[1], found[1]) in (part, str(part)):
            title = " ".join(each.folded for each in lines[first:end])
            known = likeness_to(title, questionnaire.parts[part - 1]) >= _BELOW_AT_LEAST
            is_sentence = lines[end - 1].closed and len(words_of(title)) > _PART_HEADING_WORDS
            return first if known or not is_sentence else None
        if line.gap:
            return None
    return None
