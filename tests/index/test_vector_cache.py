from __future__ import annotations

import sqlite3
import threading

import numpy as np
import pytest
from fakes import HashEmbedder

from index.vector_cache import VectorCache, vectors_of

TEXTS = [f"Passage {number} about values and ethics" for number in range(20)]


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path / "home" / "vectors.sqlite")


class DyingEmbedder(HashEmbedder):
    def embed_passages(self, texts, progress=None):
        if len(self.embedded) >= 1000:
            raise KeyboardInterrupt
        return super().embed_passages(texts, progress)


def test_vectors_are_those_of_the_embedder_in_order(cache):
    vectors = vectors_of(TEXTS[::-1], HashEmbedder(), cache)

    assert vectors.dtype == np.float32
    assert (vectors == HashEmbedder().embed_passages(TEXTS[::-1])).all()


def test_only_new_texts_are_embedded(cache):
    first, second = HashEmbedder(), HashEmbedder()
    vectors_of(TEXTS[:15], first, cache)
    vectors = vectors_of(TEXTS, second, cache)

    assert second.embedded == TEXTS[15:]
    assert (vectors == HashEmbedder().embed_passages(TEXTS)).all()


def test_equal_texts_are_embedded_once(cache):
    embedder = HashEmbedder()
    vectors = vectors_of(["same", "other", "same"], embedder, cache)

    assert sorted(embedder.embedded) == ["other", "same"]
    assert (vectors[0] == vectors[2]).all()


def test_another_embedder_has_its_own_vectors(cache):
    vectors_of(TEXTS, HashEmbedder(), cache)
    other = HashEmbedder(name="other", dimension=64)

    assert vectors_of(TEXTS, other, cache).shape == (20, 64)
    assert len(other.embedded) == 20


def test_a_killed_ingest_keeps_what_it_embedded(cache):
    texts = [f"Passage {number}" for number in range(2000)]
    with pytest.raises(KeyboardInterrupt):
        vectors_of(texts, DyingEmbedder(), cache)
    again = HashEmbedder()
    vectors_of(texts, again, cache)

    assert len(again.embedded) == 2000 - 1024


def test_progress_counts_what_the_cache_had(cache):
    done: list[int] = []
    vectors_of(TEXTS[:5], HashEmbedder(), cache)
    vectors_of(TEXTS, HashEmbedder(), cache, done.append)

    assert done == [5, 20]


def test_no_texts_give_no_vectors(cache):
    assert len(vectors_of([], HashEmbedder(), cache)) == 0


def test_texts_that_left_the_corpus_are_pruned(cache):
    vectors_of(TEXTS, HashEmbedder(), cache)

    assert cache.prune(TEXTS[:4]) == 16
    assert cache.count() == 4
    assert set(cache.known(HashEmbedder().fingerprint, TEXTS)) == set(TEXTS[:4])


@pytest.mark.parametrize("keep", [b"", b"not a database, but long enough to be taken for one" * 100])
def test_a_damaged_file_is_begun_anew(cache, tmp_path, caplog, keep):
    path = tmp_path / "home" / "vectors.sqlite"
    vectors_of(TEXTS, HashEmbedder(), cache)
    path.write_bytes(keep)
    embedder = HashEmbedder()

    assert (vectors_of(TEXTS, embedder, cache) == HashEmbedder().embed_passages(TEXTS)).all()
    assert len(embedder.embedded) == 20
    assert cache.count() == 20
    assert ("begun anew" in caplog.text) == bool(keep)


def test_damage_inside_the_file_is_survived(cache, tmp_path):
    path = tmp_path / "home" / "vectors.sqlite"
    vectors_of(TEXTS, HashEmbedder(), cache)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    assert (vectors_of(TEXTS, HashEmbedder(), cache) == HashEmbedder().embed_passages(TEXTS)).all()
    vectors_of(TEXTS, HashEmbedder(), cache)
    assert cache.count() == 20


@pytest.mark.parametrize("blob", [b"", b"123", np.zeros(128, "<f4").tobytes(), np.full(128, np.nan, "<f4").tobytes()])
def test_a_row_without_a_unit_vector_is_embedded_again(cache, tmp_path, blob):
    vectors_of(TEXTS, HashEmbedder(), cache)
    with sqlite3.connect(tmp_path / "home" / "vectors.sqlite") as connection:
        connection.execute("UPDATE vectors SET vector = ? WHERE rowid = 3", (blob,))
    connection.close()
    embedder = HashEmbedder()
    vectors_of(TEXTS, embedder, cache)

    assert len(embedder.embedded) == 1


def test_a_file_of_another_format_is_begun_anew(cache, tmp_path):
    vectors_of(TEXTS, HashEmbedder(), cache)
    with sqlite3.connect(tmp_path / "home" / "vectors.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    assert cache.count() == 0
    assert len(vectors_of(TEXTS, HashEmbedder(), cache)) == 20


def test_a_place_that_cannot_hold_the_file_is_passed_over(tmp_path, caplog):
    (tmp_path / "home").write_text("a file where the folder should be")
    embedder = HashEmbedder()

    assert len(vectors_of(TEXTS, embedder, VectorCache(tmp_path / "home" / "vectors.sqlite"))) == 20
    assert "passed over" in caplog.text


def test_several_readers_and_a_writer_do_not_disturb_each_other(cache):
    vectors_of(TEXTS, HashEmbedder(), cache)
    seen: list[int] = []

    def read() -> None:
        seen.extend(len(cache.known(HashEmbedder().fingerprint, TEXTS)) for _ in range(20))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    vectors_of([f"another {number}" for number in range(600)], HashEmbedder(), cache)
    for reader in readers:
        reader.join()

    assert set(seen) == {20}
    assert len(seen) == 80
