"""Questions' vectors kept between trials: every trial asks the same questions, and the model is in no fault."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from evals.embedders import AroundEmbedder
from index.types import Embedder, Vectors


class KeptQuestions(AroundEmbedder):
    """An embedder that looks questions up in `path` before it computes them; passages it leaves to `embedder`."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        super().__init__(embedder)
        self._path = path
        self._known: dict[str, Vectors] = {}
        self._is_new = False
        if path.exists():
            with np.load(path, allow_pickle=False) as kept:
                if str(kept["fingerprint"]) == embedder.fingerprint:
                    self._known = {
                        text: vector[np.newaxis]
                        for text, vector in zip(kept["texts"].tolist(), kept["vectors"], strict=True)
                    }

    def embed_question(self, text: str) -> Vectors:
        """As the embedder does it, once for each text."""
        if text not in self._known:
            self._known[text] = self._embedder.embed_question(text)
            self._is_new = True
        return self._known[text]

    def keep(self) -> None:
        """Writes what is known, where anything was computed; whole or not at all."""
        if not self._is_new:
            return
        unfinished = self._path.with_name(f".{os.getpid()}.{self._path.name}")
        texts = sorted(self._known)
        vectors = np.concatenate([self._known[text] for text in texts])
        np.savez(unfinished, fingerprint=np.array(self.fingerprint), texts=np.array(texts), vectors=vectors)
        unfinished.replace(self._path)
