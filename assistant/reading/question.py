"""The words of a question, outside of organizations' names, with the vocabulary they are read by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.phrases import Found, Word, find_any, without_frame
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language, Phrases

_SENTENCE_ENDS = re.compile(r"[.?!;:…]")
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
        return self.find(self.words, phrases) is not None

    def find(self, words: Sequence[Word], phrases: Phrases) -> Found | None:
        """The place among some of its words of the longest of the phrases, None where none stands there."""
        return find_any(words, phrases.of(self.language), most_between=0)

    def begins_sentence(self, place: int) -> bool:
        """Whether a sentence, or what stands after a colon, begins with the word of that place."""
        if not place:
            return True
        return _SENTENCE_ENDS.search(self.text[self.words[place - 1].end : self.words[place].start]) is not None

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
