"""Stand-ins for what is slow or outside, one per seam; each keeps the contract of the real thing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np

from corpus.types import Language
from index.types import Vectors

_WORD = re.compile(r"\w+")


class HashEmbedder:
    """A hashed bag of words: deterministic unit vectors in which texts that share words are near each other.

    `embedded` lists every passage text that was embedded, in order, and `questions` every question.
    """

    def __init__(self, dimension: int = 128, window_tokens: int = 256, name: str = "hash") -> None:
        self.dimension = dimension
        self.embedded: list[str] = []
        self.questions: list[str] = []
        self._window_tokens = window_tokens
        self._name = name

    @property
    def fingerprint(self) -> str:
        return f"{self._name}-{self.dimension}"

    @property
    def languages(self) -> tuple[Language, ...]:
        return ("en",)

    @property
    def window_tokens(self) -> int:
        return self._window_tokens

    def count_tokens(self, text: str) -> int:
        return len(_WORD.findall(text)) + 2

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        if progress is not None and texts:
            progress(len(texts))
        return vectors

    def embed_question(self, text: str) -> Vectors:
        self.questions.append(text)
        return self._vector(text)[np.newaxis]

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, dtype=np.float32)
        vector[0] = 1e-3  # so that a text without words has a direction too
        for word in _WORD.findall(text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            number = int.from_bytes(digest, "big")
            vector[1 + (number >> 1) % (self.dimension - 1)] += 1.0 if number & 1 else -1.0
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit
