"""Small PDFs in the format's own words, for what no PDF library writes on purpose."""

from __future__ import annotations


def raw_pdf(*contents: bytes, catalog: bytes = b"", extra: tuple[bytes, ...] = ()) -> bytes:
    """A PDF with one page for each of `contents` (page programs; font /F1 is Helvetica, picture /Im1 a grey dot).

    `catalog` is added to the catalog, `extra` are further objects, numbered from 10.
    """
    kids = b" ".join(b"%d 0 R" % (100 + 2 * index) for index in range(len(contents)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(contents),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        b" /Length 1 >>\nstream\n\x80\nendstream",
    }
    objects |= {10 + index: body for index, body in enumerate(extra)}
    for index, content in enumerate(contents):
        objects[100 + 2 * index] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R " % (101 + 2 * index)
            + b"/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> >>"
        )
        objects[101 + 2 * index] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    return _numbered(objects)


def _numbered(objects: dict[int, bytes]) -> bytes:
    file = b"%PDF-1.7\n"
    places: list[tuple[int, int]] = []
    for number, body in sorted(objects.items()):
        places.append((number, len(file)))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    return (
        file
        + b"xref\n0 1\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, len(file))
    )


def shown(*lines: tuple[float, float, str], size: float = 12) -> bytes:
    """A page program that shows each text at its place (points from the lower left corner)."""
    return b"\n".join(
        b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (size, x, y, text.encode("cp1252")) for x, y, text in lines
    )
