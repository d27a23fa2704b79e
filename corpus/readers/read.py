"""A file becomes a SourceText. Which reader reads it is decided by the file's ending."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.pdf import read_pdf
from corpus.readers.pdf_reflow import PagedText
from corpus.readers.text import read_text
from corpus.shown import shown_name
from corpus.types import SourceText

# A filled form is some tens of kilobytes, with pictures a few megabytes. Ten times that is still read; beyond it the
# file is something else, and reading it whole would take memory from everyone on the machine.
MAX_FILE_BYTES = 50_000_000

# A filled form has some tens of thousands of characters, a book half a million. Reading, cutting and embedding take
# time by the character, so that a longer text would keep an ingest busy for many minutes.
MAX_TEXT_CHARS = 500_000


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
    return source_of(shown_name(path.name), bytes_of(path))


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
    if len(read.text) > MAX_TEXT_CHARS:
        raise UnreadableFile(
            f"{name} is too long: it holds {len(read.text)} characters of text, and at most {MAX_TEXT_CHARS} are read. "
            "Save the form's own part of it as a file and add that."
        )
    return SourceText(name, read.text, hashlib.sha256(data).hexdigest(), read.page_starts)


def _check_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        said = f"of an unknown kind ({suffix})" if suffix else "of an unknown kind (no ending)"
        raise UnreadableFile(
            f"{name} is {said}. Known kinds: {', '.join(SUPPORTED_SUFFIXES)}. Save it as one of these and add it again."
        )
    return suffix


def bytes_of(path: Path) -> bytes:
    """The bytes of the file at `path`; UnreadableFile for what is no file, too large, or changes under the reader.

    Nothing is waited for: a named pipe or a device is refused unread.
    """
    name = shown_name(path)
    try:
        # A pipe in place of the file that was there a moment ago must not be waited for either.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise UnreadableFile(f"{name} does not exist. Check the path.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableFile(f"{name} cannot be read: {reason}. Check the path and its permissions.") from error
    try:
        return _checked_bytes(name, descriptor)
    except OSError as error:
        raise UnreadableFile(f"{name} cannot be read: {error.strerror}. Check the path and its permissions.") from error


def _checked_bytes(name: str, descriptor: int) -> bytes:
    before = os.fstat(descriptor)
    if not stat.S_ISREG(before.st_mode):  # opened as a file, a folder would be an error of another kind
        os.close(descriptor)
        raise UnreadableFile(f"{name} is not a file. Check the path.")
    with os.fdopen(descriptor, "rb") as file:
        if before.st_size > MAX_FILE_BYTES:
            raise UnreadableFile(_too_large(name, before.st_size))
        data = file.read(MAX_FILE_BYTES + 1)
        after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise UnreadableFile(
            f"{name} was changed while it was read. Wait until whatever writes it is done and add it again."
        )
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
