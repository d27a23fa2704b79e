"""Words of a question that its condition does not say, to be told beside the answer: a place, a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant.reading.learned import EmptyWords
from assistant.reading.phrases import Word, words_beyond
from assistant.reading.question import QuestionWords

_NUMBER = re.compile("[0-9]+")


def passed_over(
    question: QuestionWords,
    read: Sequence[Word],
    empty: EmptyWords,
    knows: Callable[[str], bool],
    expected: Collection[str],
) -> tuple[str, ...]:
    """The words as typed, those beside one another as one.

    Of the words that were `read`, those that carry meaning and that nothing `knows`; of what stands around them, names;
    and numbers. What is `expected` is used.
    """
    vocabulary, language = question.vocabulary, question.language
    # What organizations are called ("the CBSA's review board"), links and leaves out clauses says nothing of its own.
    beside = (
        vocabulary.organization_nouns,
        vocabulary.leaving_out,
        vocabulary.those,
        vocabulary.both,
        vocabulary.either,
    )
    idle = tuple(phrase for phrases in beside for phrase in phrases.of(language))
    spelled = {word.start: word for word in read}
    carrying = {word.start for word in words_beyond(empty.without([*read, *question.words]), idle)}
    runs: list[list[Word]] = []
    goes_on = False
    for place, typed in enumerate(question.words):
        word = spelled.get(typed.start, typed)
        carries = word.start in carrying
        over = word.text not in expected and (
            _NUMBER.fullmatch(word.text) is not None
            or (carries and not knows(word.text) and (word.start in spelled or _is_a_name(question, place)))
        )
        if over:
            runs = [*runs[:-1], [*runs[-1], word]] if goes_on else [*runs, [word]]
        goes_on = over or (goes_on and not carries)
    return tuple(question.text[run[0].start : run[-1].end] for run in runs)


def _is_a_name(question: QuestionWords, place: int) -> bool:
    """Whether the word is typed with a capital although no sentence begins there."""
    return question.text[question.words[place].start].isupper() and not question.begins_sentence(place)
