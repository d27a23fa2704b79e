"""A follow-up becomes a question that stands alone: what it leaves out is taken from the question before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.phrases import Word, find_any, opens_with, question_words, words_beyond
from assistant.reading.read import Reader, names
from assistant.reading.types import Reading
from assistant.reading.wording import reading_text
from assistant.types import Conversation
from assistant.words import words_of
from corpus.types import Language, Phrases
from index.conditions import Condition, opposite

# With at most this many words of its own a follow-up is about what was asked before.
_FEW_WORDS = 1


def read_in_conversation(reader: Reader, question: str, conversation: Conversation, hint: Language) -> Reading:
    """The reading of `question` as it is meant after the earlier questions; they are read again, in order."""
    before: Reading | None = None
    for earlier in (*conversation.questions, question):
        reading = reader.read(earlier, before.language if before else hint)
        if before is not None and reading.reason not in ("instruction", "unknown_organization"):
            reading = _completed(reader, reading, before)
        # What could not be read is no ground to stand on.
        before = reading if reading.reason is None or before is None else before
    return reading


def _completed(reader: Reader, reading: Reading, before: Reading) -> Reading:
    words = question_words(reading.question)
    language = reading.language
    if not words:
        return reading
    if target := _language_wanted(reader, words, language):
        content_language = before.content_language or before.language
        return replace(before, question=reading.question, language=target, content_language=content_language)
    if not (before.items or before.organizations or before.content):
        return reading
    opened = opens_with(words, reader.vocabulary.follow_up.of(language))
    refers = find_any(words, reader.vocabulary.back_reference.of(language), most_between=0) is not None
    own = _own_words(question_words(reading.content), reader, language)
    if not opened and (_stands_alone(reader, reading, words, refers) or (own and not refers)):
        return reading
    hints = [
        *(_condition_hint(reader, reading, before, words) or _item_hint(reader, reading, before)),
        *_organization_hint(reader, reading, before, words),
        *_content_hint(reader, reading, before, few=not own or (opened and not refers and len(own) <= _FEW_WORDS)),
    ]
    if not hints:
        return reading
    standalone = f"{reading.question.strip()} ({'; '.join(hints)})"
    completed = reader.read(standalone, language)
    return replace(completed, question=reading.question, standalone=standalone, language=language)


def _stands_alone(reader: Reader, reading: Reading, words: Sequence[Word], refers: bool) -> bool:
    """Whether it has a condition of its own or asks outright about an organization ("Tell me about the IRB")."""
    if reading.condition is not None:
        return not refers
    return bool(reading.organizations) and opens_with(words, reader.vocabulary.facts.of(reading.language))


def _language_wanted(reader: Reader, words: Sequence[Word], language: Language) -> Language | None:
    """The language the answer before is wanted in, where the question says that and nothing else."""
    wishes: dict[Language, Phrases] = {"en": reader.vocabulary.in_english, "fr": reader.vocabulary.in_french}
    for target, wish in wishes.items():
        found = find_any(words, (*wish.en, *wish.fr), most_between=0)
        if found and not _own_words([*words[: found.first], *words[found.stop :]], reader, language):
            return target
    return None


def _item_hint(reader: Reader, reading: Reading, before: Reading) -> list[str]:
    """The item of the question before: by number for a bare "when?" or "why not?", else by what it is about."""
    language = reading.language
    if reading.condition or reading.items or not before.items:
        return []
    if reading.organizations and before.named_item is None:
        return []
    item = reader.questionnaire.item(before.named_item or before.items[0])
    bare = not _own_words(question_words(reading.content), reader, language)
    return [_item_number(reader, item.number, language) if bare else item.short.of(language)]


def _condition_hint(reader: Reader, reading: Reading, before: Reading, words: Sequence[Word]) -> list[str]:
    """The condition of the question before, negated where this one only says "not"; its item where that is enough."""
    if reading.condition or before.condition is None:
        return []
    language = reading.language
    for number in _with_siblings(reader, before.items, language):
        hint = _item_number(reader, number, language)
        if reader.read(f"{reading.question} ({hint})", language).condition:
            return [hint]
    if reading.items and not set(reading.items) & set(before.items):
        return []
    if not reading.organizations and not _asks_which(reader, words, language):
        return []
    negated = find_any(words, reader.vocabulary.negation.of(language), most_between=0) is not None
    condition = opposite(before.condition) if negated else before.condition
    return [_words_for(reader, condition, language)]


def _organization_hint(reader: Reader, reading: Reading, before: Reading, words: Sequence[Word]) -> list[str]:
    if reading.organizations or not before.organizations:
        return []
    if find_any(words, reader.vocabulary.organizations.of(reading.language), most_between=0):
        return []
    return [", ".join(names(before.organizations, reading.language))]


def _content_hint(reader: Reader, reading: Reading, before: Reading, few: bool) -> list[str]:
    """The words of a look-up before, for a question that has hardly any of its own."""
    if not few or reading.condition or reading.named_item:
        return []
    if before.condition or before.named_item or not before.content:
        return []
    said = _own_words(question_words(before.content), reader, before.language)
    return [" ".join(before.content[word.start : word.end] for word in said)] if said else []


def _with_siblings(reader: Reader, items: Sequence[int], language: Language) -> list[int]:
    """The items, then those on the same topic, which a follow-up may turn to."""
    topics = {phrase for number in items for phrase in reader.questionnaire.item(number).asked.of(language)}
    siblings = [item.number for item in reader.questionnaire.items if topics & set(item.asked.of(language))]
    return list(dict.fromkeys([*items, *siblings]))


def _item_number(reader: Reader, number: int, language: Language) -> str:
    return f"{reader.vocabulary.item.of(language)[0]} {number}"


def _words_for(reader: Reader, condition: Condition, language: Language) -> str:
    printed = {option.id: option.label for option in reader.printed}
    return reading_text(condition, (), reader.questionnaire, printed, words_of("answers", language))


def _asks_which(reader: Reader, words: Sequence[Word], language: Language) -> bool:
    """Whether the question asks for organizations and says nothing of its own about them."""
    vocabulary = reader.vocabulary
    asks = find_any(words, vocabulary.ones.of(language), most_between=0)
    own = _own_words(words, reader, language)
    return asks is not None and not words_beyond(
        own, (*vocabulary.ones.of(language), *vocabulary.negation.of(language))
    )


def _own_words(words: Sequence[Word], reader: Reader, language: Language) -> list[Word]:
    """The words that carry meaning of their own."""
    vocabulary = reader.vocabulary
    small = [
        phrase
        for phrases in (
            vocabulary.language,
            vocabulary.follow_up,
            vocabulary.back_reference,
            vocabulary.yes_no,
            vocabulary.ones,
            vocabulary.filler,
        )
        for phrase in phrases.of(language)
    ]
    return words_beyond(words, small)
