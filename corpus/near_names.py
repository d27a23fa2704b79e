"""Names that are nearly right: "Heatlh Canada", "Candian Border Services Agency", "Agence de revenu Canada".

A slip inside of a word is mended when all of the name is there but for it. What else looks like a name is compared as a
whole, and is taken for another only where nothing but small words tells the two apart. Ordinary words must not become
organizations, so words that names have of their own are believed, and acronyms are never mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.naming import Found, Name, NameNode, WordedText, gap_fits
from corpus.organizations import Registry
from corpus.types import Organization
from corpus.unknown_names import opens_a_longer_name

# Letters that may be wrong, missing, too many or swapped in a word of at least so many letters.
_SLIPS = ((7, 2), (4, 1))
_LONGEST_MENDED = 3  # words: a name of more may have two that are mistyped
_SHORTEST_ALONE = 7  # letters of a name of one word: "cannot" is not CanNor
_SHORTEST_DERIVED = 3  # words of a name without its "Canada"
_ACRONYM_LETTERS = range(3, 7)
# Likeness (0 to 100) from which a whole name may be meant; from which it is, if the next one is so much less like it.
_MAY_BE_MEANT, _IS_MEANT, _CLEARLY = 68.0, 90.0, 6.0
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class NearName:
    """Words at `text[start:end]` that are nearly the name of each of `organizations`: one, or several as near."""

    organizations: tuple[Organization, ...]
    start: int
    end: int


class Nearest(NamedTuple):
    """The organizations a name may be meant for, the nearest first; `sure` where it can only be the first."""

    organizations: tuple[Organization, ...]
    sure: bool


class _Mended(NamedTuple):
    """A name that the words `first` to `last` are after `slips` letters are put right."""

    last: int
    slips: int
    owner: int


class NearNames:
    """The names of one registry, to be found where they are mistyped. What the search needs is built once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._root = NameNode()
        words: set[str] = set()
        for name in registry.names:
            words.update(name.key)
            if _may_be_mended(name):
                self._root.add(name)
        for name in registry.derived_names:
            if len(name.key) >= _SHORTEST_DERIVED:
                self._root.add(name)
        self._known = frozenset(words)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words):
            self._by_letter[word[0]].append(word)
        signs = registry.words.unknown
        small = signs.connectors.en | signs.connectors.fr | registry.words.articles
        self._believed = signs.generic_words | signs.stop_words.en | signs.stop_words.fr
        self._small = frozenset(registry.words.same_words.get(word, word) for word in small)
        self._country = signs.country_words
        self._says_little = registry.words.head_words | signs.generic_words | signs.country_words | {"&"}
        compared = [name for name in registry.names if len(name.key) > 1 and name.kind != "nickname"]
        self._owners = [name.owner for name in compared]
        self._contents = [self._content(name.key) for name in compared]
        self._joined = [" ".join(content) for content in self._contents]
        self._acronyms = [
            (name.key[0], name.owner)
            for name in registry.names
            if len(name.key) == 1 and name.words.printed.isupper() and len(name.key[0]) in _ACRONYM_LETTERS
        ]

    def in_text(self, text: str) -> tuple[NearName, ...]:
        """The mistyped names of `text`, in its order, never overlapping; what is spelled as registered is none."""
        words = self._registry.worded(text)
        alternatives = [self.alternatives(word.same) for word in words.words]
        near: list[NearName] = []
        at = 0
        while at < len(words.words):
            mended = self._at(words, at, alternatives)
            if mended:
                owners = dict.fromkeys(each.owner for each in mended)
                last = mended[0].last
                organizations = tuple(self._registry.organizations[owner] for owner in owners)
                near.append(NearName(organizations, *words.place(at, last)))
                at = last
            at += 1
        return tuple(near)

    def nearest(self, name: str) -> Nearest:
        """What `name`, which no organization has, may be meant for; nothing where no name is near."""
        from rapidfuzz import fuzz, process

        key = tuple(word.same for word in self._registry.worded(name).words)
        if len(key) == 1:
            return Nearest(self._near_acronyms(key[0]), False)
        content = self._content(key)
        scores: dict[int, tuple[float, int]] = {}
        for _, score, place in process.extract(
            " ".join(content), self._joined, scorer=fuzz.token_sort_ratio, score_cutoff=_MAY_BE_MEANT, limit=_LOOKED_AT
        ):
            if self._shares(content, self._contents[place]):
                scores.setdefault(self._owners[place], (score, place))
        ranked = sorted(scores.items(), key=lambda each: -each[1][0])
        organizations = tuple(self._registry.organizations[owner] for owner, _ in ranked)
        if not ranked:
            return Nearest((), False)
        best, place = ranked[0][1]
        clear = len(ranked) == 1 or best - ranked[1][1][0] >= _CLEARLY
        sure = clear and best >= _IS_MEANT and self._says_the_same(content, self._contents[place])
        return Nearest(organizations, sure)

    def alternatives(self, word: str) -> list[tuple[str, int]]:
        """The words of names that `word` is, or is but for a slip; with the letters that are wrong."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = [(word, 0)] if word in self._known else []
        if word not in self._believed and (most := _most_slips(word)):
            choices = self._by_letter.get(word[0], [])
            near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
            found += [(each, int(slips)) for each, slips, _ in near if slips]
        return found

    def _at(self, words: WordedText, first: int, alternatives: Sequence[list[tuple[str, int]]]) -> list[_Mended]:
        """The longest mended names that begin at `first`; of equally long ones those with the fewest slips."""
        found = list(self._mended(words, first, first, self._root, [], alternatives))
        if not found:
            return []
        last = max(each.last for each in found)
        slips = min(each.slips for each in found if each.last == last)
        # What is spelled right is not near but there.
        return [each for each in found if each.last == last and each.slips == slips] if slips else []

    def _mended(
        self,
        words: WordedText,
        first: int,
        at: int,
        node: NameNode,
        slips: list[int],
        alternatives: Sequence[list[tuple[str, int]]],
        counted: int = 0,
    ) -> Iterator[_Mended]:
        if at == len(words.words):
            return
        for word, wrong in alternatives[at]:
            following = node.after.get(word)
            if following is None or (at > first and not gap_fits(words, at, following.gaps)):
                continue
            said = [*slips, wrong]
            # "Canda" tells as much as "Canada": its slips are forgiven.
            weighty = counted + (wrong > 0 and word not in self._country)
            if weighty > (1 if at - first < _LONGEST_MENDED else 2):
                continue
            for name in following.names:
                if name.capitals == "free" and (not any(said) or self._is_a_slip(words, first, at, name, said)):
                    yield _Mended(at, sum(said), name.owner)
            yield from self._mended(words, first, at + 1, following, said, alternatives, weighty)

    def _is_a_slip(self, words: WordedText, first: int, last: int, name: Name, said: Sequence[int]) -> bool:
        """Whether the words are the name mistyped, and not words of their own that happen to be like it."""
        count = last - first + 1
        wrong = [first + place for place, slips in enumerate(said) if slips]
        if count <= 2 and any(words.words[index].same in self._known for index in wrong):
            return False
        if count == 1 and (said[0] > 1 or len(words.words[first].same) < _SHORTEST_ALONE):
            return False
        only_number = all(_differs_in_number(words.words[at].same, name.key[at - first]) for at in wrong)
        capital = all(words.printed_word(index)[0].isupper() for index in range(first, last + 1))
        named = not self._registry.words.unknown.country_words.isdisjoint(name.key)
        if count <= 2 and only_number and not capital and not named:
            return False
        return not opens_a_longer_name(words, Found(name.owner, first, last), self._registry.words.unknown)

    def _near_acronyms(self, acronym: str) -> tuple[Organization, ...]:
        from rapidfuzz.distance import OSA

        if len(acronym) not in _ACRONYM_LETTERS:
            return ()
        near = dict.fromkeys(
            owner
            for each, owner in self._acronyms
            if each[0] == acronym[0] and OSA.distance(each, acronym, score_cutoff=1) == 1
        )
        return tuple(self._registry.organizations[owner] for owner in near)

    def _content(self, key: Sequence[str]) -> tuple[str, ...]:
        return tuple(word for word in key if word not in self._small)

    def _telling(self, content: Sequence[str]) -> list[str]:
        return [word for word in content if word not in self._says_little]

    def _shares(self, content: Sequence[str], other: Sequence[str]) -> bool:
        """Whether a word of both, or nearly, is one that tells organizations apart."""
        tell = self._telling(other)
        return any(_nearly(word, each) for word in self._telling(content) for each in tell)

    def _says_the_same(self, content: Sequence[str], other: Sequence[str]) -> bool:
        """Whether each word of either that tells organizations apart is nearly one of the other."""
        mine, others = self._telling(content), self._telling(other)
        return all(any(_nearly(word, each) for each in others) for word in mine) and all(
            any(_nearly(word, each) for each in mine) for word in others
        )


def _may_be_mended(name: Name) -> bool:
    if name.kind == "nickname" or name.capitals != "free":
        return False
    if len(name.key) == 1:
        return len(name.key[0]) >= _SHORTEST_ALONE
    return not name.words.printed.isupper()


def _most_slips(word: str) -> int:
    return next((slips for letters, slips in _SLIPS if len(word) >= letters), 0)


def _nearly(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    most = min(_most_slips(word), _most_slips(other))
    return word == other or bool(most and OSA.distance(word, other, score_cutoff=most) <= most)


def _differs_in_number(word: str, other: str) -> bool:
    return word.removesuffix("s") == other.removesuffix("s")
