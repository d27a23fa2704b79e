"""Words of a question that its condition does not say, to be told beside the answer: a place, a year."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.reading.learned import Models
from assistant.reading.phrases import Word, opening
from assistant.reading.question import QuestionWords

_NUMBER = re.compile("[0-9]+")


def passed_over(
    question: QuestionWords, content: Sequence[Word], models: Models, expected: Collection[str], labels: Collection[str]
) -> tuple[str, ...]:
    """The words as typed, those beside one another as one.

    Of `content`, which was read, words that carry meaning and tell of no option; of what stands around it, names.
    Numbers in `expected` and words of printed `labels` are used.
    """
    read = {word.start for word in content}
    # "The CBSA's review board": what organizations are called says nothing that could be passed over.
    nouns = question.vocabulary.organization_nouns.of(question.language)
    carrying = {word.start for word in models.empty.without([*content, *question.words]) if not opening((word,), nouns)}
    runs: list[list[Word]] = []
    goes_on = False
    spelled = {word.start: word for word in content}
    for place, typed in enumerate(question.words):
        word = spelled.get(typed.start, typed)
        carries = word.start in carrying
        unknown = carries and word.text not in labels and not models.tells(word.text)
        if _NUMBER.fullmatch(word.text):
            over = word.text not in expected
        else:
            over = unknown and (word.start in read or _is_a_name(question, place))
        if over:
            runs = [*runs[:-1], [*runs[-1], word]] if goes_on else [*runs, [word]]
        goes_on = over or (goes_on and not carries)
    return tuple(question.text[run[0].start : run[-1].end] for run in runs)


def _is_a_name(question: QuestionWords, place: int) -> bool:
    """Whether the word is typed with a capital although no sentence begins there."""
    return question.text[question.words[place].start].isupper() and not question.begins_sentence(place)
