"""Words that may stand for one another, in a language and across the two, from assistant/vocabulary/words.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.folding import folded
from corpus.types import LANGUAGES, STRICT_KEYS, Language, Phrases
from index.words import stems

_VOCABULARY = Path(__file__).parent.parent / "vocabulary"
SHIPPED = _VOCABULARY / "words.toml"
# Fewer liberties, for checking what a model wrote: what a look-up may take for the same ("training", "course") is not.
ANSWERING_WORDS = _VOCABULARY / "answering_words.toml"


@dataclass(frozen=True, slots=True)
class SameWords:
    """For a stem of one language, the stems of each language that say the same."""

    _by_stem: dict[tuple[Language, str], dict[Language, frozenset[str]]]

    def of(self, stem: str, language: Language, wanted: Language) -> frozenset[str]:
        """The stems of `wanted` that say what `stem` says in `language`, itself among them: names are in both."""
        found = self._by_stem.get((language, stem), {})
        return found.get(wanted, frozenset()) | {stem}


NO_SAME_WORDS = SameWords({})


@dataclass(frozen=True, slots=True)
class _File:
    """The data file: words of an entry say the same."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    same: tuple[Phrases, ...]


def load_same_words(path: Path = SHIPPED) -> SameWords:
    """The words of a data file; DataFileError names file and entry of a mistake."""
    entries = read_data_file(path, _File).same
    collected: dict[tuple[Language, str], dict[Language, set[str]]] = defaultdict(lambda: defaultdict(set))
    by_language = {language: _stemmed(entries, language) for language in LANGUAGES}
    for number in range(len(entries)):
        for language in LANGUAGES:
            for stem in by_language[language][number]:
                for other in LANGUAGES:
                    collected[(language, stem)][other] |= by_language[other][number]
    return SameWords(
        {key: {language: frozenset(same) for language, same in found.items()} for key, found in collected.items()}
    )


def _stemmed(entries: Sequence[Phrases], language: Language) -> list[set[str]]:
    folded_entries = [[folded(word) for word in entry.of(language)] for entry in entries]
    stem_of = stems((word for entry in folded_entries for word in entry), language)
    return [{stem_of[word] for word in entry} for entry in folded_entries]
