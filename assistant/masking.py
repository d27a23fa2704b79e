"""Personal data that people typed, masked wherever an answer repeats it; quotations of documents stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.personal_data import Found, KindName, essence, found_in, mark, masked, replaced
from assistant.types import Answer
from corpus.types import Language

_FEWEST = 4  # letters and digits of a part


@dataclass(frozen=True, slots=True)
class Typed:
    """One piece of personal data as it was typed."""

    kind: KindName
    text: str

    def is_in(self, text: str) -> bool:
        """Whether `text` has it, in whatever spelling."""
        return self.text.casefold() in text.casefold() or essence(self.text) in _essences(text)


def typed_in(question: str) -> tuple[Typed, ...]:
    """The personal data in a question, each once, the longest first."""
    found = {Typed(each.kind, question[each.start : each.end]) for each in found_in(question)}
    return tuple(sorted(found, key=lambda each: (-len(each.text), each.text)))


def without(text: str, typed: Iterable[Typed], language: Language, quotes: Iterable[str] = ()) -> str:
    """`text` with a mark in place of all that was typed, also where it is spelled in another way or cut short.

    A question is taken apart to be read, and an answer may name a part of what was in it ("jo@example"). Parts that
    stand in one of the `quotes` stay.
    """
    typed, quotes = tuple(typed), tuple(quotes)
    if not typed:
        return text
    meant = {essence(each.text) for each in typed}
    found = tuple(each for each in found_in(text) if essence(_words(text, each)) in meant)
    text = replaced(text, found, language)
    for each in typed:
        for part in _parts(each):
            if not any(part.search(quote) for quote in quotes):
                text = part.sub(mark(each.kind, language), text)
    return text


def part_without(text: str, typed: Iterable[Typed], language: Language) -> str:
    """The beginning of a text that is still being written, as `without`; what may become personal data is held back."""
    typed = tuple(typed)
    held = max((_begun(text, each.text) for each in typed), default=0)
    return without(text[: len(text) - held], typed, language)


def masked_answer(answer: Answer, question: str, language: Language) -> Answer:
    """The answer to `question` without the personal data that was typed there.

    What a cited passage itself holds is public, and stays everywhere but in the question.
    """
    typed = typed_in(question)
    if not typed:
        return answer
    quotes = [citation.quote for citation in answer.citations]
    private = tuple(each for each in typed if not any(each.is_in(quote) for quote in quotes))

    def told(text: str) -> str:
        return without(text, private, language, quotes)

    return replace(
        answer,
        question=masked(answer.question, language),
        understood_as=without(answer.understood_as, typed, language),
        headline=told(answer.headline),
        text=told(answer.text),
        reading=None if answer.reading is None else told(answer.reading),
        other_readings=tuple(replace(each, text=without(each.text, typed, language)) for each in answer.other_readings),
        remarks=tuple(replace(each, text=told(each.text)) for each in answer.remarks),
        suggestions=tuple(without(each, typed, language) for each in answer.suggestions),
        notices=tuple(told(each) for each in answer.notices),
    )


def _words(text: str, found: Found) -> str:
    return text[found.start : found.end]


def _essences(text: str) -> set[str]:
    return {essence(_words(text, each)) for each in found_in(text)}


@lru_cache(maxsize=64)  # small: what is in it is personal
def _parts(typed: Typed) -> tuple[re.Pattern[str], ...]:
    """What finds it and parts of it, the longest first: two of its groups of letters or digits, or more.

    Of an address the parts that are but a host ("example.ca") or have few letters say nothing of a person.
    """
    groups = re.findall(r"[^\W_]+", typed.text)
    own = (
        len(re.findall(r"[^\W_]+", re.split("[@\uff20\ufe6b([]", typed.text)[0]))
        if typed.kind == "email"
        else len(groups)
    )
    runs = [
        groups[first:last]
        for first in range(min(own, len(groups)))
        for last in range(first + 2, len(groups) + 1)
        if sum(map(len, groups[first:last])) >= _FEWEST
    ]
    if len(groups) == 1:
        runs = [groups]
    return tuple(
        re.compile(r"(?<!\w)" + r"\W{0,3}".join(map(re.escape, run)) + r"(?!\w)", re.IGNORECASE)
        for run in sorted(runs, key=len, reverse=True)
    )


def _begun(text: str, typed: str) -> int:
    """How many characters at the end of `text` are the beginning of `typed`."""
    ending = text[-len(typed) + 1 :].casefold() if len(typed) > 1 else ""
    return next((len(ending) - at for at in range(len(ending)) if typed.casefold().startswith(ending[at:])), 0)
