"""A passage as its sentences and list entries, each with its words, numbers and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.model.checks.numbers import Days, days_in, in_digits, numbers_in, without_bullet
from assistant.model.checks.quoting import without_long_quotations
from assistant.model.checks.types import Evidence
from assistant.model.checks.words import shipped_words
from corpus.folding import folded
from corpus.types import LANGUAGES, Language
from index.sentences import Block, blocks_of, sentences_of, without_mark
from index.words import plain_words, stems

# The same passages are compared with each of a model's sentences.
_KEPT_TEXTS = 8192
_BETWEEN = r"[;:]\s|,\s(?!\d)|\s[–—-]\s|\s\(|\)"
_PARTED = re.compile(r"[;:]\s|\s[–—-]\s")
_ENOUGH_TO_TELL = 12  # characters, by which a clause is found again
_JOINING = re.compile(
    r"[;:]\s|,\s(?!\d)|\s[–—-]\s|"
    r"\s(?:and|et|while|whereas|but|mais|tandis que|alors que|ainsi que|as well as|along with)\s"
)
# A shorter piece ("No,") belongs to what follows it.
_FEWEST_WORDS = 4
_MOST_WORDS_NAMED = 16
_SHORTEST_VERB = 3
_DIGIT = re.compile(r"\d(?![A-Za-z]*\+)")  # but for those of "LGBTQ2+"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a passage, which may be an entry of a list, with its stems, numbers and dates.

    `lead_in` is what an entry's list is announced with: "The review aims to:".
    """

    text: str
    language: Language
    stems: frozenset[str]
    numbers: frozenset[str]
    days: tuple[Days, ...]
    clauses: tuple[str, ...]
    lead_in: str = ""


def units_of(evidence: Evidence) -> tuple[Unit, ...]:
    """The sentences of a passage, each line for itself; of ticked options the questionnaire's labels, too."""
    text = evidence.text
    printed: list[Unit] = []
    for block in blocks_of(text):
        for number, line in enumerate(block.lines):
            lead_in = _lead_in(text, block) if block.leads_in and number else ""
            for start, end in sentences_of(text, *(without_mark(text, *line) if block.is_list else line)):
                printed.append(replace(_unit(text[start:end], evidence.language), lead_in=lead_in))
    printed = printed or [_unit(text, evidence.language)]
    return (*printed, *(_unit(label, language) for language, label in evidence.meanings))


def lists_of(evidence: Evidence) -> tuple[Unit, ...]:
    """What the lists of a passage tell in more than one line: each entry with its lead-in, short entries together."""
    text = evidence.text
    told: list[str] = []
    for block in blocks_of(text):
        entries = [without_bullet(text[start:end]) for start, end in block.entries]
        lead_in = _lead_in(text, block)
        told += [entry for entry in entries if len(sentences_of(entry)) > 1]
        if lead_in:
            told += [f"{lead_in} {entry}" for entry in entries]
        if entries and all(_is_short(entry) for entry in entries):
            told.append("; ".join((lead_in, *entries)))
    return tuple(_unit(each, evidence.language) for each in told)


def _lead_in(text: str, block: Block) -> str:
    return text[slice(*sentences_of(text, *block.lines[0])[-1])] if block.leads_in else ""


def clauses_of(text: str) -> tuple[str, ...]:
    """The pieces of a sentence between commas, dashes and the like; very short ones with what follows."""
    return _joined(_between().split(text))


@cache
def _between() -> re.Pattern[str]:
    """What parts clauses: marks, and what a purpose is told with."""
    told = "|".join(re.escape(each) for language in LANGUAGES for each in shipped_words().purposes.of(language))
    return re.compile(rf"{_BETWEEN}|\s(?=(?:{told})(?!\w))", re.IGNORECASE)


def around(clauses: Sequence[str], unit: Unit) -> tuple[str, ...]:
    """The parts of a unit between semicolons, colons and dashes that the clauses are in."""
    return tuple(
        part for part in _PARTED.split(unit.text) if any(clause[:_ENOUGH_TO_TELL] in part for clause in clauses)
    )


def joined_pieces(text: str) -> list[str]:
    """The pieces of a text between commas, "and" and the like, however short."""
    return [each for each in _JOINING.split(text) if each.strip()]


def told_apart(text: str) -> tuple[tuple[str, ...], ...]:
    """The pieces of a sentence that each tell something: parted by "and", too.

    Each in the ways it can be read: a very short piece with what follows, or with what is before it.
    """
    pieces = joined_pieces(text)
    read: list[tuple[str, ...]] = []
    for at, piece in enumerate(pieces):
        if len(piece.split()) >= _FEWEST_WORDS or len(pieces) == 1:
            read.append((piece,))
            continue
        first, last = at, at
        while first > 0 and len(" ".join(pieces[first : at + 1]).split()) < _FEWEST_WORDS + 1:
            first -= 1
        while last < len(pieces) - 1 and len(" ".join(pieces[at : last + 1]).split()) < _FEWEST_WORDS + 1:
            last += 1
        read.append((" ".join(pieces[at : last + 1]), " ".join(pieces[first : at + 1])))
    return tuple(read)


@lru_cache(maxsize=_KEPT_TEXTS)
def stems_in(text: str, language: Language) -> frozenset[str]:
    """The stems of a text's words, in all their forms; those of hyphenated words joined and apart."""
    words = {*plain_words(text, language)}
    words.update(*(plain_words(apart(each), language) for each in (text, in_digits(text, language))))
    return frozenset(form for stem in stems(words, language).values() for form in forms_of(stem, language))


def ordered_words(text: str, language: Language) -> list[str]:
    """The words of a text in order, without small ones: parts of hyphenated words apart, numbers in digits."""
    return plain_words(apart(in_digits(text, language)), language)


def forms_of(stem: str, language: Language) -> frozenset[str]:
    """A stem, and without the ending of a French verb that the stemmer leaves on it ("changent")."""
    if language == "en":
        return frozenset({stem})
    ends = (
        ending
        for ending in shipped_words().verb_endings.fr
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_VERB
    )
    return frozenset({stem, *(stem.removesuffix(ending) for ending in ends)})


def apart(text: str) -> str:
    """A folded text, the parts of hyphenated words as words."""
    return folded(text).replace("-", " ")


def bare_unit(text: str, language: Language) -> Unit:
    """A unit of some words of a passage, with their stems and nothing else."""
    return Unit(text, language, stems_in(text, language), frozenset(), (), ())


def _is_short(entry: str) -> bool:
    """Whether an entry only names something: no full sentence, no number that could be taken for another entry's."""
    words = len(entry.split())
    is_sentence = entry.rstrip().endswith(".") and words > _FEWEST_WORDS
    return words <= _MOST_WORDS_NAMED and not is_sentence and not _DIGIT.search(entry)


@lru_cache(maxsize=_KEPT_TEXTS)
def _unit(text: str, language: Language) -> Unit:
    plain = without_long_quotations(without_bullet(text))
    return Unit(
        plain,
        language,
        stems_in(plain, language),
        numbers_in(plain, language),
        days_in(plain, language),
        clauses_of(plain),
    )


def _joined(pieces: Sequence[str]) -> tuple[str, ...]:
    joined: list[str] = []
    carried = ""
    for piece in pieces:
        carried = f"{carried} {piece}".strip()
        if len(carried.split()) >= _FEWEST_WORDS:
            joined.append(carried)
            carried = ""
    if carried:
        joined[-1:] = [f"{joined[-1]} {carried}"] if joined else [carried]
    return tuple(joined)
