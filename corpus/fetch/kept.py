"""The fetched pages as they are kept: the bytes as they came, in a folder for each day, and a record of all of them.

    fetched/pages.json                            what is known of each page, and all its versions
    fetched/2026-12-01/health-canada.en.html      pages that were new or other than before on that day
    fetched/2026-12-01/provenance.toml            where they came from, as `candour ingest` reads it

A page that did not change stays in the folder of the day it was first seen like that.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from pydantic import TypeAdapter, ValidationError

from corpus.durable import locked, write_durably
from corpus.fetch.errors import CannotKeep, FetchRunning
from corpus.fetch.types import Seen, Visit
from corpus.folding import folded
from corpus.types import STRICT_KEYS, Language

FORMAT = 1
_RECORD, _PROVENANCE, _LOCK = "pages.json", "provenance.toml", ".lock"
_LONGEST_STEM = 100
_WORTH_CONTINUING = timedelta(days=1)  # an older fetch is begun anew: its pages may have changed


@dataclass(frozen=True, slots=True)
class Version:
    """A page's content since the day `fetched` (ISO). `file` is its path within the folder of fetched pages."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    fetched: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is known of the page asked for at `address`. Moments are ISO 8601 in UTC.

    `published_at` is the address it has for good, `checked` when it was last there, `gone` the day it was found not to
    be there any more. `versions` are in the order of their days; the last is the newest.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    address: str
    language: Language
    organization: str
    published_at: str
    seen_at: str
    etag: str | None
    last_modified: str | None
    checked: str
    versions: tuple[Version, ...]
    gone: str | None = None

    @property
    def newest(self) -> Version:
        """The content it has now, as far as is known."""
        return self.versions[-1]

    def as_of(self, day: str) -> Version | None:
        """The content it had at the end of `day` (ISO); None where it was not there yet, or no longer."""
        if self.gone is not None and self.gone <= day:
            return None
        return next((version for version in reversed(self.versions) if version.fetched <= day), None)


@dataclass(frozen=True, slots=True)
class _Record:
    __pydantic_config__: ClassVar = STRICT_KEYS

    format: int
    pages: tuple[KeptPage, ...] = ()
    unfinished_since: str | None = None


_record_json = TypeAdapter(_Record)


class FetchedPages:
    """The folder of fetched pages. Whatever writes does so within `fetching`; reading needs no lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages: dict[str, KeptPage] = {}
        self._since: str | None = None
        self._read()

    @property
    def pages(self) -> tuple[KeptPage, ...]:
        """All pages that were ever fetched, in the order they were first."""
        return tuple(self._pages.values())

    def page(self, address: str) -> KeptPage | None:
        """What is kept of the page asked for at `address`, None where nothing is, or where its file is damaged."""
        page = self._pages.get(address)
        return page if page is not None and self._is_whole(page.newest) else None

    def path(self, version: Version) -> Path:
        """The file of a version."""
        return self.folder / version.file

    @contextmanager
    def fetching(self, now: datetime) -> Iterator[str]:
        """The moment since which pages count as fetched in this run: an earlier one where a stopped run is continued.

        FetchRunning while another fetch works in the folder, CannotKeep where nothing can be written to it.
        """
        with ExitStack() as stack:
            with self._writing():
                self.folder.mkdir(parents=True, exist_ok=True)
                try:
                    stack.enter_context(locked(self.folder / _LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB))
                except BlockingIOError:
                    raise FetchRunning(f"Another fetch is writing to {self.folder}. Wait until it is done.") from None
            self._read()
            since = self._since = self._continued(now)
            self._write_record()
            yield since
            self._since = None
            self._write_record()

    def keep(self, address: str, language: Language, organization: str, visit: Visit, now: datetime) -> KeptPage:
        """The page as it is kept from now on. On the disk when this returns."""
        before = self._pages.get(address)
        versions = before.versions if before is not None else ()
        if visit.body is not None:
            versions = self._with_body(address, language, organization, visit, versions, now)
        page = KeptPage(
            address=address,
            language=language,
            organization=organization,
            published_at=visit.moved_to or address,
            seen_at=visit.seen.address,
            etag=visit.seen.etag,
            last_modified=visit.seen.last_modified,
            checked=_moment(now),
            versions=versions,
        )
        self._pages[address] = page
        self._write_record()
        self._write_provenance(page.newest.file.partition("/")[0])
        return page

    def gone(self, address: str, now: datetime) -> None:
        """Takes note that there is no page at this address any more. What was fetched of it stays."""
        page = self._pages.get(address)
        if page is not None and page.gone is None:
            self._pages[address] = replace(page, gone=_day(now), etag=None, last_modified=None)
            self._write_record()

    def _with_body(
        self,
        address: str,
        language: Language,
        organization: str,
        visit: Visit,
        versions: tuple[Version, ...],
        now: datetime,
    ) -> tuple[Version, ...]:
        body = visit.body or b""
        digest = hashlib.sha256(body).hexdigest()
        if versions and versions[-1].sha256 == digest:
            if not self._is_whole(versions[-1]):
                self._write(versions[-1].file, body)
            return versions
        day = _day(now)
        earlier = tuple(version for version in versions if version.fetched != day)
        file = self._free_name(address, f"{day}/{_slug(organization)}.{language}", visit.suffix)
        self._write(file, body)
        return (*earlier, Version(day, file, digest))

    def _free_name(self, address: str, stem: str, suffix: str) -> str:
        """A file's path that no other page has."""
        taken = {version.file for page in self.pages if page.address != address for version in page.versions}
        if stem + suffix not in taken:
            return stem + suffix
        return f"{stem}-{hashlib.sha256(address.encode()).hexdigest()[:8]}{suffix}"

    def _is_whole(self, version: Version) -> bool:
        try:
            return hashlib.sha256(self.path(version).read_bytes()).hexdigest() == version.sha256
        except OSError:
            return False

    def _continued(self, now: datetime) -> str:
        since = self._since
        if since is not None and timedelta(0) <= now - datetime.fromisoformat(since) < _WORTH_CONTINUING:
            return since
        return _moment(now)

    def _read(self) -> None:
        path = self.folder / _RECORD
        try:
            record = _record_json.validate_json(path.read_bytes())
        except FileNotFoundError:
            record = _Record(FORMAT)
        except OSError as error:
            raise CannotKeep(f"{path} cannot be read ({error.strerror}). Check the folder's permissions.") from error
        except ValidationError as error:
            raise CannotKeep(
                f"{path} cannot be read ({str(error).partition(chr(10))[0]}). Delete {self.folder} and fetch again."
            ) from error
        if record.format != FORMAT:
            raise CannotKeep(
                f"{path} has format {record.format}, this Candour reads {FORMAT}. Delete {self.folder} and fetch again."
            )
        self._pages = {page.address: page for page in record.pages}
        self._since = record.unfinished_since

    def _write_record(self) -> None:
        record = _Record(FORMAT, self.pages, self._since)
        self._write(_RECORD, _record_json.dump_json(record, indent=1) + b"\n")

    def _write_provenance(self, day: str) -> None:
        entries = [
            f"[[file]]\nname = {_quoted(version.file.partition('/')[2])}\naddress = {_quoted(page.published_at)}\n"
            f"language = {_quoted(page.language)}\nfetched = {_quoted(version.fetched)}\n"
            f"sha256 = {_quoted(version.sha256)}\n"
            for page in self.pages
            for version in page.versions
            if version.fetched == day
        ]
        self._write(f"{day}/{_PROVENANCE}", "\n".join(entries).encode())

    def _write(self, name: str, data: bytes) -> None:
        with self._writing():
            (self.folder / name).parent.mkdir(exist_ok=True)
            write_durably(self.folder / name, data)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CannotKeep(
                f"Fetched pages cannot be written to {self.folder} ({error.strerror or error}). Free some space or "
                "check the folder's permissions, and run the command again: it goes on where it stopped."
            ) from error


def seen_of(page: KeptPage | None) -> Seen | None:
    """What to ask with whether a kept page has changed."""
    return None if page is None else Seen(page.seen_at, page.etag, page.last_modified)


def _slug(name: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", folded(name)))
    return words[:_LONGEST_STEM].strip("-") or "page"


def _quoted(text: str) -> str:
    """The text as TOML writes it; JSON's way is one of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def _day(when: datetime) -> str:
    return when.astimezone(UTC).date().isoformat()
