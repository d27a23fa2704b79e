"""Organizations that no registry knows, noticed by the words their names are made of.

English names put the word that says what they are last or before "of" ("Galactic Customs Agency", "Ministry of Silly
Walks") and capitalise all of their words; French ones put it first and capitalise little ("Agence lunaire du Canada").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.naming import Found, WordedText
from corpus.organization_words import OrganizationWords, UnknownSigns
from corpus.types import Language

_LONGEST_GAP = 2  # characters between two words of a phrase: a blank line ends it
_LOWER_CASE_WORDS = 3  # of a name in lower case: beyond, the sentence goes on
_FRENCH_WORDS = 5
_ACRONYM_LETTERS = range(3, 7)
_ROMAN = frozenset("ivxlc")


class Place(NamedTuple):
    """The words `first` to `last` of a text, both included."""

    first: int
    last: int


def possible_names(
    text: WordedText, known: Iterable[Found], doubted: Iterable[Found], words: OrganizationWords, language: Language
) -> list[Place]:
    """Where `text` has what looks like an organization's name outside of `known` names; in order, not overlapping.

    `doubted` are the known names that `opens_a_longer_name` found to be the end of another's.
    """
    taken = {index for found in known for index in range(found.first, found.last + 1)}
    scan = _Scan(text, taken, words)
    candidates = [*scan.english(language), *scan.french(language), *scan.applied_titles(language), *scan.acronyms()]
    candidates += [Place(found.first - 1, found.last) for found in doubted]
    places: list[Place] = []
    for place in sorted(candidates, key=lambda place: (place.first, -place.last)):
        if not places or place.first > places[-1].last:
            places.append(place)
    return places


def opens_a_longer_name(text: WordedText, found: Found, signs: UnknownSigns) -> bool:
    """Whether a capital before a known name makes another's of it: "the European Space Agency" is not Canada's.

    Names that say themselves whose they are ("Canadian Space Agency"), acronyms, and names right after a sentence's
    first word are never doubted. A passing name such as "customs agency" is doubted there too: it is no title.
    """
    before = found.first - 1
    words = text.words[found.first : found.last + 1]
    in_passing = found.kind == "nickname" and text.printed_word(found.first)[0].isupper()
    if before < (0 if in_passing else 1) or len(words) == 1 or any(word.same in signs.country_words for word in words):
        return False
    if text.gap_before(found.first) != " " or text.gap_before(before).strip() not in {"", "-", "'"}:
        return False
    word = text.folded.text[text.words[before].start : text.words[before].end]
    ordinary = signs.stop_words.en | signs.stop_words.fr | signs.connectors.en | signs.connectors.fr
    printed = text.printed_word(before)
    return printed[0].isupper() and word not in ordinary and word not in signs.ordinary_acronyms


class _Scan:
    """One text being looked through. Words are named by their position in it."""

    def __init__(self, text: WordedText, taken: set[int], words: OrganizationWords) -> None:
        self._text = text
        self._taken = taken
        self._signs: UnknownSigns = words.unknown
        self._same = words.same_words
        self._articles = words.articles
        self._count = len(text.words)

    def english(self, language: Language) -> Iterator[Place]:
        signs = self._signs
        heads, weak = self._own(signs.heads.en, "en", language), self._own(signs.weak_heads.en, "en", language)
        naming = self._same_as(signs.naming_heads.en)
        for index in range(self._count):
            word = self._word(index)
            if index in self._taken or word not in heads | weak | naming:
                continue
            strong = word in heads and self._raw(index) not in signs.weak_heads.en
            place = self._english_name(index, strong, word in naming)
            if place is not None:
                yield place

    def french(self, language: Language) -> Iterator[Place]:
        signs = self._signs
        heads, weak = self._own(signs.heads.fr, "fr", language), self._own(signs.weak_heads.fr, "fr", language)
        naming = self._same_as(signs.naming_heads.fr)
        for index in range(self._count):
            word = self._word(index)
            if index in self._taken or word not in heads | weak | naming:
                continue
            last = self._french_end(index)
            if last == index or not self._tells_apart(index + 1, last):
                continue
            signs_wanted = 0 if word in naming else 1 if word in heads else 2
            if self._is_capital(index) + self._has_country(index, last) >= signs_wanted:
                yield Place(index, last)

    def applied_titles(self, language: Language) -> Iterator[Place]:
        """Titles such as "Galactic Affairs Canada", "Affaires galactiques Canada"."""
        for index in range(2, self._count):
            if self._word(index) != "canada" or index in self._taken or not self._is_capital(index):
                continue
            first = self._capitals_before(index) if language == "en" else self._french_title_start(index)
            if index - first < 2 or not self._tells_apart(first, index - 1):
                continue
            if self._signs.not_before_country.isdisjoint({self._word(first), self._word(index - 1)}):
                yield Place(first, index)

    def acronyms(self) -> Iterator[Place]:
        """Unknown words in capitals, unless the text explains them in parentheses or shouts."""
        capitals = [index for index in range(self._count) if self._looks_like_acronym(index)]
        upper = sum(1 for index in range(self._count) if self._printed(index).isupper() and len(self._raw(index)) > 1)
        if upper * 2 > self._count and self._count > len(_ACRONYM_LETTERS):
            return
        explained = {self._raw(index) for index in capitals if self._in_parentheses(index)}
        for index in capitals:
            if index not in self._taken and self._raw(index) not in explained:
                yield Place(index, index)

    def _english_name(self, head: int, strong: bool, naming: bool) -> Place | None:
        first = self._capitals_before(head) if self._is_capital(head) else head
        last = self._english_end(head, naming)
        if (first, last) == (head, head) or not self._tells_apart(first, last, but=head):
            return None
        if strong or (naming and last > head) or self._has_country(first, last):
            return Place(first, last)
        return None

    def _english_end(self, head: int, naming: bool) -> int:
        """The last word of "<head> of <name>"; `head` itself where no name follows."""
        at = head + 1
        if not self._continues(at) or self._word(at) not in self._signs.of_words.en:
            return head
        at += 1
        while self._continues(at) and self._word(at) in self._articles:
            at += 1
        if not self._is_content(at, "en") or self._says_nothing(at):
            return head
        if self._is_capital(at):
            return self._capitals_after(at) if self._is_capital(head) or naming else head
        return self._lower_case_after(at) if naming and self._word(head + 1) in self._signs.lower_case_of else head

    def _says_nothing(self, index: int) -> bool:
        word = self._word(index)
        return word in self._signs.generic_words and word not in self._signs.country_words

    def _capitals_before(self, head: int) -> int:
        """The first of the capitalised words that end right before `head`."""
        first = head
        while first > 0 and self._continues(first):
            at = first - 1
            if self._word(at) == "&" and at > 0 and self._continues(at) and self._is_name_word(at - 1):
                first = at - 1
            elif self._is_name_word(at):
                first = at
            else:
                break
        return first

    def _capitals_after(self, first: int) -> int:
        last = at = first
        while self._continues(at + 1):
            at += 1
            if self._is_name_word(at):
                last = at
            elif self._word(at) not in self._signs.connectors.en:
                break
        return last

    def _lower_case_after(self, first: int) -> int:
        last, at, content = first, first, 1
        while content < _LOWER_CASE_WORDS and self._continues(at + 1):
            at += 1
            if self._is_content(at, "en"):
                last, content = at, content + 1
            elif self._word(at) not in self._signs.connectors.en:
                break
        return last

    def _french_end(self, head: int) -> int:
        """The last word of a name that opens with `head`; `head` itself where none follows."""
        last, at, content = head, head, 0
        after_connector = False
        while content < _FRENCH_WORDS and self._continues(at + 1):
            at += 1
            if self._word(at) in self._signs.connectors.fr or self._word(at) == "&":
                if at == head + 1 and self._word(at) not in self._signs.of_words.fr:
                    break
                after_connector = True
            elif self._is_content(at, "fr") and (after_connector or self._is_capital(at) or self._is_adjective(at)):
                last, content, after_connector = at, content + 1, False
            else:
                break
        return last

    def _french_title_start(self, index: int) -> int:
        """The capital that opens "Affaires galactiques Canada"; `index` where there is none."""
        for first in range(index - 1, max(-1, index - 4), -1):
            if not self._continues(first + 1) or not self._is_content(first, "fr"):
                return index
            if self._is_capital(first):
                return first
        return index

    def _looks_like_acronym(self, index: int) -> bool:
        printed = self._printed(index)
        if len(printed) not in _ACRONYM_LETTERS or not printed.isalpha() or not printed.isupper():
            return False
        raw = self._raw(index)
        return raw not in self._signs.ordinary_acronyms and not _ROMAN.issuperset(raw)

    def _in_parentheses(self, index: int) -> bool:
        folded, word = self._text.folded.text, self._text.words[index]
        return folded[max(0, word.start - 1) : word.start] == "(" and folded[word.end : word.end + 1] == ")"

    def _tells_apart(self, first: int, last: int, but: int = -1) -> bool:
        """Whether one of the words is neither small nor one that any organization could have."""
        signs = self._signs
        small = signs.connectors.en | signs.connectors.fr | signs.generic_words | signs.country_words
        return any(index != but and self._word(index) not in small for index in range(first, last + 1))

    def _has_country(self, first: int, last: int) -> bool:
        return any(self._word(index) in self._signs.country_words for index in range(first, last + 1))

    def _is_name_word(self, index: int) -> bool:
        return self._is_content(index, "en") and self._is_capital(index)

    def _is_content(self, index: int, language: Language) -> bool:
        if index >= self._count or index in self._taken:
            return False
        word, signs = self._raw(index), self._signs
        return word not in signs.stop_words.of(language) and word not in signs.connectors.of(language) and word != "&"

    def _is_adjective(self, index: int) -> bool:
        return self._raw(index).removesuffix("s").endswith(self._signs.adjective_endings)

    def _is_capital(self, index: int) -> bool:
        return self._printed(index)[0].isupper()

    def _continues(self, index: int) -> bool:
        """Whether the word at `index` is there and belongs to the same run of words as the one before it."""
        if not 0 < index < self._count or index in self._taken:
            return False
        gap = self._text.gap_before(index)
        return len(gap) <= _LONGEST_GAP and gap.strip() in {"", "-", "'"} and gap.count("\n") < 2

    def _own(self, heads: frozenset[str], own: Language, language: Language) -> frozenset[str]:
        """`heads` of the language `own` as names compare; words of both languages count in the text's alone."""
        if own == language:
            return self._same_as(heads)
        signs = self._signs
        other = signs.heads.of(language) | signs.weak_heads.of(language) | signs.naming_heads.of(language)
        return self._same_as(heads - other)

    def _same_as(self, words: frozenset[str]) -> frozenset[str]:
        return frozenset(self._same.get(word, word) for word in words)

    def _word(self, index: int) -> str:
        return self._text.words[index].same

    def _raw(self, index: int) -> str:
        word = self._text.words[index]
        return self._text.folded.text[word.start : word.end]

    def _printed(self, index: int) -> str:
        return self._text.printed_word(index)
