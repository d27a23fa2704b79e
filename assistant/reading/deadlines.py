"""A question for the organizations by their target dates: which items' dates, and when they are to fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.reading.asking import Asking
from assistant.reading.clauses import joints_of
from assistant.reading.learned import Models
from assistant.reading.phrases import Word, find_any, words_beyond
from assistant.reading.question import QuestionWords
from corpus.dates import FoundDate, dates_in
from corpus.questionnaire import Questionnaire
from corpus.types import Item

# "by": over by the last day asked about; "in": overlapping the days asked about; "after": wholly after them.
When = Literal["by", "in", "after"]

# An item is meant where its topic is at least this likely (0 to 1), or nearly as likely as the likeliest; those with
# target dates where they are together likelier than the others.
_LIKELY, _NEARLY_AS_LIKELY, _MOSTLY = 0.2, 0.4, 0.5


@dataclass(frozen=True, slots=True)
class Period:
    """The days asked about, and how a target date is to lie to them."""

    when: When
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is asked of target dates: those of `items` that fall as `period` says, any of them without one.

    `to_finish` is True where it is asked by when something is finished, so that of several dates the last counts, and
    `denied` where those are asked for that have no such date.
    """

    items: tuple[int, ...]
    period: Period | None = None
    to_finish: bool = False
    denied: bool = False


def deadline_of(
    question: QuestionWords,
    asking: Asking,
    numbered: Sequence[int],
    models: Models,
    questionnaire: Questionnaire,
) -> Deadline | None:
    """What the question asks of target dates; None where it asks for something else.

    It does where it names them ("deadlines"), or asks who plans to finish something, and by what day or when.
    """
    vocabulary, language = question.vocabulary, question.language
    if question.has(vocabulary.mention) or not any(item.target_dates for item in questionnaire.items):
        return None
    dates = [each for each in dates_in(question.text, language, bare_years=True) if each.latest is not None]
    named = question.has(vocabulary.deadline)
    outside, content = _outside(question.words, dates), _outside(question.without_frame(), dates)
    if not named:
        to_be_done = question.find(outside, vocabulary.deadline_plan) is not None and (
            question.find(outside, vocabulary.deadline_done) is not None or any(each.role == "by" for each in dates)
        )
        asked = bool(dates) or question.has(vocabulary.deadline_when)
        asks_for_organizations = asking.organizations or question.has(vocabulary.organizations)
        if not (to_be_done and asked and asks_for_organizations) or _has_clauses(question, content):
            return None
    items = _items(question, content, numbered, models, questionnaire)
    if not items:
        return None
    return Deadline(
        items=items,
        period=period_of(dates[0]) if dates else None,
        to_finish=question.find(outside, vocabulary.deadline_done) is not None,
        denied=find_any(outside, vocabulary.saying_no(question.language), most_between=0) is not None,
    )


def period_of(found: FoundDate) -> Period | None:
    """The days that a date in a question asks about; None for one without a year."""
    if found.earliest is None or found.latest is None:
        return None
    match found.role:
        case "by":
            return Period("by", found.earliest, found.latest)
        case "after":
            return Period("after", found.earliest, found.latest)
        case "from":
            return Period("in", found.earliest, date.max)
    return Period("in", found.earliest, found.latest)


def _items(
    question: QuestionWords,
    content: Sequence[Word],
    numbered: Sequence[int],
    models: Models,
    questionnaire: Questionnaire,
) -> tuple[int, ...]:
    """The items with target dates that the question is about, all of them where it names none; () for other items."""
    with_dates = [item.number for item in questionnaire.items if item.target_dates]
    if numbered:
        told = tuple(dict.fromkeys(item_with_dates(questionnaire.item(number)) for number in numbered))
        return told if set(told) <= set(with_dates) else ()
    vocabulary, language = question.vocabulary, question.language
    own = (
        *(vocabulary.deadline, vocabulary.deadline_plan, vocabulary.deadline_done, vocabulary.deadline_beside),
        vocabulary.organizations_alone,
    )
    # The words of the question's own kind go first: a slip of the finger is mended towards words of the items.
    left = words_beyond(content, [phrase for each in own for phrase in each.of(language)])
    said = models.empty.without(models.spelled(left))
    if not said:
        return tuple(with_dates)
    likely = models.topics.likely([word.text for word in said])
    best = max(likely.values(), default=0.0)
    meant = {
        item_with_dates(questionnaire.item(number))
        for number, share in likely.items()
        if share >= max(_LIKELY, _NEARLY_AS_LIKELY * best)
    }
    # Dates for updating the code are none of those for reviewing it: most must speak for items with dates.
    dated = sum(share for number, share in likely.items() if item_with_dates(questionnaire.item(number)) in with_dates)
    return tuple(number for number in with_dates if number in meant) if dated >= _MOSTLY else ()


def item_with_dates(item: Item) -> int:
    """The number of the item whose text tells by when: its own, or that of the one where its time frame is told."""
    return item.number if item.target_dates or item.told_in is None else item.told_in


def _outside(words: Sequence[Word], dates: Sequence[FoundDate]) -> list[Word]:
    """The words that are no part of a date."""
    return [word for word in words if not any(each.start <= word.start < each.end for each in dates)]


def _has_clauses(question: QuestionWords, content: Sequence[Word]) -> bool:
    """Whether the question says several things: "who ticked no and plans to finish by May" asks for more than dates."""
    joints = joints_of(content, question.text, question.vocabulary, question.language)
    return any(joint.link is not None for joint in joints)
