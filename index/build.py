"""Files into a new generation: read, merge with what is there, build aside, verify, publish.

Until the last step the index that served before serves on; a build that fails or is killed leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import Assessment, Language
from index.batch import Batch, Before, assessments_of, read_copies, read_given, read_kept
from index.collect import NO_FILE, Note, Notes, Problem
from index.errors import BuildFailed, EmbedderFailed, IndexUnusable, NoIndex, NothingToRemove
from index.home import Index
from index.merge import Merged, Replacement, merged
from index.passages import passages_of
from index.sources import FORMAT, Manifest, ManifestFile, read_files, write_manifest
from index.targets import targets_of
from index.types import Passage, Vectors
from index.vector_cache import VectorCache, vectors_of
from index.verify import Built, verify
from index.workshop import Progress, Workshop, disk_message, one_ingest

# Characters that a token stands for on average at the very most, so that a long text need not be taken apart to know
# that it does not fit, and a made-up word of any length, which is one unknown token, is no passage as long as itself.
_LONGEST_TOKEN = 20


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest, a rebuild or a removal did. `generation` is the one that serves now, None where there is none.

    `changed` is False where no new generation was published. `superseded` are given files in whose place a later given
    one counts. `counts` are those of the generation that serves.
    """

    generation: str | None
    changed: bool
    added: tuple[ManifestFile, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    unchanged: tuple[ManifestFile, ...] = ()
    removed: tuple[ManifestFile, ...] = ()
    superseded: tuple[Replacement, ...] = ()
    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def ingest(
    index: Index,
    paths: Sequence[Path],
    replace: bool,
    questionnaire: Questionnaire,
    registry: Registry,
    notes: Notes = lambda note: None,
    progress: Progress = lambda step, done, total: None,
) -> IngestReport:
    """What became of the assessments at `paths`, which are added to the index or take the place of earlier ones.

    With `replace` they become the whole index. A file that cannot be read is a Problem of the report and stops nothing;
    where no file can be read, or nothing is new, nothing is published. IngestRunning where another ingest is under way,
    BuildFailed where the disk or the check of the new index stopped it, IndexUnusable where what is there cannot be
    added to.
    """
    workshop = Workshop(index, questionnaire, registry, notes, progress)
    with one_ingest(index.home):
        before = _before(index, unusable_is_none=replace)
        given = read_given(workshop, paths, before)
        if not given.entries:
            _sweep(workshop)
            return _report(before.generation, False, Merged(()), given.problems, before.manifest)
        kept = Batch() if replace else read_kept(workshop, before)
        outcome = merged(before.files, kept.entries, given.entries)
        problems = [*given.problems, *kept.problems]
        if _nothing_new(workshop, before, outcome):
            _sweep(workshop)
            return _report(before.generation, False, outcome, problems, before.manifest)
        assessments = assessments_of(workshop, before, outcome.files, kept.assessments | given.assessments)
        return _published(workshop, before, assessments, outcome, problems)


def rebuild(
    index: Index,
    questionnaire: Questionnaire,
    registry: Registry,
    notes: Notes = lambda note: None,
    progress: Progress = lambda step, done, total: None,
) -> IngestReport:
    """What became of the copies in the home folder, all read and indexed anew; errors as for `ingest`.

    Works from the newest manifest that can be read, of whatever format, so also where the index is damaged or does not
    match the settings. NoIndex where nothing was ingested.
    """
    workshop = Workshop(index, questionnaire, registry, notes, progress)
    with one_ingest(index.home):
        before, files = _newest_files(index)
        read = read_copies(workshop, files)
        if not read.entries:
            return _report(before.generation, False, Merged(()), read.problems, before.manifest)
        outcome = merged(files, (), read.entries)
        assessments = assessments_of(workshop, before, outcome.files, read.assessments)
        return _published(workshop, before, assessments, outcome, read.problems)


def remove(
    index: Index,
    organization: str,
    language: Language | None,
    questionnaire: Questionnaire,
    registry: Registry,
    notes: Notes = lambda note: None,
    progress: Progress = lambda step, done, total: None,
) -> IngestReport:
    """What was removed: the assessments of the organization of that id, in one language or (None) in all.

    NothingToRemove where there are none, or where there are no others; errors of a build as for `ingest`.
    """
    workshop = Workshop(index, questionnaire, registry, notes, progress)
    with one_ingest(index.home):
        before = _before(index)
        leaving = {f.key for f in before.files if f.organization == organization and language in (None, f.language)}
        _refuse_removal(index, before, leaving, organization, language)
        kept = read_kept(workshop, before)
        outcome = merged(before.files, [file for file in kept.entries if file.key not in leaving], ())
        assessments = assessments_of(workshop, before, outcome.files, kept.assessments)
        return _published(workshop, before, assessments, outcome, kept.problems)


def _refuse_removal(
    index: Index, before: Before, leaving: set[tuple[str, Language, str]], organization: str, language: Language | None
) -> None:
    if not leaving:
        there = ", ".join(sorted({file.organization for file in before.files}))
        wanted = organization if language is None else f"{organization} in {language!r}"
        raise NothingToRemove(f"The index holds no assessment of {wanted}. It holds: {there or 'none'}.")
    if len(leaving) == len(before.files):
        raise NothingToRemove(
            f"The assessments of {organization} are all that is in the index. Delete the folder {index.home.root} "
            f"to be rid of everything, or run `candour ingest --replace PATH` with others."
        )


def _before(index: Index, unusable_is_none: bool = False) -> Before:
    try:
        generation = index.generations.current()
        return Before(generation, index.manifest(generation))
    except NoIndex:
        return Before()
    except IndexUnusable:
        if unusable_is_none:
            return Before()
        raise


def _newest_files(index: Index) -> tuple[Before, tuple[ManifestFile, ...]]:
    """The current index as far as it can be used, and the files of the newest manifest that names any."""
    try:
        before = _before(index)
        if before.generation is None:
            index.generations.current()  # says that nothing was ingested
        return before, before.files
    except NoIndex:
        raise
    except IndexUnusable as error:
        for path in sorted(index.home.generations.glob("*/manifest.json"), reverse=True):
            try:
                return Before(), read_files(path)
            except IndexUnusable:
                continue
        raise IndexUnusable(
            f"No manifest of an index can be read in {index.home.generations}, so its copies have no names any more. "
            f"Run `candour ingest --replace PATH` with the assessments' folder."
        ) from error


def _nothing_new(workshop: Workshop, before: Before, outcome: Merged) -> bool:
    return (
        before.manifest is not None
        and before.read_as(workshop.reading)
        and before.manifest.embedder == workshop.index.embedder.fingerprint
        and before.manifest.files == outcome.files
    )


def _published(
    workshop: Workshop,
    before: Before,
    assessments: Sequence[Assessment],
    outcome: Merged,
    problems: Sequence[Problem],
) -> IngestReport:
    """The report of a generation that was built, verified and made current; nothing of it stays where that fails."""
    index = workshop.index
    generation = index.generations.begin()
    try:
        built = _build(workshop, generation, assessments, outcome.files, _unread(problems))
        workshop.progress("verify", 0, 0)
        verify(index, workshop.sources, [item.number for item in workshop.questionnaire.items], built)
        index.generations.publish(generation)
    except BaseException:
        index.close(generation)
        index.generations.retire(generation)
        raise
    _tidy_up(workshop, before, built.passages)
    return _report(generation, True, outcome, problems, built.manifest)


def _unread(problems: Sequence[Problem]) -> tuple[str, ...]:
    """The names of the files that could not be read, without their folders."""
    return tuple(dict.fromkeys(Path(each.file).name for each in problems if each.code not in NO_FILE))


def _build(
    workshop: Workshop,
    generation: str,
    assessments: Sequence[Assessment],
    files: tuple[ManifestFile, ...],
    unread: tuple[str, ...],
) -> Built:
    index, progress = workshop.index, workshop.progress
    passages = _passages(workshop, assessments)
    vectors = _vectors(workshop, passages)
    try:
        progress("write", 0, 3)
        targets = [target for each in assessments for target in targets_of(each, workshop.questionnaire)]
        index.table.write(generation, assessments, passages, targets)
        progress("write", 1, 3)
        index.passage_store.add(generation, passages, vectors)
        progress("write", 2, 3)
        index.keywords.write(generation, passages)
        progress("write", 3, 3)
        counts = dict(index.table.counts(generation))
    except IndexUnusable as error:
        raise BuildFailed(disk_message(index.home, error)) from error
    created = datetime.now(UTC).isoformat(timespec="seconds")
    reading, fingerprint, dimension = workshop.reading, index.embedder.fingerprint, vectors.shape[1] or None
    manifest = Manifest(FORMAT, created, reading, fingerprint, files, counts, unread, dimension)
    write_manifest(index.home.manifest(generation), manifest)
    return Built(generation, assessments, passages, vectors, manifest)


def _passages(workshop: Workshop, assessments: Sequence[Assessment]) -> list[Passage]:
    embedder = workshop.index.embedder

    def fits(text: str) -> bool:
        return len(text) <= longest and embedder.count_tokens(text) <= embedder.window_tokens

    longest = _LONGEST_TOKEN * embedder.window_tokens
    found: list[Passage] = []
    for number, assessment in enumerate(assessments):
        workshop.progress("cut", number, len(assessments))
        found.extend(passages_of(assessment, fits))
    return found


def _vectors(workshop: Workshop, passages: Sequence[Passage]) -> Vectors:
    embedder, texts = workshop.index.embedder, [passage.text for passage in passages]
    total = len(set(texts))
    workshop.progress("embed", 0, total)
    cache = VectorCache(workshop.index.home.vector_cache)
    try:
        return vectors_of(texts, embedder, cache, lambda done: workshop.progress("embed", done, total))
    except EmbedderFailed as error:
        raise BuildFailed(_embedder_message(embedder.fingerprint, error.reason)) from error
    except OSError as error:  # a provider's connection: not to be mistaken for the disk's
        raise BuildFailed(_embedder_message(embedder.fingerprint, str(error))) from error


def _embedder_message(fingerprint: str, reason: str) -> str:
    return (
        f"The embedder {fingerprint} failed ({reason}). What served before still serves. "
        f"Check that it can be reached and run the command again; what was embedded so far is kept."
    )


def _tidy_up(workshop: Workshop, before: Before, passages: Sequence[Passage]) -> None:
    """Deletes the copies and cached vectors that no kept index needs. What fails here is noted: the new one serves."""
    table = workshop.index.table
    texts = {passage.text for passage in passages}
    try:
        if before.generation is not None:
            for document in table.documents(before.generation):
                texts.update(passage.text for passage in table.document_passages(before.generation, document.id))
        VectorCache(workshop.index.home.vector_cache).prune(texts)
        _sweep(workshop)
    except (IndexUnusable, OSError) as error:
        workshop.notes(Note("not_tidied", str(workshop.index.home.root), f"Something old was left: {error}"))


def _sweep(workshop: Workshop) -> None:
    """Deletes the copies that no manifest names, of whatever format; none at all while a manifest cannot be read."""
    named: list[ManifestFile] = []
    for path in workshop.index.home.generations.glob("*/manifest.json"):
        try:
            named += read_files(path)
        except IndexUnusable:
            message = (
                f"No old copy was deleted: it cannot be told which ones the earlier index {path.parent.name} needs. "
                f"Once it is let go, after the next change or the one after it, they are."
            )
            workshop.notes(Note("not_tidied", str(workshop.index.home.sources), message))
            return
    workshop.sources.sweep(named)


def _report(
    generation: str | None, changed: bool, outcome: Merged, problems: Sequence[Problem], manifest: Manifest | None
) -> IngestReport:
    return IngestReport(
        generation,
        changed,
        outcome.added,
        outcome.replaced,
        outcome.unchanged,
        outcome.removed,
        outcome.superseded,
        tuple(problems),
        {} if manifest is None else manifest.counts,
    )
