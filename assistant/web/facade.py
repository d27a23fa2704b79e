"""What the web pages need of the assistant; `assistant.assistant.Assistant` offers it, and so does the tests' fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.administration import SentFile
from assistant.answers.matrix import ItemResponses, Matrix
from assistant.answers.timeline import Timeline
from assistant.audit import Act
from assistant.feedback import Feedback, KeptFeedback
from assistant.ingest_outcome import IngestOutcome, TakenIn
from assistant.model.language_model import ModelInfo
from assistant.types import Answer, Conversation, Event, ModelUse
from corpus.types import Assessment, Bilingual, Item, Language
from index.query import Query


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

    @property
    def index(self) -> str:
        """The id of the index."""
        ...

    @property
    def sha256(self) -> str:
        """The SHA-256 of all texts together."""
        ...

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of files that could not be read when it was built."""
        ...


class WebAssistant(Protocol):
    """The assistant as the web sees it. Every method may be called from several threads at once."""

    @property
    def model(self) -> ModelInfo | None:
        """The language model that reads and words, None where code alone does."""
        ...

    @property
    def embedder_outside(self) -> str | None:
        """The embedder that each question is sent to, outside this machine; None where questions stay."""
        ...

    def watch_model(self, told: Callable[[ModelUse], None]) -> None:
        """Nothing; has `told` called with each use of the language model."""
        ...

    @property
    def questionnaire(self) -> Form:
        """The form that was filled in."""
        ...

    def stream(
        self,
        question: str,
        conversation: Conversation = ...,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Iterator[Event]:
        """The events of one answer: Started, text parts, then Done or Failed."""
        ...

    def starters(self, language: Language) -> tuple[str, ...]:
        """At most six questions to begin with."""
        ...

    def snapshot(self) -> CorpusSnapshot:
        """What the index holds just now."""
        ...

    def being_built(self) -> bool:
        """Whether an ingest is under way."""
        ...

    def documents_of(self, organization_id: str) -> tuple[Assessment, ...]:
        """All language versions of an organization's assessment, () if there are none."""
        ...

    def ask(
        self,
        question: str,
        conversation: Conversation = ...,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Answer:
        """The whole answer to a question."""
        ...

    def matrix(self, language: Language, where: str | None = None, organizations: Sequence[str] = ()) -> Matrix:
        """What every organization recorded under every item, told apart by a condition."""
        ...

    def item(self, language: Language, number: int) -> ItemResponses | None:
        """What every organization recorded under an item, None for an item there is not."""
        ...

    def timeline(
        self, language: Language, item: int | None = None, by: str | None = None, organizations: Sequence[str] = ()
    ) -> Timeline:
        """The target dates in order."""
        ...

    def all_remarks(self, language: Language) -> Answer:
        """Every remark on the assessments."""
        ...


class ApiAssistant(WebAssistant, Protocol):
    """The assistant as the API sees it."""

    def organizations(self) -> tuple[OrganizationEntry, ...]:
        """Every organization that has an assessment, by printed name."""
        ...

    def document(self, name: str) -> Assessment:
        """The assessment of that document id, or of the only one whose id begins so; UnknownDocument otherwise."""
        ...

    def query_of(
        self, where: str | None, rank: int | None, cross: tuple[int, int] | None, organizations: Sequence[str]
    ) -> Query:
        """The query that was written by hand; BadQuery or BadCondition name what there is not."""
        ...

    def answer_query(self, query: Query, language: Language) -> Answer:
        """The answer to a query, over the assessments that count for `language`."""
        ...


class OrganizationEntry(Protocol):
    """One organization of the corpus."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def printed_name(self) -> str:
        """Its name as printed."""
        ...

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of its assessment."""
        ...


class FeedbackBox(Protocol):
    """Where feedback goes; `assistant.feedback.FeedbackStore` is one. May be used from several threads at once."""

    @property
    def path(self) -> Path:
        """The file it is kept in."""
        ...

    @property
    def days(self) -> int:
        """The number of days that it is kept."""
        ...

    def keep(self, feedback: Feedback) -> None:
        """Nothing; keeps `feedback`. CandourError where it cannot."""
        ...


class Administers(Protocol):
    """What administrators do; `assistant.administration.Administration` does it. May be used from several threads."""

    def documents(self) -> tuple[TakenIn, ...]:
        """Every document of the index with its parse report."""
        ...

    def add(self, who: str, files: Sequence[SentFile]) -> IngestOutcome:
        """What became of the files; CandourError where nothing did."""
        ...

    def remove(self, who: str, organization_id: str, language: Language | None) -> IngestOutcome:
        """What was removed; CandourError where nothing was."""
        ...

    def name_of(self, organization_id: str) -> Bilingual | None:
        """What an organization is called; None for one that is not known."""
        ...

    def feedback(self, who: str) -> tuple[KeptFeedback, ...]:
        """All feedback that is kept."""
        ...

    def acts(self, number: int) -> tuple[Act, ...]:
        """The last acts, the newest first."""
        ...
