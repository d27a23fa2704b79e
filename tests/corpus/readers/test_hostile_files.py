"""Whatever bytes a file holds: it gives text, or an error that names it, soon and in little memory.

Seeds are fixed, so failures come back. What a folder can hold besides: tests/index/test_hostile_folders.py.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read
from corpus.readers.read import bytes_of, read_source, source_of
from tests.corpus.filled_form import filled_form, printed_form, spaced_text, web_page, word_document
from tests.corpus.readers import bombs

FORM = filled_form("en")
WHOLE: dict[str, Callable[[], bytes]] = {
    "form.txt": lambda: spaced_text(FORM).encode(),
    "form.md": lambda: spaced_text(FORM).encode("utf-16"),
    "form.html": lambda: web_page(FORM).encode(),
    "form.docx": lambda: word_document(FORM),
    "form.pdf": lambda: printed_form(FORM),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes changed, cut out, or doubled elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        place, length = chance.randrange(len(changed)), chance.randrange(1, 100)
        match chance.randrange(3):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + length]
            case _:
                changed[place:place] = changed[:length]
    return bytes(changed)


def gives_text_or_says_why_not(name: str, data: bytes) -> None:
    try:
        assert source_of(name, data).text.strip()
    except UnreadableFile as error:
        assert str(error).startswith(f"{name} ")  # noqa: PT017  (either end is a good one)


@pytest.mark.parametrize("name", WHOLE)
def test_random_bytes(name: str) -> None:
    chance = random.Random(name)
    signature = WHOLE[name]()[:8]
    for round_ in range(30 if name != "form.pdf" else 10):
        noise = chance.randbytes(chance.randrange(1, 2000))
        gives_text_or_says_why_not(name, signature + noise if round_ % 2 else noise)


@pytest.mark.parametrize("name", WHOLE)
def test_damaged_files(name: str) -> None:
    chance = random.Random(name)
    whole = WHOLE[name]()
    for _ in range(30 if name != "form.pdf" else 20):
        gives_text_or_says_why_not(name, damaged(whole, chance))


@dataclass(frozen=True)
class Outcome:
    """What came of reading a file: the error's words, or the text's beginning."""

    said: str
    text: str
    seconds: float


@dataclass(frozen=True)
class Measured:
    outcomes: dict[str, Outcome]
    peak_mb: float
    child_peak_mb: float


# What is said of each; "" where the words in the file are shown. None may take as long as the PDF reader's own limit.
SAID = {
    "zip that inflates to gigabytes": "is too large once unpacked: 301 MB",
    "zip that lies about its sizes": "is broken or not a Word document",
    "zip of very many parts": "in 6017 parts, and at most 250 MB (of it 60 MB text) in 5000 parts are read",
    "zip packed in a way without limits": "is broken or not a Word document",
    "a billion laughs": "is broken or not a Word document",
    "a billion laughs in an attribute": "is broken or not a Word document",
    "a file outside in an entity": "is empty: it holds no text",
    "XML nested very deep": "is broken or not a Word document",
    "XML of very many elements": "is too large for a filled form: more than 1000000 tags",
    "lists of very many levels": "",
    "HTML nested very deep": "is too broken to be read as a web page: more than 1000 elements lie within one another",
    "HTML table of very many cells": "is too large for a web page: 900001 tags",
    "HTML tag without an end": "",
    "HTML of openings only": "",
    "HTML of very many attributes": "",
    "text without an end": "is too long: it holds 11000000 characters of text, and at most 500000 are read",
    "text of one endless word": "is too long: it holds 40000000 characters of text",
    "PDF whose pages hold themselves": "is broken or not a PDF",
    "PDF whose catalog is its pages": "is broken or not a PDF",
    "PDF of very many pages": "holds far more text or pages than a filled form",
    "PDF that inflates to gigabytes": "is too large to read",
    "PDF whose drawing draws itself": "is empty: there is no text on page 1",
    "PDF nested very deep": "is broken or not a PDF",
    "PDF of very many shapes": "",
    "PDF of very much text": "holds far more text or pages than a filled form",
}
MOST_SECONDS = 20.0
MOST_MB = 500.0
MOST_MB_OF_THE_PDF_CHILD = 1_000.0


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """All bombs read one after the other by one process, whose memory is its own."""
    folder = tmp_path_factory.mktemp("bombs")
    files = []
    for number, make in enumerate(bombs.BOMBS.values()):
        name, data = make()
        files.append(folder / str(number) / name)
        files[-1].parent.mkdir()
        files[-1].write_bytes(data)
    done = subprocess.run(
        [sys.executable, bombs.__file__, *map(str, files)],
        env={**os.environ, "PYTHONPATH": str(Path(read.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    *outcomes, peaks = map(json.loads, done.stdout.splitlines())
    a_megabyte = 1_000_000 if sys.platform == "darwin" else 1_000  # what getrusage counts in
    read_as = {bomb: Outcome(**outcome) for bomb, outcome in zip(bombs.BOMBS, outcomes, strict=True)}
    return Measured(read_as, *(peak / a_megabyte for peak in peaks))


@pytest.mark.parametrize("bomb", bombs.BOMBS)
def test_a_bomb_is_refused_with_a_reason_or_shown_as_text_and_soon(measured: Measured, bomb: str) -> None:
    outcome = measured.outcomes[bomb]
    if SAID[bomb]:
        assert outcome.said.startswith("form.")
        assert SAID[bomb] in outcome.said
        assert outcome.said.count(". ") >= 1  # and what to do
    else:
        assert (outcome.said, outcome.text.removeprefix("• ")[:10]) == ("", "Question 1")
    assert outcome.seconds < MOST_SECONDS


def test_bombs_take_little_memory(measured: Measured) -> None:
    assert measured.peak_mb < MOST_MB
    if sys.platform == "linux":  # the only system that limits address space
        assert measured.child_peak_mb < MOST_MB_OF_THE_PDF_CHILD


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "form.txt"
    with file.open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(UnreadableFile, match=r"form\.txt is too large: 1000\.0 MB, and at most 50 MB are read\."):
        read_source(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 5_000
    assert time.monotonic() - started < 1


def test_a_table_of_thirty_thousand_cells_is_read(tmp_path: Path) -> None:
    page = "<table>" + ("<tr>" + "<td>a" * 10) * 3_000
    text = source_of("form.html", page.encode()).text
    assert text.count("a") == 30_000
    assert text.count("\n") == 2_999


@pytest.mark.parametrize("name", ["pipe.txt", "device.txt", "folder.txt"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "pipe.txt":
        os.mkfifo(path)
    elif name == "device.txt":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(UnreadableFile, match=f"{name} is not a file"):
        bytes_of(path)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path, done = tmp_path / "form.txt", threading.Event()
    path.write_text("Question 1\n")

    def write() -> None:
        with path.open("a") as file:
            while not done.is_set():
                file.write("more\n")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()

    def read_again_and_again() -> None:
        for _ in range(10_000):
            bytes_of(path)

    try:
        with pytest.raises(UnreadableFile, match="was changed while it was read"):
            read_again_and_again()
    finally:
        done.set()
        writer.join()


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.touch(mode=0o000)
    with as_nobody(), pytest.raises(UnreadableFile, match=r"form\.txt cannot be read: Permission denied\. Check"):
        bytes_of(path)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read every file, so it gives its rights away for a while; others have none to give."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        (b"two\nlines.txt", "two\ufffdlines.txt"),
        (b"\x1b[2J\x9b31m.txt", "\ufffd[2J›31m.txt"),  # no UTF-8, so Windows-1252, in which 9B is a letter
        ("\u202etxt.mrof\u2066.txt".encode(), "\ufffdtxt.mrof\ufffd.txt"),
        (b"caf\xe9.txt", "café.txt"),
        (b"n" * 251 + b".txt", "n" * 251 + ".txt"),
        (b"..txt.txt", "..txt.txt"),
        (b"<script>alert(1)<\xe2\x81\x84script>.txt", "<script>alert(1)<⁄script>.txt"),
    ],
    ids=["line end", "escape", "bidi", "not UTF-8", "255 bytes", "dots", "HTML"],
)
def test_a_name_is_text_whatever_its_bytes(tmp_path: Path, name: bytes, named: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text("Question 1")
    source = read_source(path)
    assert (source.name, source.text) == (named, "Question 1")
