"""Passage vectors kept from one ingest to the next, so that only new words are embedded.

A row is keyed by the embedder's fingerprint and the SHA-256 of the text; where a text stands does not matter. This is a
cache: whatever goes wrong with its file costs time, never an ingest.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import EmbedderFailed
from index.types import Embedder, ProvidedEmbedder, Vectors

Vector = npt.NDArray[np.float32]  # (dimension,), unit length

_FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    embedder TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedder, text_sha256)
)
"""
# Texts embedded between two commits: a killed ingest loses at most these, about four seconds of work. Of an embedder
# that somebody provides it loses one call.
_COMMIT_TEXTS = 512
_LOOKUP_TEXTS = 500
_LOCK_TIMEOUT_S = 30.0
_UNIT_TOLERANCE = 1e-3

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


def vectors_of(
    texts: Sequence[str], embedder: Embedder, cache: VectorCache, progress: Callable[[int], None] | None = None
) -> Vectors:
    """Unit vectors of `texts`, in order, of which only those not in `cache` are embedded, equal texts once.

    What was embedded is kept every 512 texts, or after each call to an embedder that somebody provides. `progress` gets
    the number of different texts done so far, those found in the cache included. EmbedderFailed is the embedder's, or
    says that its vectors changed their length on the way.
    """
    wanted = list(dict.fromkeys(texts))
    vectors = _known(wanted, embedder, cache)
    done = len(vectors)
    if progress is not None and done:
        progress(done)
    # Texts of like length together, so that the embedder's batches have little padding.
    missing = sorted((text for text in wanted if text not in vectors), key=len)
    for part in _parts(missing, embedder.batch_texts if isinstance(embedder, ProvidedEmbedder) else _COMMIT_TEXTS):
        fresh = embedder.embed_passages(part, _shifted(progress, done))
        length = len(next(iter(vectors.values()), fresh[0]))
        if fresh.shape[1] != length:
            reason = f"it gave vectors of {length} numbers, then of {fresh.shape[1]}"
            raise EmbedderFailed(embedder.fingerprint, reason)
        cache.keep(embedder.fingerprint, part, fresh)
        vectors.update(zip(part, fresh, strict=True))
        done += len(part)
    return np.stack([vectors[text] for text in texts]) if texts else np.zeros((0, 0), dtype=np.float32)


def _known(texts: list[str], embedder: Embedder, cache: VectorCache) -> dict[str, Vector]:
    """The vectors that were kept; none, and none are kept any more, where the model was exchanged under its name."""
    known = cache.known(embedder.fingerprint, texts)
    if not known or not isinstance(embedder, ProvidedEmbedder):
        return known
    shortest = min(known, key=len)
    try:
        if embedder.still_gives(shortest, known[shortest]):
            return known
    except EmbedderFailed as error:
        if len(known) < len(texts):
            raise
        # Nothing is needed of it. Whoever runs the ingest is told that it is not there.
        _log.warning(
            "The embedder %s failed: %s. Its vectors are kept; whether its model was exchanged is not known.",
            embedder.fingerprint,
            error.reason,
        )
        return known
    _log.warning("The model of the embedder %s was exchanged: all is embedded anew.", embedder.fingerprint)
    cache.forget(embedder.fingerprint)
    return {}


class VectorCache:
    """The cache file at `path`, made when first used. Safe for several threads and processes.

    A file that is damaged or not a cache is deleted and begun anew; one that cannot be used for another reason (locked,
    no room, read-only) is left alone and passed over. Both are logged as warnings.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, fingerprint: str, texts: Sequence[str]) -> dict[str, Vector]:
        """The vectors that are there, by text; a row that does not hold a unit vector counts as missing."""
        by_key = {_key(text): text for text in texts}
        nothing: list[tuple[bytes, bytes]] = []
        rows = self._run(lambda connection: _rows(connection, fingerprint, list(by_key)), otherwise=nothing)
        return {by_key[key]: vector for key, blob in rows if (vector := _vector(blob)) is not None}

    def keep(self, fingerprint: str, texts: Sequence[str], vectors: Vectors) -> None:
        """Adds or replaces the vectors of `texts`, all or none."""
        rows = [
            (fingerprint, _key(text), np.asarray(vector, dtype="<f4").tobytes())
            for text, vector in zip(texts, vectors, strict=True)
        ]
        self._run(
            lambda connection: connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows).rowcount,
            otherwise=0,
        )

    def forget(self, fingerprint: str) -> int:
        """The number of rows dropped: those of that embedder."""
        statement = "DELETE FROM vectors WHERE embedder = ?"
        return self._run(lambda connection: connection.execute(statement, (fingerprint,)).rowcount, otherwise=0)

    def prune(self, keep: Iterable[str]) -> int:
        """The number of rows dropped: those of every text not in `keep`, whatever the embedder."""
        return self._run(lambda connection: _drop_others(connection, keep), otherwise=0)

    def count(self) -> int:
        """How many vectors are kept."""
        return self._run(_count, otherwise=0)

    def _run(self, action: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What `action` returned, in one transaction; `otherwise` where SQLite or the folder did not let it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as connection, connection:
                return action(connection)
        except (sqlite3.OperationalError, OSError) as error:
            _log.warning("The vector cache %s was passed over: %s", self._path, error)
        except sqlite3.DatabaseError as error:
            self._discard(error)
        return otherwise

    def _opened(self) -> sqlite3.Connection:
        try:
            return _open(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._discard(error)
            return _open(self._path)

    def _discard(self, error: sqlite3.DatabaseError) -> None:
        _log.warning("The vector cache %s is damaged (%s) and was begun anew.", self._path, error)
        for name in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            name.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_LOCK_TIMEOUT_S)
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            connection.execute("PRAGMA auto_vacuum = FULL")  # what is pruned is given back to the disk
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        elif found != _FORMAT:
            raise sqlite3.DatabaseError(f"it has format {found}, not {_FORMAT}")
    except BaseException:
        connection.close()
        raise
    return connection


def _rows(connection: sqlite3.Connection, fingerprint: str, keys: list[bytes]) -> list[tuple[bytes, bytes]]:
    rows: list[tuple[bytes, bytes]] = []
    for part in _parts(keys, _LOOKUP_TEXTS):
        marks = ",".join("?" * len(part))
        statement = f"SELECT text_sha256, vector FROM vectors WHERE embedder = ? AND text_sha256 IN ({marks})"
        rows += connection.execute(statement, (fingerprint, *part))
    return rows


def _drop_others(connection: sqlite3.Connection, keep: Iterable[str]) -> int:
    connection.execute("CREATE TEMP TABLE kept (text_sha256 BLOB PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((_key(text),) for text in keep))
    statement = "DELETE FROM vectors WHERE text_sha256 NOT IN (SELECT text_sha256 FROM kept)"
    return connection.execute(statement).rowcount


def _count(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
    return count


def _key(text: str) -> bytes:
    # A lone surrogate, which a damaged file can leave in a text, has no UTF-8 form of its own.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _vector(blob: bytes) -> Vector | None:
    if not blob or len(blob) % 4:
        return None
    vector: Vector = np.frombuffer(blob, dtype="<f4").astype(np.float32)
    return vector if abs(float(np.linalg.norm(vector)) - 1.0) < _UNIT_TOLERANCE else None


def _parts(values: list[_T], size: int) -> Iterator[list[_T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _shifted(progress: Callable[[int], None] | None, by: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(by + done)
