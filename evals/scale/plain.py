"""What anybody would build first: a recursive splitter, Chroma, the nearest ten pieces; measured beside Candour."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.types import Embedder

# The splitter's numbers of LangChain's own tutorial on retrieval.
_PIECE_CHARACTERS = 1_000
_OVERLAP_CHARACTERS = 200
PIECES = 10
_ORGANIZATION = "organization"


class PlainPipeline:
    """Texts in pieces in a Chroma store on disk, with the same embedding model as Candour."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        self._store = Chroma("plain", _Embeddings(embedder), persist_directory=str(folder), client_settings=settings)

    def ingest(self, forms: Mapping[Path, str]) -> int:
        """Splits and stores the files, each said to be of the organization it is mapped to; the number of pieces."""
        splitter = RecursiveCharacterTextSplitter(chunk_size=_PIECE_CHARACTERS, chunk_overlap=_OVERLAP_CHARACTERS)
        pieces = splitter.create_documents(
            [path.read_text(encoding="utf-8") for path in forms],
            [{_ORGANIZATION: organization} for organization in forms.values()],
        )
        self._store.add_documents(pieces)
        return len(pieces)

    def organizations(self, question: str) -> frozenset[str]:
        """The organizations among the nearest pieces: the longest list that such a chat can give."""
        return frozenset(each.metadata[_ORGANIZATION] for each in self._store.similarity_search(question, PIECES))


class _Embeddings(Embeddings):
    """Candour's embedder as LangChain sees one."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(each) for each in vector] for vector in self._embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(each) for each in self._embedder.embed_question(text)[0]]
