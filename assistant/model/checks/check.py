"""All checks of a sentence, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.answers.same_words import SameWords
from assistant.model.checks.attribution import organizations_named
from assistant.model.checks.bearing import Bearing
from assistant.model.checks.names import without_names
from assistant.model.checks.naming import names_agree
from assistant.model.checks.orders import gives_orders
from assistant.model.checks.plain import is_plain
from assistant.model.checks.quoting import quotes_exactly
from assistant.model.checks.speech import is_in
from assistant.model.checks.support import Supporter
from assistant.model.checks.types import Evidence, Fault, Sentence
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
        named = organizations_named(text, cited, self.registry)
        if of_named := [each for each in cited if each.organization.id in named]:
            cited = of_named
        return Bearing(text, language, cited, Supporter(self.words, self.same), self.registry).fault()

    def gives_orders(self, text: str) -> bool:
        """Whether a passage was written for a model: it is kept from it."""
        return gives_orders(text, self.words, self.vocabulary)
