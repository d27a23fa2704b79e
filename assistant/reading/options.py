"""Which options of which items a question names, from the questionnaire's own words and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.reading.phrases import Found, Word, find_any, find_phrase, phrase_words
from assistant.reading.vocabulary import Vocabulary
from corpus.folding import folded
from corpus.questionnaire import Questionnaire
from corpus.types import Bilingual, Item, Language, Option
from index.conditions import Condition, Not, Responded, Ticked

# What a phrase is worth: the questionnaire's own wording decides, a phrase that is enough alone comes next, then one
# that needs its topic, then one that more likely means another option. Each word of a phrase adds a half: of "updated"
# and "still updating", the longer says more.
_OWN_WORDS, _NAMED, _ASKED, _ITEM_NAMED, _ALSO = 8.0, 3.0, 2.0, 1.5, 1.0
_PER_WORD = 0.5
_NUMBER = re.compile(r"[0-9]{1,3}")
# Labels such as "Yes" are no option's own words.
_OWN_WORDS_AT_LEAST = 3
# How many words before an option's words a "not" still belongs to them, if no clause begins between.
_NEGATION_REACH = 6


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option that assessments print and the questionnaire does not know."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A condition that the question may mean, how surely, and where its words stand.

    `clear` is False where its words more likely mean another option, `alone` is True where they need no topic.
    """

    condition: Condition
    item: int
    score: float
    first: int
    stop: int
    clear: bool = True
    alone: bool = False


def named_items(words: Sequence[Word], vocabulary: Vocabulary, language: Language, known: set[int]) -> tuple[int, ...]:
    """The items the question names by number: "item 5", "question 5", "Q5"."""
    names = {folded(name) for name in vocabulary.item.of(language)}
    numbers: list[int] = []
    for index, word in enumerate(words):
        if _NUMBER.fullmatch(word.text) and index and words[index - 1].text in names:
            numbers.append(int(word.text))
        elif _NUMBER.fullmatch(word.text.removeprefix("q")) and word.text.startswith("q"):
            numbers.append(int(word.text[1:]))
    return tuple(number for number in dict.fromkeys(numbers) if number in known)


def named_item(words: Sequence[Word], items: Iterable[Item], language: Language) -> int | None:
    """The item whose name stands in the question, of several the one named most fully; None for none."""
    found = [(-named.words, item.number) for item in items if (named := find_any(words, item.named.of(language), 1))]
    return min(found)[1] if found else None


def topic_items(words: Sequence[Word], items: Iterable[Item], language: Language) -> tuple[int, ...]:
    """The items whose name or topic the question has, the ones named most fully first."""
    found: list[tuple[float, int]] = []
    for item in items:
        named = find_any(words, item.named.of(language), most_between=1)
        asked = find_any(words, item.asked.of(language))
        weight = max(named.words + _NAMED if named else 0.0, float(asked.words) if asked else 0.0)
        if weight:
            found.append((-weight, item.number))
    return tuple(number for _, number in sorted(found))


def find_candidates(
    words: Sequence[Word],
    language: Language,
    questionnaire: Questionnaire,
    printed: Sequence[PrintedOption],
    vocabulary: Vocabulary,
    numbered: Sequence[int],
) -> tuple[Candidate, ...]:
    """The conditions the question may mean, the surest first, one for each option; `numbered` limits the items."""
    candidates: list[Candidate] = []
    for item in questionnaire.items:
        if numbered and item.number not in numbered:
            continue
        candidates.extend(_of_item(words, language, item, vocabulary, explicit=bool(numbered)))
        candidates.extend(_of_printed(words, item, printed, vocabulary, language))
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda each: (-each.score, each.item)):
        option = str(candidate.condition).removeprefix("not ")
        best.setdefault(option, candidate)
    return tuple(best.values())


def _of_item(
    words: Sequence[Word], language: Language, item: Item, vocabulary: Vocabulary, explicit: bool
) -> list[Candidate]:
    named = find_any(words, item.named.of(language), most_between=1)
    topic = named or find_any(words, item.asked.of(language))
    candidates = _unanswered(words, language, item, vocabulary, topic, explicit)
    for option in item.options:
        candidates.extend(_own_words(words, option, item, vocabulary, language))
        if found := find_any(words, option.named.of(language)):
            candidates.append(_candidate(words, option, item, found, _NAMED, vocabulary, language))
        if topic or explicit:
            if found := find_any(words, option.asked.of(language)):
                candidates.append(_candidate(words, option, item, found, _ASKED, vocabulary, language))
            if found := find_any(words, option.also.of(language)):
                candidates.append(_candidate(words, option, item, found, _ALSO, vocabulary, language))
            candidates.extend(_said(words, option, item, language, vocabulary))
    if named and item.kind == "single" and item.options:
        # "Which organizations disaggregate their indicators": to name such an item is to ask for its first option.
        candidates.append(_candidate(words, item.options[0], item, named, _ITEM_NAMED, vocabulary, language))
    return candidates


def _unanswered(
    words: Sequence[Word],
    language: Language,
    item: Item,
    vocabulary: Vocabulary,
    topic: Found | None,
    explicit: bool,
) -> list[Candidate]:
    found = find_any(words, vocabulary.unanswered.of(language), most_between=0)
    if found is None or not (topic or explicit):
        return []
    score = _OWN_WORDS + _PER_WORD * (topic.words if topic else 0)
    return [Candidate(Not(Responded(item.number)), item.number, score, found.first, found.stop)]


def _said(
    words: Sequence[Word], option: Option, item: Item, language: Language, vocabulary: Vocabulary
) -> list[Candidate]:
    """The option whose whole label is "No" for "answered no", and so for "yes"."""
    label = folded(option.label.of(language))
    for phrases, own in ((vocabulary.said_no, ("no", "non")), (vocabulary.said_yes, ("yes", "oui"))):
        if label in own and (found := find_any(words, phrases.of(language), most_between=0)):
            negated = _negated_before(words, found, vocabulary, language)
            condition: Condition = Not(Ticked(option.id)) if negated else Ticked(option.id)
            score = _OWN_WORDS + _PER_WORD * found.words
            return [Candidate(condition, item.number, score, found.first, found.stop)]
    return []


def _own_words(
    words: Sequence[Word], option: Option, item: Item, vocabulary: Vocabulary, language: Language
) -> list[Candidate]:
    """The option's own label or what is said of organizations that ticked it, word for word."""
    positive = (option.label, option.short, option.one, option.many)
    negative = (option.not_one, option.not_many)
    found: list[Candidate] = []
    for wordings, negated in ((positive, False), (negative, True)):
        for wording in wordings:
            if place := _word_for_word(words, wording, language):
                opposite = negated or _negated_before(words, place, vocabulary, language)
                condition: Condition = Not(Ticked(option.id)) if opposite else Ticked(option.id)
                score = _OWN_WORDS + _PER_WORD * place.words
                found.append(Candidate(condition, item.number, score, place.first, place.stop))
    return found


def _word_for_word(words: Sequence[Word], wording: Bilingual | None, language: Language) -> Found | None:
    if wording is None or len(phrase_words(wording.of(language))) < _OWN_WORDS_AT_LEAST:
        return None
    return find_phrase(words, wording.of(language), most_between=0)


def _of_printed(
    words: Sequence[Word],
    item: Item,
    printed: Sequence[PrintedOption],
    vocabulary: Vocabulary,
    language: Language,
) -> list[Candidate]:
    candidates = []
    for option in printed:
        if Ticked(option.id).item == item.number and (found := find_phrase(words, option.label, most_between=0)):
            negated = _negated(words, found, option.label, vocabulary, language)
            condition: Condition = Not(Ticked(option.id)) if negated else Ticked(option.id)
            score = _NAMED + _PER_WORD * found.words
            candidates.append(Candidate(condition, item.number, score, found.first, found.stop))
    return candidates


def _candidate(
    words: Sequence[Word],
    option: Option,
    item: Item,
    found: Found,
    weight: float,
    vocabulary: Vocabulary,
    language: Language,
) -> Candidate:
    own = " ".join((*option.named.of(language), *option.asked.of(language), *item.named.of(language)))
    negated = _negated(words, found, own, vocabulary, language)
    condition: Condition = Not(Ticked(option.id)) if negated else Ticked(option.id)
    score = weight + _PER_WORD * found.words
    return Candidate(condition, item.number, score, found.first, found.stop, weight > _ALSO, weight != _ASKED)


def _negated(words: Sequence[Word], found: Found, own: str, vocabulary: Vocabulary, language: Language) -> bool:
    """Whether a negation stands shortly before the words found, or between them without being one of them."""
    if _negated_before(words, found, vocabulary, language):
        return True
    known = {word for word, _ in phrase_words(own)}
    between = [word for word in words[found.first : found.stop] if word.text not in known]
    return find_any(between, vocabulary.negation.of(language), most_between=0) is not None


def _negated_before(words: Sequence[Word], found: Found, vocabulary: Vocabulary, language: Language) -> bool:
    before = list(words[max(0, found.first - _NEGATION_REACH) : found.first])
    while clause := find_any(before, vocabulary.boundary.of(language), most_between=0):
        before = before[clause.stop :]
    return find_any(before, vocabulary.negation.of(language), most_between=0) is not None
