"""What lies where under CANDOUR_HOME, the one folder that Candour writes to, and the index that is kept there."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from corpus.durable import locked
from corpus.questionnaire import Questionnaire
from index.errors import IndexMismatch
from index.generations import LocalGenerations
from index.keywords import Bm25Keywords
from index.sources import Manifest, read_manifest
from index.table import SqliteTable
from index.types import AnswerTable, Embedder, Generations, KeywordSearch, PassageStore
from index.vectors import ChromaPassages


@dataclass(frozen=True, slots=True)
class Home:
    """Paths under one root; none of them need exist. `kept_models`: what is kept of models lies there instead."""

    root: Path
    kept_models: Path | None = None

    @property
    def generations(self) -> Path:
        """The indexes, one folder each, and `current`."""
        return self.root / "generations"

    @property
    def sources(self) -> Path:
        """Copies of the ingested files, named by their hashes."""
        return self.root / "sources"

    @property
    def fetched(self) -> Path:
        """Published pages as they came, a folder for each day."""
        return self.root / "fetched"

    @property
    def models(self) -> Path:
        """What the embedder and the reading of questions keep between runs: the same for every home."""
        return self.kept_models or self.root / "models"

    @property
    def vector_cache(self) -> Path:
        """The vectors of passages that were embedded before."""
        return self.root / "vectors.sqlite"

    @property
    def feedback(self) -> Path:
        """What people said of answers."""
        return self.root / "feedback.sqlite"

    @property
    def model_use(self) -> Path:
        """How many tokens the language model used today."""
        return self.root / "model.sqlite"

    @property
    def keys(self) -> Path:
        """The hashes of the keys by which people sign in."""
        return self.root / "keys.json"

    @property
    def audit(self) -> Path:
        """Who administered what, and when."""
        return self.root / "audit.jsonl"

    @property
    def ingest_lock(self) -> Path:
        """The file whose lock says that an ingest is under way."""
        return self.root / "ingest.lock"

    def manifest(self, generation: str) -> Path:
        """The manifest of a generation."""
        return self.generations / generation / "manifest.json"


@runtime_checkable
class Closable(Protocol):
    """A part of the index that holds files of a generation open."""

    def close(self, generation: str) -> None:
        """Lets go of a generation's files; they are opened again when asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Index:
    """The parts of an index, and the folder its sources and manifests are in."""

    home: Home
    generations: Generations
    table: AnswerTable
    passage_store: PassageStore
    keywords: KeywordSearch
    embedder: Embedder

    def close(self, generation: str) -> None:
        """Lets go of a generation's files in all parts. No question may be under way in it."""
        for part in (self.table, self.passage_store, self.keywords):
            if isinstance(part, Closable):
                part.close(generation)

    def manifest(self, generation: str) -> Manifest:
        """What the generation was made from; IndexUnusable where that cannot be read."""
        return read_manifest(self.home.manifest(generation))


def local_index(home: Home, embedder: Embedder) -> Index:
    """The index kept under `home` with SQLite, Chroma and bm25s. Nothing is opened or written before it is asked."""
    generations = LocalGenerations(home.generations)
    return Index(
        home,
        generations,
        SqliteTable(home.generations),
        ChromaPassages(generations.path),
        Bm25Keywords(generations.path),
        embedder,
    )


def open_checked(index: Index, questionnaire: Questionnaire, generation: str | None = None) -> Manifest:
    """The manifest of a generation (the current one by default) that these settings can serve.

    NoIndex where there is none; IndexMismatch where it was built in another format, for another questionnaire or by
    another embedder.
    """
    manifest = index.manifest(generation or index.generations.current())
    digest = questionnaire.digest[:8]
    for what, built, asked in (
        (
            "for questionnaire",
            f"{manifest.reading.questionnaire} ({manifest.reading.questionnaire_digest[:8]})",
            f"{questionnaire.id} ({digest})",
        ),
        ("by embedder", manifest.embedder, index.embedder.fingerprint),
    ):
        if built != asked:
            raise IndexMismatch(
                f"The index was built {what} {built}, the settings ask for {asked}. "
                f"Run `candour ingest` to build it again from its copies, or change the settings back."
            )
    return manifest


def is_ingesting(home: Home) -> bool:
    """Whether an ingest is writing to the home folder; an ingest that begins at this very moment waits for the look."""
    if not home.ingest_lock.exists():
        return False
    try:
        with locked(home.ingest_lock, fcntl.LOCK_SH | fcntl.LOCK_NB):
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def default_home() -> Path:
    """The platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("candour", appauthor=False)
