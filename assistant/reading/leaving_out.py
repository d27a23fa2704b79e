"""Organizations that a question leaves out by what they did: "everyone but those that have updated their code"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.phrases import Word, opening, opens_with, without_closing
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language


def left_out(
    words: Sequence[Word], vocabulary: Vocabulary, language: Language
) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """The words before, and those that describe whom the question leaves out; None where it leaves nobody out."""
    phrases, those = vocabulary.leaving_out.of(language), vocabulary.those.of(language)
    for at in range(len(words)):
        stop = at + opening(words[at:], phrases)
        if stop == at or not opens_with(words[stop:], those):
            continue
        described = without_closing(words[stop:], vocabulary.the_rest.of(language))
        if described:
            return words[:at], described
    return None
