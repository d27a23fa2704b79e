"""Baseline: a plain LangChain pipeline as tutorials have it: embed the question, fetch the nearest passages, show them.

Same passages, vectors and model as Candour's. They are put into a Chroma of their own with its default settings: the
graph in Candour's index is kept small because nothing there searches it, so it finds less (measured over two corpora of
100 organizations: 93 % and 95 % of the true first ten, with the defaults 98 % and 96 %). That would be a straw man.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from assistant.app import Parts
from evals.baselines.passages import PassageAnswers, quoted
from evals.systems import Question
from index.types import Embedder, Passage

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore

_ADDED_AT_ONCE = 5000
_PASSAGE = "passage"


class LangChainPipeline:
    """The `count` passages nearest to the question, all shown.

    No filter by organization or language, no earlier question is read, nothing is ever too far away: it never abstains.
    As a set it gives the distinct organizations among its passages, which is the most that such a chat could list.
    """

    def __init__(self, parts: Parts, count: int) -> None:
        self._name = f"langchain-{count}"
        self._table = parts.index.table
        self._answers = PassageAnswers(parts)
        self._retriever = _store(parts, self._answers.generation).as_retriever(search_kwargs={"k": count})

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON."""
        started = time.perf_counter()
        passages = self.passages(question.record.question)
        return self._answers.line(self._name, question, quoted(passages), passages, started)

    def passages(self, question: str) -> tuple[Passage, ...]:
        """What the retriever gives, best first."""
        found = self._retriever.invoke(question)
        return self._table.passages(self._answers.generation, [each.metadata[_PASSAGE] for each in found])


class _Known(Embeddings):
    """Candour's embedder as LangChain sees it; passages' vectors are taken from the index that has them."""

    def __init__(self, embedder: Embedder, vectors: Mapping[str, Sequence[float]]) -> None:
        self._embedder = embedder
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        return [list(self._vectors[text]) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._embedder.embed_question(text)[0].tolist()
        return vector


def _store(parts: Parts, generation: str) -> VectorStore:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    table = parts.index.table
    documents = table.documents(generation)
    passages = [passage for each in documents for passage in table.document_passages(generation, each.id)]
    vectors = parts.index.passage_store.get(generation, [passage.id for passage in passages])
    by_text = {passage.text: vector.tolist() for passage, vector in zip(passages, vectors, strict=True)}
    store = Chroma(
        # Collections in memory are shared by all clients of a process.
        collection_name=f"passages-{uuid.uuid4().hex}",
        embedding_function=_Known(parts.index.embedder, by_text),
        client=chromadb.EphemeralClient(settings=Settings(_env_file=None, anonymized_telemetry=False)),
        # One thread, so that two builds of the same passages are the same; all else as Chroma has it.
        collection_configuration={"hnsw": {"space": "cosine", "num_threads": 1}},
    )
    for start in range(0, len(passages), _ADDED_AT_ONCE):
        part = passages[start : start + _ADDED_AT_ONCE]
        store.add_texts([each.text for each in part], [{_PASSAGE: each.id} for each in part], ids=[e.id for e in part])
    return store
