"""Copies of what was ingested, and the manifest that says which of them a generation was made from."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from corpus.durable import write_durably
from corpus.types import STRICT_KEYS, Assessment, Language, Provenance
from index.errors import IndexMismatch, IndexUnusable

FORMAT = 4  # of a generation's folder: raised when an older Candour could not read, or would misread, a newer one


class SourceLost(IndexUnusable):
    """The copy of an ingested file is missing or no longer what it was."""

    code = "source_lost"


class Sources:
    """A folder of files named by their SHA-256, so that a file kept twice is there once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, suffix: str) -> str:
        """The SHA-256 of `data`, whose copy is on the disk when this returns; a damaged copy is mended."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest, suffix)
        if not _holds(path, digest):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_durably(path, data)
        return digest

    def read(self, file: ManifestFile) -> bytes:
        """The bytes of an ingested file; SourceLost where its copy is gone or damaged."""
        path = self._path(file.sha256, file.suffix)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceLost(
                f"The copy of {file.name} is missing ({path}: {error.strerror}). Ingest that file again."
            ) from error
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise SourceLost(f"The copy of {file.name} is damaged ({path}). Ingest that file again.")
        return data

    def sweep(self, kept: Iterable[ManifestFile]) -> int:
        """How many copies were deleted: those that `kept` does not name."""
        names = {self._path(file.sha256, file.suffix).name for file in kept}
        entries = self._folder.iterdir() if self._folder.is_dir() else ()
        leftover = [path for path in entries if path.is_file() and path.name not in names]
        for path in leftover:
            path.unlink(missing_ok=True)
        return len(leftover)

    def _path(self, digest: str, suffix: str) -> Path:
        return self._folder / f"{digest}{suffix}"


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One ingested file and the document it became."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    name: str
    sha256: str
    suffix: str
    document: str
    organization: str
    printed_name: str
    language: Language
    cycle: str
    provenance: Provenance

    @property
    def key(self) -> tuple[str, Language, str]:
        """What there is only one of in an index: organization, language and cycle."""
        return self.organization, self.language, self.cycle


@dataclass(frozen=True, slots=True)
class Reading:
    """All that decides what a file is read as: equal readings of equal files give equal assessments."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    candour: str
    questionnaire: str
    questionnaire_digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and how. `created` is ISO 8601 in UTC; `files` are in the order of their keys.

    `unread` are the names of files that should have got in and could not be read. `dimension` is how many numbers a
    vector has, None where there are no vectors and in what an earlier Candour wrote.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    format: int
    created: str
    reading: Reading
    embedder: str
    files: tuple[ManifestFile, ...]
    counts: Mapping[str, int]
    unread: tuple[str, ...] = ()
    dimension: int | None = None


_manifest_json = TypeAdapter(Manifest)


def manifest_file(assessment: Assessment, suffix: str) -> ManifestFile:
    """The manifest's entry for an assessment that was read from a file of that suffix."""
    return ManifestFile(
        name=assessment.source.name,
        sha256=assessment.source.sha256,
        suffix=suffix,
        document=assessment.id,
        organization=assessment.organization.id,
        printed_name=assessment.printed_name,
        language=assessment.language,
        cycle=assessment.cycle,
        provenance=assessment.provenance,
    )


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Puts the manifest on the disk; OSError where it cannot."""
    write_durably(path, _manifest_json.dump_json(manifest, indent=1) + b"\n")


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`.

    IndexMismatch for one of another format, IndexUnusable for one that is missing or damaged.
    """
    try:
        values = from_json(path.read_bytes())
        found = values.get("format") if isinstance(values, dict) else None
        if isinstance(found, int) and found != FORMAT:
            raise IndexMismatch(
                f"The index {path.parent.name} has format {found}, this Candour reads {FORMAT}. "
                f"Run `candour ingest` to build it again from its copies."
            )
        return _manifest_json.validate_python(values)
    except (OSError, ValueError, ValidationError) as error:
        raise IndexUnusable(
            f"The index's manifest {path} cannot be read ({_first_line(error)}). "
            f"Run `candour ingest` to build the index again from its copies."
        ) from error


def read_files(path: Path) -> tuple[ManifestFile, ...]:
    """The files that a manifest of any format names, so that another Candour's index can be built anew.

    What it does not say of a file is left empty. IndexUnusable where it names none with name, hash and suffix.
    """
    try:
        entries = from_json(path.read_bytes())["files"]
        return tuple(_loosely_read(entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnusable(
            f"The index's manifest {path} names no files ({_first_line(error)}). "
            f"Run `candour ingest --replace PATH` with the assessments' folder."
        ) from error


def _loosely_read(entry: dict[str, Any]) -> ManifestFile:
    said = {key: str(entry.get(key, "")) for key in ("document", "organization", "printed_name", "cycle")}
    origin = entry.get("provenance") or {}
    return ManifestFile(
        name=str(entry["name"]),
        sha256=str(entry["sha256"]),
        suffix=str(entry["suffix"]),
        language="fr" if entry.get("language") == "fr" else "en",
        provenance=Provenance(origin.get("address"), origin.get("fetched")),
        **said,
    )


def candour_version() -> str:
    """The installed version; "unpackaged" where Candour runs from a folder that was never installed."""
    try:
        return importlib.metadata.version("candour")
    except importlib.metadata.PackageNotFoundError:
        return "unpackaged"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _holds(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False
