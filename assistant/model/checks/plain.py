"""Whether a sentence is plain: words and ordinary punctuation, of nobody but the organizations, and not too long."""

from __future__ import annotations

import re
import unicodedata

from assistant.model.checks.words import CheckingWords
from assistant.reading.phrases import find_any, question_words
from corpus.folding import folded
from corpus.types import Language

LONGEST = 500  # characters; the sentences that people write in answers have about 150
# What else could be typed is markup, part of an address, or cannot be seen.
_PUNCTUATION = frozenset(" .,;:()%$&+/'\"-’‘“”«»–—…°\u00a0\u202f\u2011")
_LAST_LETTER = "\u017f"  # of Latin letters as European languages type them
_LOOK_ALIKE = frozenset("\u0131\u0138\u017f")  # an i without its dot, a k, a long s
_ADDRESS = re.compile(
    r"[\w-]{3}\.(?:[a-z]{2,3}|info|gouv|online|site|example)\b|https?|www\.|\w/\w+/|\b[a-z]+:/"
    r"|(?<!\d)\d{3}[-. \u00a0]\d{4}\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.…][”»\")\u00a0\u202f ]*$")  # one that broke off may say the opposite of the whole
_ORDER = re.compile(r"\b[a-z]{2,}ez\b")  # French verbs that speak to the reader
_QUOTED = re.compile('“[^“”]*”|«[^«»]*»|"[^"]*"')


def is_plain(text: str, language: Language, words: CheckingWords) -> bool:
    """Whether a sentence is whole, holds no markup, link, hidden or foreign character, and speaks to nobody."""
    unquoted = _QUOTED.sub(" ", text)
    if language == "fr" and any(each[0] not in words.no_orders.fr for each in _ORDER.finditer(folded(unquoted))):
        return False
    return (
        0 < len(text) <= LONGEST
        and _END.search(text) is not None
        and all(character in _PUNCTUATION or _is_ours(character) for character in text)
        and not _ADDRESS.search(text)
        and find_any(question_words(unquoted), words.to_the_reader.of(language), most_between=0) is None
    )


def _is_ours(character: str) -> bool:
    """Whether it is a digit of ours, or a letter of the Latin alphabet as it is typed (no look-alike, no style)."""
    if character.isascii():
        return character.isalnum()
    plain = character <= _LAST_LETTER and character not in _LOOK_ALIKE
    return plain and character.isalpha() and unicodedata.normalize("NFKC", character) == character
