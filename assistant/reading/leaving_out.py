"""Organizations that a question leaves out by what they did: "everyone but those that have updated their code"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.phrases import Word, find_any, opens_with, without_closing
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language

# Words of the longest phrase that leaves out.
_LONGEST = 5


def left_out(
    words: Sequence[Word], vocabulary: Vocabulary, language: Language
) -> tuple[Sequence[Word], Sequence[Word]] | None:
    """The words before, and those that describe whom the question leaves out; None where it leaves nobody out."""
    phrases, those = vocabulary.leaving_out.of(language), vocabulary.those.of(language)
    for at in range(len(words)):
        found = find_any(words[at : at + _LONGEST], phrases, most_between=0)
        if found is None or found.first or not opens_with(words[at + found.stop :], those):
            continue
        described = without_closing(words[at + found.stop :], vocabulary.the_rest.of(language))
        if described:
            return words[:at], described
    return None
