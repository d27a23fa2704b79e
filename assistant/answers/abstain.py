"""Saying no with a reason, and asking back: answers like any other, with the readings that would help."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.exact import other_readings
from assistant.answers.text import literal
from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.reading.wording import reading_text
from assistant.starters import starter_questions
from assistant.types import Answer, OtherReading, Reason
from assistant.words import Words


def asking_back(reading: Reading, view: View, words: Words) -> Answer:
    """The answer to a question that cannot be understood: the meanings it may have, else a question that can."""
    meanings = other_readings(reading, view, words)
    starters = starter_questions(view, reading.language)
    example = starters[0] if starters else view.questionnaire.items[0].wording.of(words.language)
    headline = words("abstain.which_meaning") if meanings else words("abstain.unclear", example=example)
    return _answer(reading, "unclear", headline, view, words, meanings, starters)


def too_long(reading: Reading, most: int, view: View, words: Words) -> Answer:
    """The answer to a question with more characters than are read."""
    headline = words("abstain.too_long", length=len(reading.question), most=most)
    return _answer(reading, "unclear", headline, view, words)


def abstention(reading: Reading, reason: Reason, view: View, words: Words) -> Answer:
    """The answer to a question that is understood and cannot be answered."""
    named = [organization.applied.of(words.language) for organization in reading.organizations]
    several = "many" if len(named) > 1 else "one"
    total = len(view.organizations)
    together = words("reading.and").join(named)
    match reason:
        case "unknown_organization":
            headline = words("abstain.unknown_organization", name=reading.unknown[0])
        case "no_assessment":
            headline = words(f"abstain.no_assessment_{several}", organizations=together, total=total)
        case "not_in_assessments" if named:
            headline = words("abstain.not_in_assessment_of", organizations=together)
        case _:
            headline = words(f"abstain.{reason}")
    return _answer(reading, reason, headline, view, words, suggestions=starter_questions(view, reading.language)[:2])


def _answer(
    reading: Reading,
    reason: Reason,
    headline: str,
    view: View,
    words: Words,
    meanings: Sequence[OtherReading] = (),
    suggestions: Sequence[str] = (),
) -> Answer:
    blocks = [f"**{literal(headline)}**", *(f"- {literal(meaning.text)}" for meaning in meanings)]
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
        index=view.generation,
    )
