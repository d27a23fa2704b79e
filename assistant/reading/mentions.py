"""A question for the organizations that speak of something in their own words: what is spoken of, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.learned import Models
from assistant.reading.phrases import Word, find_any
from assistant.reading.question import QuestionWords
from assistant.reading.themes import Theme, Themes
from corpus.folding import folded
from corpus.types import Phrases


@dataclass(frozen=True, slots=True)
class Mention:
    """What is asked for: `said` as in the question, `words` those that carry it, `theme` if it is a known one.

    `items` limits it to their texts; none for all. `outright` is True where the question has a word for mentioning.
    """

    said: str
    words: tuple[str, ...]
    theme: Theme | None
    items: tuple[int, ...]
    outright: bool


def mention_of(
    question: QuestionWords, content: Sequence[Word], models: Models, themes: Themes, numbered: Sequence[int]
) -> Mention | None:
    """What the question asks to be mentioned; None where it says nothing that could be."""
    vocabulary = question.vocabulary
    outright = find_any(content, vocabulary.mention.of(question.language), most_between=0) is not None
    about, items = _limited(question, content, models, numbered)
    for verbs in (vocabulary.mention, vocabulary.mention_loosely, vocabulary.mention_too):
        about = _without(about, verbs, question)
    left = models.empty.without(about)
    if not left:
        return None
    said = question.text[left[0].start : left[-1].end]
    words = tuple(word.text for word in left)
    theme = themes.of(words, question.language)
    if theme is None:
        # Spelling is put right by the words of the form; what texts may speak of is wider than that.
        words = tuple(folded(question.text[word.start : word.end]) for word in left)
    loosely = theme is not None and question.has(vocabulary.mention_loosely)
    return Mention(said, words, theme, tuple(items), outright or loosely)


def _limited(
    question: QuestionWords, content: Sequence[Word], models: Models, numbered: Sequence[int]
) -> tuple[Sequence[Word], Sequence[int]]:
    """The words before "as a recurring theme" or the like, and the item that these words name."""
    if numbered:
        return [word for word in content if word.text not in question.vocabulary.item.of(question.language)], numbered
    limits = question.vocabulary.mentioned_as.of(question.language)
    for first in range(1, len(content)):
        found = find_any(content[first : first + 2], limits, most_between=0)
        if found is None or found.first:
            continue
        tail = [word.text for word in content[first + found.stop :]]
        item = models.topics.item_of(tail) if tail else None
        if item is not None:
            return content[:first], (item,)
    return content, ()


def _without(words: Sequence[Word], phrases: Phrases, question: QuestionWords) -> list[Word]:
    """The words outside of all places of the phrases."""
    left = list(words)
    while found := find_any(left, phrases.of(question.language), most_between=0):
        left = [*left[: found.first], *left[found.stop :]]
    return left
