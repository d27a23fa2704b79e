"""Personal data in what people type: found by patterns, and masked by what it is called.

The patterns are data, which the browser reads too (static/personal.js does the same as this module): what is pointed
out there before a question is sent is what is masked here wherever something is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from assistant.data_file import read_data_file
from assistant.words import words_of
from corpus.types import LANGUAGES, STRICT_KEYS, Language

SHIPPED = Path(__file__).parent / "vocabulary" / "personal_data.toml"

KindName = Literal["sin", "card", "email", "phone", "postal_code"]

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
_BLANK = "\n"  # takes the place of what was found; folding leaves none, and no pattern has it


@dataclass(frozen=True, slots=True)
class Folding:
    """Characters that stand for another one; `nothing` are left out, and each of `zeros` is followed by its 1 to 9."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    space: str
    hyphen: str
    dot: str
    at: str
    nothing: str
    zeros: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data: its patterns, and the check that what they match must pass, if there is one."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    name: KindName
    patterns: tuple[str, ...]
    check: Literal["luhn"] | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The data file."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    folding: Folding
    kind: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data of a kind at `text[start:end]` (code points)."""

    kind: KindName
    start: int
    end: int


def found_in(text: str) -> tuple[Found, ...]:
    """The personal data in a text, in order and without overlap."""
    folded, places = _folded(text)
    spans: list[_Span] = []
    # What lies beside something found is looked at once more without it: so nothing is left once all is masked.
    while new := _without_overlap(_matches(folded)):
        spans += new
        for span in new:
            folded = folded[: span.start] + _BLANK * (span.end - span.start) + folded[span.end :]
    return tuple(
        Found(span.kind, places[span.start], places[span.end - 1] + 1)
        for span in sorted(spans, key=lambda span: span.start)
    )


def masked(text: str, language: Language) -> str:
    """The text with the name of its kind in square brackets in place of each thing found: "[phone number]"."""
    return replaced(text, found_in(text), language)


def replaced(text: str, found: tuple[Found, ...], language: Language) -> str:
    """The text with the mark of its kind in place of each thing `found` (in order)."""
    for each in reversed(found):
        text = text[: each.start] + mark(each.kind, language) + text[each.end :]
    return text


def mark(kind: KindName, language: Language) -> str:
    """What stands in place of personal data of a kind."""
    return f"[{words_of('personal', language)(f'{kind}.mark')}]"


def without_marks(text: str) -> str:
    """The text as it is to be read: without the marks, which ask for nothing; as it is where nothing else is there."""
    if "[" not in text:
        return text
    left = _marks().sub(" ", text)
    return re.sub(r"\s+", " ", left).strip() if left != text and re.search(r"\w", left) else text


def essence(text: str) -> str:
    """What is the same in all spellings of one thing: its letters in lower case, digits and "@"."""
    folded, _ = _folded(text)
    return re.sub(r"[^0-9a-z\u00c0-\u024f@]", "", folded.lower())


@cache
def told_to_browsers(language: Language) -> str:
    """Patterns, folding and words as JSON, for static/personal.js."""
    words = words_of("personal", language)
    kinds = [
        {**asdict(kind), "mark": mark(kind.name, language), "one": words(f"{kind.name}.one")} for kind in _data().kind
    ]
    return json.dumps({"folding": asdict(_data().folding), "kinds": kinds})


@dataclass(frozen=True, slots=True)
class _Span:
    kind: KindName
    start: int
    end: int


@cache
def _data() -> PersonalData:
    return read_data_file(SHIPPED, PersonalData)


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind in _data().kind for pattern in kind.patterns)


@cache
def _marks() -> re.Pattern[str]:
    marks = (mark(kind.name, language) for language in LANGUAGES for kind in _data().kind)
    return re.compile("|".join(re.escape(each) for each in marks))


@cache
def _alike() -> Mapping[str, str]:
    """Each character that stands for another one, "" for those left out."""
    folding = _data().folding
    alike = {chr(code): chr(code - _TO_ASCII) for code in _FULL_WIDTH}
    for zero in folding.zeros:
        alike.update({chr(ord(zero) + digit): str(digit) for digit in range(10)})
    groups = ((folding.space, " "), (folding.hyphen, "-"), (folding.dot, "."), (folding.at, "@"), (folding.nothing, ""))
    for characters, stands_for in groups:
        alike.update(dict.fromkeys(characters, stands_for))
    return alike


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with look-alikes as what they look like, and for each of its characters the place in `text`."""
    alike = _alike()
    kept = [(place, folded) for place, each in enumerate(text) if (folded := alike.get(each, each))]
    return "".join(folded for _, folded in kept), [place for place, _ in kept]


def _matches(folded: str) -> Iterator[_Span]:
    """All that matches and passes its check; what fails it may hide a match that begins within."""
    for kind, pattern in _patterns():
        passes = _CHECKS[kind.check] if kind.check else None
        match = pattern.search(folded)
        while match:
            passed = passes is None or passes(match[0])
            if passed:
                yield _Span(kind.name, match.start(), match.end())
            match = pattern.search(folded, match.end() if passed else match.start() + 1)


def _without_overlap(spans: Iterator[_Span]) -> list[_Span]:
    """The spans in order, of those that overlap the first to begin, and then the longest."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _passes_luhn(text: str) -> bool:
    """Whether the digits of `text` end with the check digit that the others ask for (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed([int(each) for each in text if each.isdigit()])):
        doubled = digit * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


_CHECKS: Mapping[str, Callable[[str], bool]] = {"luhn": _passes_luhn}
