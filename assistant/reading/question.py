"""The words of a question, outside of organizations' names, with the vocabulary they are read by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.phrases import Word, find_any, without_frame
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language, Phrases

_PAUSE = re.compile(r"[,;:?!()–—]")


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of a question outside of organizations' names. `text` is the question as typed."""

    text: str
    words: Sequence[Word]
    language: Language
    vocabulary: Vocabulary

    def has(self, phrases: Phrases) -> bool:
        """Whether one of the phrases stands in the question."""
        return find_any(self.words, phrases.of(self.language), most_between=0) is not None

    def has_sign(self, sign: str) -> bool:
        """Whether a sign that is no word stands in the question as typed."""
        return sign in self.text

    def without_frame(self) -> Sequence[Word]:
        """The words without what only opens or closes a question."""
        return without_frame(self.words, self.vocabulary.frame.of(self.language))

    def segments(self) -> Iterator[Sequence[Word]]:
        """The words between two pauses of the sentence, in order; no segment is empty."""
        first = 0
        for index in range(1, len(self.words) + 1):
            last = index == len(self.words)
            if last or _PAUSE.search(self.text[self.words[index - 1].end : self.words[index].start]):
                yield self.words[first:index]
                first = index
