"""The command `candour diff`: two states of the assessments, found by their names and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.app import parts_of
from assistant.ingesting import Progress
from corpus.changes import Changes, changes
from corpus.fetch.kept import FetchedPages
from corpus.questionnaire import Questionnaire
from corpus.types import Provenance
from index.snapshots import FetchedFile, Snapshot, snapshot
from index.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states and what is different in the second one."""

    old: Snapshot
    new: Snapshot
    changes: Changes
    questionnaire: Questionnaire

    @property
    def problems(self) -> tuple[str, ...]:
        """The files that could not be read, and so count as not there."""
        return tuple(dict.fromkeys((*self.old.problems, *self.new.problems)))


def compared(old: str, new: str) -> Compared:
    """The states of these names, compared; NoSnapshot or an index error where there is no such state."""
    parts = parts_of()
    kept = FetchedPages(parts.home.fetched)

    def fetched_by(day: str) -> Sequence[FetchedFile]:
        versions = ((page, page.as_of(day)) for page in kept.pages)
        return [
            FetchedFile(kept.path(version), Provenance(page.published_at, version.fetched))
            for page, version in versions
            if version is not None
        ]

    with Progress() as progress:
        workshop = Workshop(parts.index, parts.questionnaire, parts.registry, progress.note, progress.step)
        before, after = (snapshot(name, workshop, fetched_by) for name in (old, new))
    return Compared(before, after, changes(before.assessments, after.assessments), parts.questionnaire)
