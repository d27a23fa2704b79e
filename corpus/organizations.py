"""The registry of organizations: whose name is printed here, and which organizations a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from corpus.folding import folded
from corpus.naming import Capitals, Found, Key, Name, NameKind, NameSearch, WordedText, worded
from corpus.organization_words import OrganizationWords, load_organization_words
from corpus.registry_file import REGISTRY_FILE, names_of, passing_names_of, read_registry_file, shared_name_error
from corpus.types import Bilingual, Language, Organization, Phrases
from corpus.unknown_names import opens_a_longer_name, possible_names

_CLOSING_ACRONYM = re.compile(r"^(?P<name>.*\S)\s*\((?P<acronym>[^()\s]{2,12})\)$", re.DOTALL)
_SHORTEST_DERIVED = 2  # words: "Health" alone would be found everywhere
_SHORTEST_WITHOUT_HEAD = 3  # words, where none says what the organization is: "Public Health" is a subject


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An organization named at `text[start:end]`; code points. `kind` is what the name is to it."""

    organization: Organization
    start: int
    end: int
    kind: NameKind = "own"


@dataclass(frozen=True, slots=True)
class PossibleName:
    """Words at `text[start:end]` that look like an organization's name and are in no registry."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Registry:
    """Organizations and their names. Immutable; what the searches need is built at first use and kept.

    `needs_capitals` holds the names and acronyms, as written in the registry, that are ordinary words too.
    """

    organizations: tuple[Organization, ...]
    words: OrganizationWords
    needs_capitals: tuple[str, ...] = ()

    def by_id(self, organization_id: str) -> Organization | None:
        """The organization of that id, None for an id the registry does not have."""
        return self._by_id.get(organization_id)

    def named(self, printed_name: str) -> Organization | None:
        """The organization that `printed_name` as a whole names in either language, None for an unknown name.

        Case, accents, an article before it, an acronym in parentheses after it and a closing "Canada" do not matter.
        """
        key = self._key(printed_name)
        candidates = [key, self._shortened(key)]
        if match := _CLOSING_ACRONYM.match(printed_name.strip()):
            key = self._key(match["name"])
            candidates += [key, self._shortened(key)]
        owner = next((self._owners[key] for key in candidates if key in self._owners), None)
        return None if owner is None else self.organizations[owner]

    def found_in(self, text: str) -> tuple[NameMatch, ...]:
        """The organizations `text` names, in its order: longest names first served, never overlapping."""
        words = self.worded(text)
        return tuple(
            NameMatch(self.organizations[found.owner], *words.place(found.first, found.last), found.kind)
            for found in self._named_in(words)
        )

    def possible_organizations(self, text: str, language: Language) -> tuple[PossibleName, ...]:
        """What looks like the name of an organization that is not in the registry; conservative, in the text's order.

        `language` is the text's: it decides how words both languages have ("commission") are used.
        """
        words = self.worded(text)
        sure = list(self._named_in(words))
        known = [*sure, *self._ordinary.in_text(words)]
        doubted = [found for found in self._search.in_text(words) if found not in sure]
        places = (words.place(*found) for found in possible_names(words, known, doubted, self.words, language))
        return tuple(PossibleName(text[start:end], start, end) for start, end in places)

    def added(self, name: str, language: Language) -> Organization:
        """An organization the registry does not know, made from its printed name; an acronym in parentheses is kept.

        The name stands for both languages. The acronym is recorded for `language`. To find it, see `extended`.
        """
        printed = " ".join(name.split())
        match = _CLOSING_ACRONYM.match(printed)
        acronyms = Phrases()
        if match and match["acronym"].isupper():
            printed = match["name"]
            acronyms = Phrases(en=(match["acronym"],)) if language == "en" else Phrases(fr=(match["acronym"],))
        both = Bilingual(en=printed, fr=printed)
        return Organization(self._free_id(_slug(printed)), both, both, both, acronyms, known=False)

    def extended(self, organizations: Iterable[Organization]) -> Registry:
        """A registry that also holds `organizations`; those whose id it has already are left as they are."""
        new = {each.id: each for each in organizations if each.id not in self._by_id}
        if not new:
            return self
        return Registry((*self.organizations, *new.values()), self.words, self.needs_capitals)

    def worded(self, text: str) -> WordedText:
        """The text as words that compare like those of names."""
        return worded(text, self.words.same_words)

    def _named_in(self, words: WordedText) -> Iterator[Found]:
        last = -1
        for found in self._search.in_text(words):
            if found.first - 1 == last or not opens_a_longer_name(words, found, self.words.unknown):
                last = found.last
                yield found

    @cached_property
    def _by_id(self) -> dict[str, Organization]:
        return {organization.id: organization for organization in self.organizations}

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every name and acronym as registered; `owner` is a position in `organizations`."""
        return tuple(self._registered_names())

    @property
    def derived_names(self) -> tuple[Name, ...]:
        """Names without their closing "Canada", where that is still one organization's alone."""
        return self._derived

    @cached_property
    def _owners(self) -> dict[Key, int]:
        owners: dict[Key, int] = {}
        for name in (*self.names, *self._derived):
            owners.setdefault(name.key, name.owner)
        return owners

    @cached_property
    def _derived(self) -> tuple[Name, ...]:
        """Names without their closing "Canada", where that is still one organization's alone."""
        registered = {name.key for name in self.names}
        derived: dict[Key, Name] = {}
        shared: set[Key] = set()
        for name in self.names:
            key = self._shortened(name.key)
            shortest = _SHORTEST_WITHOUT_HEAD if self._head_words.isdisjoint(key) else _SHORTEST_DERIVED
            if key in registered or len(key) < shortest or self._cuts_a_word(name, key):
                continue
            if key in derived and derived[key].owner != name.owner:
                shared.add(key)
            derived.setdefault(key, self._shorter_name(name, key))
        return tuple(name for key, name in derived.items() if key not in shared)

    @cached_property
    def _search(self) -> NameSearch:
        return NameSearch((*self.names, *self._derived))

    @cached_property
    def _ordinary(self) -> NameSearch:
        phrases = self.words.unknown.ordinary_names
        return NameSearch(Name(0, self.worded(phrase), "as_printed") for phrase in phrases)

    def _registered_names(self) -> Iterator[Name]:
        needs_capitals = set(self.needs_capitals)
        for owner, organization in enumerate(self.organizations):
            seen: set[str] = set()
            kinds: dict[str, NameKind] = {
                printed: kind for kind, names in passing_names_of(organization) for printed in names
            }
            for printed in names_of(organization):
                if printed in seen:
                    continue
                seen.add(printed)
                one_word_added = not organization.known and " " not in printed
                capitals: Capitals = "as_printed" if printed in needs_capitals or one_word_added else "free"
                # Two letters are too often something else to be an acronym in lower case.
                if printed.isupper() and len(printed) <= 2:
                    capitals = "as_printed"
                yield Name(owner, self.worded(printed), capitals, kinds.get(printed, "own"))

    def _shorter_name(self, name: Name, key: Key) -> Name:
        start, end = name.words.place(0, len(name.words.words) - 1)
        skipped = self._articles_before(name.key)
        start, _ = name.words.place(skipped, skipped)
        _, end = name.words.place(skipped + len(key) - 1, skipped + len(key) - 1)
        # "shared services" without "Canada" is an ordinary phrase, "space agency" is not.
        capitals: Capitals = "as_printed" if self._head_words.isdisjoint(key) else name.capitals
        return Name(name.owner, self.worded(name.words.printed[start:end]), capitals, name.kind)

    @cached_property
    def _head_words(self) -> frozenset[str]:
        return self.words.head_words

    def _key(self, printed: str) -> Key:
        return tuple(word.same for word in self.worded(printed).words)

    def _shortened(self, key: Key) -> Key:
        """`key` without articles before and "of Canada" behind."""
        key = key[self._articles_before(key) :]
        ending = next((words for words in self.words.closing_words if key[-len(words) :] == words), ())
        return key[: len(key) - len(ending)]

    def _articles_before(self, key: Key) -> int:
        return next((index for index, word in enumerate(key) if word not in self.words.articles), 0)

    def _cuts_a_word(self, name: Name, key: Key) -> bool:
        """Whether `key`, the name without its closing words, ends inside of "Radio-Canada"."""
        end = self._articles_before(name.key) + len(key)
        return end < len(name.key) and name.words.gap_before(end) != " "

    def _free_id(self, slug: str) -> str:
        number, free = 2, slug
        while free in self._by_id:
            number, free = number + 1, f"{slug}-{number}"
        return free


def load_registry(path: Path | None = None) -> Registry:
    """The registry in the data file at `path`, by default the one that ships with Candour.

    DataFileError names file and entry: not TOML, a missing or unknown field, an id or a name used twice.
    """
    file = REGISTRY_FILE if path is None else path
    content = read_registry_file(file)
    registry = Registry(content.organizations, load_organization_words(), content.needs_capitals)
    _refuse_shared_names(registry, file)
    return registry


def _refuse_shared_names(registry: Registry, file: Path) -> None:
    owners: dict[Key, int] = {}
    for name in registry.names:
        owner = owners.setdefault(name.key, name.owner)
        if owner != name.owner:
            first, second = registry.organizations[owner], registry.organizations[name.owner]
            raise shared_name_error(file, name.words.printed, first.id, second.id)


def _slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens; a short hash for a name without any."""
    plain = re.sub(r"[^a-z0-9]+", "-", folded(name).replace("'", "-")).strip("-")
    return plain or "organization-" + sha256(name.encode()).hexdigest()[:8]
