"""Several conditions in one question: which belong together, and whether all of them or one is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.reading.options import Candidate
from assistant.reading.phrases import Word, find_any
from assistant.reading.vocabulary import Vocabulary
from corpus.questionnaire import Questionnaire
from corpus.types import Language
from index.conditions import And, Condition, Not, Or, opposite

# "Have not updated or reviewed": so few words between, and the "not" is both conditions'.
_SHARED_NEGATION_REACH = 3


@dataclass(frozen=True, slots=True)
class Joined:
    """The candidates that belong together, in the question's order, and their condition.

    None where "and" and "or" both stand between them: which goes with which, only the visitor knows.
    """

    parts: tuple[Candidate, ...]
    condition: Condition | None


def joined(
    sure: Sequence[Candidate],
    words: Sequence[Word],
    question: str,
    vocabulary: Vocabulary,
    questionnaire: Questionnaire,
    language: Language,
) -> Joined:
    """The surest candidate and those that the question links to it."""
    between = _Between(words, question, vocabulary, language)
    parts = [sure[0]]
    for candidate in sure[1:]:
        apart = all(candidate.stop <= each.first or each.stop <= candidate.first for each in parts)
        if candidate.clear and apart and _belongs(candidate, parts, between, questionnaire):
            parts.append(candidate)
    parts.sort(key=lambda each: each.first)
    links = [between.either(one, other) for one, other in pairwise(parts)]
    if len(parts) == 1:
        return Joined(tuple(parts), parts[0].condition)
    plain = [between.comma_only(one, other) for one, other in pairwise(parts)]
    decided = {link for link, comma in zip(links, plain, strict=True) if not comma}
    if len(decided) > 1:
        return Joined(tuple(parts), None)
    shared = _with_shared_negation(parts, between)
    conditions = tuple(part.condition for part in shared)
    negated_alternatives = list(shared) != parts
    return Joined(tuple(shared), Or(conditions) if True in decided and not negated_alternatives else And(conditions))


@dataclass(frozen=True, slots=True)
class _Between:
    """What stands between two candidates."""

    words: Sequence[Word]
    question: str
    vocabulary: Vocabulary
    language: Language

    def span(self, one: Candidate, other: Candidate) -> Sequence[Word]:
        return self.words[min(one.stop, other.stop) : max(one.first, other.first)]

    def either(self, one: Candidate, other: Candidate) -> bool:
        return self._has(one, other, self.vocabulary.either.of(self.language))

    def comma_only(self, one: Candidate, other: Candidate) -> bool:
        return not self._has(one, other, self._links())

    def linked(self, one: Candidate, other: Candidate) -> bool:
        return self._has(one, other, self._links()) or "," in self._text(one, other)

    def _links(self) -> tuple[str, ...]:
        vocabulary = self.vocabulary
        return tuple(
            phrase
            for phrases in (vocabulary.boundary, vocabulary.either, vocabulary.neither)
            for phrase in phrases.of(self.language)
        )

    def _has(self, one: Candidate, other: Candidate, phrases: Sequence[str]) -> bool:
        return find_any(self.span(one, other), phrases, most_between=0) is not None

    def _text(self, one: Candidate, other: Candidate) -> str:
        first, second = sorted((one, other), key=lambda each: each.first)
        return self.question[self.words[first.stop - 1].end : self.words[second.first].start]


def _belongs(candidate: Candidate, parts: Sequence[Candidate], between: _Between, questionnaire: Questionnaire) -> bool:
    """Whether it is linked to one of the parts; two ticks of a single choice can only be alternatives."""
    nearest = min(parts, key=lambda part: abs(part.first - candidate.first))
    if not between.linked(candidate, nearest):
        return False
    single = [part for part in parts if part.item == candidate.item and questionnaire.item(part.item).kind == "single"]
    return all(between.either(candidate, part) for part in single)


def _with_shared_negation(parts: Sequence[Candidate], between: _Between) -> list[Candidate]:
    """The parts, the "not" of the first one carried on to those that "or" links to it closely."""
    carried = [parts[0]]
    for one, other in pairwise(parts):
        close = len(between.span(one, other)) <= _SHARED_NEGATION_REACH
        negated = isinstance(carried[-1].condition, Not) and not isinstance(other.condition, Not)
        shared = negated and close and between.either(one, other)
        carried.append(replace(other, condition=opposite(other.condition)) if shared else other)
    return carried
