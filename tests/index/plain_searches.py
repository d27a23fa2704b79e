"""The plainest searches that keep the two contracts: for tests of what is above them, and to go wrong on demand."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from index.types import Filter, Passage, Vectors

_WORD = re.compile(r"\w+")


def fits(passage: Passage, where: Filter | None) -> bool:
    if where is None:
        return True
    return all(
        allowed is None or value in allowed
        for allowed, value in (
            (where.organizations, passage.organization),
            (where.items, passage.item),
            (where.languages, passage.language),
        )
    )


def best(scored: dict[str, float], count: int) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:count])


def load(path: Path) -> list[Passage]:
    return [Passage(**values) for values in json.loads(path.read_text("utf-8"))]


class PlainStore:
    """Every vector compared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, generation: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        np.save(self.folder / generation / "vectors.npy", vectors)
        (self.folder / generation / "vectors.json").write_text(json.dumps([asdict(p) for p in passages]))

    def nearest(
        self, generation: str, vector: Vectors, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        passages = load(self.folder / generation / "vectors.json")
        scores = np.load(self.folder / generation / "vectors.npy") @ vector[0]
        return best({p.id: float(s) for p, s in zip(passages, scores, strict=True) if fits(p, where)}, count)

    def get(self, generation: str, ids: Sequence[str]) -> Vectors:
        rows = {p.id: row for row, p in enumerate(load(self.folder / generation / "vectors.json"))}
        vectors: Vectors = np.load(self.folder / generation / "vectors.npy")[[rows[i] for i in ids]]
        return vectors

    def count(self, generation: str) -> int:
        return len(load(self.folder / generation / "vectors.json"))


class PlainKeywords:
    """Shared words counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, generation: str, passages: Sequence[Passage]) -> None:
        (self.folder / generation / "keywords.json").write_text(json.dumps([asdict(p) for p in passages]))

    def search(
        self, generation: str, question: str, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        wanted = Counter(_WORD.findall(question.lower()))
        scored = {
            p.id: sum((wanted & Counter(_WORD.findall(p.text.lower()))).values()) / (10 + len(p.text))
            for p in load(self.folder / generation / "keywords.json")
            if fits(p, where)
        }
        return best({i: score for i, score in scored.items() if score > 0}, count)

    def count(self, generation: str) -> int:
        return len(load(self.folder / generation / "keywords.json"))
