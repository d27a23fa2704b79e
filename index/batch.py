"""Files read into assessments. One that cannot be read becomes a problem of the report and stops no other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import CandourError
from corpus.readers.read import SUPPORTED_SUFFIXES, bytes_of
from corpus.shown import shown_name
from corpus.types import Assessment
from index.collect import Problem, ProvenanceFiles, collect
from index.errors import IndexUnusable
from index.sources import Manifest, ManifestFile, Reading, manifest_file
from index.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Before:
    """The index that serves while another is built; no files where there is none, or none that can be used."""

    generation: str | None = None
    manifest: Manifest | None = None

    @property
    def files(self) -> tuple[ManifestFile, ...]:
        """What it was made from."""
        return () if self.manifest is None else self.manifest.files

    def read_as(self, reading: Reading) -> bool:
        """Whether its files would be read the same today."""
        return self.manifest is not None and self.manifest.reading == reading


@dataclass(slots=True)
class Batch:
    """Files read so far: entries in order, assessments by hash as far as they were parsed, and what went wrong."""

    entries: list[ManifestFile] = field(default_factory=list)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, assessment: Assessment, suffix: str) -> None:
        """Takes in an assessment that was just parsed from a file of that suffix."""
        self.entries.append(manifest_file(assessment, suffix))
        self.assessments[assessment.source.sha256] = assessment

    @contextmanager
    def recording(self, file: str) -> Iterator[None]:
        """Turns an error that concerns one file into a problem."""
        try:
            yield
        except CandourError as error:
            self.problems.append(Problem(file, str(error), error.code))


def read_given(workshop: Workshop, paths: Sequence[Path], before: Before) -> Batch:
    """The files at `paths`, each copied to the sources. What the index has already, read the same way, is not parsed.

    A file keeps the provenance it had where nothing new is said of it.
    """
    home = workshop.index.home
    collected = collect(
        paths, SUPPORTED_SUFFIXES, workshop.notes, (home.generations, home.sources, home.fetched, home.models)
    )
    batch = Batch(problems=list(collected.problems))
    known = {file.sha256: file for file in before.files}
    same_reading = before.read_as(workshop.reading)
    origins = ProvenanceFiles(workshop.notes)
    for number, path in enumerate(collected.files):
        workshop.progress("read", number, len(collected.files))
        suffix = path.suffix.lower()
        with batch.recording(shown_name(path)):
            data, digest = content_of(path)
            had = known.get(digest)
            origin = origins.of(path, digest) or (had.provenance if had else None)
            if had is not None and same_reading and had.provenance == origin:
                batch.entries.append(had)
                suffix = had.suffix
            else:
                batch.add(workshop.read(shown_name(path.name), data, origin), suffix)
            workshop.sources.keep(data, suffix)
    workshop.progress("read", len(collected.files), len(collected.files))
    return batch


def read_copies(workshop: Workshop, files: Sequence[ManifestFile]) -> Batch:
    """The copies of `files`, all parsed anew."""
    batch = Batch()
    for number, file in enumerate(files):
        workshop.progress("read", number, len(files))
        with batch.recording(file.name):
            batch.add(workshop.read(file.name, workshop.sources.read(file), file.provenance), file.suffix)
    workshop.progress("read", len(files), len(files))
    return batch


def read_kept(workshop: Workshop, before: Before) -> Batch:
    """What the index holds, parsed anew only where another questionnaire or version of Candour read it."""
    if before.read_as(workshop.reading):
        return Batch(list(before.files))
    return read_copies(workshop, before.files)


def assessments_of(
    workshop: Workshop, before: Before, files: Sequence[ManifestFile], parsed: Mapping[str, Assessment]
) -> list[Assessment]:
    """The assessments of `files`: as just parsed, else from the index that holds them, else from their copies."""
    found = []
    for file in files:
        assessment = parsed.get(file.sha256)
        found.append(_stored(workshop, before, file) if assessment is None else assessment)
    return found


def _stored(workshop: Workshop, before: Before, file: ManifestFile) -> Assessment:
    try:
        return workshop.index.table.assessment(before.generation or "", file.document)
    except (IndexUnusable, KeyError):
        return workshop.read(file.name, workshop.sources.read(file), file.provenance)


def content_of(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and their SHA-256; UnreadableFile as for `bytes_of`."""
    data = bytes_of(path)
    return data, hashlib.sha256(data).hexdigest()
