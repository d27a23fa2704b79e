"""Embedders around another one: they change when it is asked, never what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.types import Language
from index.types import Embedder, Vectors


class AroundEmbedder:
    """Passes everything on to `embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """The embedder's own."""
        return self._embedder.fingerprint

    @property
    def languages(self) -> tuple[Language, ...]:
        """The embedder's."""
        return self._embedder.languages

    @property
    def window_tokens(self) -> int:
        """The embedder's own."""
        return self._embedder.window_tokens

    def count_tokens(self, text: str) -> int:
        """As the embedder counts."""
        return self._embedder.count_tokens(text)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As the embedder does it."""
        return self._embedder.embed_passages(texts, progress)

    def embed_question(self, text: str) -> Vectors:
        """As the embedder does it."""
        return self._embedder.embed_question(text)


class RememberingEmbedder(AroundEmbedder):
    """Remembers the last question: what was found is searched for once more after the answer."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._last: tuple[str, Vectors] | None = None

    def embed_question(self, text: str) -> Vectors:
        """As the embedder does it, but not twice running for the same text."""
        if self._last is None or self._last[0] != text:
            self._last = (text, self._embedder.embed_question(text))
        return self._last[1]
