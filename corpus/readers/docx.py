"""Word documents (.docx): the text of the body, in order, with lists, tables and content controls."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from docx import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError

from corpus.errors import UnreadableFile
from corpus.readers.blocks import lay_out
from corpus.readers.docx_blocks import DocumentWalk
from corpus.readers.docx_numbering import Numbering
from corpus.readers.ticks import read_ticks

# A .docx is a zip file, and zip packs a gigabyte of blanks into a megabyte. A document of three hundred pages unpacks
# to about 10 MB of XML; pictures hardly shrink when packed, so the size of the file itself bounds them.
MAX_XML_BYTES = 60_000_000
MAX_UNPACKED_BYTES = 250_000_000
MAX_PARTS = 5_000
# An element takes some hundreds of bytes and 15 microseconds; a document of three hundred pages has 400,000 tags.
MAX_XML_TAGS = 1_000_000

_UNPACKED_AT_ONCE = 1_000_000

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How an encrypted package is named inside the OLE container that stands in for the zip file.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

# What python-docx and the layers below it (zip, XML, package relations) raise for files that break their rules.
_BROKEN = (
    OpcError,
    PythonDocxError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_docx(name: str, data: bytes) -> str:
    """The text of a Word document, laid out as SourceText says; UnreadableFile for a broken or protected one."""
    if data.startswith(_OLE_SIGNATURE):
        raise UnreadableFile(_protected_or_old(name, data))
    _check_package(name, data)
    try:
        document = Document(io.BytesIO(_as_told(name, data)))
        walk = DocumentWalk(Numbering.of(document))
        return lay_out(read_ticks(walk.blocks(document.element.body))).text
    except _BROKEN as error:
        raise UnreadableFile(_broken(name)) from error


def _check_package(name: str, data: bytes) -> None:
    """Raises UnreadableFile for bytes that are no Word document or would take too much memory once unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except _BROKEN as error:
        raise UnreadableFile(_broken(name)) from error
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise UnreadableFile(
            f"{name} is a zip file but not a Word document. Take the document out of it and add that file."
        )
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableFile(_broken(name))  # the format knows no other, and those unpack without any limit
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(f"{name} is protected by a password. Save it without the password and add it again.")
    xml = sum(part.file_size for part in parts if _is_xml(part.filename))
    unpacked = sum(part.file_size for part in parts)
    if xml > MAX_XML_BYTES or unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise UnreadableFile(
            f"{name} is too large once unpacked: {unpacked / 1e6:.0f} MB in {len(parts)} parts, and at most "
            f"{MAX_UNPACKED_BYTES // 1_000_000} MB (of it {MAX_XML_BYTES // 1_000_000} MB text) in {MAX_PARTS} parts "
            "are read. Save it without its pictures, or as plain text, and add it again."
        )


def _as_told(name: str, data: bytes) -> bytes:
    """The same package with no part longer than its list of contents says, and without what is not read (pictures).

    That list can lie, and whoever unpacks a part at once unpacks two gigabytes before it is compared.
    """
    told = io.BytesIO()
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(told, "w") as package:
        for part in dict.fromkeys(given.namelist()):
            content = _unpacked(given, part) if _is_xml(part) else b""
            tags += content.count(b"<")
            if tags > MAX_XML_TAGS:
                raise UnreadableFile(
                    f"{name} is too large for a filled form: more than {MAX_XML_TAGS} tags. "
                    "Save the form's own part of it as a document and add that."
                )
            package.writestr(part, content)
    return told.getvalue()


def _unpacked(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as file:
        return b"".join(iter(lambda: file.read(_UNPACKED_AT_ONCE), b""))


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def _protected_or_old(name: str, data: bytes) -> str:
    if _ENCRYPTED_PACKAGE in data:
        return f"{name} is protected by a password. Save it without the password and add it again."
    return f"{name} is in the old Word format (.doc). Open it in a word processor, save it as .docx and add it again."


def _broken(name: str) -> str:
    return (
        f"{name} is broken or not a Word document. "
        "Open it in a word processor, save it again as .docx and add that file."
    )
