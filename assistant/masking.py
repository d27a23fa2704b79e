"""Personal data that people typed, masked wherever an answer repeats it; quotations of documents stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from assistant.personal_data import Found, KindName, essence, found_in, mark, masked, replaced
from assistant.types import Answer
from corpus.types import Language


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


def without(text: str, typed: Iterable[Typed], language: Language) -> str:
    """`text` with a mark in place of all that was typed, also where it is spelled in another way."""
    typed = tuple(typed)
    if not typed:
        return text
    meant = {essence(each.text) for each in typed}
    found = tuple(each for each in found_in(text) if essence(_words(text, each)) in meant)
    return reduce(lambda left, each: _with_mark(left, each, language), typed, replaced(text, found, language))


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
        return without(text, private, language)

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


def _with_mark(text: str, typed: Typed, language: Language) -> str:
    return re.sub(re.escape(typed.text), lambda _: mark(typed.kind, language), text, flags=re.IGNORECASE)


def _begun(text: str, typed: str) -> int:
    """How many characters at the end of `text` are the beginning of `typed`."""
    ending = text[-len(typed) + 1 :].casefold() if len(typed) > 1 else ""
    return next((len(ending) - at for at in range(len(ending)) if typed.casefold().startswith(ending[at:])), 0)
