"""Organizations named together: "the granting councils" are those of the registry that the data file says they are."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.naming import Found, Name, NameSearch, WordedText
from corpus.organization_words import WordGroup
from corpus.organizations import Registry
from corpus.types import LANGUAGES, Language, Organization


@dataclass(frozen=True, slots=True)
class SetMatch:
    """A group named at `text[start:end]`, and its organizations that the registry has, in its order."""

    group: WordGroup
    organizations: tuple[Organization, ...]
    start: int
    end: int


class OrganizationSets:
    """Finds groups of one registry in questions. What the search needs is built once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._groups = registry.words.groups
        self._members = tuple(tuple(filter(group.has, registry.organizations)) for group in self._groups)
        self._search = NameSearch(
            Name(number, registry.worded(words), "as_printed" if group.capitals else "free")
            for number, group in enumerate(self._groups)
            for language in LANGUAGES
            for words in group.words.of(language)
        )

    def in_text(self, text: str, language: Language) -> tuple[SetMatch, ...]:
        """The groups that `text`, a question in `language`, limits itself to, or leaves out; in its order.

        Words for all organizations are none, and a group they speak of ("who mentions museums") is none either.
        """
        words = self._registry.worded(text)
        found = list(self._search.in_text(words))
        return tuple(
            SetMatch(self._groups[each.owner], self._members[each.owner], *words.place(each.first, each.last))
            for number, each in enumerate(found)
            if self._members[each.owner] and self._is_meant(words, each, found[:number], language)
        )

    def named(self, name: str) -> tuple[Organization, ...]:
        """The organizations of the group that is called exactly `name` ("the tribunals"); () where none is."""
        words = self._registry.worded(name)
        first = 0
        while first < len(words.words) and words.folded_word(first) in self._registry.words.articles:
            first += 1
        for each in self._search.in_text(words):
            if (each.first, each.last) == (first, len(words.words) - 1):
                return self._members[each.owner]
        return ()

    def _is_meant(self, words: WordedText, found: Found, before: list[Found], language: Language) -> bool:
        group, signs = self._groups[found.owner], self._registry.words.sets
        if group.everyone:
            return False
        previous = words.folded_word(found.first - 1) if found.first else None
        if group.common and previous is not None and previous not in signs.introduced_by.of(language):
            return False
        at = found.first - 1
        while at >= 0 and words.folded_word(at) in self._registry.words.articles:
            at -= 1
        if at >= 0 and words.folded_word(at) in signs.links.of(language):
            return True
        everyone = signs.everyone.of(language)
        general = any(words.folded_word(index) in everyone for index in range(found.first))
        return not general and not any(self._groups[each.owner].everyone for each in before)
