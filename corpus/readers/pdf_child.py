"""A PDF's pieces of text with their places, as JSON: the program that `pdf.py` starts for every PDF.

Crafted PDFs can make any reader of them loop or fill the memory, so pypdf runs only here, in a process of its own with
limits. The bytes come in on standard input, one JSON object goes out on standard output: {"pages": [...]} or
{"failure": code}. Anything that goes wrong unforeseen ends the process with a traceback, which the parent reads as
"broken". This file imports nothing of Candour's, so that it can be run by its path, whatever the working folder holds.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from collections.abc import Callable, Sequence
from typing import Any

Matrix = Sequence[float]

_PAINTING = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"))
_PATH_POINTS = {b"m": 1, b"l": 1, b"c": 3, b"v": 2, b"y": 2}

# A bullet is drawn with at most some dozens of strokes and is no larger than a line of text, in points.
_MAX_DOT_POINTS = 200
_MAX_DOT_SIZE = 16.0

# A form has some thousands of pieces of text on some tens of pages; these many would be a book. The parent's memory
# and time depend on them, and no limit of this process holds there.
MAX_PAGES = 2_000
MAX_PIECES = 300_000
MAX_CHARACTERS = 3_000_000  # with those of headers and footers, which the text is without

# A page has some tens of bullets. With more shapes than this it is a drawing, and the rest are not looked at.
MAX_DOTS = 1_000


class TooMuch(Exception):
    """The document holds more than a form does."""


class Budget:
    """How much text a document may still hold."""

    def __init__(self) -> None:
        self._pieces, self._characters = MAX_PIECES, MAX_CHARACTERS

    def take(self, characters: int) -> None:
        """Counts a piece of text of so many characters; TooMuch where the document holds too many."""
        self._pieces -= 1
        self._characters -= characters
        if self._pieces < 0 or self._characters < 0:
            raise TooMuch


class PageRecorder:
    """Collects from pypdf's walk through a page: text with its place, small shapes, and how much of it is pictures."""

    def __init__(self, page_area: float, view: Matrix, budget: Budget) -> None:
        self._budget = budget
        self.texts: list[dict[str, Any]] = []
        self.dots: list[list[float]] = []
        self.picture_share = 0.0
        self._page_area = page_area
        self._view = view
        self._path: list[tuple[float, float]] = []
        self._pictures: frozenset[str] = frozenset()

    def knows_pictures(self, names: frozenset[str]) -> None:
        """Tells which names of the page's resources are pictures."""
        self._pictures = names

    def text(self, text: str, cm: Matrix, tm: Matrix, font: dict[str, Any] | None, size: float) -> None:
        """Takes a piece of text from pypdf, with its matrices and font."""
        if not text.strip():
            if self.texts and text:
                self.texts[-1]["text"] += " "
            return
        a, b, c, d, x, y = _times(_times(tm, cm), self._view)
        name = str(font.get("/BaseFont", "")) if font is not None else ""
        self.texts.append(
            {
                "text": text,
                "x": round(x, 2),
                "y": round(y, 2),
                "size": round(size * math.hypot(c, d), 2),
                "upright": d > 0 and abs(b) < 0.01 * abs(a),
                "font": name.rpartition("+")[2].lstrip("/"),
            }
        )
        self._budget.take(len(text))

    def operation(self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix) -> None:  # noqa: ANN401
        """Takes any operation of a page's program from pypdf: paths are followed, pictures measured."""
        if operator in _PATH_POINTS:
            if len(self._path) < _MAX_DOT_POINTS:
                self._path += _points(operands, _times(cm, self._view))
        elif operator == b"re":
            x, y, width, height = (float(operand) for operand in operands[:4])
            self._path += _points((x, y, x + width, y + height), _times(cm, self._view))
        elif operator in _PAINTING:
            self._end_path()
        elif operator == b"n":
            self._path = []
        elif operator == b"Do" and operands and str(operands[0]) in self._pictures:
            self.picture_share += abs(cm[0] * cm[3] - cm[1] * cm[2]) / self._page_area

    def _end_path(self) -> None:
        if self._path and len(self._path) < _MAX_DOT_POINTS and len(self.dots) < MAX_DOTS:
            across, up = zip(*self._path, strict=True)
            if max(across) - min(across) <= _MAX_DOT_SIZE and max(up) - min(up) <= _MAX_DOT_SIZE:
                self.dots.append([round(edge, 2) for edge in (min(across), min(up), max(across), max(up))])
        self._path = []


def _times(first: Matrix, second: Matrix) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _points(operands: Sequence[Any], cm: Matrix) -> list[tuple[float, float]]:
    numbers = [float(operand) for operand in operands]
    a, b, c, d, e, f = cm
    return [(x * a + y * c + e, x * b + y * d + f) for x, y in zip(numbers[0::2], numbers[1::2], strict=False)]


def read_pages(data: bytes) -> dict[str, Any]:
    """The pages of a PDF as the parent wants them, or the code of a failure that has a name."""
    # Here and not above, so that the limits are set before anything of the library's runs.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"failure": "password"}
        if _holds_filled_fields(reader):
            return {"failure": "fields"}
        budget = Budget()
        pages: list[dict[str, Any]] = []
        for page in reader.pages:
            if len(pages) == MAX_PAGES:
                raise TooMuch
            pages.append(_page(page, budget))
        return {"pages": pages}
    except DependencyError:
        return {"failure": "encryption"}
    except LimitReachedError:
        return {"failure": "large"}
    except TooMuch:
        return {"failure": "long"}
    except PdfReadError:
        return {"failure": "broken"}


def _page(page: Any, budget: Budget) -> dict[str, Any]:  # noqa: ANN401
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    recorder = PageRecorder(max(1.0, abs((right - left) * (top - bottom))), _view(page), budget)
    recorder.knows_pictures(_picture_names(page))
    page.extract_text(visitor_text=recorder.text, visitor_operand_before=recorder.operation)
    return {
        "width": right - left if page.rotation % 180 == 0 else top - bottom,
        "texts": recorder.texts,
        "dots": recorder.dots,
        "picture_share": round(min(recorder.picture_share, 1.0), 3),
    }


def _view(page: Any) -> Matrix:  # noqa: ANN401
    """The matrix from a page's own coordinates to those of the page as it is shown, turned."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return {
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }.get(page.rotation % 360, (1, 0, 0, 1, -left, -bottom))


def _picture_names(page: Any) -> frozenset[str]:  # noqa: ANN401
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return frozenset()
    entries = objects.get_object()
    return frozenset(str(name) for name in entries if entries[name].get("/Subtype") == "/Image")


def _holds_filled_fields(reader: Any) -> bool:  # noqa: ANN401
    """Whether text was typed into fields or boxes were ticked: such answers do not stand on the pages themselves."""
    fields = reader.get_fields() or {}
    return any(str(field.get("/V", "")).strip() not in ("", "/Off", "Off") for field in fields.values() if _says(field))


def _says(field: Any) -> bool:  # noqa: ANN401
    return field.get("/FT") in ("/Tx", "/Btn", "/Ch")


def limit_resources(memory_bytes: int, seconds: int) -> None:
    """Sets hard limits for this process; one that the system does not know or allow is left out."""
    for kind, amount in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        _unless_refused(lambda kind=kind, allowed=allowed: resource.setrlimit(kind, (allowed, allowed)))  # type: ignore[misc]


def _unless_refused(setting: Callable[[], None]) -> None:
    try:
        setting()
    except (ValueError, OSError):  # macOS does not limit address space
        return


def main() -> None:
    """Reads, under the limits given on the command line (bytes of memory, seconds of processor time)."""
    limit_resources(int(sys.argv[1]), int(sys.argv[2]))
    try:
        answer = json.dumps(read_pages(sys.stdin.buffer.read()))
    except MemoryError:
        answer = '{"failure": "large"}'
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
