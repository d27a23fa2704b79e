"""What a question asks for: a list, a number, a share, a comparison, a rank, an overview, or facts from the texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.reading.describing import Description, description_in
from assistant.reading.phrases import (
    Word,
    find_any,
    opens_with,
    without_closing,
    without_opening,
    without_opening_all,
)
from assistant.reading.question import QuestionWords
from assistant.reading.vocabulary import Vocabulary
from corpus.types import Language
from index.query import Order

_LAST = 5  # words at the end of a description, among which its number may be asked for

Wanted = Literal["list", "count", "share", "compare", "rank", "crosstab", "overview", "facts"]

_DIGITS = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for. `organizations` is True where the question asks which organizations, or counts them.

    `order` and `top` are for ranks: which end comes first, and how many are wanted. `description` is where the question
    says what holds of the organizations, where it says so in one place.
    """

    wanted: Wanted
    organizations: bool
    order: Order = "most"
    top: int | None = None
    description: Description | None = None


def asking_of(question: QuestionWords, organizations_named: int, sets_named: bool) -> Asking:
    """What the question asks for; `sets_named` is True where a kind of organizations is named ("the tribunals")."""
    vocabulary, language = question.vocabulary, question.language
    if (organizations_named > 1 or sets_named) and question.has(vocabulary.compare):
        return Asking("compare", False)
    if (organizations_named or sets_named) and question.has(vocabulary.overview):
        return Asking("overview", False)
    if not organizations_named and question.has(vocabulary.rank):
        return Asking("rank", False, _order(question), _top(question))
    if not organizations_named and question.has(vocabulary.crosstab):
        return Asking("crosstab", False)
    wants_yes_or_no = opens_with(question.words, vocabulary.yes_no.of(language))
    if organizations_named and question.has(vocabulary.telling) and not wants_yes_or_no:
        return Asking("facts", False)
    if opens_with(question.words, vocabulary.one_person.of(language)) and not question.has(
        vocabulary.organization_nouns
    ):
        return Asking("facts", False)
    if not organizations_named and (described := _described(question)):
        return described
    share = find_any(question.words, vocabulary.share.of(language), most_between=0)
    count = share or find_any(question.words, vocabulary.count.of(language), most_between=0)
    if count is not None:
        if not _counts_organizations(question, count.stop, organizations_named):
            return Asking("facts", False)
        in_percent = share is not None or question.has(vocabulary.in_percent)
        return Asking("share" if in_percent else "count", True)
    of_organizations = not organizations_named and (sets_named or _asks_for_organizations(question))
    if of_organizations and not asks_for_facts(question, but_organizations=True):
        return Asking("list", True)
    if asks_for_facts(question, but_organizations=not organizations_named):
        return Asking("facts", of_organizations)
    return Asking("list", of_organizations)


def _described(question: QuestionWords) -> Asking | None:
    """The asking of a question that describes organizations to be listed or counted; None for any other."""
    description = description_in(question)
    if description is None:
        return None
    vocabulary = question.vocabulary
    first, stop = description.first, description.stop
    last = max(first, stop - _LAST)
    if tail := question.find(question.words[last:stop], vocabulary.counting_last):
        # "Agencies that ..., but how many?"
        stop = last + tail.first
        description = replace(description, stop=stop)
    beside = [*question.words[:first], *question.words[stop:]]
    share, count = question.find(beside, vocabulary.share), question.find(beside, vocabulary.count)
    sharing = question.find(beside, vocabulary.sharing) or question.find(beside, vocabulary.in_percent)
    if share or sharing or "%" in question.text or (count and question.has(vocabulary.in_percent)):
        kind: Wanted = "share"
    elif count or question.find(beside, vocabulary.counting):
        kind = "count"
    elif not description.asked and not question.has(vocabulary.roster) and asks_for_facts(question, True):
        return None
    else:
        kind = "list"
    if (share or count) and not tail and not _counts_described(question, description):
        return None
    return Asking(kind, True, description=description) if description.first < description.stop else None


def _counts_described(question: QuestionWords, description: Description) -> bool:
    """Whether what is counted are the organizations: no preposition leads from another noun to them."""
    vocabulary, language, noun = question.vocabulary, question.language, description.noun
    counting = (*vocabulary.share.of(language), *vocabulary.count.of(language))
    for at in range(noun - 1, -1, -1):
        found = find_any(question.words[at:noun], counting, most_between=0)
        if found is not None and found.first == 0:
            between = without_opening(question.words[at + found.stop : noun], vocabulary.counted_of.of(language))
            return find_any(between, vocabulary.goes_on.of(language), most_between=0) is None
    return True


def _asks_for_organizations(question: QuestionWords) -> bool:
    """Whether the question names organizations in general, or opens with a word that asks for them."""
    if question.has(question.vocabulary.organizations):
        return True
    where_who = question.vocabulary.where_who.of(question.language)
    return any(opens_with(_without_prepositions(question, segment), where_who) for segment in question.segments())


def asks_for_facts(question: QuestionWords, but_organizations: bool) -> bool:
    """Whether what, when, why or how is asked; with `but_organizations`, "which" and "who" ask for organizations."""
    vocabulary, language = question.vocabulary, question.language
    anywhere = vocabulary.facts_anywhere.of(language)
    if not but_organizations and (question.has(vocabulary.facts_anywhere) or question.has(vocabulary.which_thing)):
        return True
    where_who = vocabulary.where_who.of(language)
    asked_for = (*where_who, *vocabulary.organizations.of(language)) if but_organizations else ()
    facts = vocabulary.facts.of(language) if but_organizations else (*vocabulary.facts.of(language), *where_who)
    frame = vocabulary.frame.of(language)
    for number, segment in enumerate(question.segments()):
        words = _without_prepositions(question, segment)
        if number == 0:
            # "What about the CBSA?" asks no more for facts than "And the CBSA?" does.
            words = without_opening(words, vocabulary.follow_up.of(language))
        if not without_opening_all(words, frame):
            continue  # "Tell me, please"
        if opens_with(words, vocabulary.which_thing.of(language)) or _asks_which_thing(words, vocabulary, language):
            return True
        if opens_with(words, facts) and not opens_with(words, asked_for):
            return True
        # "Which organizations ..., and when?"; a "when" inside of the sentence asks nothing.
        if but_organizations and len(without_closing(words, anywhere)) < len(words):
            return True
    return False


def _asks_which_thing(words: Sequence[Word], vocabulary: Vocabulary, language: Language) -> bool:
    """Whether "which" or the like stands before a noun that is no word for organizations: "quelle ville"."""
    rest = without_opening(words, vocabulary.determiners.of(language))
    return 0 < len(rest) < len(words) and not opens_with(rest, vocabulary.after_a_subject.of(language))


def _without_prepositions(question: QuestionWords, words: Sequence[Word]) -> Sequence[Word]:
    return without_opening(words, question.vocabulary.prepositions.of(question.language))


def _counts_organizations(question: QuestionWords, at: int, organizations_named: int) -> bool:
    """Whether what is counted are organizations, not employees: they are named next, or no other noun is."""
    vocabulary, language = question.vocabulary, question.language
    rest = without_opening(question.words[at:], vocabulary.counted_of.of(language))
    if opens_with(rest, vocabulary.organizations.of(language)):
        return True
    if organizations_named:
        return False
    verbs = (
        *vocabulary.yes_no.of(language),
        *vocabulary.filler.of(language),
        *vocabulary.saying_no(language),
        *vocabulary.begins_predicate.of(language),
    )
    return (
        not rest
        or opens_with(rest, verbs)
        or _ends_like_a_verb(question, question.words[at])
        or question.has(vocabulary.everybody)
    )


def _ends_like_a_verb(question: QuestionWords, word: Word) -> bool:
    """Whether the word has the ending of a verb: "how many organized sessions", "combien abordent"."""
    return word.text.endswith(question.vocabulary.past_endings.of(question.language))


def _order(question: QuestionWords) -> Order:
    """Which end comes first: of "from most to least" the one that is named first."""
    vocabulary, language = question.vocabulary, question.language
    least = find_any(question.words, vocabulary.least.of(language), most_between=0)
    if least is None:
        return "most"
    most = find_any(question.words[: least.first], vocabulary.most_first.of(language), most_between=0)
    return "least" if most is None else "most"


def _top(question: QuestionWords) -> int | None:
    """The number in "top five", None where there is none; that of an item is none."""
    numbers = {
        word: value for value, word in enumerate(question.vocabulary.small_numbers.of(question.language), start=1)
    }
    items = set(question.vocabulary.item.of(question.language))
    for place, word in enumerate(question.words):
        if place and question.words[place - 1].text in items:
            continue
        if _DIGITS.fullmatch(word.text):
            return int(word.text) or None
        if word.text in numbers and numbers[word.text] > 1:
            return numbers[word.text]
    return None
