"""The words that tell what stands around a web page's text: navigation, dates, feedback, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DataFileError
from corpus.folding import folded
from corpus.types import LANGUAGES

SHIPPED = Path(__file__).parent.parent / "data" / "page_furniture.toml"

# "Date modified: 2024-08-01" is furniture; a paragraph that goes on for longer says something.
_MAX_VALUE_CHARS = 40


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """Classes and ids (lower case), headings and labels (folded) of what is dropped from a page."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    def names_element(self, classes: list[str], element_id: str) -> bool:
        """Whether one of an element's classes, or its id, marks it as furniture."""
        return element_id.lower() in self.ids or any(name.lower() in self.classes for name in classes)

    def names_heading(self, text: str) -> bool:
        """Whether a heading of these words heads furniture."""
        return _folded_words(text) in self.headings

    def names_line(self, text: str) -> bool:
        """Whether a paragraph of these words is furniture: a label alone, or with a short value after a colon."""
        words = _folded_words(text)
        label, colon, value = words.partition(":")
        return words in self.labels or (bool(colon) and label.strip() in self.labels and len(value) <= _MAX_VALUE_CHARS)

    def and_also(self, other: PageFurniture) -> PageFurniture:
        """Both together."""
        return PageFurniture(
            self.classes | other.classes,
            self.ids | other.ids,
            self.headings | other.headings,
            self.labels | other.labels,
        )


def load_page_furniture(extra: Path | None = None) -> PageFurniture:
    """The shipped words, with those of a user's own file of the same shape; DataFileError names a mistake in it."""
    shipped = _furniture_of(SHIPPED)
    return shipped if extra is None else shipped.and_also(_furniture_of(extra))


def _furniture_of(path: Path) -> PageFurniture:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataFileError(f"{path} cannot be read as TOML: {error}. Mend it or leave it out.") from error
    if unknown := sorted(set(table) - {"classes", "ids", "headings", "labels"}):
        raise DataFileError(f"{path}: unknown entry {unknown[0]!r}. Known: classes, ids, headings, labels.")
    return PageFurniture(
        frozenset(word.lower() for word in _words(path, "classes", table.get("classes", []))),
        frozenset(word.lower() for word in _words(path, "ids", table.get("ids", []))),
        _both_languages(path, "headings", table.get("headings", {})),
        _both_languages(path, "labels", table.get("labels", {})),
    )


def _both_languages(path: Path, entry: str, value: object) -> frozenset[str]:
    if not isinstance(value, Mapping) or set(value) - set(LANGUAGES):
        raise DataFileError(f"{path}: {entry} must be a table with the lists {' and '.join(LANGUAGES)}.")
    lists = (_words(path, f"{entry}.{language}", value.get(language, [])) for language in LANGUAGES)
    return frozenset(_folded_words(word) for words in lists for word in words)


def _words(path: Path, entry: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise DataFileError(f"{path}: {entry} must be a list of words.")
    return value


def _folded_words(text: str) -> str:
    return " ".join(folded(text).split()).strip(" :")
