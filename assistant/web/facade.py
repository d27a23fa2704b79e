"""What the web pages need of the assistant; `assistant.assistant.Assistant` offers it, and so does the tests' fake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from assistant.types import Conversation, Event
from corpus.types import Assessment, Bilingual, Item, Language


class Wording(Protocol):
    """Words in both languages."""

    def of(self, language: Language) -> str:
        """The words in `language`."""
        ...


class Form(Protocol):
    """The questionnaire: its title, parts and items."""

    @property
    def title(self) -> Wording:
        """The form's title."""
        ...

    @property
    def parts(self) -> tuple[Bilingual, ...]:
        """The titles of the parts, in order."""
        ...

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, by number."""
        ...


class CorpusSnapshot(Protocol):
    """What the index holds just now."""

    @property
    def organizations(self) -> int:
        """How many organizations."""
        ...

    @property
    def documents(self) -> int:
        """How many documents, language versions counted each."""
        ...

    @property
    def date(self) -> str:
        """The day of the index, ISO 8601."""
        ...


class OrganizationLine(Protocol):
    """One line of the list of organizations."""

    @property
    def id(self) -> str:
        """The registry's id."""
        ...

    @property
    def printed_name(self) -> str:
        """The name as its assessment prints it."""
        ...

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages its assessment is there in."""
        ...


class WebAssistant(Protocol):
    """The assistant as the web sees it. Every method may be called from several threads at once."""

    @property
    def questionnaire(self) -> Form:
        """The form that was filled in."""
        ...

    def stream(
        self, question: str, conversation: Conversation = ..., language: Language | None = None
    ) -> Iterator[Event]:
        """The events of one answer: Started, text parts, then Done or Failed."""
        ...

    def starters(self, language: Language) -> tuple[str, ...]:
        """At most six questions to begin with."""
        ...

    def snapshot(self) -> CorpusSnapshot:
        """What the index holds just now."""
        ...

    def documents_of(self, organization_id: str) -> tuple[Assessment, ...]:
        """All language versions of an organization's assessment, () if there are none."""
        ...

    def organizations(self) -> tuple[OrganizationLine, ...]:
        """Every organization that has an assessment."""
        ...
