"""Names as sequences of words, and a search for many names at once in a text.

Two spellings are one name when their words are the same after folding (case, accents, apostrophes, hyphens) and after
`same_words` ("and" and "&"). Between two words of a name a text may have a space, a line end, a hyphen or an
apostrophe, and whatever else stands there in the name as registered: a list such as "Health, Canada" is no name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from corpus.folding import Folded, fold

Capitals = Literal["free", "as_printed"]
# What words are to the organization they name: a name of its own of today, one of before, that of a body it absorbed, a
# passing one, one that is nearly its name, or a part of its name.
NameKind = Literal["own", "former", "absorbed", "nickname", "near", "part"]
Key = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+|&")
_FREE_GAPS = frozenset({"", "-", "'"})
_LONGEST_GAP = 4  # characters between two words of a name: one more could already be a blank line or a list
_AMPERSAND = "&"


class Word(NamedTuple):
    """One word of a folded text: how it compares, and where it stands in the folded text."""

    same: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordedText:
    """A text as words. `printed` is the untouched text; `starts` and `ends` give a word's place in it."""

    printed: str
    folded: Folded
    words: tuple[Word, ...]

    def gap_before(self, index: int) -> str:
        """The folded characters between the word at `index` and the one before it; index must be at least 1."""
        return self.folded.text[self.words[index - 1].end : self.words[index].start]

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Start and end, in the untouched text, of the words `first` to `last`, both included.

        A parenthesis that opens between them and closes right behind them belongs to them.
        """
        start, end = self.words[first].start, self.words[last].end
        folded = self.folded.text
        if folded[end : end + 1] == ")" and folded.count("(", start, end) > folded.count(")", start, end):
            end += 1
        return self.folded.original(start, end)

    def folded_word(self, index: int) -> str:
        """The word at `index`, folded and otherwise as printed."""
        word = self.words[index]
        return self.folded.text[word.start : word.end]

    def printed_word(self, index: int) -> str:
        """The word at `index` as printed."""
        start, end = self.place(index, index)
        return self.printed[start:end]


def worded(text: str, same_words: Mapping[str, str]) -> WordedText:
    """`text` as words; `same_words` maps a folded word to the one that stands for it."""
    result = fold(text)
    words = (Word(same_words.get(m[0], m[0]), m.start(), m.end()) for m in _WORD.finditer(result.text))
    return WordedText(text, result, tuple(words))


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for. `owner` is what a match reports; with "as_printed" its capitals are needed in the text."""

    owner: int
    words: WordedText
    capitals: Capitals = "free"
    kind: NameKind = "own"

    @property
    def key(self) -> Key:
        """The name's words as they compare: equal for two spellings of one name."""
        return tuple(word.same for word in self.words.words)


@dataclass(slots=True)
class NameNode:
    """Names by their words: those that begin alike share the way. `names` are those that end here.

    `after` leads on by the next word as it compares, `gaps` are what may stand before this word.
    """

    after: dict[str, NameNode] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)
    names: list[Name] = field(default_factory=list)

    def add(self, name: Name) -> None:
        """Adds a name to those that begin here."""
        node = self
        for index, word in enumerate(name.key):
            node = node.after.setdefault(word, NameNode())
            if index:
                node.gaps.add(name.words.gap_before(index).strip())
        node.names.append(name)


class Found(NamedTuple):
    """Words `first` to `last` (both included) are a name of `owner`."""

    owner: int
    first: int
    last: int
    kind: NameKind = "own"


class NameSearch:
    """Finds the longest names in a text, from left to right, never overlapping."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._root = NameNode()
        for name in names:
            self._root.add(name)

    def in_text(self, text: WordedText) -> Iterator[Found]:
        """The names found, in the text's order."""
        at = 0
        while at < len(text.words):
            found = self._longest(text, at)
            if found is not None:
                yield found
            at = at + 1 if found is None else found.last + 1

    def _longest(self, text: WordedText, first: int) -> Found | None:
        node = self._root.after.get(text.words[first].same)
        at, best = first, None
        while node is not None:
            name = next((name for name in node.names if capitals_fit(name, text, first)), None)
            if name is not None:
                best = Found(name.owner, first, at, name.kind)
            at += 1
            if at == len(text.words):
                break
            node = node.after.get(text.words[at].same)
            if node is not None and not gap_fits(text, at, node.gaps):
                break
        return best


def gap_fits(text: WordedText, index: int, registered: Collection[str] = ()) -> bool:
    """Whether what stands before the word at `index` may stand inside of a name: `registered` says what else may."""
    gap = text.gap_before(index)
    if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
        return False
    bare = gap.strip()
    # A comma before "and" is a matter of taste.
    return bare in _FREE_GAPS or bare in registered or (bare == "," and text.words[index].same == _AMPERSAND)


def capitals_fit(name: Name, text: WordedText, first: int) -> bool:
    """Whether the text, from its word `first` on, has the capitals that the name needs."""
    if name.capitals == "free":
        return True
    return all(
        _as_capital(name.words.printed_word(index), text.printed_word(first + index))
        for index in range(len(name.words.words))
    )


def _as_capital(registered: str, printed: str) -> bool:
    if len(registered) > 1 and registered.isupper():
        return printed.isupper()
    return printed[0].isupper() or not registered[0].isupper()
