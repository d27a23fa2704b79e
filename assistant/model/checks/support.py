"""Whether the words of a sentence are in its passages, and which sentences of them it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.same_words import SameWords
from assistant.model.checks.names import names_of, without_names
from assistant.model.checks.numbers import Days, days_in, in_digits, numbers_in
from assistant.model.checks.quoting import (
    is_quoted_in,
    quoted_words,
    with_quotations_set_apart,
    without_quotations,
)
from assistant.model.checks.types import Evidence
from assistant.model.checks.units import Unit, apart, bare_unit, forms_of, lists_of, stems_in, told_apart, units_of
from assistant.model.checks.words import CheckingWords
from corpus.types import Language
from index.sentences import blocks_of
from index.words import is_small, plain_words, stems

# Words of one root: the shorter one, of at least so many letters, begins the longer, which has at most so many more.
_SHORTEST_ROOT, _LONGEST_ENDING = 5, 4
# Of so many words of what a sentence tells, one may stand in another sentence of the passages.
_ONE_ELSEWHERE = 3
# Of so many words, it is clear which sentences tell them.
_ENOUGH = 1
# A sentence rests most on the units that hold at least this part of its words.
_MUCH = 0.4
_QUOTED = "“"
_ORGANIZATION = "organisation"  # neutral in both languages


@dataclass(frozen=True, slots=True)
class Support:
    """What of a sentence is there.

    `rests_on` are the units that its words are in, the one with most of them first, each with the clauses that hold
    some; `most` those of them that hold much of it. `missing` are the stems that stand nowhere.
    """

    rests_on: tuple[tuple[Unit, tuple[str, ...]], ...]
    most: tuple[tuple[Unit, tuple[str, ...]], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supporter:
    """Finds what supports a sentence: by its words, and by those that may stand for them."""

    words: CheckingWords
    same: SameWords

    def support_of(self, text: str, language: Language, cited: Sequence[Evidence]) -> Support:
        """Which units of the passages a sentence rests on, and which of its stems nothing says.

        The organizations' names, the item's short name and what is neutral need no word in a passage.
        """
        free = free_stems(cited, language)
        every = self._said(text, language)
        said = [stem for stem in every if stem not in free] or every
        units = [unit for each in cited for unit in units_of(each)]
        held = [{stem for stem in said if self._is_in(stem, language, unit)} for unit in units]
        whole = stems_in(text, language)
        alike = [sum(self._is_in(stem, language, unit) for stem in whole) for unit in units]
        order: list[int] = []
        left = set(said)
        while units:
            best = max(
                range(len(units)),
                key=lambda at: (len(held[at] & left), len(held[at]), alike[at], -len(units[at].text)),
            )
            if not held[best] & left:
                break
            order.append(best)
            left -= held[best]
        if not order and not left.difference(free):
            order = self._with_numbers_of(text, language, cited, units)
        much = _MUCH * len(set(said) - left)
        resting = {at: (units[at], self._clauses(held[at], language, units[at]) or (units[at].text,)) for at in order}
        return Support(
            tuple(resting.values()),
            tuple(resting[at] for at in order if len(held[at]) >= much or at == order[0]),
            tuple(stem for stem in said if stem in left and stem not in free),
        )

    def _with_numbers_of(
        self, text: str, language: Language, cited: Sequence[Evidence], units: Sequence[Unit]
    ) -> list[int]:
        """The first unit with all numbers of a sentence that claims nothing in words ("$120,000 goes to this")."""
        numbers = numbers_in(text, language).difference(*(_free_numbers(each) for each in cited))
        return [at for at, unit in enumerate(units) if numbers and numbers <= unit.numbers][:1]

    def told_by(
        self, text: str, language: Language, cited: Sequence[Evidence]
    ) -> tuple[tuple[str, tuple[Unit, ...]], ...] | None:
        """The pieces of a sentence with the sentences of the passages that tell them; None where nothing tells one.

        What two sentences of a passage tell may be told in one; parts of them exchanged may not, nor their numbers and
        dates. A list may tell a piece with its lead-in. A short piece belongs to the one before or after it.
        """
        free = _counts(cited).union(*(_free_numbers(each) for each in cited))
        named = free_stems(cited, language)
        units = [unit for each in cited for unit in units_of(each)]
        lists = [unit for each in cited for unit in lists_of(each)]
        set_apart, quoted = with_quotations_set_apart(without_names(text, cited, _ORGANIZATION))
        found: list[tuple[str, tuple[Unit, ...]]] = []

        def tells(unit: Unit, piece: str) -> bool:
            return self._tell([unit], piece, language, named, free)

        for wordings in told_apart(set_apart):
            pieces = [_with_quotations(piece, quoted) for piece in wordings]
            telling = [[unit for unit in units if tells(unit, each)] for each in pieces]
            if not any(telling) and not any(tells(unit, each) for unit in lists for each in pieces):
                return None
            for piece, those in zip(pieces, telling, strict=True):
                if len(pieces) == 1 and sum(stem not in named for stem in self._said(piece, language)) >= _ENOUGH:
                    found.append((piece, tuple(those)))
        return tuple(found)

    def is_told_in(
        self, part: str, language: Language, passages: Sequence[Evidence], cited: Sequence[Evidence]
    ) -> bool:
        """Whether some of the passages that a sentence cites have all numbers and dates of a part of it, and its words.

        Of every three words, one may stand in the others; not one that tells a fact of its own.
        """
        free, named = _counts(cited).union(*(_free_numbers(each) for each in cited)), free_stems(cited, language)
        return self._tell([unit for each in passages for unit in units_of(each)], part, language, named, free)

    def _tell(
        self, units: Sequence[Unit], piece: str, language: Language, named: frozenset[str], free: frozenset[str]
    ) -> bool:
        """Whether the units together have the numbers and dates of a piece, and but for one in three its words."""
        numbers = numbers_in(without_quotations(piece), language) - free
        said = {stem for stem in self._said(piece, language) if stem not in named}
        elsewhere = [stem for stem in said if not any(self._is_in(stem, language, unit) for unit in units)]
        days = [there for unit in units for there in unit.days]
        return (
            numbers <= frozenset[str]().union(*(unit.numbers for unit in units))
            and all(any(_within(there, day) for there in days) for day in days_in(piece, language))
            and len(elsewhere) <= len(said) // _ONE_ELSEWHERE
            and not any(self.words.is_telling(stem, language) for stem in elsewhere)
        )

    def claimed(self, text: str, language: Language) -> tuple[str, ...]:
        """The stems of what a text claims, in order; numbers and quotations are not among them."""
        return tuple(stem for stem in self._said(text, language) if not stem.startswith(_QUOTED))

    def tells_nothing(self, text: str, language: Language) -> bool:
        """Whether a text claims nothing: it has neither a number nor a word that a passage would have to say."""
        return not self._said(text, language) and not numbers_in(text, language)

    def same_is_in(self, stems_meant: frozenset[str], language: Language, unit: Unit) -> bool:
        """Whether a unit of any language has a word that says the same as one of the stems."""
        return any(self._is_in(stem, language, unit) for stem in stems_meant)

    def clauses_with(self, piece: str, language: Language, unit: Unit) -> tuple[str, ...]:
        """The clauses of a unit that the words of a piece are in; the whole unit where it has none of them."""
        held = {stem for stem in self._said(piece, language) if self._is_in(stem, language, unit)}
        return self._clauses(held, language, unit) or (unit.text,)

    def _said(self, text: str, language: Language) -> list[str]:
        """What a text claims, in order, each once: stems, and quotations in their marks. Numbers have their own check.

        Small words of the other language are parts of names.
        """
        other: Language = "fr" if language == "en" else "en"
        spoken = self.words.without_silent(apart(without_quotations(text)), language)
        found = plain_words(in_digits(spoken, language), language)
        stem_of = stems(found, language)
        said = [
            stem_of[word]
            for word in found
            if not is_small(word, other) and self.words.claims(word, stem_of[word], language)
        ]
        quoted = [f"{_QUOTED}{words}" for words in quoted_words(text)]
        return [stem for stem in dict.fromkeys((*said, *quoted)) if stem[0] == _QUOTED or not _has_digit(stem)]

    def _is_in(self, stem: str, language: Language, unit: Unit) -> bool:
        if stem.startswith(_QUOTED):
            return is_quoted_in(stem.removeprefix(_QUOTED), unit.text)
        meant = frozenset[str]().union(
            *(self.same.of(form, language, unit.language) for form in forms_of(stem, language))
        )
        return not meant.isdisjoint(unit.stems) or any(_one_root(stem, other) for other in unit.stems)

    def _clauses(self, held: set[str], language: Language, unit: Unit) -> tuple[str, ...]:
        """The clauses of a unit that the stems are in: the one with most of them, then what others add to it."""
        parts = [bare_unit(each, unit.language) for each in unit.clauses]
        holding = [{stem for stem in held if self._is_in(stem, language, part)} for part in parts]
        left = set(held)
        found: set[int] = set()
        while any(each & left for each in holding):
            best = max(range(len(parts)), key=lambda at: len(holding[at] & left))
            found.add(best)
            left -= holding[best]
        return tuple(unit.clauses[at] for at in sorted(found))


def free_stems(cited: Sequence[Evidence], language: Language) -> frozenset[str]:
    """The stems that need no word in a passage: of the organizations' names and of what the items ask about."""
    named = [name for each in cited for name in names_of(each.organization, each.names)]
    return stems_in(" ".join((*named, *(each.item.short.of(language) for each in cited))), language)


def _free_numbers(evidence: Evidence) -> frozenset[str]:
    named = " ".join(names_of(evidence.organization, evidence.names))
    return numbers_in(f"{named} {evidence.item.number}", evidence.language)


def _counts(cited: Sequence[Evidence]) -> frozenset[str]:
    """How many organizations are cited ("both"), and how many entries each list has ("two courses")."""
    several = {each.organization.id for each in cited}
    entries = [len(block.entries) for each in cited for block in blocks_of(each.text) if block.leads_in]
    return frozenset(str(count) for count in (len(several), *entries) if count > 1)


def _with_quotations(piece: str, quoted: Mapping[str, str]) -> str:
    """A piece of a text that was split with its quotations set apart, with these as they were."""
    for word, words in quoted.items():
        piece = piece.replace(word, f"“{words}”")
    return piece


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _within(inner: Days, outer: Days) -> bool:
    """Whether a date of a passage lies in the one of a sentence, which may be less exact."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _one_root(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_ROOT and long.startswith(short) and len(long) - len(short) <= _LONGEST_ENDING
