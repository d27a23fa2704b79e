"""Whether a sentence is in the language of the answer, all of it."""

from __future__ import annotations

from functools import lru_cache

from assistant.model.checks.quoting import without_quotations
from assistant.reading.languages import in_another_language
from assistant.reading.phrases import phrase_words, question_words
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language

# A single small word of the other language may be a name's ("La Francophonie"), or a word of both.
_MOST_OF_THE_OTHER = 1


def is_in(text: str, language: Language, vocabulary: Vocabulary) -> bool:
    """Whether the small words of a sentence, outside its quotations, are those of `language`."""
    words = question_words(without_quotations(text))
    if in_another_language(text, words, vocabulary):
        return False
    ours, theirs = _small_words(vocabulary.language.of(language)), _small_words(_others(language, vocabulary))
    own = sum(word.text in ours for word in words)
    foreign = sum(word.text in theirs and word.text not in ours for word in words)
    return (own > foreign or own == foreign == 0) and foreign <= _MOST_OF_THE_OTHER


def _others(language: Language, vocabulary: Vocabulary) -> tuple[str, ...]:
    return vocabulary.language.of("fr" if language == "en" else "en")


@lru_cache(maxsize=8)
def _small_words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word, _ in phrase_words(phrase))
