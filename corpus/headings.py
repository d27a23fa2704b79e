"""Where each item begins: by heading and position, so that lines in answers that look like headings do no harm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import Line, folded_wording, likeness, words_of
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Item

# A heading followed by its item's own wording outweighs any number of look-alikes without it (there are 13 items).
_PLAIN_HEADING = 1.0
_WORDING_WEIGHT = 40.0
# A wording with no heading before it must be nearly the questionnaire's own.
_ALONE_AT_LEAST = 0.85
_BESIDE_AT_LEAST = 0.5
_WORDING_LINES = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """An item's beginning: index of its line, and of the first line after heading and wording."""

    item: int
    line: int
    body: int
    wording_likeness: float
    weight: float


@dataclass(frozen=True, slots=True)
class Headings:
    """The items' beginnings, in order of number and place, and the lines that only look like one."""

    chosen: tuple[Heading, ...]
    ignored: tuple[Heading, ...]


def find_headings(lines: Sequence[Line], questionnaire: Questionnaire) -> Headings:
    """The heaviest sequence of candidates in which numbers and places both increase."""
    candidates = [
        candidate for index in range(len(lines)) if (candidate := _candidate(lines, index, questionnaire)) is not None
    ]
    best: list[float] = []
    before: list[int | None] = []
    for index, candidate in enumerate(candidates):
        earlier = [
            other
            for other in range(index)
            if candidates[other].item < candidate.item and candidates[other].body <= candidate.line
        ]
        previous = max(earlier, key=lambda other: best[other], default=None)
        best.append(candidate.weight + (best[previous] if previous is not None else 0.0))
        before.append(previous)
    chosen: list[Heading] = []
    # On a tie the earlier place wins: a form's own heading comes before what an answer repeats of it.
    at = max(range(len(candidates)), key=lambda index: (best[index], -index), default=None)
    while at is not None:
        chosen.append(candidates[at])
        at = before[at]
    kept = set(chosen)
    return Headings(tuple(reversed(chosen)), tuple(each for each in candidates if each not in kept))


def _candidate(lines: Sequence[Line], index: int, questionnaire: Questionnaire) -> Heading | None:
    line = lines[index]
    if line.bullet and not re.match(r"\d", line.folded):
        return None
    numbers = {item.number for item in questionnaire.items}
    for pattern in questionnaire.layout.item:
        if (found := re.fullmatch(pattern, line.folded)) and int(found.group(1)) in numbers:
            item = questionnaire.item(int(found.group(1)))
            wording = _wording_from(lines, index + 1, item)
            return _heading(item, index, index + 1 + wording.lines, wording.likeness)
    for pattern in questionnaire.layout.item_with_wording:
        if (found := re.fullmatch(pattern, line.folded)) and int(found.group(1)) in numbers:
            item = questionnaire.item(int(found.group(1)))
            wording = _wording_from(lines, index, item, first=found.group(2))
            if wording.likeness >= _BESIDE_AT_LEAST:
                return _heading(item, index, index + wording.lines, wording.likeness)
    for item in questionnaire.items:
        if _same_wording(line.folded, item) >= _ALONE_AT_LEAST:
            return _heading(item, index, index + 1, _same_wording(line.folded, item))
    return None


def _heading(item: Item, line: int, body: int, wording_likeness: float) -> Heading:
    return Heading(item.number, line, body, wording_likeness, _PLAIN_HEADING + _WORDING_WEIGHT * wording_likeness)


@dataclass(frozen=True, slots=True)
class _Wording:
    lines: int
    likeness: float


def _wording_from(lines: Sequence[Line], index: int, item: Item, first: str | None = None) -> _Wording:
    """How many lines from `index` on are the item's wording, which may be wrapped, and how alike they are to it.

    Where no line is like the wording we know (our French is a translation), a first line that ends as a question
    ends is taken for it by its position.
    """
    joined = ""
    best = _Wording(0, 0.0)
    question_mark = 0
    for count, line in enumerate(lines[index : index + _WORDING_LINES], start=1):
        if (line.bullet or line.gap) and count > 1:
            break
        if line.bullet and first is None:
            break
        joined = (joined + " " + (first if count == 1 and first is not None else line.folded)).strip()
        alike = _same_wording(joined, item)
        if alike > best.likeness + 0.01:
            best = _Wording(count, alike)
        if not question_mark and line.folded.rstrip(" *_\"'").endswith("?"):
            question_mark = count
    if best.likeness >= _BESIDE_AT_LEAST:
        return best
    if question_mark:
        return _Wording(question_mark, min(best.likeness, 0.3))
    return _Wording(0, 0.0)


def _same_wording(folded_line: str, item: Item) -> float:
    if len(words_of(folded_line)) < 3:
        return 0.0
    return max(likeness(folded_line, folded_wording(item.wording.of(language))) for language in LANGUAGES)
