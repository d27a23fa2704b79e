"""Baseline: a plain LangChain pipeline as tutorials have it: embed the question, fetch the nearest passages, show them.

Same passages, vectors and model as Candour's. The vectors are compared exactly, not through Chroma's graph: a graph is
another one each time it is built (over 86 organizations, one question in five then had other first twenty passages),
and it finds less. So this is what such a pipeline reaches at its best, and the same in every run.
"""

from __future__ import annotations

import time
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from assistant.app import Parts
from evals.baselines.passages import PassageAnswers, quoted
from evals.systems import Question
from index.home import Index
from index.types import Passage

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
        store = _StoredPassages(parts.index, self._answers.generation)
        self._retriever = store.as_retriever(search_kwargs={"k": count})

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON."""
        started = time.perf_counter()
        passages = self.passages(question.record.question)
        return self._answers.line(self._name, question, quoted(passages), passages, started)

    def passages(self, question: str) -> tuple[Passage, ...]:
        """What the retriever gives, best first."""
        found = self._retriever.invoke(question)
        return self._table.passages(self._answers.generation, [each.metadata[_PASSAGE] for each in found])


class _StoredPassages(VectorStore):
    """A generation's passages as LangChain sees a vector store; read only."""

    def __init__(self, index: Index, generation: str) -> None:
        self._index = index
        self._generation = generation

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:  # noqa: ANN401
        """The `k` passages nearest to `query`, best first, ties by id."""
        vector = self._index.embedder.embed_question(query)
        nearest = [name for name, _ in self._index.passage_store.nearest(self._generation, vector, k)]
        passages = self._index.table.passages(self._generation, nearest)
        return [Document(each.text, id=each.id, metadata={_PASSAGE: each.id}) for each in passages]

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> _StoredPassages:
        """Never called: the passages are there. NotImplementedError."""
        raise NotImplementedError("an index is made by `candour ingest`")
