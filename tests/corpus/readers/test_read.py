from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read
from corpus.readers.read import SUPPORTED_SUFFIXES, read_source, source_of


def test_source_has_the_files_name_and_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "Harbour.TXT"
    path.write_bytes(b"\xef\xbb\xbfQuestion 1\r\n")
    source = read_source(path)
    assert (source.name, source.text) == ("Harbour.TXT", "Question 1\n")
    assert source.sha256 == hashlib.sha256(b"\xef\xbb\xbfQuestion 1\r\n").hexdigest()
    assert source.page_starts == ()


@pytest.mark.parametrize("name", ["form.xlsx", "form", "form.doc", ".txt"])
def test_unknown_kind_is_named_with_the_known_ones(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Question 1")
    with pytest.raises(UnreadableFile, match=r"unknown kind.*\.txt, \.md, \.html, \.htm, \.docx, \.pdf"):
        read_source(tmp_path / name)


def test_every_supported_suffix_has_a_reader() -> None:
    assert SUPPORTED_SUFFIXES == (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


@pytest.mark.parametrize("suffix", SUPPORTED_SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe\n\0"])
def test_file_without_text_is_said_to_be_so(suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=rf"^form{suffix} is "):
        source_of(f"form{suffix}", data)


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_source(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile, match="is not a file"):
        read_source(tmp_path / "folder.txt")


def test_too_large_file_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(read.MAX_FILE_BYTES + 1_000_000)
    with pytest.raises(UnreadableFile, match=r"huge\.txt is too large: 51\.0 MB, and at most 50 MB"):
        read_source(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("form.txt", b"%PDF-1.7\n...", r"form\.txt is a PDF, not a \.txt file\. Rename it to end in \.pdf"),
        ("form.html", b"PK\x03\x04....", r"Rename it to end in \.docx"),
        ("form.docx", b"{\\rtf1 text}", r"is a rich text \(RTF\) document, not a \.docx file"),
        ("form.pdf", b"PK\x03\x04....", r"not a \.pdf file"),
    ],
)
def test_file_with_another_kinds_ending_is_told_what_it_is(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        source_of(name, data)
