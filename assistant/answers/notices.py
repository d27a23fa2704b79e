"""What is said beside every kind of answer, so that nobody takes silence for a no."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers.view import View
from assistant.reading.types import NamedSet, Reading
from assistant.words import Words


def notices_of(reading: Reading, view: View, words: Words) -> tuple[str, ...]:
    """How organizations were named, which that were asked about are not here, and which were left out as asked."""
    language = words.language
    in_sets = {each.id for one in reading.sets for each in one.organizations}
    absent = [
        each.applied.of(language)
        for each in reading.organizations
        if each.id not in view.organizations and each.id not in in_sets
    ]
    absent += reading.unknown
    out = [each for each in reading.excluded if each.id in view.organizations] or reading.excluded
    excluded = [each.applied.of(language) for each in out]
    notices = [*naming_notices(reading, view, words)]
    if absent:
        notices.append(words("notice.not_in_corpus", organizations=", ".join(absent)))
    if excluded:
        notices.append(words("notice.left_out", organizations=", ".join(excluded)))
    return tuple(notices)


def naming_notices(reading: Reading, view: View, words: Words) -> tuple[str, ...]:
    """Whom words that are nobody's own name of today were taken for, and whom groups mean here."""
    named = [
        words(f"notice.named_{each.kind}", said=each.said, organization=each.organization.applied.of(words.language))
        for each in reading.read_as
    ]
    return (*named, *_of_sets(reading.sets, view, words))


def _of_sets(sets: tuple[NamedSet, ...], view: View, words: Words) -> Iterator[str]:
    for each in sets:
        present = [one.applied.of(words.language) for one in each.organizations if one.id in view.organizations]
        absent = len(each.organizations) - len(present)
        if present:
            meant = words("notice.set", said=each.said, organizations="; ".join(present))
            yield f"{meant} {words.count('notice.set_absent', absent)}" if absent else meant
