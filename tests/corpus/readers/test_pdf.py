from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from corpus.errors import UnreadableFile
from corpus.readers import pdf_child
from corpus.readers.pdf import PdfLimits, read_pdf
from tests.corpus.filled_form import filled_form, printed_form
from tests.corpus.readers.pdf_files import raw_pdf, shown

YES = shown((72, 700, "Question 1"), (72, 660, "Yes"))
FULL_PICTURE = b"q 612 0 0 792 0 0 cm /Im1 Do Q"
LOGO = b"q 100 0 0 50 40 700 cm /Im1 Do Q"


def protected(user_password: str) -> bytes:
    pdf = FPDF()
    pdf.set_encryption(owner_password="keeper", user_password=user_password, permissions=AccessPermission.none())
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text="Question 1")
    return bytes(pdf.output())


def test_pages_begin_where_their_first_line_does() -> None:
    paged = read_pdf("form.pdf", printed_form(filled_form("en")))
    assert len(paged.page_starts) == 3
    assert paged.page_starts[0] == 0
    assert [paged.text[start:].split("\n", 1)[0] for start in paged.page_starts[1:]] == [
        "The code’s chapter on gifts from harbour users was rewritten. It now says:",
        "Question 12",
    ]


def test_paragraph_goes_on_over_a_page_break_and_the_page_begins_within_it() -> None:
    line = "The keepers of the northern gauges read them twice a day and write down what they see, as"
    data = raw_pdf(
        shown((72, 700, line), (72, 686, line), (72, 672, line)),
        shown((72, 720, "they have always done."), (72, 680, "N/A")),
    )
    paged = read_pdf("form.pdf", data)
    assert paged.text == f"{line} {line} {line} they have always done.\n\nN/A"
    assert paged.text[paged.page_starts[1] :].startswith("they have always done.")


def test_empty_page_begins_where_the_next_one_does() -> None:
    paged = read_pdf("form.pdf", raw_pdf(YES, LOGO, shown((72, 700, "Part II")), b""))
    assert paged.text == "Question 1\n\nYes\n\nPart II"
    assert paged.page_starts == (0, 17, 17, 24)


def test_turned_page_is_read_in_the_direction_of_its_text() -> None:
    turned = b"BT /F1 12 Tf 0 1 -1 0 100 72 Tm (Question 1) Tj ET BT /F1 12 Tf 0 1 -1 0 140 72 Tm (Yes) Tj ET"
    data = raw_pdf(turned).replace(b"/Type /Page /Parent", b"/Rotate 90 /Type /Page /Parent")
    assert read_pdf("form.pdf", data).text == "Question 1\n\nYes"


def test_protection_without_a_password_to_open_is_no_obstacle() -> None:
    assert read_pdf("form.pdf", protected(user_password="")).text == "Question 1"


FIELD = b"<< /FT /Tx /T (answer) /V (We reviewed it.) >>"
FAILURES = {
    "password": (protected("secret"), r"form\.pdf needs a password\. Save it without"),
    "no pages": (raw_pdf(), r"form\.pdf is empty: it has no pages"),
    "no text": (raw_pdf(b"", LOGO), r"form\.pdf is empty: there is no text on pages 1-2\."),
    "scanned": (raw_pdf(FULL_PICTURE, FULL_PICTURE), r"no text on pages 1-2 of 2 \(scanned\?\)\. Run text recognition"),
    "partly scanned": (raw_pdf(FULL_PICTURE, YES, FULL_PICTURE, FULL_PICTURE), r"no text on pages 1 and 3-4 of 4"),
    "one page scanned": (raw_pdf(YES, FULL_PICTURE), r"no text on page 2 of 2"),
    "no PDF": (b"Question 1\nYes\n", r"form\.pdf is broken or not a PDF\. Open it, print it to PDF"),
    "cut off": (raw_pdf(YES)[:200], "broken or not a PDF"),
    "signature only": (b"%PDF-1.7\n", "broken or not a PDF"),
    "filled fields": (
        raw_pdf(YES, catalog=b"/AcroForm << /Fields [10 0 R] >>", extra=(FIELD,)),
        "a fillable form whose answers stand in its fields and not on its pages. Open it, print it",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_unreadable_pdf_says_why_and_what_to_do(failure: str) -> None:
    data, said = FAILURES[failure]
    with pytest.raises(UnreadableFile, match=said):
        read_pdf("form.pdf", data)


def test_empty_fields_do_not_matter() -> None:
    data = raw_pdf(
        YES,
        catalog=b"/AcroForm << /Fields [10 0 R 11 0 R] >>",
        extra=(b"<< /FT /Tx /T (a) >>", b"<< /FT /Btn /T (b) /V /Off >>"),
    )
    assert read_pdf("form.pdf", data).text == "Question 1\n\nYes"


def test_pdf_that_takes_too_long_is_ended() -> None:
    endless = raw_pdf(b"BT /F1 9 Tf " + b"(a) Tj " * 600_000 + b"ET")
    with pytest.raises(UnreadableFile, match=r"form\.pdf takes too long to read: more than 1 seconds"):
        read_pdf("form.pdf", endless, PdfLimits(seconds=1))


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit a process's memory")
def test_pdf_that_takes_too_much_memory_is_ended() -> None:
    greedy = raw_pdf(b"BT /F1 9 Tf " + b"(a) Tj " * 600_000 + b"ET")
    with pytest.raises(UnreadableFile, match=r"form\.pdf is too large to read: it takes more than 150 MB"):
        read_pdf("form.pdf", greedy, PdfLimits(memory_bytes=150_000_000))


def test_modules_in_the_working_folder_do_not_stand_in_for_the_librarys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pypdf", "json", "corpus"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert read_pdf("form.pdf", raw_pdf(YES)).text == "Question 1\n\nYes"


def test_child_imports_nothing_of_candours() -> None:
    code = f"import runpy, sys; runpy.run_path({str(pdf_child.__file__)!r}); assert 'corpus' not in sys.modules"
    subprocess.run([sys.executable, "-P", "-c", code], check=True, cwd=os.sep)
