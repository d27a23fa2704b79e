"""Saying no with a reason, and asking back: answers like any other, with the readings that would help."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.exact import other_readings
from assistant.answers.going_on import item_question, which_question
from assistant.answers.kinds import Kind
from assistant.answers.notices import naming_notices
from assistant.answers.view import View
from assistant.literal import literal
from assistant.reading.organizations import Doubt
from assistant.reading.types import Reading
from assistant.reading.wording import reading_text
from assistant.starters import starter_questions
from assistant.types import Answer, OtherReading, Reason
from assistant.words import Words

_MOST_OFFERED = 4
_MOST_SUGGESTED = 2
# Organizations of a group are named up to so many; beyond, they are counted.
_MOST_NAMED = 10


def asking_back(reading: Reading, view: View, words: Words) -> Answer:
    """The answer to a question that cannot be understood: the meanings it may have, else a question that can."""
    if reading.doubts:
        return _which_organization(reading, view, words)
    meanings = other_readings(reading, view, words)
    starters = starter_questions(view, reading.language)
    example = starters[0] if starters else view.questionnaire.items[0].wording.of(words.language)
    if reading.foreign:
        headline = words("abstain.foreign", example=example)
    else:
        headline = words("abstain.which_meaning") if meanings else words("abstain.unclear", example=example)
    return _answer(reading, "unclear", headline, view, words, meanings, starters)


def too_long(reading: Reading, most: int, view: View, words: Words) -> Answer:
    """The answer to a question with more characters than are read."""
    headline = words("abstain.too_long", length=len(reading.question), most=most)
    return _answer(reading, "unclear", headline, view, words)


def abstention(reading: Reading, reason: Reason, view: View, words: Words, nearest: int | None = None) -> Answer:
    """The answer to a question that is understood and cannot be answered; `nearest` is the item that comes near."""
    named = [organization.applied.of(words.language) for organization in reading.organizations]
    several = "many" if len(named) > 1 else "one"
    total = len(view.organizations)
    together = words("reading.and").join(named)
    match reason:
        case "unknown_organization":
            headline = words("abstain.unknown_organization", name=reading.unknown[0])
        case "no_assessment" if reading.sets and len(named) > _MOST_NAMED:
            said = words("reading.and").join(each.said for each in reading.sets)
            headline = words("abstain.no_assessment_group", said=said, number=len(named), total=total)
        case "no_assessment" if reading.sets:
            headline = words("abstain.no_assessment_set", organizations=words("notice.names").join(named), total=total)
        case "no_assessment":
            headline = words(f"abstain.no_assessment_{several}", organizations=together, total=total)
        case "not_in_assessments" if named:
            headline = words("abstain.not_in_assessment_of", organizations=together)
        case _:
            headline = words(f"abstain.{reason}")
    suggestions = _nearest(reading, view, words, nearest)
    if reading.doubts:
        offered = words("reading.or").join(each.applied.of(words.language) for each in reading.doubts[0].organizations)
        headline = f"{headline} {words('abstain.did_you_mean', organizations=offered)}"
        suggestions = _instead(reading, reading.doubts[0], words)
    return _answer(reading, reason, headline, view, words, suggestions=suggestions)


def not_recorded(
    reading: Reading, kinds: Sequence[Kind], view: View, words: Words, nearest: int | None = None
) -> Answer:
    """The answer to a question for what the form has no place for and no text gives: a sum, a telephone number."""
    asked = words("reading.or").join(words(f"abstain.{kind.name}") for kind in kinds)
    return _answer(
        reading,
        "not_in_assessments",
        words("abstain.not_recorded", asked=asked),
        view,
        words,
        suggestions=_nearest(reading, view, words, nearest),
    )


def _nearest(reading: Reading, view: View, words: Words, nearest: int | None) -> tuple[str, ...]:
    """What comes nearest to the question and has an answer: its condition or an item, and questions to begin with."""
    found = []
    if reading.condition is not None:
        found.append(which_question(reading.condition, view, words))
    elif number := next(iter(reading.items), nearest):
        named = [view.called(each, words.language) for each in view.present(reading.organizations)]
        found.append(item_question(number, named[0] if named else None, view, words))
    return tuple(dict.fromkeys([*found, *starter_questions(view, reading.language)]))[:_MOST_SUGGESTED]


def _which_organization(reading: Reading, view: View, words: Words) -> Answer:
    """Asking which organization is meant by a name that several may have; those that are here come first."""
    doubt = reading.doubts[0]
    offered = words("reading.or").join(each.applied.of(words.language) for each in doubt.organizations[:_MOST_OFFERED])
    said = reading.question[doubt.start : doubt.end]
    headline = words("abstain.which_organization", said=said, organizations=offered)
    if not view.present(doubt.organizations):
        headline = f"{headline} {words('abstain.none_here')}"
    return _answer(reading, "unclear", headline, view, words, suggestions=_instead(reading, doubt, words))


def _instead(reading: Reading, doubt: Doubt, words: Words) -> tuple[str, ...]:
    """The question with the name in doubt replaced by each that it may be meant for."""
    question = reading.question
    return tuple(
        question[: doubt.start] + each.applied.of(words.language) + question[doubt.end :]
        for each in doubt.organizations[:_MOST_OFFERED]
    )


def _answer(
    reading: Reading,
    reason: Reason,
    headline: str,
    view: View,
    words: Words,
    meanings: Sequence[OtherReading] = (),
    suggestions: Sequence[str] = (),
) -> Answer:
    notices = naming_notices(reading, view, words)
    blocks = [f"**{literal(headline)}**", *(f"- {literal(meaning.text)}" for meaning in meanings)]
    blocks += [literal(notice) for notice in notices]
    condition = reading.condition
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind="clarify" if reason == "unclear" else "abstain",
        headline=headline,
        text="\n\n".join(blocks),
        abstained=True,
        reason=reason,
        reading=reading_text(condition, (), view.questionnaire, view.printed_labels, words) if condition else None,
        where=str(condition) if condition else None,
        other_readings=tuple(meanings),
        suggestions=tuple(suggestions),
        notices=notices,
        index=view.generation,
    )
