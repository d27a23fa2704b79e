"""The words by which a question describes the organizations it asks for: "agencies that ...", "how many boards ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reading.phrases import find_any, opening, opens_with, without_opening
from assistant.reading.question import QuestionWords

_SENTENCE_ENDS = re.compile(r"[.?!;:…]")
# "how many of the reporting federal organizations": so many words may stand before the noun.
_BETWEEN = 4
_ADJECTIVES = 2  # "les organismes publics fédéraux qui"


@dataclass(frozen=True, slots=True)
class Description:
    """Words `first` to `stop` (excluded) of a question say what holds of the organizations it asks for.

    `noun` is the place of the word for organizations before them. `asked` is True where "which", "how many" or the like
    stands before that.
    """

    first: int
    stop: int
    noun: int
    asked: bool = False


def description_in(question: QuestionWords) -> Description | None:
    """The first such words, up to the end of their sentence; None where organizations are not described so."""
    vocabulary, language = question.vocabulary, question.language
    for at, after, is_noun in _nouns(question):
        asked = is_noun and _is_asked_for(question, at, after)
        first = _after_a_relative(question, after) or (after if asked else None)
        # "Everyone that filled in the form" describes all of them.
        if first is None or opens_with(question.words[first:], vocabulary.took_part.of(language)):
            continue
        stop = _end_of_sentence(question, first)
        if first < stop:
            return Description(first, stop, at, asked)
    return None


def _nouns(question: QuestionWords) -> Iterator[tuple[int, int, bool]]:
    """Where words for organizations stand: first word, after the last, and whether it is a noun rather than "those"."""
    vocabulary, language = question.vocabulary, question.language
    nouns, those = vocabulary.organization_nouns.of(language), vocabulary.those.of(language)
    for at in range(len(question.words)):
        for phrases, is_noun in ((nouns, True), (those, False)):
            if length := opening(question.words[at:], phrases):
                yield at, at + length, is_noun


def _after_a_relative(question: QuestionWords, at: int) -> int | None:
    """The place after "that", "which" or the like, with few adjectives before; None where none stands there."""
    vocabulary, language = question.vocabulary, question.language
    for place in range(at, min(at + _ADJECTIVES + 1, len(question.words))):
        rest = without_opening(question.words[place:], vocabulary.relatives.of(language))
        if len(rest) < len(question.words) - place:
            return len(question.words) - len(rest)
        if opens_with(question.words[place:], vocabulary.goes_on.of(language)):
            return None
    return None


def _is_asked_for(question: QuestionWords, at: int, after: int) -> bool:
    """Whether "which", "how many" or the like stands a little before the noun, and no preposition after it."""
    vocabulary, language = question.vocabulary, question.language
    before = question.words[max(0, at - _BETWEEN) : at]
    asked = find_any(before, vocabulary.asked_noun.of(language), most_between=0)
    follows = question.words[after:]
    if asked is None or find_any(before[asked.stop :], vocabulary.yes_no.of(language), most_between=0) is not None:
        return False  # "what did the organizations say"
    return bool(follows) and not opens_with(follows, vocabulary.goes_on.of(language))


def _end_of_sentence(question: QuestionWords, first: int) -> int:
    words = question.words
    for place in range(first + 1, len(words)):
        if _SENTENCE_ENDS.search(question.text[words[place - 1].end : words[place].start]):
            return place
    return len(words)
