"""Files that were made to take a reader's time or memory, most of them small. Run as a program, it reads and measures.

Only what such files hold stands here; what becomes of them, in test_hostile_files.py.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from docx import Document

from corpus.errors import UnreadableFile
from corpus.readers.read import read_source

_WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMED = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def word(
    part: str = "word/document.xml", content: bytes = b"", blanks: int = 0, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A Word document with one of its parts replaced, by `content` and so many megabytes of blanks."""
    whole, file = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph("Question 1", style="List Bullet")
    document.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", method, compresslevel=1) as new:
        for name in old.namelist():
            with new.open(name, "w") as entry:
                entry.write(content if name == part else old.read(name))
                for _ in range(blanks if name == part else 0):
                    entry.write(b" " * 1_000_000)
    return file.getvalue()


def body(content: bytes, before: bytes = b"") -> bytes:
    return before + b"<w:document " + _WORD + b"><w:body>" + content + b"</w:body></w:document>"


def forged(megabytes: int) -> bytes:
    """A document whose text unpacks to so much while its list of contents says that it has 2,000 bytes."""
    name = b"word/document.xml"
    data = bytearray(word(content=body(b""), blanks=megabytes))
    for signature, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = data.index(signature)
        while data[at + name_at : at + name_at + len(name)] != name:
            at = data.index(signature, at + 1)
        data[at + size_at : at + size_at + 4] = struct.pack("<I", 2000)
    return bytes(data)


def many_parts() -> bytes:
    file = io.BytesIO(word())
    with zipfile.ZipFile(file, "a") as package:
        for number in range(6_000):
            package.writestr(f"word/media/{number}.xml", b"")
    return file.getvalue()


def numbering() -> bytes:
    """Very many lists that all have the very many levels of one."""
    lists = b'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' * 20_000
    levels = b'<w:lvl w:ilvl="1"/>' * 20_000
    opening = b"<w:numbering " + _WORD + b'><w:abstractNum w:abstractNumId="0">'
    return word("word/numbering.xml", opening + levels + b"</w:abstractNum>" + lists + b"</w:numbering>")


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 5 0 R >> >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources " + _FONT + b" >>"


def pages(count: int = 1, kids: bytes = b"3 0 R") -> bytes:
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)


def stream(content: bytes, extra: bytes = b"", blanks: int = 0) -> bytes:
    packing = zlib.compressobj(1)
    packed = packing.compress(content) + b"".join(packing.compress(b" " * 1_000_000) for _ in range(blanks))
    packed += packing.flush()
    opening = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), extra)
    return opening + b"\nstream\n" + packed + b"\nendstream"


_WORDS = stream(b"BT /F 12 Tf 50 700 Td (Question 1) Tj ET")
_CALLS_ITSELF = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + _FONT)
_DOTS = b"1 1 m 2 2 l 3 1 l h f\n" * 30_000 + b"BT /F 12 Tf 50 700 Td (Question 1) Tj ET"

BOMBS: dict[str, Callable[[], tuple[str, bytes]]] = {
    # Word: what is packed, and the XML in it.
    "zip that inflates to gigabytes": lambda: ("form.docx", word("docProps/core.xml", blanks=300)),
    "zip that lies about its sizes": lambda: ("form.docx", forged(800)),
    "zip of very many parts": lambda: ("form.docx", many_parts()),
    "zip packed in a way without limits": lambda: ("form.docx", word(blanks=9, method=zipfile.ZIP_LZMA)),
    "a billion laughs": lambda: (
        "form.docx",
        word(
            content=body(
                b"<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", f'<!DOCTYPE x [<!ENTITY e0 "lol">{_NAMED}]>'.encode()
            )
        ),
    ),
    "a billion laughs in an attribute": lambda: (
        "form.docx",
        word(content=body(b'<w:p w:x="&e9;"/>', f'<!DOCTYPE x [<!ENTITY e0 "lol">{_NAMED}]>'.encode())),
    ),
    "a file outside in an entity": lambda: (
        "form.docx",
        word(
            content=body(
                b"<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            )
        ),
    ),
    "XML nested very deep": lambda: ("form.docx", word(content=body(b"<w:p>" * 100_000 + b"</w:p>" * 100_000))),
    "XML of very many elements": lambda: ("form.docx", word(content=body(b"<w:p/>" * 2_000_000))),
    "lists of very many levels": lambda: ("form.docx", numbering()),
    # Web pages.
    "HTML nested very deep": lambda: ("form.html", b"<div>" * 100_000 + b"Question 1"),
    "HTML table of very many cells": lambda: ("form.html", b"<table>" + b"<tr><td>1<td>2" * 300_000),
    "HTML tag without an end": lambda: ("form.html", b"Question 1 <" + b"a" * 2_000_000),
    "HTML of openings only": lambda: ("form.html", b"Question 1" + b"<a " * 300_000),
    "HTML of very many attributes": lambda: (
        "form.html",
        b"<p " + b" ".join(b"a%d" % number for number in range(200_000)) + b">Question 1",
    ),
    # Text.
    "text without an end": lambda: ("form.txt", b"Question 1\n" * 1_000_000),
    "text of one endless word": lambda: ("form.txt", b"a" * 40_000_000),
    # PDF.
    "PDF whose pages hold themselves": lambda: ("form.pdf", pdf(_CATALOG, pages(1, b"2 0 R 2 0 R"))),
    "PDF whose catalog is its pages": lambda: ("form.pdf", pdf(b"1 0 R")),
    "PDF of very many pages": lambda: (
        "form.pdf",
        pdf(_CATALOG, pages(100_000, b"3 0 R " * 100_000), _PAGE, _WORDS, _CALLS_ITSELF),
    ),
    "PDF that inflates to gigabytes": lambda: (
        "form.pdf",
        pdf(_CATALOG, pages(), _PAGE, stream(b"", blanks=300), _CALLS_ITSELF),
    ),
    "PDF whose drawing draws itself": lambda: (
        "form.pdf",
        pdf(_CATALOG, pages(), _PAGE, stream(b"/X Do"), _CALLS_ITSELF),
    ),
    "PDF nested very deep": lambda: ("form.pdf", pdf(_CATALOG, b"[" * 100_000)),
    "PDF of very many shapes": lambda: ("form.pdf", pdf(_CATALOG, pages(), _PAGE, stream(_DOTS), _CALLS_ITSELF)),
    "PDF of very much text": lambda: (
        "form.pdf",
        pdf(
            _CATALOG,
            pages(),
            _PAGE,
            stream(b"BT /F 12 Tf " + (b"1 0 Td (" + b"x" * 4_000 + b") Tj ") * 800 + b"ET"),
            _CALLS_ITSELF,
        ),
    ),
}


def main(files: Iterable[str]) -> None:
    """Prints, as a line of JSON for each file, what came of reading it and the seconds, then the peaks of memory."""
    for file in files:
        started = time.monotonic()
        try:
            said, text = "", read_source(Path(file)).text[:200]
        except UnreadableFile as error:
            said, text = str(error), ""
        print(json.dumps({"said": said, "text": text, "seconds": time.monotonic() - started}))  # noqa: T201
    print(json.dumps([own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))  # noqa: T201


def own_peak() -> int:
    """The most memory that this process had, as getrusage counts; on Linux that itself counts its parent's in."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(sys.argv[1:])
