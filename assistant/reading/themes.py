"""Themes of free texts and the phrases by which they are spoken of, from assistant/vocabulary/themes.toml."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.types import LANGUAGES, STRICT_KEYS, Language, Phrases
from index.words import plain_words, stems

SHIPPED = Path(__file__).parent.parent / "vocabulary" / "themes.toml"

# Words of a theme's phrase.
_LENGTHS = (1, 2, 3)

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `name` is its first phrase in each language, `stems` the word stems of each phrase, by language."""

    name: Phrases
    phrases: Phrases
    stems: dict[Language, tuple[Stems, ...]]

    def named(self, language: Language) -> str:
        """What the theme is called in `language`."""
        return self.name.of(language)[0]


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes of the data file."""

    themes: tuple[Theme, ...]

    def of(self, words: Sequence[str], language: Language) -> Theme | None:
        """The theme that the words name and nothing beside it; of several the one named by the longest phrase."""
        said = set(stem_sequence(" ".join(words), language))
        best: tuple[int, Theme] | None = None
        for theme in self.themes:
            for phrase in theme.stems[language]:
                if phrase and said == set(phrase) and (best is None or len(phrase) > best[0]):
                    best = len(phrase), theme
        return None if best is None else best[1]

    def among(self, words: Sequence[str], language: Language, besides: Collection[str] = ()) -> bool:
        """Whether neighbouring words name a theme, not all of them standing in `besides`."""
        named = [words[at : at + length] for length in _LENGTHS for at in range(len(words) - length + 1)]
        return any(not set(each) <= set(besides) and self.of(each, language) is not None for each in named)


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar = STRICT_KEYS

    theme: tuple[Phrases, ...]


def load_themes(path: Path = SHIPPED) -> Themes:
    """The themes of a data file; DataFileError names file and entry of a mistake."""
    return Themes(tuple(_theme(phrases) for phrases in read_data_file(path, _File).theme))


def stem_sequence(text: str, language: Language) -> Stems:
    """The stems of the words of a text that carry meaning, in order."""
    words = plain_words(text, language)
    stem_of = stems(words, language)
    return tuple(stem_of[word] for word in words)


def _theme(phrases: Phrases) -> Theme:
    by_language: dict[Language, tuple[Stems, ...]] = {
        language: tuple(dict.fromkeys(stem_sequence(phrase, language) for phrase in phrases.of(language)))
        for language in LANGUAGES
    }
    return Theme(Phrases(phrases.en[:1], phrases.fr[:1]), phrases, by_language)
