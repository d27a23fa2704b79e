"""What a look-up looks for, and whether a quotation shows the kind of thing that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answers.features import Asked
from assistant.answers.kinds import Kinds
from assistant.answers.ranking import Ranking
from assistant.answers.same_words import SameWords
from assistant.reading.phrases import Found, Word, find_any, opens_with, question_words, words_beyond
from assistant.reading.types import Reading
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language
from index.types import Reranker
from index.words import terms_of

Parts = Literal["ticks", "text", "both"]
# "12 town halls", "four times a year": the number stands this near to what is counted.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class LookUpWords:
    """The data by which look-ups understand words, and what looks at the best passages once more, if anything does."""

    vocabulary: Vocabulary
    same: SameWords
    kinds: Kinds
    ranking: Ranking
    reranker: Reranker | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for: `terms` are stems of `language`, `same` tells which stems say the same."""

    terms: tuple[str, ...]
    language: Language
    same: SameWords


def wanted_of(reading: Reading, words: LookUpWords) -> Wanted:
    """The terms and items a reading looks for; function words, fillers and organizations' names are left out."""
    language, vocabulary = _language(reading), words.vocabulary
    dropped = (*vocabulary.filler.of(language), *vocabulary.follow_up.of(language))
    asked = question_words(reading.content)
    kept = words_beyond(asked, (*dropped, *vocabulary.facts.of(language)))
    terms = terms_of(" ".join(word.text for word in kept), language)
    return Wanted(terms, language, words.same)


def asked_of(reading: Reading, wanted: Wanted, words: LookUpWords) -> Asked:
    """What a reading looks for, as sentences are compared with it."""
    language = _language(reading)
    kinds = words.kinds.asked_by(question_words(reading.content), language)
    return Asked(wanted.terms, language, kinds, dict(reading.topics), reading.named_item, reading.told)


def parts_wanted(reading: Reading, words: LookUpWords) -> Parts:
    """Which parts of a response may answer: only the ticks, only the text (no tick tells when or why), or both."""
    language, asked = _language(reading), question_words(reading.standalone)
    vocabulary = words.vocabulary
    if find_any(asked, vocabulary.ticks.of(language), most_between=0):
        return "ticks"
    if reading.told:
        return "text"
    facts = (*vocabulary.facts_anywhere.of(language), *vocabulary.number.of(language))
    return "text" if find_any(asked, facts, most_between=0) else "both"


def asks_something(reading: Reading, words: LookUpWords) -> bool:
    """Whether the words have the shape of a question, so that they are off the topic rather than unclear."""
    language, vocabulary = _language(reading), words.vocabulary
    openers = (*vocabulary.facts.of(language), *vocabulary.yes_no.of(language), *vocabulary.organizations.of(language))
    return opens_with(question_words(reading.content), openers)


def shows_what_is_asked(reading: Reading, quote: str, language: Language, words: LookUpWords) -> bool:
    """Whether a quotation has the number, share or person's name that is asked for; True where none is.

    A closed list of kinds with a visible pattern: a quotation on the right topic without it answers something else.
    """
    vocabulary, asked_in = words.vocabulary, _language(reading)
    asked, said = question_words(reading.content), question_words(quote)
    if find_any(asked, vocabulary.person.of(asked_in), most_between=0):
        return _has_person(said, quote, vocabulary, language)
    if "%" in reading.content or find_any(asked, vocabulary.percent.of(asked_in), most_between=0):
        return "%" in quote or find_any(said, vocabulary.percent_pattern.of(language), most_between=0) is not None
    if counted := find_any(asked, vocabulary.how_many.of(asked_in), most_between=0):
        return _has_number(asked[counted.stop :], said, asked_in, language, words)
    return True


def _language(reading: Reading) -> Language:
    return reading.content_language or reading.language


def _has_person(said: Sequence[Word], quote: str, vocabulary: Vocabulary, language: Language) -> bool:
    at: Found | None = find_any(said, vocabulary.person_pattern.of(language), most_between=0)
    return at is not None and at.stop < len(said) and quote[said[at.stop].start].isupper()


def _has_number(
    asked: Sequence[Word], said: Sequence[Word], asked_in: Language, language: Language, words: LookUpWords
) -> bool:
    """Whether a number stands near a word for what is counted: the first word that counts after "how many"."""
    counted = terms_of(" ".join(word.text for word in asked), asked_in)[:1]
    same = {stem for term in counted for stem in words.same.of(term, asked_in, language)}
    numbers = [index for index, word in enumerate(said) if _is_number(word, words.vocabulary, language)]
    named = [index for index, word in enumerate(said) if same & set(terms_of(word.text, language))]
    return any(abs(number - name) <= _NEAR for number in numbers for name in named)


def _is_number(word: Word, vocabulary: Vocabulary, language: Language) -> bool:
    if word.text.isdigit():
        # A year counts nothing.
        return not (len(word.text) == 4 and word.text.startswith(("19", "20")))
    return find_any([word], vocabulary.number_pattern.of(language), most_between=0) is not None
