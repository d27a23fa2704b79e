"""A PDF of several pages: the form printed from its page, with date, title, address and page numbers around it."""

from __future__ import annotations

from datetime import UTC, datetime

from fpdf import FPDF

from evals.generator.forms import BlockKind, FilledForm

# Letters a row of the address may have beside the page number.
_ADDRESS_LENGTH = 90
_SIZES: dict[BlockKind, tuple[int, str]] = {"title": (19, "B"), "name": (14, "B"), "part": (16, "B"), "item": (13, "B")}
_INDENTS: dict[BlockKind, float] = {"tick": 8.0, "entry": 8.0, "number": 8.0, "nested": 16.0}
_PRINTED_ON = datetime(2024, 11, 18, 14, 5, tzinfo=UTC)


def write(form: FilledForm) -> bytes:
    """The PDF; the same bytes every time."""
    pdf = _Pages(form)
    pdf.set_creation_date(_PRINTED_ON)
    pdf.set_title(form.heading)
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    number = 0
    for block in form.blocks:
        number = number + 1 if block.kind == "number" else 0
        size, style = _SIZES.get(block.kind, (11, ""))
        pdf.set_font("Helvetica", style, size)
        indent = _INDENTS.get(block.kind, 0.0)
        pdf.ln(0.8 if indent else size * 0.2)
        if indent:
            pdf.set_x(pdf.l_margin + indent - 5)
            pdf.cell(5, size * 0.45, f"{number}." if number else "•")
        pdf.set_x(pdf.l_margin + indent)
        pdf.multi_cell(0, size * 0.45, block.text, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


class _Pages(FPDF):
    """Pages with what browsers print around them."""

    def __init__(self, form: FilledForm) -> None:
        super().__init__(format="letter")
        self.core_fonts_encoding = "windows-1252"
        self._form = form

    def header(self) -> None:
        """Prints date and title."""
        self.set_font("Helvetica", size=8)
        self.set_y(7)
        self.cell(40, 4, "11/18/24, 2:05 PM")
        self.cell(0, 4, f"{self._form.heading[:80]} - Canada.ca")
        self.set_y(18)

    def footer(self) -> None:
        """Prints address and page number."""
        self.set_font("Helvetica", size=8)
        self.set_y(-12)
        self.cell(175, 4, self._form.address[:_ADDRESS_LENGTH])
        self.cell(0, 4, f"{self.page_no()}/{{nb}}")
