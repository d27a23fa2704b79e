"""The words by which keyword search compares passages and questions, in either language.

Text is folded first (case, accents, look-alike characters), so that "employes" finds "employés". Hyphenated words
count joined and in parts ("non-compliance": "noncompliance", "non", "compliance"), initials joined ("R.C.M.P.":
"rcmp"). Whatever holds a digit is not stemmed: course codes (COR403, H7031-P) and numbers are compared exactly, numbers
without the marks between thousands ("1,204" and "1 204" are "1204") and with a point before decimals.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from corpus.errors import DataFileError
from corpus.folding import folded
from corpus.types import LANGUAGES, Language

_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:\.\d{3})+)(?!\d)(?![.,]?\d)")
_DECIMALS = re.compile(r"(?<=\d),(?=\d)")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:['-][^\W_]+)*")
_POSSESSIVE = re.compile(r"'s$")
_SNOWBALL = {"en": "english", "fr": "french"}


@dataclass(frozen=True, slots=True)
class _Rules:
    """What data/stopwords.toml says of one language."""

    words: frozenset[str]
    elided: frozenset[str]
    inverted: frozenset[str]


def plain_words(text: str, language: Language) -> list[str]:
    """The words of `text` in order, folded, without stop words, not yet stemmed; parts follow their joined word."""
    rules = _rules()[language]
    found: list[str] = []
    for match in _WORD.finditer(_without_marks(folded(text))):
        pieces = _pieces(match.group(), rules)
        joined = [] if len(pieces) == 1 else ["".join(pieces)]
        found += [word for word in (*joined, *pieces) if _counts(word) and word not in rules.words]
    return found


def is_small(word: str, language: Language) -> bool:
    """Whether a folded word is one that says nothing about a topic, or a single letter."""
    return word in _rules()[language].words or not _counts(word)


def stems(words: Iterable[str], language: Language) -> dict[str, str]:
    """The stem of each of `words` as plain_words returns them."""
    # Imported late: a list question needs no keywords. A stemmer is made for each call, as none may be shared between
    # threads; that takes a microsecond.
    import Stemmer

    ordered = list(dict.fromkeys(words))
    stemmed: Sequence[str] = Stemmer.Stemmer(_SNOWBALL[language]).stemWords(ordered)
    return {
        word: word if any(map(str.isdigit, word)) else _evened(stem, language)
        for word, stem in zip(ordered, stemmed, strict=True)
    }


@lru_cache(maxsize=20_000)
def terms_of(text: str, language: Language) -> tuple[str, ...]:
    """The different stems of a text's words, without stop words, in order.

    Kept, because the same sentences are compared with every question; 20,000 are about 100 assessments.
    """
    words = plain_words(text, language)
    stem_of = stems(words, language)
    return tuple(dict.fromkeys(stem_of[word] for word in words))


def _evened(stem: str, language: Language) -> str:
    # Without its accent the French participle -ée keeps an e that -é and -er lose: evaluee, evalue, evaluer.
    return stem.rstrip("e") or stem if language == "fr" and len(stem) > 3 else stem


def _without_marks(text: str) -> str:
    text = _INITIALS.sub(lambda match: match.group().replace(".", "") + " ", text)
    text = _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match.group()), text)
    return _DECIMALS.sub(".", text)


def _pieces(word: str, rules: _Rules) -> list[str]:
    pieces = [_without_apostrophe(piece, rules) for piece in word.split("-")]
    while len(pieces) > 1 and pieces[-1] in rules.inverted:
        pieces.pop()
    return pieces


def _without_apostrophe(word: str, rules: _Rules) -> str:
    start, mark, rest = word.partition("'")
    if mark and start in rules.elided:
        return _without_apostrophe(rest, rules)
    return _POSSESSIVE.sub("", word).replace("'", "")


def _counts(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


@cache
def _rules() -> dict[Language, _Rules]:
    source = files("index") / "data" / "stopwords.toml"
    try:
        data = tomllib.loads(source.read_text(encoding="utf-8"))
        return {language: _language_rules(data[language]) for language in LANGUAGES}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise DataFileError(
            f"{source} cannot be used: {error!r}. Mend the file or take it from the release."
        ) from error


def _language_rules(data: dict[str, str]) -> _Rules:
    return _Rules(
        words=frozenset(data["words"].split()),
        elided=frozenset(data.get("elided", "").split()),
        inverted=frozenset(data.get("inverted", "").split()),
    )
