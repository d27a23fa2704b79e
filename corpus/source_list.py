"""The list of published pages: which organization's assessment is published where. A table that users extend."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import DataFileError
from corpus.types import LANGUAGES, Language

SHIPPED = Path(__file__).parent / "data" / "sources.tsv"
_COLUMNS = ("language", "organization", "address")


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One line of the list: an assessment in `language`, by the organization of that printed name."""

    language: Language
    organization: str
    address: str


@dataclass(frozen=True, slots=True)
class SourceList:
    """The pages in the order of the file; at least one."""

    path: Path
    pages: tuple[ListedPage, ...]


def load_source_list(path: Path = SHIPPED) -> SourceList:
    """The list in the file: columns language, organization and address, set apart by tabs, under a line of these names.

    Empty lines and lines that begin with "#" are passed over. DataFileError names the line with a mistake.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path}: the list of pages cannot be read ({error}). Mend or restore the file.") from error
    rows = [
        (number, [cell.strip() for cell in line.split("\t")])
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if not rows or tuple(cell.lower() for cell in rows[0][1]) != _COLUMNS:
        raise DataFileError(f"{path}: the first line must be {', '.join(_COLUMNS)}, set apart by tabs. Put it there.")
    pages: dict[str, tuple[int, ListedPage]] = {}
    for number, cells in rows[1:]:
        page = _page(path, number, cells)
        if page.address in pages:
            first = pages[page.address][0]
            raise DataFileError(f"{path}, line {number}: {page.address} stands on line {first} too. Delete one.")
        pages[page.address] = number, page
    if not pages:
        raise DataFileError(f"{path} lists no page. Add lines such as: en, Health Canada, https://... (with tabs).")
    return SourceList(path, tuple(page for _, page in pages.values()))


def _page(path: Path, number: int, cells: list[str]) -> ListedPage:
    where = f"{path}, line {number}"
    if len(cells) != len(_COLUMNS) or not all(cells):
        raise DataFileError(f"{where}: it needs {', '.join(_COLUMNS)}, set apart by tabs, and has {cells!r}. Mend it.")
    language, organization, address = cells
    if language not in LANGUAGES:
        raise DataFileError(f"{where}: the language is {language!r}. Write en or fr.")
    if not _is_web_address(address):
        raise DataFileError(f"{where}: {address!r} is no web address. Write one that begins with https:// or http://.")
    return ListedPage(language, organization, address)


def _is_web_address(text: str) -> bool:
    """Whether `text` is an address of a page: neither a password in it nor a place within the page after it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = not any(character.isspace() or character == "\\" for character in text)
    named = bool(parts.hostname) and "@" not in parts.netloc and port != 0
    return plain and named and parts.scheme in ("http", "https") and not parts.fragment
