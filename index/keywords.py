"""Passages by words: BM25 with bm25s, one index per language.

A question is looked up in the indexes of both languages, each time with that language's stop words and stemmer: names,
numbers and codes are the same in both. BM25 scores of two indexes cannot be compared, so the two lists are merged by
rank, as fusion does, each weighted with the share of the question's words that its language knows. An English question
so finds English passages first, and French ones that share a name or number after them.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import numpy.typing as npt

from corpus.types import LANGUAGES, Language
from index.errors import IndexUnusable
from index.fusion import RANK_CONSTANT
from index.types import Filter, Passage
from index.words import plain_words, stems

if TYPE_CHECKING:
    from bm25s import BM25

_PASSAGES_FILE = "passages.json"
_REBUILD = "Build the index again: `candour ingest --replace PATH...`."


class Bm25Keywords:
    """index.types.KeywordSearch in one folder per generation and language, below what `folder` names for it.

    A generation is read at its first search and kept in memory until `close`. Safe to share between threads.
    """

    def __init__(self, folder: Callable[[str], Path]) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._open: dict[str, tuple[_LanguageIndex, ...]] = {}

    def write(self, generation: str, passages: Sequence[Passage]) -> None:
        """Indexes all passages of a new generation; languages without passages have no index."""
        folder = self._folder(generation) / "keywords"
        folder.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            of_language = sorted((passage for passage in passages if passage.language == language), key=lambda p: p.id)
            if of_language:
                _write_language(folder / language, language, of_language)
        self.close(generation)

    def search(
        self, generation: str, question: str, count: int, where: Filter | None = None
    ) -> tuple[tuple[str, float], ...]:
        """At most `count` passage ids with their BM25 score, best first, ties by id.

        Scores are above 0 and comparable only within one language, so the merged list need not fall evenly. Empty where
        no word of the question is known. The filter applies before the cut. Raises IndexUnusable.
        """
        ranked: list[tuple[float, str, float]] = []
        for index in self._opened(generation):
            share, hits = index.search(question, count, where or Filter())
            ranked += [(-share / (RANK_CONSTANT + rank), *hit) for rank, hit in enumerate(hits, start=1)]
        return tuple((passage, score) for _, passage, score in sorted(ranked)[: max(count, 0)])

    def count(self, generation: str) -> int:
        """How many passages the generation holds. Raises IndexUnusable."""
        return sum(len(index.ids) for index in self._opened(generation))

    def close(self, generation: str) -> None:
        """Lets go of the generation; does nothing where it is not open."""
        with self._lock:
            self._open.pop(generation, None)

    def _opened(self, generation: str) -> tuple[_LanguageIndex, ...]:
        with self._lock:
            if generation not in self._open:
                self._open[generation] = _read(self._folder(generation) / "keywords")
            return self._open[generation]


class _Fields(TypedDict):
    """Of the passages in the order of the index, which is the order of their ids; whether any holds a word."""

    has_words: bool
    ids: list[str]
    organizations: list[str]
    items: list[int]


@dataclass(frozen=True, slots=True)
class _LanguageIndex:
    """One language of a generation; `bm25` is None where its passages hold no word that counts."""

    language: Language
    ids: tuple[str, ...]
    organizations: npt.NDArray[np.str_]
    items: npt.NDArray[np.int64]
    bm25: BM25 | None

    def search(self, question: str, count: int, where: Filter) -> tuple[float, list[tuple[str, float]]]:
        """The share of the question's words that are known here (0 to 1), and the best hits that pass the filter."""
        words = plain_words(question, self.language)
        if self.bm25 is None or not words or count < 1:
            return 0.0, []
        asked = list(dict.fromkeys(stems(words, self.language).values()))
        known = [self.bm25.vocab_dict[stem] for stem in asked if stem in self.bm25.vocab_dict]
        if not known:
            return 0.0, []
        scores = self.bm25.get_scores_from_ids(known)
        rows = np.flatnonzero((scores > 0) & self._matching(where))
        best = rows[np.argsort(-scores[rows], kind="stable")[:count]]  # rows are in the order of ids
        return len(known) / len(asked), [(self.ids[row], float(scores[row])) for row in best]

    def _matching(self, where: Filter) -> npt.NDArray[np.bool_]:
        matching = np.ones(len(self.ids), dtype=np.bool_)
        if where.languages is not None:
            matching &= self.language in where.languages
        if where.organizations is not None:
            matching &= np.isin(self.organizations, where.organizations)
        if where.items is not None:
            matching &= np.isin(self.items, where.items)
        return matching


def _write_language(folder: Path, language: Language, passages: Sequence[Passage]) -> None:
    from bm25s import BM25

    words = [plain_words(passage.text, language) for passage in passages]
    stem_of = stems((word for of_passage in words for word in of_passage), language)
    vocabulary = {stem: number for number, stem in enumerate(sorted(set(stem_of.values())))}
    folder.mkdir(exist_ok=True)
    if vocabulary:
        bm25 = BM25()
        token_ids = [[vocabulary[stem_of[word]] for word in of_passage] for of_passage in words]
        bm25.index((token_ids, vocabulary), create_empty_token=False, show_progress=False)
        bm25.save(folder, show_progress=False)
    fields = _Fields(
        has_words=bool(vocabulary),
        ids=[passage.id for passage in passages],
        organizations=[passage.organization for passage in passages],
        items=[passage.item for passage in passages],
    )
    (folder / _PASSAGES_FILE).write_text(json.dumps(fields), encoding="utf-8")


def _read(folder: Path) -> tuple[_LanguageIndex, ...]:
    if not folder.is_dir():
        raise IndexUnusable(f"{folder} does not exist: this index holds no keywords. {_REBUILD}")
    try:
        return tuple(
            _read_language(folder / language, language) for language in LANGUAGES if (folder / language).is_dir()
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(f"The keywords in {folder} cannot be read: {error}. {_REBUILD}") from error


def _read_language(folder: Path, language: Language) -> _LanguageIndex:
    from bm25s import BM25

    fields: _Fields = json.loads((folder / _PASSAGES_FILE).read_text(encoding="utf-8"))
    bm25 = BM25.load(folder, show_progress=False) if fields["has_words"] else None
    if bm25 is not None and bm25.scores["num_docs"] != len(fields["ids"]):
        raise ValueError(f"{len(fields['ids'])} passages, {bm25.scores['num_docs']} in the index")
    return _LanguageIndex(
        language=language,
        ids=tuple(fields["ids"]),
        organizations=np.array(fields["organizations"], dtype=np.str_),
        items=np.array(fields["items"], dtype=np.int64),
        bm25=bm25,
    )
