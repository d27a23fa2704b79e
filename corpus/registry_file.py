"""The registry's data file, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import DataFileError
from corpus.naming import NameKind
from corpus.types import LANGUAGES, Bilingual, Organization, Phrases

REGISTRY_FILE = Path(__file__).parent / "data" / "organizations.toml"

_REQUIRED = ("id", "kind", "official")
_PASSING = ("former_names", "absorbed", "nicknames")
_FIELDS = frozenset({*_REQUIRED, "applied", "short", "acronyms", "other_names", *_PASSING})


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """What the data file says."""

    organizations: tuple[Organization, ...]
    needs_capitals: tuple[str, ...]


def read_registry_file(path: Path) -> RegistryFile:
    """The organizations of the file at `path`; DataFileError names file and entry. Shared names are not looked for."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(f"{path} cannot be read: {error.strerror}. Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} is not valid TOML in UTF-8: {error}. Mend that line.") from error
    kinds = _words(raw.get("kinds", []), path, "kinds")
    organizations: dict[str, Organization] = {}
    for number, entry in enumerate(raw.get("organization", []), 1):
        organization = _organization(entry, kinds, path, number)
        if organization.id in organizations:
            raise DataFileError(f"{path}: the id {organization.id!r} is used twice. Give each organization its own.")
        organizations[organization.id] = organization
    needs_capitals = _words(raw.get("needs_capitals", []), path, "needs_capitals")
    _refuse_strangers(needs_capitals, organizations.values(), path)
    return RegistryFile(tuple(organizations.values()), needs_capitals)


def names_of(organization: Organization) -> Iterator[str]:
    """Every name and acronym of `organization` in both languages; some may come more than once."""
    for language in LANGUAGES:
        yield organization.official.of(language)
        yield organization.applied.of(language)
        yield organization.short.of(language)
        yield from organization.acronyms.of(language)
        yield from organization.other_names.of(language)
    for _, names in passing_names_of(organization):
        yield from names


def passing_names_of(organization: Organization) -> Iterator[tuple[NameKind, tuple[str, ...]]]:
    """The names of both languages that are not the organization's own of today, by what they are."""
    kinds: tuple[tuple[NameKind, Phrases], ...] = (
        ("former", organization.former_names),
        ("absorbed", organization.absorbed),
        ("nickname", organization.nicknames),
    )
    for kind, phrases in kinds:
        yield kind, (*phrases.en, *phrases.fr)


def shared_name_error(path: Path, name: str, first: str, second: str) -> DataFileError:
    """The error for a name that two organizations have."""
    return DataFileError(f"{path}: {name!r} is a name of both {first!r} and {second!r}. Take it away from one of them.")


def _organization(entry: Mapping[str, Any], kinds: tuple[str, ...], path: Path, number: int) -> Organization:
    where = f"{path}, organization {entry.get('id', f'number {number}')!r}"
    if missing := [name for name in _REQUIRED if name not in entry]:
        raise DataFileError(f"{where}: no {missing[0]!r}. Add it.")
    if unknown := sorted(set(entry) - _FIELDS):
        raise DataFileError(f"{where}: unknown field {unknown[0]!r}. Known are {', '.join(sorted(_FIELDS))}.")
    if entry["kind"] not in kinds:
        raise DataFileError(f"{where}: unknown kind {entry['kind']!r}. Known are {', '.join(kinds)}.")
    if not isinstance(entry["id"], str) or not entry["id"].strip():
        raise DataFileError(f"{where}: the id must be a word. Write one.")
    official = _bilingual(entry["official"], where, "official")
    applied = _bilingual(entry["applied"], where, "applied") if "applied" in entry else official
    return Organization(
        id=entry["id"],
        official=official,
        applied=applied,
        short=_bilingual(entry["short"], where, "short") if "short" in entry else applied,
        acronyms=_phrases(entry.get("acronyms", {}), where, "acronyms"),
        other_names=_phrases(entry.get("other_names", {}), where, "other_names"),
        former_names=_phrases(entry.get("former_names", {}), where, "former_names"),
        absorbed=_phrases(entry.get("absorbed", {}), where, "absorbed"),
        nicknames=_phrases(entry.get("nicknames", {}), where, "nicknames"),
        kind=entry["kind"],
    )


def _bilingual(raw: object, where: str, name: str) -> Bilingual:
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
        raise DataFileError(f"{where}: {name!r} needs the two languages 'en' and 'fr', it has {raw!r}.")
    if not all(isinstance(text, str) and text.strip() for text in raw.values()):
        raise DataFileError(f"{where}: {name!r} must be words in both languages, it has {raw!r}.")
    return Bilingual(en=raw["en"], fr=raw["fr"])


def _phrases(raw: object, where: str, name: str) -> Phrases:
    if not isinstance(raw, dict) or not set(raw) <= set(LANGUAGES):
        raise DataFileError(f"{where}: {name!r} takes lists under 'en' and 'fr', it has {raw!r}.")
    return Phrases(
        en=_words(raw.get("en", []), where, f"{name}.en"),
        fr=_words(raw.get("fr", []), where, f"{name}.fr"),
    )


def _words(raw: object, where: object, name: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(word, str) and word.strip() for word in raw):
        raise DataFileError(f"{where}: {name!r} must be a list of words, it has {raw!r}.")
    return tuple(raw)


def _refuse_strangers(needs_capitals: tuple[str, ...], organizations: Iterable[Organization], path: Path) -> None:
    names = {name for organization in organizations for name in names_of(organization)}
    for name in needs_capitals:
        if name not in names:
            raise DataFileError(
                f"{path}: 'needs_capitals' lists {name!r}, which no organization is called. Take it out."
            )
