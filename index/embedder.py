"""The embedder that the settings name: Candour's own, or any that LangChain knows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.types import LANGUAGES, Language
from index.errors import EmbedderUnavailable
from index.minilm import MiniLm
from index.types import Embedder, Vectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

OWN = "minilm"

# LangChain does not say how long a text a model reads, nor how it counts. Passages fit our own model's window, which
# no current model undercuts; 1.3 word pieces a word is the usual ratio of English and French prose.
_WINDOW_TOKENS = 256
_TOKENS_PER_WORD = 1.3
# Texts in one call: small enough for every provider's limit and for a progress bar that moves.
_BATCH_TEXTS = 64


def embedder_named(name: str, models: Path) -> Embedder:
    """The embedder called `name`: "minilm", or "provider:model" as LangChain's init_embeddings has it.

    `models` is the folder in which our own model is kept once built; nothing is opened before the first text. Raises
    EmbedderUnavailable for a name nobody knows and for a provider whose package is not installed.
    """
    if name == OWN:
        return MiniLm(models)
    if ":" not in name:
        raise EmbedderUnavailable(
            f"There is no embedder called '{name}'. Set '{OWN}' or 'provider:model', "
            "for example 'openai:text-embedding-3-small'."
        )
    return LangChainEmbedder(name, _langchain_embeddings(name))


class LangChainEmbedder:
    """A LangChain embedding model behind Candour's interface. Vectors are brought to unit length.

    The fingerprint is the name alone: a model that its provider changes under the same name goes unnoticed.
    """

    def __init__(self, name: str, embeddings: Embeddings) -> None:
        self._name = name
        self._embeddings = embeddings

    @property
    def fingerprint(self) -> str:
        """The name in the settings, marked as LangChain's."""
        return f"langchain-{self._name}"

    @property
    def languages(self) -> tuple[Language, ...]:
        """Both: who sets another embedder than the English one that ships wants the other language too."""
        return LANGUAGES

    @property
    def window_tokens(self) -> int:
        """256: assumed, see above."""
        return _WINDOW_TOKENS

    def count_tokens(self, text: str) -> int:
        """An estimate: 1.3 a word, plus both markers."""
        return math.ceil(len(text.split()) * _TOKENS_PER_WORD) + 2

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, float32 (len(texts), dimension), in order. The provider's own errors are passed on."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH_TEXTS):
            vectors += self._embeddings.embed_documents(list(texts[start : start + _BATCH_TEXTS]))
            if progress is not None:
                progress(len(vectors))
        return _unit(vectors)

    def embed_question(self, text: str) -> Vectors:
        """One unit vector, float32 (1, dimension). The provider's own errors are passed on."""
        return _unit([self._embeddings.embed_query(text)])


def _langchain_embeddings(name: str) -> Embeddings:
    from langchain.embeddings import init_embeddings

    provider = name.partition(":")[0]
    try:
        return init_embeddings(name)
    except ImportError as error:
        raise EmbedderUnavailable(
            f"The embedder '{name}' needs a package that is not installed: {error}. "
            f"Run `make setup EXTRAS={provider}` where Candour has that extra, or install the package beside it."
        ) from error
    except ValueError as error:
        reason = str(error).partition("\n")[0]
        raise EmbedderUnavailable(
            f"The embedder '{name}' cannot be had: {reason} Set '{OWN}' or 'provider:model'."
        ) from error


def _unit(vectors: list[list[float]]) -> Vectors:
    array: Vectors = np.array(vectors, dtype=np.float32).reshape(len(vectors), -1 if vectors else 0)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    unit: Vectors = array / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
