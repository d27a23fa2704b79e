"""What is said beside every kind of answer, so that nobody takes silence for a no."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.words import Words


def notices_of(reading: Reading, view: View, words: Words) -> tuple[str, ...]:
    """Which organizations that were asked about are not among the assessments, and which were left out as asked."""
    language = words.language
    absent = [each.applied.of(language) for each in reading.organizations if each.id not in view.organizations]
    absent += reading.unknown
    excluded = [each.applied.of(language) for each in reading.excluded]
    notices = []
    if absent:
        notices.append(words("notice.not_in_corpus", organizations=", ".join(absent)))
    if excluded:
        notices.append(words("notice.left_out", organizations=", ".join(excluded)))
    return tuple(notices)
