"""The words of the index, and the four interfaces behind which a deployment may put another store.

Every call names a generation explicitly; a question pins one generation from start to end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from corpus.types import Assessment, DateRole, Language, Organization, Provenance, Response, Span

Vectors = npt.NDArray[np.float32]  # (n, dimension), unit length
PassageKind = Literal["ticks", "text"]
State = Literal["matching", "not_matching", "not_stated"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a response's tick lines, or one paragraph or list of its free text.

    `text` is exactly `document.text[start:end]`. Organization, item and language stand beside it, not in it.
    `id` is "<document>#<start>-<end>", so it names the same words for as long as the document has them.
    """

    id: str
    document: str
    organization: str
    item: int
    language: Language
    kind: PassageKind
    text: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage a search found. `score` is higher for better and comparable only within one search."""

    passage: Passage
    score: float
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages a search may return; None leaves a field free. Never matches anything for an empty tuple."""

    organizations: tuple[str, ...] | None = None
    items: tuple[int, ...] | None = None
    languages: tuple[Language, ...] | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One assessment of a generation, without its text."""

    id: str
    organization: str
    printed_name: str
    language: Language
    cycle: str
    file: str
    sha256: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of a document that show a response: `span` and exactly what stands there."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One organization's response to one item, in the document that counts for the language asked in.

    `shown` is from the first to the last tick; without ticks the first paragraph or list of the free text, else the
    item's heading; None where the document does not have the item. `opening` is the free text's first sentence.
    `options` are the ids of the ticks, in order; `ticked` is their labels on one line, "" without any.
    """

    organization: str
    printed_name: str
    document: str
    language: Language
    response: Response
    shown: Shown | None = None
    opening: Shown | None = None
    options: tuple[str, ...] = ()
    ticked: str = ""


@dataclass(frozen=True, slots=True)
class TargetDate:
    """A date in an item's free text by which something is to be done: its exact words, and the sentence they stand in.

    `earliest` and `latest` are the first and last day of what the words name, None where they name no year.
    """

    document: str
    item: int
    wording: Shown
    sentence: Shown
    earliest: date | None
    latest: date | None
    role: DateRole


class Embedder(Protocol):
    """Texts to unit vectors. `fingerprint` names model and settings: equal fingerprints give equal vectors."""

    @property
    def fingerprint(self) -> str:
        """A short stable name of model and settings."""
        ...

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages whose texts lie near what means the same, in either of them."""
        ...

    @property
    def window_tokens(self) -> int:
        """The longest text, in tokens, that is embedded whole."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, markers included, never cut at the window."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors in the order of `texts`; each depends on its own text alone. `progress` gets the number done.

        EmbedderFailed where a provider fails.
        """
        ...

    def embed_question(self, text: str) -> Vectors:
        """One unit vector, shape (1, dimension). EmbedderFailed where a provider fails or takes too long."""
        ...


@runtime_checkable
class ProvidedEmbedder(Protocol):
    """What an embedder has beside the above where somebody provides it: its calls fail now and then, and cost money."""

    @property
    def sent_to(self) -> str | None:
        """Its name where texts leave this machine to be embedded; None where they stay."""
        ...

    @property
    def is_resting(self) -> bool:
        """Whether it failed for a question a moment ago, and is asked for none until later."""
        ...

    @property
    def batch_texts(self) -> int:
        """Texts in one call, after each of which what was embedded is kept."""
        ...

    def still_gives(self, text: str, vector: Vectors) -> bool:
        """Whether `text` has this vector, (dimension,), still: the model may have been exchanged under its name."""
        ...


class Reranker(Protocol):
    """Tells how well texts answer a question."""

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How likely (0 to 1) each text answers the question, shape (len(texts),)."""
        ...


class Generations(Protocol):
    """Complete indexes, one of them current. Names are opaque and sort by age."""

    def current(self) -> str:
        """The generation that serves; NoIndex when there is none."""
        ...

    def published(self) -> tuple[str, ...]:
        """All complete generations, oldest first."""
        ...

    def begin(self) -> str:
        """A new, invisible generation to write into."""
        ...

    def publish(self, generation: str) -> None:
        """Makes `generation` current in one atomic step and retires those beyond the last two."""
        ...

    def retire(self, generation: str) -> bool:
        """Deletes a generation that is neither current nor in use; False where it is."""
        ...

    def pin(self, generation: str | None = None) -> AbstractContextManager[str]:
        """Keeps a generation (the current one by default) from being deleted while the context lasts."""
        ...


class AnswerTable(Protocol):
    """Organization x item x options, exact: the only source of sets and counts. Also keeps the documents' texts."""

    def write(
        self,
        generation: str,
        assessments: Iterable[Assessment],
        passages: Iterable[Passage],
        targets: Iterable[TargetDate] = (),
    ) -> None:
        """Stores all assessments, passages and target dates of a new generation."""
        ...

    def organizations(self, generation: str) -> tuple[Organization, ...]:
        """The organizations that have an assessment, by id."""
        ...

    def documents(self, generation: str) -> tuple[DocumentInfo, ...]:
        """All documents, by organization and language."""
        ...

    def assessment(self, generation: str, document: str) -> Assessment:
        """The whole stored assessment; KeyError for an unknown document id."""
        ...

    def cells(self, generation: str, items: Sequence[int], language: Language) -> tuple[Cell, ...]:
        """One cell per organization and item, by organization id, then item.

        The organization's document in `language` counts, else its other one. A missing item has a cell whose
        response is "missing".
        """
        ...

    def passages(self, generation: str, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages of those ids, in that order; KeyError for an unknown one."""
        ...

    def document_passages(self, generation: str, document: str) -> tuple[Passage, ...]:
        """All passages of a document, by start."""
        ...

    def targets(self, generation: str) -> tuple[TargetDate, ...]:
        """The target dates of all documents, by document, item and place."""
        ...

    def counts(self, generation: str) -> Mapping[str, int]:
        """Rows stored: "organizations", "documents", "responses", "ticks", "passages"."""
        ...


class PassageStore(Protocol):
    """Passages by meaning."""

    def add(self, generation: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Stores passages with their vectors."""
        ...

    def nearest(
        self, generation: str, vector: Vectors, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        """Passage ids with cosine similarity (-1 to 1), best first, ties by id.

        IndexMismatch for a vector of another dimension than those stored.
        """
        ...

    def get(self, generation: str, ids: Sequence[str]) -> Vectors:
        """The stored vectors of those passages, in that order; KeyError for an unknown one."""
        ...

    def count(self, generation: str) -> int:
        """How many passages the generation holds."""
        ...


class KeywordSearch(Protocol):
    """Passages by words."""

    def write(self, generation: str, passages: Sequence[Passage]) -> None:
        """Indexes all passages of a new generation, per language."""
        ...

    def search(
        self, generation: str, question: str, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        """Passage ids with a BM25 score (> 0, comparable only within one language), best first, ties by id."""
        ...

    def count(self, generation: str) -> int:
        """How many passages the generation holds."""
        ...
