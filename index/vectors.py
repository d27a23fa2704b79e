"""Passages by meaning, kept in Chroma: the only module that knows chromadb and langchain-chroma.

Chroma keeps vectors and metadata and picks the passages of an organization; the comparison itself is exact. Chroma's
own nearest-neighbour graph (HNSW) is not asked, because forms are full of equal texts ("N/A", "Yes"), and many equal
vectors cut the graph apart: with 10,000 passages, half of them such repeats, it found 95 % of the true first twenty on
average and none of them for some questions, at settings two to four times the default. Comparing all 10,000 takes a few
milliseconds, and gives the same answer in every build.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from index.errors import IndexUnusable
from index.meaning import similarities
from index.types import Filter, Passage, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

_COLLECTION = "passages"
# The metadata keys of a passage; nothing outside this file reads them.
_DOCUMENT, _ORGANIZATION, _ITEM, _LANGUAGE = "document", "organization", "item", "language"
_KIND, _START, _END, _PAGE = "kind", "start", "end", "page"

# One thread, so that two builds of the same data are the same. The graph is kept small, as nothing here searches it;
# its files are brought up to date every 1,000 passages (Chroma's default) and the rest when the index is opened.
_HNSW: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "num_threads": 1, "max_neighbors": 8, "ef_construction": 32}
}
_READ_AT_ONCE = 5000
# Scores are rounded so that equal texts tie exactly: matrix products differ in the last bits from row to row.
_SCORE_DECIMALS = 6
_SQLITE_HEADER = b"SQLite format 3\x00"
_INCLUDE = ["embeddings", "metadatas"]
_REBUILD = "Build the index again: `candour ingest --replace PATH...`."


class ChromaPassages:
    """index.types.PassageStore in one Chroma folder per generation, below the folder that `folder` names for it.

    A generation's folder is opened at its first use and stays open until `close`. The first search that is not limited
    to organizations reads all vectors into memory (1.5 KB a passage, about a second for 10,000). Safe to share between
    threads; a generation must not be closed while it is searched.
    """

    def __init__(self, folder: Callable[[str], Path]) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._stores: dict[str, _Store] = {}
        self._parts: dict[str, _Part] = {}

    def add(self, generation: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Stores passages with their vectors, float32 (len(passages), dimension); equal ids are replaced.

        Raises IndexUnusable where Chroma refuses.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages came with {len(vectors)} vectors")
        with self._lock:
            self._parts.pop(generation, None)
            self._store(generation, create=True).add(passages, vectors)

    def nearest(
        self, generation: str, vector: Vectors, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        """At most `count` passage ids with cosine similarity to `vector` (1, dimension), best first, ties by id.

        Exact. Similarities are rounded to six decimals. IndexMismatch for a vector of another dimension, IndexUnusable.
        """
        wanted = where or Filter()
        if count < 1 or () in (wanted.organizations, wanted.items, wanted.languages):
            return ()
        part = self._part(generation, wanted)
        rows = np.flatnonzero(part.matching(wanted))
        if not len(rows):
            return ()
        scores = np.round(similarities(part.vectors, vector)[rows].astype(np.float64), _SCORE_DECIMALS)
        best = np.argsort(-scores, kind="stable")[:count]  # rows are in the order of ids, which breaks ties
        return tuple((part.ids[rows[place]], float(scores[place])) for place in best)

    def get(self, generation: str, ids: Sequence[str]) -> Vectors:
        """The stored vectors of those passages, float32, in that order; KeyError for an unknown one."""
        with self._lock:
            part = self._parts.get(generation) or self._store(generation).read_ids(list(dict.fromkeys(ids)))
        row_of = {passage: row for row, passage in enumerate(part.ids)}
        return part.vectors[[row_of[passage] for passage in ids]]

    def count(self, generation: str) -> int:
        """How many passages the generation holds. Raises IndexUnusable."""
        with self._lock:
            return self._store(generation).count()

    def close(self, generation: str) -> None:
        """Lets go of the generation's files, so that its folder can be deleted; does nothing where it is not open."""
        with self._lock:
            self._parts.pop(generation, None)
            store = self._stores.pop(generation, None)
            if store is not None:
                store.close()

    def _part(self, generation: str, where: Filter) -> _Part:
        with self._lock:
            if generation not in self._parts:
                if where.organizations is not None:
                    return self._store(generation).read_where(where)
                self._parts[generation] = self._store(generation).read_all()
            return self._parts[generation]

    def _store(self, generation: str, create: bool = False) -> _Store:
        if generation not in self._stores:
            self._stores[generation] = _Store(self._folder(generation) / "chroma", create)
        return self._stores[generation]


@dataclass(frozen=True, slots=True)
class _Part:
    """Passages of a generation in memory, by id."""

    ids: tuple[str, ...]
    vectors: Vectors
    organizations: npt.NDArray[np.str_]
    items: npt.NDArray[np.int64]
    languages: npt.NDArray[np.str_]

    def matching(self, where: Filter) -> npt.NDArray[np.bool_]:
        """Which passages `where` lets through."""
        matching = np.ones(len(self.ids), dtype=np.bool_)
        if where.organizations is not None:
            matching &= np.isin(self.organizations, where.organizations)
        if where.items is not None:
            matching &= np.isin(self.items, where.items)
        if where.languages is not None:
            matching &= np.isin(self.languages, where.languages)
        return matching


class _Store:
    """One open Chroma folder. Chroma's errors come out as IndexUnusable."""

    def __init__(self, folder: Path, create: bool) -> None:
        self._folder = folder
        self._file = folder / "chroma.sqlite3"
        if self._file.exists() or not create:
            self._check()
        with self._chroma_errors():
            self._client, self._chroma, self._given = _opened(folder, create)

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        at_once = self._client.get_max_batch_size()
        for start in range(0, len(passages), at_once):
            part = passages[start : start + at_once]
            self._given.vectors = list(vectors[start : start + at_once])
            with self._chroma_errors():
                self._chroma.add_texts(
                    [passage.text for passage in part],
                    metadatas=[_metadata(passage) for passage in part],
                    ids=[passage.id for passage in part],
                )

    def count(self) -> int:
        with self._chroma_errors():
            count: int = self._client.get_collection(_COLLECTION, embedding_function=None).count()
        return count

    def read_all(self) -> _Part:
        with self._chroma_errors():
            pages = range(0, self.count(), _READ_AT_ONCE)
            found = [self._chroma.get(limit=_READ_AT_ONCE, offset=start, include=_INCLUDE) for start in pages]
        return _part(found)

    def read_where(self, where: Filter) -> _Part:
        with self._chroma_errors():
            return _part([self._chroma.get(where=_chroma_where(where), include=_INCLUDE)])

    def read_ids(self, ids: list[str]) -> _Part:
        parts = [ids[start : start + _READ_AT_ONCE] for start in range(0, len(ids), _READ_AT_ONCE)]
        with self._chroma_errors():
            return _part([self._chroma.get(ids=part, include=_INCLUDE) for part in parts])

    def close(self) -> None:
        self._client.close()

    def _check(self) -> None:
        header = b""
        if self._file.is_file():
            with self._file.open("rb") as file:
                header = file.read(len(_SQLITE_HEADER))
        if header != _SQLITE_HEADER:
            what = "is damaged" if self._file.is_file() else "does not exist"
            raise IndexUnusable(f"{self._folder} holds no vectors: {self._file.name} {what}. {_REBUILD}")

    @contextmanager
    def _chroma_errors(self) -> Iterator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, _ChromaDidNotStart) as error:
            if not os.access(self._folder, os.W_OK):
                raise IndexUnusable(
                    f"{self._folder} cannot be written to, and the vectors cannot be opened without. "
                    "Make the folder in CANDOUR_HOME writable, or copy it to one that is."
                ) from error
            raise IndexUnusable(f"The vectors in {self._folder} cannot be used: {error}. {_REBUILD}") from error


class _ChromaDidNotStart(Exception):
    """Chroma failed to open its folder."""


class _GivenVectors:
    """A LangChain embedding "model" that hands over vectors which were computed before."""

    def __init__(self) -> None:
        self.vectors: list[npt.NDArray[np.float32]] = []

    def embed_documents(self, texts: list[str]) -> list[npt.NDArray[np.float32]]:
        if len(texts) != len(self.vectors):
            raise ValueError(f"{len(texts)} texts came with {len(self.vectors)} vectors")
        return self.vectors


def _opened(folder: Path, create: bool) -> tuple[Client, Chroma, _GivenVectors]:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    # No settings from a `.env` file that happens to lie in the working directory.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    try:
        client = cast("Client", chromadb.PersistentClient(str(folder), settings=settings))
    except AttributeError as error:
        # A client that cannot start is stopped by Chroma, which fails in turn and hides the reason behind it.
        raise _ChromaDidNotStart(str(error.__context__ or error)) from error
    given = _GivenVectors()
    try:
        chroma = Chroma(
            collection_name=_COLLECTION,
            embedding_function=cast("Embeddings", given),
            client=client,
            collection_configuration=_HNSW,
            create_collection_if_not_exists=create,
        )
    except BaseException:
        client.close()
        raise
    return client, chroma, given


def _metadata(passage: Passage) -> dict[str, str | int]:
    metadata: dict[str, str | int] = {
        _DOCUMENT: passage.document,
        _ORGANIZATION: passage.organization,
        _ITEM: passage.item,
        _LANGUAGE: passage.language,
        _KIND: passage.kind,
        _START: passage.start,
        _END: passage.end,
    }
    if passage.page is not None:
        metadata[_PAGE] = passage.page
    return metadata


def _chroma_where(where: Filter) -> dict[str, Any]:
    fields = ((_ORGANIZATION, where.organizations), (_ITEM, where.items), (_LANGUAGE, where.languages))
    conditions = [{key: {"$in": list(wanted)}} for key, wanted in fields if wanted is not None]
    return conditions[0] if len(conditions) == 1 else {"$and": conditions}


def _part(found: Sequence[Mapping[str, Any]]) -> _Part:
    rows = sorted(
        (row for page in found for row in zip(page["ids"], page["embeddings"], page["metadatas"], strict=True)),
        key=lambda row: row[0],
    )
    return _Part(
        ids=tuple(row[0] for row in rows),
        vectors=np.array([row[1] for row in rows], dtype=np.float32),
        organizations=np.array([row[2][_ORGANIZATION] for row in rows], dtype=np.str_),
        items=np.array([row[2][_ITEM] for row in rows], dtype=np.int64),
        languages=np.array([row[2][_LANGUAGE] for row in rows], dtype=np.str_),
    )
