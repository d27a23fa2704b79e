"""All checks of a sentence, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answers.same_words import SameWords
from assistant.model.checks.naming import named_organizations, names_agree, without_names, without_organizations
from assistant.model.checks.orders import gives_orders
from assistant.model.checks.plain import is_plain
from assistant.model.checks.polarity import OF_A_PIECE, Turn, told_of_all, turns_agree, turns_in, turns_said_too
from assistant.model.checks.quoting import quoted_words, quotes_exactly
from assistant.model.checks.speech import is_in
from assistant.model.checks.support import Supporter
from assistant.model.checks.types import Evidence, Fault, Sentence
from assistant.model.checks.units import Unit, around, bare_unit, stems_in
from assistant.model.checks.words import CheckingWords
from assistant.reading.vocabulary import Vocabulary
from corpus.organizations import Registry
from corpus.types import Language

Told = Callable[[Sentence, Mapping[int, Evidence], Language, Fault | None], None]


@dataclass(frozen=True, slots=True)
class Checker:
    """What the checks need to know beside a sentence and its evidence."""

    words: CheckingWords
    same: SameWords
    vocabulary: Vocabulary
    registry: Registry
    told: Told | None = None

    def fault(self, sentence: Sentence, evidence: Mapping[int, Evidence], language: Language) -> Fault | None:
        """The first thing that is wrong with a sentence of an answer in `language`, None where all is in order.

        `told` hears of each sentence and what was found, where somebody records them.
        """
        found = self._fault(sentence, evidence, language)
        if self.told is not None:
            self.told(sentence, evidence, language, found)
        return found

    def _fault(self, sentence: Sentence, evidence: Mapping[int, Evidence], language: Language) -> Fault | None:
        text = sentence.text
        if not is_plain(text, language, self.words):
            return "plain"
        if not sentence.citations or not all(n in evidence for n in sentence.citations):
            return "citation"
        cited = [evidence[n] for n in dict.fromkeys(sentence.citations)]
        if not is_in(without_names(text, cited), language, self.vocabulary):
            return "language"
        if not quotes_exactly(text, cited):
            return "quotation"
        if not names_agree(text, language, cited, self.registry, self.same):
            return "name"
        named = named_organizations(text, self.registry)
        if of_named := [each for each in cited if each.organization.id in named]:
            cited = of_named
        supporter = Supporter(self.words, self.same)
        support = supporter.support_of(text, language, cited)
        if support.missing or not support.rests_on:
            return "words"
        telling = supporter.told_by(text, language, cited)
        if telling is None:
            return "number"
        turns = partial(self._turns, cited)
        # "We plan to design, by the end of the summer, a tool": a plan reaches over what is put between.
        kept = [
            turns(clauses, unit.language) | (turns(around(clauses, unit), unit.language) & {"planned"})
            for unit, clauses in support.most
        ]
        told_units = (*(unit for unit, _ in support.rests_on), *(unit for _, units in telling for unit in units))
        told = [turns([each.text], each.language) for each in told_units]
        said = turns([text], language) | turns(quoted_words(text), *{each.language for each in cited})
        too = turns_said_too(text, language, self.words)
        if not turns_agree(said, kept, told, too) or not self._of_the_same(text, language, told_units, supporter):
            return "polarity"
        for piece, units in telling:
            there = [turns(supporter.clauses_with(piece, language, each), each.language) for each in units]
            if units and not turns_agree(turns([piece], language) & OF_A_PIECE, (), there):
                return "polarity"
        return None

    def gives_orders(self, text: str) -> bool:
        """Whether a passage was written for a model: it is kept from it."""
        return gives_orders(text, self.words, self.vocabulary)

    def _of_the_same(self, text: str, language: Language, told: Sequence[Unit], supporter: Supporter) -> bool:
        """Whether what a sentence tells of all is something that a passage tells of all."""
        there = [
            bare_unit(each, unit.language)
            for unit in told
            for each in told_of_all(unit.text, unit.language, self.words)
        ]
        meant = (stems_in(each, language) for each in told_of_all(text, language, self.words))
        return all(not each or any(supporter.same_is_in(each, language, unit) for unit in there) for each in meant)

    def _turns(self, cited: Sequence[Evidence], texts: Sequence[str], *languages: Language) -> frozenset[Turn]:
        """The turns of texts, but for those of the names of organizations."""
        plain = [without_organizations(text, self.registry, cited) for text in texts]
        return frozenset[Turn]().union(*(turns_in(each, one, self.words) for each in plain for one in languages))
