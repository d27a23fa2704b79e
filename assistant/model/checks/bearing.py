"""Whether passages bear out what a sentence says: its words, numbers and turns, and of whom each is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model.checks.attribution import parts_of_each
from assistant.model.checks.naming import without_organizations
from assistant.model.checks.nearness import keeps_numbers_with_words
from assistant.model.checks.opposites import has_no_opposite
from assistant.model.checks.polarity import (
    OF_A_LIST,
    OF_A_PIECE,
    Turn,
    told_of_all,
    turns_agree,
    turns_in,
    turns_said_too,
)
from assistant.model.checks.quoting import quoted_words
from assistant.model.checks.support import Support, Supporter
from assistant.model.checks.types import Evidence, Fault
from assistant.model.checks.units import Unit, around, bare_unit, stems_in
from assistant.reading.phrases import opens_with, question_words
from corpus.organizations import Registry
from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Bearing:
    """A sentence that a model wrote, and the passages it cites."""

    text: str
    language: Language
    cited: Sequence[Evidence]
    supporter: Supporter
    registry: Registry

    def fault(self) -> Fault | None:
        """The first thing that the passages do not bear out, None where they bear out all."""
        support = self.supporter.support_of(self.text, self.language, self.cited)
        if support.missing or not support.rests_on:
            return "words"
        telling = self.supporter.told_by(self.text, self.language, self.cited)
        if telling is None:
            return "number"
        if not self._is_turned_alike(self.text, support, [unit for _, units in telling for unit in units]):
            return "polarity"
        if not self._is_told_of_their_own():
            return "name"
        if not all(keeps_numbers_with_words(piece, self.language, units, self.supporter) for piece, units in telling):
            return "number"
        if not has_no_opposite(self.text, self.language, [unit for unit, _ in support.rests_on], self.supporter):
            return "polarity"
        for piece, units in telling:
            there = [
                self._turns(self.supporter.clauses_with(piece, self.language, each), each.language) for each in units
            ]
            if units and not turns_agree(self._turns([piece], self.language) & OF_A_PIECE, (), there):
                return "polarity"
        return None

    def _is_told_of_their_own(self) -> bool:
        """Whether the passages of each organization that is named bear out what is told of it."""
        ways = parts_of_each(self.text, self.language, self.cited, self.registry, self.supporter)
        return ways is None or any(
            all(self._is_borne_out(part, passages) for part, passages in each_of_them) for each_of_them in ways
        )

    def _is_borne_out(self, part: str, passages: Sequence[Evidence]) -> bool:
        if not self.supporter.is_told_in(part, self.language, passages, self.cited):
            return False
        return self._is_turned_alike(part, self.supporter.support_of(part, self.language, passages))

    def _is_turned_alike(self, part: str, support: Support, more: Sequence[Unit] = ()) -> bool:
        """Whether a part of the sentence has the turns of what it rests on, and tells of all only what is told of all.

        What is there may be kept anywhere in the sentence.
        """
        # "We plan to design, by the end of the summer, a tool": a plan reaches over what is put between.
        kept = [
            self._turns(clauses, unit.language)
            | (self._turns(around(clauses, unit), unit.language) & {"planned"})
            | self._led_in(unit)
            for unit, clauses in support.most
        ]
        rests_on = (*(unit for unit, _ in support.rests_on), *more)
        told = [self._turns([each.text], each.language) | self._led_in(each) for each in rests_on]
        languages = {each.language for each in self.cited}
        said = self._turns([part], self.language) | self._turns(quoted_words(part), *languages)
        too = self._turns([self.text], self.language) | turns_said_too(self.text, self.language, self.supporter.words)
        return turns_agree(said, kept, told, too) and self._is_told_of_the_same(part, rests_on)

    def _led_in(self, unit: Unit) -> frozenset[Turn]:
        """What the lead-in of a list makes of its entries: "The review aims to:", "To implement:"."""
        found = self._turns([unit.lead_in], unit.language) if unit.lead_in else frozenset[Turn]()
        to_come = self.supporter.words.to_come.of(unit.language)
        if opens_with(question_words(unit.lead_in), to_come):
            found |= {"planned"}
        return found & OF_A_LIST

    def _is_told_of_the_same(self, part: str, told: Sequence[Unit]) -> bool:
        """Whether what is told of all is something that a passage tells of all."""
        words = self.supporter.words
        there = [
            bare_unit(each, unit.language) for unit in told for each in told_of_all(unit.text, unit.language, words)
        ]
        meant = (stems_in(each, self.language) for each in told_of_all(part, self.language, words))
        return all(
            not each or any(self.supporter.same_is_in(each, self.language, unit) for unit in there) for each in meant
        )

    def _turns(self, texts: Sequence[str], *languages: Language) -> frozenset[Turn]:
        """The turns of texts, but for those of the names of organizations."""
        words = self.supporter.words
        plain = [without_organizations(text, self.registry, self.cited) for text in texts]
        return frozenset[Turn]().union(*(turns_in(each, one, words) for each in plain for one in languages))
