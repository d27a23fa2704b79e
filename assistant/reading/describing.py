"""The words by which a question describes the organizations it asks for: "agencies that ...", "how many boards ..."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.conditions import understood
from assistant.reading.leaving_out import left_out
from assistant.reading.options import ClauseReader
from assistant.reading.phrases import Word, find_any, opening, opens_with, without_frame, without_opening
from assistant.reading.question import QuestionWords

# "how many of the reporting federal organizations": so many words may stand before the noun.
_BETWEEN = 4
# Words before a description that say something so surely (0 to 1) are more than a way of asking.
_SAID_BEFORE = 0.95
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


def described_words(
    question: QuestionWords,
    description: Description | None,
    content: Sequence[Word],
    reader: ClauseReader,
    items: Sequence[int],
) -> Sequence[Word]:
    """The description's words alone, or all of `content` where that says more; `items` are those named by number."""
    language, models = question.language, reader.models
    if description is None or left_out(content, reader.vocabulary, language) is not None:
        return content
    frame = reader.vocabulary.frame.of(language)
    before = without_frame(question.words[: description.first], frame)
    said_before = understood(models.spelled(before), question.text, reader, items)
    if said_before is not None and said_before.likely >= _SAID_BEFORE and models.empty.without(before):
        return content
    return models.spelled(without_frame(question.words[description.first : description.stop], frame)) or content


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
    places = range(first + 1, len(question.words))
    return next((place for place in places if question.begins_sentence(place)), len(question.words))
