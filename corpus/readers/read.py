"""A file becomes a SourceText. Which reader reads it is decided by the file's ending."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.pdf import read_pdf
from corpus.readers.pdf_reflow import PagedText
from corpus.readers.text import read_text
from corpus.types import SourceText

# A filled form is some tens of kilobytes, with pictures a few megabytes. Ten times that is still read; beyond it the
# file is something else, and reading it whole would take memory from everyone on the machine.
MAX_FILE_BYTES = 50_000_000


def _without_pages(reader: Callable[[str, bytes], str]) -> Callable[[str, bytes], PagedText]:
    return lambda name, data: PagedText(reader(name, data), ())


_READERS: dict[str, Callable[[str, bytes], PagedText]] = {
    ".txt": _without_pages(read_text),
    ".md": _without_pages(read_text),
    ".html": _without_pages(read_html),
    ".htm": _without_pages(read_html),
    ".docx": _without_pages(read_docx),
    ".pdf": read_pdf,
}

SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(_READERS)

_SIGNATURES = (
    (b"%PDF-", "a PDF", (".pdf",)),
    (b"PK\x03\x04", "a Word document or another zip file", (".docx",)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or protected Office document", (".docx",)),
    (b"{\\rtf", "a rich text (RTF) document", ()),
)


def read_source(path: Path) -> SourceText:
    """The text of the file at `path`; UnreadableFile for one no text can be had from."""
    _check_suffix(path.name)
    return source_of(path.name, _bytes_of(path))


def source_of(name: str, data: bytes) -> SourceText:
    """The text of a file's bytes; its kind is told by the ending of `name`. UnreadableFile as for `read_source`."""
    suffix = _check_suffix(name)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(_too_large(name, len(data)))
    if not data.strip():
        raise UnreadableFile(f"{name} is empty. Add the file again with its text in it.")
    for signature, kind, suffixes in _SIGNATURES:
        if data.startswith(signature) and suffix not in suffixes:
            raise UnreadableFile(f"{name} is {kind}, not a {suffix} file. {_way_out(suffixes)}")
    read = _READERS[suffix](name, data)
    if not read.text.strip():
        raise UnreadableFile(f"{name} is empty: it holds no text. Add the file again with its text in it.")
    return SourceText(name, read.text, hashlib.sha256(data).hexdigest(), read.page_starts)


def _check_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        said = f"of an unknown kind ({suffix})" if suffix else "of an unknown kind (no ending)"
        raise UnreadableFile(
            f"{name} is {said}. Known kinds: {', '.join(SUPPORTED_SUFFIXES)}. Save it as one of these and add it again."
        )
    return suffix


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            missing = "is not a file" if path.exists() else "does not exist"
            raise UnreadableFile(f"{path} {missing}. Check the path.")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
            size = max(path.stat().st_size, len(data))
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}. Check the path and its permissions.") from error
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(_too_large(path.name, size))
    return data


def _too_large(name: str, size: int) -> str:
    return (
        f"{name} is too large: {size / 1e6:.1f} MB, and at most {MAX_FILE_BYTES // 1_000_000} MB are read. "
        "Save it without its pictures, or as text, and add it again."
    )


def _way_out(suffixes: tuple[str, ...]) -> str:
    if suffixes:
        return f"Rename it to end in {suffixes[0]} and add it again."
    return f"Save it as one of {', '.join(SUPPORTED_SUFFIXES)} and add it again."
