"""The stored texts of a corpus, as cases and answers are compared with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.folding import folded
from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Words:
    """`text[start:end]` of a document, code points."""

    document: str
    start: int
    end: int

    def holds(self, other: Words) -> bool:
        """Whether all of `other` is within these words."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class StoredText:
    """One assessment's text as the index keeps it. `items` gives what stands under each item: start and end.

    `page_starts` is where each page begins, empty for a text without pages.
    """

    document: str
    organization: str
    language: Language
    text: str
    items: Mapping[int, tuple[int, int]]
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tick:
    """What the generator printed as one organization's ticks in one item and language: the labels, in order.

    `options` are their options' ids, in the same order; empty where they are not known.
    """

    organization: str
    item: int
    language: Language
    labels: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class CorpusTexts:
    """All stored texts of a corpus. `names` gives each organization's id with every name it may be called by.

    `ticks` is known for generated corpora only. `fingerprint` changes with any text.
    """

    texts: tuple[StoredText, ...]
    names: Mapping[str, tuple[str, ...]]
    ticks: tuple[Tick, ...] = ()
    fingerprint: str = ""

    def organization_of(self, name: str) -> str | None:
        """The id of the organization that `name` (an id or any of its names) stands for, None for an unknown one."""
        return name if name in self.names else self._by_name.get(folded(name))

    def text_of(self, organization: str, language: Language) -> StoredText | None:
        """An organization's text in `language`, else its text in the other one, None where it has none."""
        own = [text for text in self.texts if text.organization == organization]
        return next((text for text in own if text.language == language), own[0] if own else None)

    @cached_property
    def by_document(self) -> Mapping[str, StoredText]:
        """The texts by document id."""
        return {text.document: text for text in self.texts}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return {folded(name): organization for organization, names in self.names.items() for name in names}
