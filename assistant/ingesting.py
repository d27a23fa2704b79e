"""The commands that change or describe the index: what they do, and what they say while they do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import click
from tqdm import tqdm

from assistant.app import Parts, audit_log, learn_to_read, parts_of
from assistant.audit import ActName, who_commands
from assistant.ingest_outcome import became_of, how_it_ended, outcome_json, outcome_of
from corpus.errors import CandourError
from corpus.shown import json_text, shown
from corpus.types import Language
from index.build import IngestReport, ingest, rebuild, remove
from index.collect import Note
from index.errors import IndexMismatch, IndexUnusable, NoIndex
from index.home import open_checked

_STEPS = {
    "read": "Reading files",
    "cut": "Cutting passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "verify": "Verifying the index",
}


def run_ingest(
    paths: Sequence[Path], replace: bool, if_needed: bool, as_json: bool = False, unwritten: bool = False
) -> int:
    """The exit code of `candour ingest`: 0, or 2 where a file could not be taken in.

    `unwritten` where the caller writes the act down itself.
    """
    parts = parts_of()
    if as_json:
        return _told_as_json(parts, lambda progress: _ingested(parts, paths, replace, progress, unwritten))
    if if_needed:
        try:
            open_checked(parts.index, parts.questionnaire)
        except NoIndex:
            pass
        except IndexUnusable as error:
            _say(f"The index is built again: {error}")
            paths = ()
        else:
            return 0
    with Progress() as progress:
        report = _ingested(parts, paths, replace, progress)
    tell(report, parts)
    learn_to_read(parts, _say)
    return 2 if report.problems else 0


def written_down(parts: Parts, act: ActName, what: Sequence[str], work: Callable[[], IngestReport]) -> IngestReport:
    """The report of the work, which is written down as an act on the command line, with what became of each file."""
    with audit_log(parts).act(who_commands(), act, what) as told:
        report = work()
        outcome = outcome_of(report, parts.index.table)
        told.outcome, told.became = how_it_ended(outcome), became_of(outcome)
        return report


def _ingested(
    parts: Parts, paths: Sequence[Path], replace: bool, progress: Progress, unwritten: bool = False
) -> IngestReport:
    if not unwritten:
        act: ActName = "add_assessments" if paths else "rebuild_index"
        return written_down(parts, act, list(map(str, paths)), lambda: _ingested(parts, paths, replace, progress, True))
    if not paths:
        return rebuild(parts.index, parts.questionnaire, parts.registry, progress.note, progress.step)
    if not replace:
        _built_for_this_candour(parts, progress)
    return ingest(parts.index, paths, replace, parts.questionnaire, parts.registry, progress.note, progress.step)


def _built_for_this_candour(parts: Parts, progress: Progress) -> None:
    """Builds the index again from its copies where another Candour, questionnaire or embedder made it."""
    try:
        open_checked(parts.index, parts.questionnaire)
    except IndexMismatch as error:
        _say(f"The index is built again: {error}")
        rebuild(parts.index, parts.questionnaire, parts.registry, progress.note, progress.step)
    except (NoIndex, IndexUnusable):
        return  # the ingest itself says so


def run_remove(organization: str, language: Language | None, as_json: bool = False, unwritten: bool = False) -> int:
    """The exit code of `candour remove`: 0. Removes an organization's assessments, given by id, name or acronym.

    `unwritten` as for `run_ingest`.
    """
    parts = parts_of()
    if as_json:
        return _told_as_json(parts, lambda progress: _removed(parts, organization, language, progress, unwritten))
    with Progress() as progress:
        report = _removed(parts, organization, language, progress)
    tell(report, parts)
    return 0


def _removed(
    parts: Parts, organization: str, language: Language | None, progress: Progress, unwritten: bool = False
) -> IngestReport:
    if not unwritten:
        what = (organization, *((language,) if language else ()))
        return written_down(
            parts, "remove_assessments", what, lambda: _removed(parts, organization, language, progress, True)
        )
    table, generations = parts.index.table, parts.index.generations
    registry = parts.registry.extended(table.organizations(generations.current()))
    known = registry.by_id(organization) or registry.named(organization)
    return remove(
        parts.index,
        known.id if known else organization,
        language,
        parts.questionnaire,
        parts.registry,
        progress.note,
        progress.step,
    )


def _told_as_json(parts: Parts, work: Callable[[Progress], IngestReport]) -> int:
    """Prints what the work did, or the error in which it ended, as JSON for programs."""
    try:
        with Progress(silent=True) as progress:
            report = work(progress)
        outcome = outcome_of(report, parts.index.table, progress.notes)
    except CandourError as error:
        click.echo(json_text({"error": {"code": error.code, "message": str(error)}}))
        return 2
    click.echo(json_text(outcome_json.dump_python(outcome, mode="json")))
    return 2 if outcome.not_taken_in else 0


def status_of(parts: Parts) -> dict[str, Any]:
    """What is in the index and what it was built with; NoIndex, IndexMismatch or IndexUnusable as for a question."""
    index = parts.index
    with index.generations.pin() as generation:
        manifest = open_checked(index, parts.questionnaire, generation)
        documents = [
            {
                "document": file.document,
                "organization": file.organization,
                "language": file.language,
                "cycle": file.cycle,
                "file": file.name,
                "oddities": [
                    {"code": odd.code, "item": odd.item, "message": odd.message}
                    for odd in index.table.assessment(generation, file.document).report.oddities
                ],
            }
            for file in manifest.files
        ]
        return {
            "home": str(parts.home.root),
            "index": generation,
            "created": manifest.created,
            "questionnaire": manifest.reading.questionnaire,
            "embedder": manifest.embedder,
            "dimension": manifest.dimension,
            "model": parts.settings.model,
            "counts": dict(manifest.counts),
            "documents": documents,
        }


def status_text(status: dict[str, Any]) -> str:
    """The status for people."""
    counts, dimension = status["counts"], status["dimension"]
    lines = [
        f"Home           {status['home']}",
        f"Index          {status['index']}, built {status['created']}",
        f"Questionnaire  {status['questionnaire']}",
        f"Embedder       {status['embedder']}{f', {dimension} dimensions' if dimension else ''}",
        f"Model          {status['model'] or 'none: answers are quoted and counted'}",
        f"Holds          {counts['organizations']} organizations, {counts['documents']} documents, "
        f"{counts['ticks']} ticks, {counts['passages']} passages",
        "",
    ]
    for document in status["documents"]:
        lines.append(f"{document['document']}  cycle {document['cycle']}  {document['file']}")
        lines.extend(f"    {odd['message']}" for odd in document["oddities"])
    return shown("\n".join(lines))


class Progress:
    """A progress bar on stderr, shown once a step takes longer than half a second, and notes between.

    A `silent` one only collects the notes.
    """

    def __init__(self, silent: bool = False) -> None:
        self.notes: list[Note] = []
        self._silent = silent
        self._bar: tqdm[Any] | None = None
        self._step = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def step(self, step: str, done: int, total: int) -> None:
        """Takes note of how far a step is."""
        if self._silent:
            return
        if step != self._step:
            self._close()
            self._step = step
            self._bar = tqdm(total=total or None, desc=_STEPS.get(step, step), delay=0.5, leave=False, unit="")
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def note(self, note: Note) -> None:
        """Says something that stops nothing."""
        self.notes.append(note)
        if self._silent:
            return
        self._close()
        _say(f"Note: {note.message}")

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def tell(report: IngestReport, parts: Parts) -> None:
    """Says what became of each file, and prints what the index holds now."""
    for file in report.added:
        _say(f"Added: {file.document} from {file.name}")
        _tell_oddities(parts, report.generation, file.document)
    for replacement in report.replaced:
        _say(f"Replaced: {replacement.old.document} by {replacement.new.document} from {replacement.new.name}")
        _tell_oddities(parts, report.generation, replacement.new.document)
    for replacement in report.superseded:
        _say(
            f"Not used: {replacement.old.name}, because {replacement.new.name} given after it is for the same "
            "organization, language and cycle."
        )
    for file in report.removed:
        _say(f"Removed: {file.document}")
    if report.unchanged:
        _say(f"Unchanged: {len(report.unchanged)}")
    for problem in report.problems:
        named = Path(problem.file).name in problem.message
        _say(f"Not taken in: {problem.message}" if named else f"Not taken in: {problem.file}: {problem.message}")
    counts = report.counts
    if counts:
        click.echo(f"In the index: {counts['organizations']} organizations, {counts['documents']} documents.")
    if report.problems:
        kept = "what served before still serves" if not report.removed else "see also what was removed"
        _say(f"{len(report.problems)} not taken in, see above; {kept}.")


def _tell_oddities(parts: Parts, generation: str | None, document: str) -> None:
    if generation is not None:
        for oddity in parts.index.table.assessment(generation, document).report.oddities:
            _say(f"    {oddity.message}")


def _say(message: str) -> None:
    click.echo(shown(message), err=True)
