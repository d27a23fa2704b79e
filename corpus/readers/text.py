"""Plain text and Markdown. What is read is what is written: only line ends and the byte-order mark are touched."""

from __future__ import annotations

from corpus.errors import UnreadableFile
from corpus.readers.decoding import NotText, decode


def read_text(name: str, data: bytes) -> str:
    """The text of a .txt or .md file, CRLF and CR as LF; UnreadableFile for bytes that are no text."""
    try:
        text = decode(data)
    except NotText as error:
        raise UnreadableFile(
            f"{name} is not text: its bytes are neither UTF-8, UTF-16 nor Windows-1252. "
            "Save it as plain text (UTF-8), or give it the ending of the kind of file it is."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
