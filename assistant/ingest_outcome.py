"""What an ingest or a removal did, as JSON has it: `candour ingest --json`, the API and the page of administration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from assistant.audit import Became
from corpus.types import Assessment, Bilingual, Language
from index.build import IngestReport
from index.collect import Note
from index.sources import ManifestFile
from index.types import AnswerTable


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd that the parser found in a file: a stable code, the item, and words in English."""

    code: str
    item: int | None
    message: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that became a document, and the document whose place it took, if any.

    `organization` is the name as printed, `name` what the organization is called in either language.
    """

    file: str
    document: str
    organization_id: str
    organization: str
    name: Bilingual
    language: Language
    oddities: tuple[Odd, ...]
    replaces: str | None = None

    def called(self, language: Language) -> str:
        """What the organization is called in `language`: as printed in that one, else its name in it."""
        return self.organization if language == self.language else self.name.of(language)


@dataclass(frozen=True, slots=True)
class NotTakenIn:
    """A file that could not be taken in: the stable code of the error, and what to do."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What became of the files. `index` serves now (None where there is none); `changed` says whether it is a new one.

    `unchanged` and `removed` are documents; `not_used` are files of which a later one for the same counts; `counts`
    those of the index.
    """

    index: str | None
    changed: bool
    taken_in: tuple[TakenIn, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()
    not_taken_in: tuple[NotTakenIn, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


outcome_json = TypeAdapter(IngestOutcome)


def outcome_of(report: IngestReport, table: AnswerTable, notes: Sequence[Note] = ()) -> IngestOutcome:
    """The outcome that a report tells; the parse reports come from the `table` of the index that serves now."""

    def taken(file: ManifestFile, replaces: str | None = None) -> TakenIn:
        assert report.generation is not None, "what was taken in is in an index"
        return taken_in(file, table.assessment(report.generation, file.document), replaces)

    return IngestOutcome(
        report.generation,
        report.changed,
        (*map(taken, report.added), *(taken(each.new, each.old.document) for each in report.replaced)),
        tuple(file.document for file in report.unchanged),
        tuple(file.document for file in report.removed),
        tuple(each.old.name for each in report.superseded),
        # Paths of the machine stay in it: whoever sent a file knows it by its name.
        tuple(
            NotTakenIn(Path(each.file).name, each.code, each.message.replace(each.file, Path(each.file).name))
            for each in report.problems
        ),
        tuple(each.message for each in notes),
        report.counts,
    )


def how_it_ended(outcome: IngestOutcome) -> str:
    """The outcome of the act, as it is written down."""
    if outcome.changed:
        return "done_in_part" if outcome.not_taken_in else "done"
    return "nothing_taken_in" if outcome.not_taken_in and not outcome.unchanged else "unchanged"


def became_of(outcome: IngestOutcome) -> tuple[Became, ...]:
    """What became of each document and file, as it is written down; nothing of those that stayed as they were."""
    return (
        *(
            Became("replaced" if each.replaces else "added", each.document, each.file, each.replaces)
            for each in outcome.taken_in
        ),
        *(Became("removed", each) for each in outcome.removed),
        *(Became("not_used", each) for each in outcome.not_used),
        *(Became("refused", each.file, code=each.code) for each in outcome.not_taken_in),
    )


def taken_in(file: ManifestFile, assessment: Assessment, replaces: str | None = None) -> TakenIn:
    """A file of an index with the parse report of its document."""
    return TakenIn(
        file.name,
        file.document,
        file.organization,
        file.printed_name,
        assessment.organization.applied,
        file.language,
        tuple(Odd(each.code, each.item, each.message) for each in assessment.report.oddities),
        replaces,
    )
