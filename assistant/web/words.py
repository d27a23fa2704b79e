"""The words of the web pages, in both languages."""

from __future__ import annotations

from assistant import words
from assistant.words import Words
from corpus.types import Language

__all__ = ["Words", "words_of"]


def words_of(language: Language) -> Words:
    """The pages' words in `language`, from `assistant/strings/web.<language>.toml`."""
    return words.words_of("web", language)
