"""Which files an index is made of after an ingest: those it had, and those that were given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Language
from index.sources import ManifestFile

Key = tuple[str, Language, str]  # organization, language, cycle


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file that took the place of another one for the same organization, language and cycle."""

    old: ManifestFile
    new: ManifestFile


@dataclass(frozen=True, slots=True)
class Merged:
    """The files of the new index by key, and what became of the given ones and of those before.

    `superseded` are given files that another one, given later, took the place of.
    """

    files: tuple[ManifestFile, ...]
    added: tuple[ManifestFile, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    unchanged: tuple[ManifestFile, ...] = ()
    removed: tuple[ManifestFile, ...] = ()
    superseded: tuple[Replacement, ...] = ()


def merged(before: Sequence[ManifestFile], kept: Sequence[ManifestFile], given: Sequence[ManifestFile]) -> Merged:
    """The files of the index `before`, of which `kept` stay unless a `given` one takes their place.

    Of two given files for the same organization, language and cycle the later one counts. A file is unchanged when its
    content and where it came from are.
    """
    had = {file.key: file for file in before}
    chosen: dict[Key, ManifestFile] = {}
    superseded: list[Replacement] = []
    for file in given:
        earlier = chosen.get(file.key)
        if earlier is not None and earlier.sha256 != file.sha256:
            superseded.append(Replacement(earlier, file))
        chosen[file.key] = file
    after = {file.key: file for file in kept} | chosen
    same = {key for key, file in chosen.items() if key in had and _same(had[key], file)}
    return Merged(
        files=tuple(after[key] for key in sorted(after)),
        added=tuple(file for key, file in chosen.items() if key not in had),
        replaced=tuple(Replacement(had[key], file) for key, file in chosen.items() if key in had and key not in same),
        unchanged=tuple(chosen[key] for key in chosen if key in same),
        removed=tuple(file for key, file in had.items() if key not in after),
        superseded=tuple(superseded),
    )


def _same(old: ManifestFile, new: ManifestFile) -> bool:
    return (old.sha256, old.provenance) == (new.sha256, new.provenance)
