"""A question becomes a reading: organizations, condition, what is asked. Rules only, words from data files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reading.joining import joined
from assistant.reading.options import Candidate, PrintedOption, find_candidates, named_item, named_items, topic_items
from assistant.reading.phrases import (
    Word,
    find_any,
    opens_with,
    phrase_words,
    question_words,
    without_opening,
    words_beyond,
)
from assistant.reading.types import Reading
from assistant.reading.vocabulary import Vocabulary
from assistant.types import AnswerKind
from corpus.organizations import NameMatch, Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Language, Organization
from index.conditions import Condition, Ticked, items_of, options_of, parse_condition
from index.errors import BadCondition

# Another condition is offered when it is at most this much less likely than the one used.
_OFFERED_WITHIN = 1.6
_MOST_OFFERED = 3
# "Other than the CBSA": the phrase stands at most so many words before the name, its own among them.
_EXCEPTION_REACH = 4
_ACCENTED = re.compile("[àâçéèêëîïôùûœ]", re.IGNORECASE)
# A condition below this is a topic, not a condition (see the weights in assistant/reading/options.py).
_SURE_ENOUGH = 1.5


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs: the questionnaire, the registry (the corpus's own organizations added), and words."""

    questionnaire: Questionnaire
    registry: Registry
    vocabulary: Vocabulary
    printed: tuple[PrintedOption, ...] = ()

    def read(self, question: str, hint: Language = "en") -> Reading:
        """How `question`, which stands alone, is understood. `hint` is the language where the words do not tell."""
        words = question_words(question)
        language = language_of(question, words, self.vocabulary, hint)
        matches = self.registry.found_in(question)
        excepted = [match for match in matches if self._excepted(words, match, language)]
        named = {match.organization.id: match.organization for match in matches if match not in excepted}
        organizations = tuple(named.values())
        excluded = tuple({match.organization.id: match.organization for match in excepted}.values())
        reading = Reading(question, question, language, "lookup", organizations, excluded)
        if not words:
            return replace(reading, kind="clarify", reason="unclear")
        if condition := self._written(question):
            return replace(reading, kind="list", condition=condition, items=items_of(condition))
        outside = _outside(words, matches)
        if find_any(outside, self.vocabulary.instruction.of(language), most_between=0):
            return replace(reading, kind="abstain", reason="instruction")
        unknown = tuple(name.text for name in self.registry.possible_organizations(question, language))
        if unknown and not organizations:
            return replace(reading, kind="abstain", reason="unknown_organization", unknown=unknown)
        reading = replace(reading, unknown=unknown, content=_without_names(question, matches))
        return self._with_condition(reading, outside, language)

    def _excepted(self, words: Sequence[Word], match: NameMatch, language: Language) -> bool:
        """Whether "other than" or the like stands right before a name."""
        before = [word for word in words if word.end <= match.start][-_EXCEPTION_REACH:]
        return find_any(before, self.vocabulary.exception.of(language), most_between=0) is not None

    def _with_condition(self, reading: Reading, words: Sequence[Word], language: Language) -> Reading:
        known = {item.number for item in self.questionnaire.items}
        numbered = named_items(words, self.vocabulary, language, known)
        candidates = find_candidates(words, language, self.questionnaire, self.printed, self.vocabulary, numbered)
        items = numbered or topic_items(words, self.questionnaire.items, language)
        sure = [each for each in candidates if each.score >= _SURE_ENOUGH]
        kind = self._kind(words, language, bool(reading.organizations), sure)
        if kind == "lookup" or not sure:
            if kind != "lookup" and items and not reading.organizations and self._only_topic(words, items, language):
                return self._asking_back(reading, items)
            outright = numbered[0] if numbered else named_item(words, self.questionnaire.items, language)
            of_each = not reading.organizations and self._names_organizations(words, language)
            return replace(reading, kind="lookup", items=items, named_item=outright, of_each=of_each)
        together = joined(sure, words, reading.question, self.vocabulary, self.questionnaire, language)
        if together.condition is None:
            others = tuple(part.condition for part in together.parts)
            return replace(reading, kind="clarify", reason="unclear", others=others, items=items)
        return replace(
            reading,
            kind=kind,
            condition=together.condition,
            others=_others(together.parts, candidates),
            items=items_of(together.condition),
            yes_no=kind == "list" and bool(reading.organizations),
        )

    def _kind(
        self, words: Sequence[Word], language: Language, organization_named: bool, sure: Sequence[Candidate]
    ) -> AnswerKind:
        """What is asked, should there be a condition: a list or yes/no, a count, a share; else a look-up."""
        vocabulary = self.vocabulary
        share = find_any(words, vocabulary.share.of(language), most_between=0)
        counted = share or find_any(words, vocabulary.count.of(language), most_between=0)
        if counted:
            if not self._counts_organizations(words, counted.stop, language, organization_named, sure):
                return "lookup"
            return "share" if share else "count"
        if not organization_named and self._names_organizations(words, language):
            return "list"
        # "What about the CBSA?" asks no more for facts than "And the CBSA?" does.
        opening = without_opening(words, vocabulary.follow_up.of(language))
        if opens_with(opening, vocabulary.facts.of(language)):
            return "lookup"
        if find_any(words, vocabulary.facts_anywhere.of(language), most_between=0):
            return "lookup"
        return "list"

    def _counts_organizations(
        self, words: Sequence[Word], at: int, language: Language, organization_named: bool, sure: Sequence[Candidate]
    ) -> bool:
        """Whether what is counted are organizations, not employees: they are named next, or the condition follows."""
        vocabulary = self.vocabulary
        rest = without_opening(words[at:], vocabulary.counted_of.of(language))
        if opens_with(rest, vocabulary.organizations.of(language)):
            return True
        verbs = (*vocabulary.yes_no.of(language), *vocabulary.filler.of(language), *vocabulary.negation.of(language))
        follows = len(words) - len(rest)
        return not organization_named and (
            not rest or opens_with(rest, verbs) or any(each.first == follows and not each.alone for each in sure)
        )

    def _names_organizations(self, words: Sequence[Word], language: Language) -> bool:
        return find_any(words, self.vocabulary.organizations.of(language), most_between=0) is not None

    def _only_topic(self, words: Sequence[Word], items: Sequence[int], language: Language) -> bool:
        """Whether nothing but an item's topic is left of a question about organizations, so that asking back helps."""
        vocabulary = self.vocabulary
        known = [
            phrase
            for phrases in (vocabulary.organizations, vocabulary.filler, vocabulary.language, vocabulary.yes_no)
            for phrase in phrases.of(language)
        ]
        for number in items:
            item = self.questionnaire.item(number)
            known += [*item.asked.of(language), *item.named.of(language), item.short.of(language)]
        return not words_beyond(words, known)

    def _asking_back(self, reading: Reading, items: Sequence[int]) -> Reading:
        meanings = [Ticked(option.id) for number in items for option in self.questionnaire.item(number).options[:2]]
        if not meanings:
            return replace(reading, kind="lookup", items=tuple(items))
        offered = tuple(meanings[: _MOST_OFFERED + 1])
        return replace(reading, kind="clarify", reason="unclear", others=offered, items=tuple(items))

    def _written(self, question: str) -> Condition | None:
        """The condition that the whole question writes, as in "q5.updated and not q12.yes"."""
        try:
            condition = parse_condition(question)
        except BadCondition:
            return None
        numbers = {item.number for item in self.questionnaire.items}
        known = {option.id for item in self.questionnaire.items for option in item.options}
        known |= {option.id for option in self.printed}
        options = options_of(condition)
        if not options or not options <= known or not set(items_of(condition)) <= numbers:
            return None
        return condition


def language_of(question: str, words: Sequence[Word], vocabulary: Vocabulary, hint: Language) -> Language:
    """The language most small words of the question belong to, else French where it has accents, else `hint`."""
    small = {
        language: {w for p in vocabulary.language.of(language) for w, _ in phrase_words(p)} for language in LANGUAGES
    }
    counts = {language: sum(word.text in small[language] for word in words) for language in LANGUAGES}
    if counts["en"] == counts["fr"]:
        return "fr" if _ACCENTED.search(question) else hint
    return "en" if counts["en"] > counts["fr"] else "fr"


def _others(used: Sequence[Candidate], candidates: Sequence[Candidate]) -> tuple[Condition, ...]:
    """Conditions nearly as likely as the one used; none beside a condition of several parts."""
    if len(used) > 1:
        return ()
    best = used[0]
    close = [
        each.condition
        for each in candidates
        if each is not best and best.score - each.score <= _OFFERED_WITHIN and each.condition != best.condition
    ]
    return tuple(close[:_MOST_OFFERED])


def _outside(words: Sequence[Word], matches: Sequence[NameMatch]) -> tuple[Word, ...]:
    """The words that are not part of an organization's name."""
    return tuple(word for word in words if not any(match.start <= word.start < match.end for match in matches))


def _without_names(question: str, matches: Sequence[NameMatch]) -> str:
    pieces, at = [], 0
    for match in matches:
        pieces.append(question[at : match.start])
        at = match.end
    return " ".join([*pieces, question[at:]]).strip()


def names(organizations: Sequence[Organization], language: Language) -> tuple[str, ...]:
    """The applied names of organizations in `language`."""
    return tuple(organization.applied.of(language) for organization in organizations)
