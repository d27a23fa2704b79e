"""Which item words are about, whatever they say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from assistant.reading.likeness import Likeness
from assistant.reading.phrases import Word
from assistant.reading.vocabulary import Vocabulary
from corpus.folding import folded
from corpus.types import Language
from corpus.ways import NOTHING

_NUMBER = re.compile(r"[0-9]{1,3}")
# Below, the words may as well be about another item (0 to 1).
_SURE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Topics:
    """Items by what people call them. The labels of `likeness` are numbers of items."""

    likeness: Likeness
    # An item this likely (0 to 1) is worth naming among those a question may be about.
    worth_naming: ClassVar[float] = 0.08

    def likely(self, words: Sequence[str]) -> dict[int, float]:
        """How likely (0 to 1) the folded words are about each item, the likeliest first; {} for words about none."""
        shares = self.likeness.of(words)
        if shares and max(shares, key=shares.__getitem__) == NOTHING:
            return {}
        found = {int(label): share for label, share in shares.items() if label != NOTHING}
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def item_of(self, words: Sequence[str]) -> int | None:
        """The number of the item the words are about, None where that is not clear."""
        item, share = next(iter(self.likely(words).items()), (None, 0.0))
        return item if share >= _SURE_ENOUGH else None

    def speaks_of(self, word: str, item: int) -> bool:
        """Whether the word is one by which the item is spoken of."""
        return self.likeness.speaks_for(word, str(item))


def named_items(words: Sequence[Word], vocabulary: Vocabulary, language: Language, known: set[int]) -> tuple[int, ...]:
    """The items the question names by number: "item 5", "question 5", "Q5", "items 1 and 2"."""
    names = {folded(name) for name in vocabulary.item.of(language)}
    numbers: list[int] = []
    for index, word in enumerate(words):
        if _NUMBER.fullmatch(word.text) and _follows_a_name(words, index, names):
            numbers.append(int(word.text))
        elif _NUMBER.fullmatch(word.text.removeprefix("q")) and word.text.startswith("q"):
            numbers.append(int(word.text[1:]))
    return tuple(number for number in dict.fromkeys(numbers) if number in known)


def _follows_a_name(words: Sequence[Word], index: int, names: set[str]) -> bool:
    """Whether "item" stands before the number, other numbers and one small word at most in between."""
    at = index - 1
    while at > 0 and (_NUMBER.fullmatch(words[at].text) or _NUMBER.fullmatch(words[at - 1].text)):
        at -= 1
    return at >= 0 and words[at].text in names
