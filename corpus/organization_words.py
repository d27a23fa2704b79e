"""The words around organizations' names, from a data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DataFileError
from corpus.folding import folded
from corpus.types import Language, Organization, Phrases

WORDS_FILE = Path(__file__).parent / "data" / "organization_words.toml"


@dataclass(frozen=True, slots=True)
class WordGroup:
    """What several organizations are called together: those of the kinds, and the members by id.

    `everyone`: in everyday speech it means all organizations. `common`: the words are ordinary ones too. `capitals`:
    they are the group only with the capitals of the data file. The first words of a language name the group.
    """

    words: Phrases
    kinds: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    everyone: bool = False
    common: bool = False
    capitals: bool = False

    def has(self, organization: Organization) -> bool:
        """Whether the organization is one of the group."""
        return organization.kind in self.kinds or organization.id in self.members


@dataclass(frozen=True, slots=True)
class WordSets:
    """Folded words of each language."""

    en: frozenset[str]
    fr: frozenset[str]

    def of(self, language: Language) -> frozenset[str]:
        """The words of `language`."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class SetSigns:
    """When a group's words mean these organizations only; the data file explains each."""

    links: WordSets
    introduced_by: WordSets
    everyone: WordSets


@dataclass(frozen=True, slots=True)
class PartialSigns:
    """By what a part of a name is noticed that may stand for the whole; the data file explains each."""

    heads: WordSets
    turned: WordSets
    alone: WordSets
    determiners: WordSets
    openers: WordSets
    goes_on: frozenset[str]
    joins: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnknownSigns:
    """The signs by which an organization is noticed that no registry knows; the data file explains each."""

    heads: WordSets
    weak_heads: WordSets
    naming_heads: WordSets
    of_words: WordSets
    lower_case_of: frozenset[str]
    connectors: WordSets
    stop_words: WordSets
    adjective_endings: tuple[str, ...]
    country_words: frozenset[str]
    generic_words: frozenset[str]
    not_before_country: frozenset[str]
    ordinary_names: tuple[str, ...]
    ordinary_acronyms: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """All of the data file. `same_words` maps a folded word to the one that stands for it when names are compared."""

    same_words: Mapping[str, str]
    articles: frozenset[str]
    closing_words: tuple[tuple[str, ...], ...]
    bylines: tuple[str, ...]
    groups: tuple[WordGroup, ...]
    sets: SetSigns
    partial: PartialSigns
    unknown: UnknownSigns

    @property
    def head_words(self) -> frozenset[str]:
        """Every word of either language that says what an organization is ("agency", "conseil"), as names compare."""
        signs = self.unknown
        heads = (signs.heads, signs.weak_heads, signs.naming_heads)
        return frozenset(self.same_words.get(word, word) for sets in heads for word in sets.en | sets.fr)


def load_organization_words(path: Path = WORDS_FILE) -> OrganizationWords:
    """The words of the data file at `path`; DataFileError where one is missing or not of the kind expected."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = raw["unknown"]
        return OrganizationWords(
            same_words={folded(word): folded(words[0]) for words in raw["same_words"] for word in _words(words)},
            articles=_folded(raw["articles"]),
            closing_words=tuple(tuple(folded(words).split()) for words in _words(raw["closing_words"])),
            bylines=tuple(folded(words) for words in _words(raw["bylines"])),
            groups=tuple(_group(entry) for entry in raw["group"]),
            sets=SetSigns(**{name: _sets(raw["sets"][name]) for name in ("links", "introduced_by", "everyone")}),
            partial=PartialSigns(
                **{
                    name: _sets(raw["partial"][name]) for name in ("heads", "turned", "alone", "determiners", "openers")
                },
                goes_on=_folded(raw["partial"]["goes_on"]),
                joins=_folded(raw["partial"]["joins"]),
            ),
            unknown=_unknown_signs(unknown),
        )
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{path} is not valid TOML: {error}. Mend that line.") from error
    except KeyError as error:
        raise DataFileError(f"{path} has no entry {error}. Add it, or take the file as shipped.") from error
    except TypeError as error:
        raise DataFileError(f"{path} has an entry of the wrong kind: {error}. Write a list of words.") from error


def _unknown_signs(raw: Mapping[str, Any]) -> UnknownSigns:
    return UnknownSigns(
        heads=_sets(raw["heads"]),
        weak_heads=_sets(raw["weak_heads"]),
        naming_heads=_sets(raw["naming_heads"]),
        of_words=_sets(raw["of_words"]),
        lower_case_of=_folded(raw["lower_case_of"]),
        connectors=_sets(raw["connectors"]),
        stop_words=_sets(raw["stop_words"]),
        adjective_endings=tuple(sorted(_folded(raw["adjective_endings"]["fr"]))),
        country_words=_folded(raw["country_words"]),
        generic_words=_folded(raw["generic_words"]),
        not_before_country=_folded(raw["not_before_country"]),
        ordinary_names=tuple(_words(raw["ordinary_names"])),
        ordinary_acronyms=_folded(raw["ordinary_acronyms"]) | _folded(raw["shouted_words"]),
    )


def _group(entry: Mapping[str, Any]) -> WordGroup:
    words = Phrases(en=tuple(_words(entry["en"])), fr=tuple(_words(entry["fr"])))
    kinds, members = tuple(_words(entry.get("kinds", []))), tuple(_words(entry.get("members", [])))
    everyone, common, capitals = (entry.get(mark, False) is True for mark in ("everyone", "common", "capitals"))
    return WordGroup(words, kinds, members, everyone, common, capitals)


def _sets(raw: Mapping[str, Any]) -> WordSets:
    return WordSets(en=_folded(raw["en"]), fr=_folded(raw["fr"]))


def _folded(raw: object) -> frozenset[str]:
    return frozenset(folded(word) for word in _words(raw))


def _words(raw: object) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        raise TypeError(f"{raw!r} is not a list of words")
    return raw
