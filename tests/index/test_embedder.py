from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from index.embedder import LangChainEmbedder, embedder_named
from index.errors import EmbedderUnavailable
from index.minilm import MiniLm

PROVIDER = """
class OllamaEmbeddings:
    def __init__(self, model, client_kwargs):
        self.model = model
    def embed_documents(self, texts):
        return [[float(len(text)), 0.0] for text in texts]
    def embed_query(self, text):
        return [0.0, 3.0]
"""


class NullEmbeddings(Embeddings):
    def embed_documents(self, texts):
        return [[0.0, 0.0] for _ in texts]

    def embed_query(self, text):
        return [0.0, 0.0]


def test_our_own_model_is_called_minilm(tmp_path):
    assert isinstance(embedder_named("minilm", tmp_path), MiniLm)
    assert not list(tmp_path.iterdir()), "nothing is built before the first text"


def test_a_langchain_name_gives_that_providers_model(tmp_path, monkeypatch):
    (tmp_path / "langchain_ollama").mkdir()
    (tmp_path / "langchain_ollama" / "__init__.py").write_text(PROVIDER)
    monkeypatch.syspath_prepend(str(tmp_path))

    embedder = embedder_named("ollama:some-model", tmp_path)

    assert embedder.fingerprint == "langchain-ollama:some-model"
    assert embedder.embed_passages(["abc"]).tolist() == [[1.0, 0.0]]
    assert embedder.embed_question("abc").tolist() == [[0.0, 1.0]]
    monkeypatch.delitem(sys.modules, "langchain_ollama")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cohere:embed-english-v3.0", "langchain-cohere"),  # the provider's package is not installed
        ("nobody:model", "'nobody:model'"),
        ("minilm2", "'minilm2'"),
        ("openai:", "'openai:'"),
        ("", "provider:model"),
    ],
)
def test_an_embedder_that_cannot_be_had_is_named_with_the_way_out(tmp_path, name, said):
    with pytest.raises(EmbedderUnavailable, match=said) as raised:
        embedder_named(name, tmp_path)

    assert "\n" not in str(raised.value)


def test_vectors_of_langchain_models_get_unit_length():
    embedder = LangChainEmbedder("fake:model", DeterministicFakeEmbedding(size=8))
    vectors = embedder.embed_passages([f"text {n}" for n in range(150)])

    assert vectors.dtype == np.float32
    assert vectors.shape == (150, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.allclose(embedder.embed_question("text 149"), vectors[149:], atol=1e-6)


def test_progress_of_langchain_models_moves():
    done: list[int] = []
    LangChainEmbedder("fake:model", DeterministicFakeEmbedding(size=8)).embed_passages(["text"] * 150, done.append)

    assert done == [64, 128, 150]


def test_a_vector_without_length_stays_zero():
    assert not LangChainEmbedder("fake:model", NullEmbeddings()).embed_question("").any()


def test_no_texts_give_no_vectors():
    assert len(LangChainEmbedder("fake:model", NullEmbeddings()).embed_passages([])) == 0


def test_tokens_are_estimated_from_words():
    embedder = LangChainEmbedder("fake:model", NullEmbeddings())

    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("ten words " * 5) == 15


def test_importing_the_search_modules_loads_no_heavy_library():
    modules = "index.embedder, index.vector_cache, index.vectors, index.keywords, index.fusion"
    heavy = "{'chromadb', 'langchain_chroma', 'langchain', 'onnx', 'onnxruntime', 'bm25s', 'tokenizers', 'Stemmer'}"
    found = subprocess.run(
        [sys.executable, "-c", f"import sys, {modules}; print(sorted({heavy} & sys.modules.keys()))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == "[]"
