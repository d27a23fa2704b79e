"""A question beside the reading of the question before it: what its words say, and what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reading.phrases import Word, find_any, opens_with, question_words, words_beyond
from assistant.reading.read import Reader, names
from assistant.reading.topics import named_items
from assistant.reading.types import Reading
from assistant.reading.wording import reading_text
from assistant.words import words_of
from corpus.types import Language, Phrases
from index.conditions import Condition


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question read by itself, and the reading of the question before it."""

    reader: Reader
    reading: Reading
    before: Reading

    @property
    def language(self) -> Language:
        """The question's own language."""
        return self.reading.language

    @property
    def words(self) -> Sequence[Word]:
        """All words of the question, folded."""
        return question_words(self.reading.question)

    def has(self, phrases: Phrases) -> bool:
        """Whether one of the phrases stands in the question."""
        return find_any(self.words, phrases.of(self.language), most_between=0) is not None

    @property
    def opened(self) -> bool:
        """Whether it opens like something that goes on: "and", "what about"."""
        return opens_with(self.words, self.reader.vocabulary.follow_up.of(self.language))

    @property
    def refers(self) -> bool:
        """Whether it has a word that stands for something said before: "they", "it"."""
        return self.has(self.reader.vocabulary.back_reference)

    @property
    def own_words(self) -> list[Word]:
        """Its words that carry meaning of their own, organizations' names left out."""
        return self.reader.models.of(self.language).empty.without(question_words(self.reading.content))

    @property
    def telling_words(self) -> list[Word]:
        """Its own words without those that only ask: a bare "since when?" has none."""
        return words_beyond(self.own_words, self.reader.vocabulary.bare_facts.of(self.language))

    @property
    def numbered(self) -> bool:
        """Whether it names an item by number."""
        known = {item.number for item in self.reader.questionnaire.items}
        return bool(named_items(self.words, self.reader.vocabulary, self.language, known))

    @property
    def asks_for_organizations(self) -> bool:
        """Whether it asks for organizations in general."""
        return self.reading.of_each or self.has(self.reader.vocabulary.organizations_alone)

    @property
    def asks_for_facts(self) -> bool:
        """Whether it asks when, why or how, or for more about it."""
        return self.has(self.reader.vocabulary.facts_anywhere) or self.has(self.reader.vocabulary.more_of_it)

    def filled(self, reading: Reading, *hints: str) -> Reading:
        """The reading, with what it took from before told in its standalone question."""
        told = "; ".join(hint for hint in hints if hint)
        standalone = f"{self.reading.question.strip()} ({told})" if told else self.reading.question
        return replace(reading, question=self.reading.question, standalone=standalone, language=self.language)

    def named_before(self) -> str:
        """The names of the organizations that the question before was about."""
        return ", ".join(names(self.before.organizations, self.language))

    def in_words(self, condition: Condition) -> str:
        """The condition in our own words."""
        printed = {option.id: option.label for option in self.reader.printed}
        return reading_text(condition, (), self.reader.questionnaire, printed, words_of("answers", self.language))

    def item_number(self, number: int) -> str:
        """The words for an item by number in the question's language: "item 5"."""
        return f"{self.reader.vocabulary.item.of(self.language)[0]} {number}"
