from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import UnreadableFile
from corpus.readers import docx as docx_reader
from corpus.readers.docx import read_docx

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def document_of(*body: str) -> bytes:
    """A document whose body is these elements, in the format's own words."""
    document = Document()
    for xml in body:
        name, rest = re.match(r"<([\w:]+)(.*)", xml, re.DOTALL).groups()
        document.element.body.insert(-1, parse_xml(f"<{name} {nsdecls('w')} {W14} {rest}"))
    return saved(document)


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def checkbox(state: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run('?')}</w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        # A hyperlink's words are in an element of their own.
        (run("see ") + f"<w:hyperlink>{run('the code')}</w:hyperlink>" + run("."), "see the code."),
        (f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        (f"<w:moveFrom>{run('from')}</w:moveFrom><w:moveTo>{run('to')}</w:moveTo>", "to"),
        ("<w:r><w:t>self</w:t><w:noBreakHyphen/><w:t>ass</w:t><w:softHyphen/><w:t>ess</w:t></w:r>", "self\u2011assess"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("12"), "12"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + run("seen"), "seen"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('chosen')}</w:sdtContent></w:sdt>", "chosen"),
        (run("a\u00a0b  c"), "a\u00a0b c"),
    ],
    ids=["link", "deletion", "move", "hyphens", "tab and break", "field", "hidden", "control", "spaces"],
)  # fmt: skip
def test_text_of_a_paragraph(content: str, text: str) -> None:
    assert read_docx("form.docx", document_of(paragraph(content))) == text


def test_placeholder_of_an_empty_control_is_no_answer() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{paragraph(run('Click or tap here to enter text.'))}</w:sdtContent></w:sdt>"
    )
    assert read_docx("form.docx", document_of(paragraph(run("Question 1")), control)) == "Question 1"


def test_ticked_boxes_are_entries_and_unticked_ones_leave_no_trace() -> None:
    data = document_of(
        paragraph(checkbox("1") + run(" Yes") + checkbox("0") + run(" No")),
        paragraph(checkbox("0") + run(" In process")),
        paragraph(run("☒ All-staff engagements")),
        paragraph(run("Focused sessions ☐ Campaigns ☑")),
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" Onboarding")),
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
            "</w:checkBox></w:ffData></w:fldChar></w:r>" + run("Learning plans")
        ),
    )
    entries = ["Yes", "All-staff engagements", "Campaigns", "Onboarding", "Learning plans"]
    assert read_docx("form.docx", data) == "\n".join(f"• {entry}" for entry in entries)


def test_table_row_is_a_line_and_a_cell_with_a_list_keeps_it() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["Question 1", "Yes", "☒", "No"], strict=False
    ):
        cell.text = text
    table.cell(2, 0).text = "Question 6"
    table.cell(2, 1).paragraphs[0].text = "Town halls"
    table.cell(2, 1).paragraphs[0].style = "List Bullet"
    document.add_paragraph("After")
    assert read_docx("form.docx", saved(document)) == "Question 1 | Yes\n\n• No\n\nQuestion 6\n\n• Town halls\n\nAfter"


def test_list_made_by_the_numbering_button_is_numbered_by_level() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in ((0, "three"), (1, "below"), (0, "four")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        ))  # fmt: skip
    assert read_docx("form.docx", saved(document)) == "3. three\n  • below\n4. four"


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    padding = b" " * (docx_reader.MAX_XML_BYTES + 1)
    bomb = repacked(document_of(), lambda name, old: old + padding if name == "word/document.xml" else old)
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableFile, match=r"form\.docx is too large once unpacked: 6\d MB"):
        read_docx("form.docx", bomb)


def test_bomb_of_entities_is_not_expanded() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = (
        f'<!DOCTYPE x [<!ENTITY e0 "lol">{lines}]><w:document {nsdecls("w")}><w:body>'
        "<w:p><w:r><w:t>Question &e9;1</w:t></w:r></w:p></w:body></w:document>"
    ).encode()
    data = repacked(document_of(), lambda name, old: xml if name == "word/document.xml" else old)
    try:
        assert "lol" not in read_docx("form.docx", data)
    except UnreadableFile as error:
        assert "broken" in str(error)  # noqa: PT017  (either is a safe end)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"old Word format \(\.doc\)"),
        (b"Question 1", "broken or not a Word document"),
        (document_of()[:-400], "broken or not a Word document"),
        (repacked(document_of(), lambda _, old: old[: len(old) // 2]), "broken or not a Word document"),
    ],
    ids=["password", "old format", "text", "cut off", "half of every part"],
)
def test_unreadable_document_says_which(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_docx("form.docx", data)


def test_zip_of_other_things_is_not_taken_for_a_document() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("form.txt", "Question 1")
    with pytest.raises(UnreadableFile, match="a zip file but not a Word document"):
        read_docx("form.docx", file.getvalue())
