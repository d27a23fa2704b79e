"""PDF files. Another process reads them, under limits (see `pdf_child.py`); here its pieces of text become lines."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableFile
from corpus.readers.pdf_lines import Dot, Line, Piece, lines_of
from corpus.readers.pdf_margins import without_margins
from corpus.readers.pdf_reflow import PagedText, reflow

_CHILD = Path(__file__).with_name("pdf_child.py")

# A page without text that is mostly picture was scanned; one with a small picture or none is empty.
_SCANNED_SHARE = 0.3

_PRINT_AGAIN = "Open it, print it to PDF and add that file."
_FAILURES = {
    "password": "needs a password. Save it without the password and add it again.",
    "encryption": f"is encrypted in a way that cannot be opened here. {_PRINT_AGAIN}",
    "fields": f"is a fillable form whose answers stand in its fields and not on its pages. {_PRINT_AGAIN}",
    "long": "holds far more text or pages than a filled form. Print the form's own pages to a PDF and add that.",
    "broken": f"is broken or not a PDF. {_PRINT_AGAIN}",
}


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What reading one PDF may take.

    A filled form of 18 pages took half a second and 32 MB (pypdf 7.1). Thirty times that is left for slow machines and
    long annexes; a crafted file is ended there. `seconds` limits the clock as well as the processor time.
    """

    seconds: int = 30
    memory_bytes: int = 1_000_000_000


def read_pdf(name: str, data: bytes, limits: PdfLimits | None = None) -> PagedText:
    """The text of a PDF, laid out as SourceText says, with its pages.

    UnreadableFile for one that is broken, protected, empty, scanned (in whole or in part), a form with its answers in
    fields, or beyond `limits`.
    """
    pages = _pages(name, data, limits or PdfLimits())
    if not pages:
        raise UnreadableFile(f"{name} is empty: it has no pages. Add the file again with its text in it.")
    if scanned := [number for number, page in enumerate(pages, 1) if _is_scanned(page)]:
        raise UnreadableFile(
            f"{name} has no text on {_page_list(scanned)} of {len(pages)} (scanned?). "
            "Run text recognition (OCR) on it, or leave those pages out, and add it again."
        )
    lines = [_lines(number, page) for number, page in enumerate(pages, 1)]
    if not any(lines):
        raise UnreadableFile(
            f"{name} is empty: there is no text on {_page_list(range(1, len(pages) + 1))}. "
            "If you can see text there, run text recognition (OCR) on it and add it again."
        )
    return reflow(without_margins(lines), max(page["width"] for page in pages))


def _pages(name: str, data: bytes, limits: PdfLimits) -> list[Mapping[str, Any]]:
    """The pages as the child process saw them."""
    # -P keeps the working folder's and this folder's modules (html.py!) from standing in for the library's.
    command = [sys.executable, "-P", str(_CHILD), str(limits.memory_bytes), str(limits.seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(_too_slow(name, limits)) from error
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableFile(_too_slow(name, limits))
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableFile(f"{name} {_FAILURES['broken']}") from error
    failure = answer.get("failure")
    if failure == "large":
        raise UnreadableFile(
            f"{name} is too large to read: it takes more than {limits.memory_bytes // 1_000_000} MB of memory. "
            "Print the form's own pages to a PDF of their own and add that."
        )
    if failure is not None:
        raise UnreadableFile(f"{name} {_FAILURES[failure]}")
    pages: list[Mapping[str, Any]] = answer["pages"]
    return pages


def _lines(number: int, page: Mapping[str, Any]) -> list[Line]:
    pieces = [
        Piece(text["text"], text["x"], text["y"], text["size"], text["font"])
        for text in page["texts"]
        if text["upright"] and text["size"] > 0
    ]
    return lines_of(number, pieces, [Dot(*edges) for edges in page["dots"]])


def _is_scanned(page: Mapping[str, Any]) -> bool:
    has_text = any(text["text"].strip() for text in page["texts"])
    return not has_text and page["picture_share"] >= _SCANNED_SHARE


def _too_slow(name: str, limits: PdfLimits) -> str:
    return f"{name} takes too long to read: more than {limits.seconds} seconds. {_PRINT_AGAIN}"


def _page_list(numbers: Sequence[int]) -> str:
    """Ascending numbers in words: "page 3", "pages 1-4 and 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    named = [str(first) if first == last else f"{first}-{last}" for first, last in ranges]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return f"page {listed}" if len(numbers) == 1 else f"pages {listed}"
