"""The dates by which organizations plan to have something done: those of the items that ask for a time frame.

A date counts as a target where the words around it speak of a plan or say nothing of its time, and it is not over
before the form's cycle begins. Where the ticks say that the thing is finished, only a date that is planned outright
counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.dates import FoundDate, Tense, dates_in, tense_of
from corpus.questionnaire import Questionnaire
from corpus.types import Assessment, Item, Span
from index.sentences import Offsets, blocks_of, sentences_of
from index.types import Shown, TargetDate

_LONGEST_SENTENCE = 600  # characters; of a sentence without end the part around the date is enough


def targets_of(assessment: Assessment, questionnaire: Questionnaire) -> Iterator[TargetDate]:
    """The target dates of an assessment, by item and place."""
    for item in questionnaire.items:
        if not item.target_dates:
            continue
        response = assessment.response(item.number)
        if response.free_text is None:
            continue
        finished = _is_finished(assessment, item, questionnaire)
        for sentence, found in _found(assessment, response.free_text):
            if _is_target(found, finished, assessment.cycle):
                yield _target(assessment, item.number, sentence, found)


def _found(assessment: Assessment, place: Span) -> Iterator[tuple[Offsets, FoundDate]]:
    """The dates of a free text with their sentences; those of a list's entries take their tense from its lead-in."""
    text, language = assessment.source.text, assessment.language
    for block in blocks_of(text, place.start, place.end):
        announced: Tense = tense_of(text[slice(*block.lines[0])], language) if block.leads_in else "open"
        for number, line in enumerate(block.lines):
            inherited: Tense = announced if number else "open"
            for start, end in sentences_of(text, *line):
                for found in dates_in(text[start:end], language):
                    tense = inherited if found.tense == "open" else found.tense
                    yield (start, end), replace(found, start=start + found.start, end=start + found.end, tense=tense)


def _is_target(found: FoundDate, finished: bool, cycle: str) -> bool:
    if found.tense == "past" or (finished and found.tense != "plan"):
        return False
    # "Will build on what was begun in 2022": whatever the verb, nobody plans for years that are over.
    return found.latest is None or not cycle.isdigit() or found.latest.year >= int(cycle)


def _is_finished(assessment: Assessment, item: Item, questionnaire: Questionnaire) -> bool:
    """Whether a tick of the item, or of one whose time frame the item tells, says that the thing is done."""
    done = {
        option.id
        for each in questionnaire.items
        if item.number in (each.number, each.told_in)
        for option in each.options
        if option.done
    }
    return any(tick.option in done for response in assessment.responses for tick in response.ticks)


def _target(assessment: Assessment, item: int, sentence: Offsets, found: FoundDate) -> TargetDate:
    start, end = sentence
    if end - start > _LONGEST_SENTENCE:
        around = (_LONGEST_SENTENCE - (found.end - found.start)) // 2
        start, end = max(start, found.start - around), min(end, found.end + around)
    return TargetDate(
        document=assessment.id,
        item=item,
        wording=_shown(assessment, found.start, found.end),
        sentence=_shown(assessment, start, end),
        earliest=found.earliest,
        latest=found.latest,
        role=found.role,
    )


def _shown(assessment: Assessment, start: int, end: int) -> Shown:
    source = assessment.source
    return Shown(Span(assessment.id, start, end, source.page_at(start)), source.text[start:end])
