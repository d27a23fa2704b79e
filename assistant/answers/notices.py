"""What is said beside every kind of answer, so that nobody takes silence for a no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.answers.view import View
from assistant.literal import literal
from assistant.reading.types import NamedSet, ReadAs, Reading
from assistant.types import Answer
from assistant.words import Words

# Organizations of a group that have no assessment are named up to so many; beyond, they are counted.
_MOST_NAMED = 3


def notices_of(reading: Reading, view: View, words: Words) -> tuple[str, ...]:
    """How organizations were named, which words were passed over, who is not here and who was left out as asked."""
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
    if reading.unused:
        unused = words("notice.join").join(words("notice.said", said=each) for each in reading.unused)
        notices.append(words("notice.unused", unused=unused))
    if absent:
        notices.append(words("notice.not_in_corpus", organizations=", ".join(absent)))
    if excluded:
        notices.append(words("notice.left_out", organizations=", ".join(excluded)))
    return tuple(notices)


def naming_notices(reading: Reading, view: View, words: Words) -> tuple[str, ...]:
    """Whom words that are nobody's own name of today were taken for, and whom groups mean here."""
    return (*(_read_as(each, view, words) for each in reading.read_as), *_of_sets(reading.sets, view, words))


def noting_languages(answer: Answer, view: View, words: Words) -> Answer:
    """The answer, with a notice of whose words stand in the other language because there are none in the answer's."""
    others = {each.organization_id for each in answer.citations if each.language != answer.language}
    alone = sorted(view.called(each, words.language) for each in others if each not in view.bilingual)
    if not alone:
        return answer
    if len(alone) <= _MOST_NAMED:
        notice = words("notice.other_language", organizations=words("notice.names").join(alone))
    else:
        notice = words("notice.other_language_many", number=len(alone))
    return noting(answer, notice)


def noting(answer: Answer, notice: str) -> Answer:
    """The answer with one more notice, last."""
    return replace(answer, text=f"{answer.text}\n\n{literal(notice)}", notices=(*answer.notices, notice))


def _read_as(named: ReadAs, view: View, words: Words) -> str:
    organization = named.organization.applied.of(words.language)
    only_here = named.kind == "part" and named.organization.id in view.organizations
    kind = "near" if named.kind == "part" and not only_here else named.kind
    return words(f"notice.named_{kind}", said=named.said, organization=organization)


def _of_sets(sets: tuple[NamedSet, ...], view: View, words: Words) -> Iterator[str]:
    for each in sets:
        names = {one.id: one.applied.of(words.language) for one in each.organizations}
        present = [name for one, name in names.items() if one in view.organizations]
        absent = [name for one, name in names.items() if one not in view.organizations]
        if present:
            said = [words("notice.set", said=each.said, organizations=words("notice.names").join(present))]
            if 0 < len(absent) <= _MOST_NAMED:
                said.append(words("notice.set_without", organizations=words("notice.names").join(absent)))
            elif absent:
                said.append(words("notice.set_absent", number=len(absent)))
            yield " ".join(said)
