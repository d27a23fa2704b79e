"""States of the assessments by name: files, what was fetched by some day, or an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import CandourError
from corpus.readers.read import SUPPORTED_SUFFIXES
from corpus.types import Assessment, Provenance
from index.batch import content_of
from index.collect import ProvenanceFiles, collect
from index.workshop import Workshop

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CURRENT, _PREVIOUS = "current", "previous"


class NoSnapshot(CandourError):
    """Nothing of that name can be compared."""

    code = "no_snapshot"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The assessments of one state, by organization, cycle and language. `problems` are files that gave none."""

    name: str
    assessments: tuple[Assessment, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A fetched page's file and where it came from."""

    path: Path
    provenance: Provenance


FetchedBy = Callable[[str], Sequence[FetchedFile]]  # the pages as they were at the end of a day (ISO)


def snapshot(name: str, workshop: Workshop, fetched_by: FetchedBy) -> Snapshot:
    """The state of that name: "current", "previous", a generation, a day (ISO), else a path.

    NoSnapshot where there is none; errors of the index as for a question.
    """
    generations = workshop.index.generations
    if name == _CURRENT:
        return _indexed(generations.current(), workshop)
    if name == _PREVIOUS:
        return _indexed(_previous(workshop), workshop)
    if name in generations.published():
        return _indexed(name, workshop)
    if _DAY.fullmatch(name) and not Path(name).exists():
        return _as_fetched(name, workshop, fetched_by)
    return _in_files(name, workshop)


def _previous(workshop: Workshop) -> str:
    generations = workshop.index.generations
    current = generations.current()
    earlier = [name for name in generations.published() if name < current]
    if not earlier:
        raise NoSnapshot(
            "There is no index before the current one: nothing was ingested since the first time. "
            "Name a folder of forms, or a day on which pages were fetched."
        )
    return earlier[-1]


def _indexed(generation: str, workshop: Workshop) -> Snapshot:
    table = workshop.index.table
    with workshop.index.generations.pin(generation):
        documents = [document.id for document in table.documents(generation)]
        return Snapshot(generation, tuple(table.assessment(generation, document) for document in documents))


def _as_fetched(day: str, workshop: Workshop, fetched_by: FetchedBy) -> Snapshot:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise NoSnapshot(f"{day} is no day. Write one as 2026-12-01.") from None
    files = fetched_by(day)
    origins = {file.path: file.provenance for file in files}
    if not files:
        raise NoSnapshot(f"Nothing was fetched by {day}. Name a later day, or a folder of forms.")
    return _snapshot(day, workshop, [file.path for file in files], lambda path, digest: origins.get(path))


def _in_files(name: str, workshop: Workshop) -> Snapshot:
    path = Path(name).expanduser()
    if not path.exists():
        raise NoSnapshot(
            f"There is no folder or file {name}, and no index of that name. Name a folder of forms, a day such as "
            f"2026-12-01, {_CURRENT!r} or {_PREVIOUS!r}."
        )
    home = workshop.index.home
    found = collect([path], SUPPORTED_SUFFIXES, workshop.notes, (home.generations, home.sources, home.models))
    origins = ProvenanceFiles(workshop.notes)
    return _snapshot(name, workshop, found.files, origins.of, [problem.message for problem in found.problems])


def _snapshot(
    name: str,
    workshop: Workshop,
    paths: Iterable[Path],
    origin_of: Callable[[Path, str], Provenance | None],
    problems: Sequence[str] = (),
) -> Snapshot:
    """The assessments in the files, of which `origin_of` knows by their hashes where they are from.

    Of two files for the same organization, cycle and language the later one counts.
    """
    found: dict[tuple[str, str, str], Assessment] = {}
    unread = list(problems)
    for path in paths:
        try:
            data, digest = content_of(path)
            assessment = workshop.read(path.name, data, origin_of(path, digest))
        except CandourError as error:
            unread.append(str(error) if path.name in str(error) else f"{path}: {error}")
        else:
            found[assessment.organization.id, assessment.cycle, assessment.language] = assessment
    return Snapshot(name, tuple(found[key] for key in sorted(found)), tuple(unread))
