"""A filled form of a made-up organization, in both languages, written as every kind of file that Candour reads."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docx import Document
from fpdf import FPDF

from corpus.types import Language

Kind = Literal["title", "heading", "paragraph", "entry", "nested", "number"]


@dataclass(frozen=True, slots=True)
class Part:
    """One title, heading, paragraph or list entry of a form; `text` has no marker."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as its parts, in order."""

    language: Language
    parts: tuple[Part, ...]

    def lines(self) -> list[str]:
        """The form's lines as every reader should give them, whatever the file: "• " and "1. " before list entries."""
        return [marker + part.text for part, marker in _marked(self.parts, "• ")]


_FORMS = Path(__file__).parent / "readers" / "data"

# How the form's parts are told apart in the files that hold its words; numbers and paragraphs need no mark.
_MARKS: tuple[tuple[str, Kind], ...] = (
    ("= ", "title"),
    ("# ", "heading"),
    ("## ", "heading"),
    ("- ", "entry"),
    ("-- ", "nested"),
)


def filled_form(language: Language) -> FilledForm:
    """The made-up organization's form in `language`."""
    words = (_FORMS / f"tidal-records.{language}.form").read_text(encoding="utf-8")
    return FilledForm(language, tuple(map(_part, words.strip().split("\n"))))


def _part(line: str) -> Part:
    for mark, kind in _MARKS:
        if line.startswith(mark):
            return Part(kind, line.removeprefix(mark))
    if line[0].isdigit() and line[1:3] == ". ":
        return Part("number", line[3:])
    return Part("paragraph", line)


def _marked(parts: tuple[Part, ...], bullet: str, nested: str = "") -> Iterator[tuple[Part, str]]:
    number = 0
    for part in parts:
        number = number + 1 if part.kind == "number" else 0
        if part.kind == "number":
            yield part, f"{number}. "
        else:
            yield part, {"entry": bullet, "nested": nested + bullet}.get(part.kind, "")


def compact_text(form: FilledForm) -> str:
    """The form as the denser of the two published layouts: no blank lines, "- " before list entries."""
    return "\n".join(marker + part.text for part, marker in _marked(form.parts, "- ")) + "\n"


def spaced_text(form: FilledForm) -> str:
    """The form as the airier of the two published layouts: blank lines, indented bullets."""
    pieces: list[str] = []
    before: Kind = "paragraph"
    for part, marker in _marked(form.parts, "  • ", "  "):
        together = part.kind == before or {part.kind, before} == {"entry", "nested"}
        pieces.append("" if not pieces else "\n" if together and part.kind != "paragraph" else "\n\n")
        pieces.append(marker + part.text)
        before = part.kind
    return "".join(pieces) + "\n"


_AROUND: dict[Language, dict[str, str]] = {
    "en": {
        "language": "Français",
        "languages": "Language selection",
        "skip": "Skip to main content",
        "menu": "Menu",
        "here": "You are here:",
        "home": "Canada.ca",
        "report": "Report a problem on this page",
        "reasons": "Something is broken",
        "details": "Page details",
        "date": "Date modified:",
        "about": "About this site",
        "contact": "Contact us",
    },
    "fr": {
        "language": "English",
        "languages": "Sélection de la langue",
        "skip": "Passer au contenu principal",
        "menu": "Menu",
        "here": "Vous êtes ici :",
        "home": "Canada.ca",
        "report": "Signaler un problème sur cette page",
        "reasons": "Quelque chose est brisé",
        "details": "Détails de la page",
        "date": "Date de modification :",
        "about": "À propos de ce site",
        "contact": "Contactez-nous",
    },
}


def web_page(form: FilledForm) -> str:
    """The form as a page of the government's site: content in <main>, all that the site puts around it included."""
    around = {key: html.escape(value) for key, value in _AROUND[form.language].items()}
    return f"""<!DOCTYPE html>
<html class="js" lang="{form.language}" dir="ltr">
<head><meta charset="utf-8"><title>{html.escape(form.parts[0].text)} - Canada.ca</title>
<style>body {{ font: 20px/1.4375 "Noto Sans", sans-serif }} .wb-inv {{ position: absolute; left: -9999px }}
h2 {{ font-size: 1.8em }} h3 {{ font-size: 1.2em }} 
@media print {{ header, footer, nav, .pagedetails {{ display: none }} }}
</style><script>var page = "<p>not text</p>";</script></head>
<body class="cnt-wdth-lmtd" vocab="http://schema.org/" typeof="WebPage">
<nav><ul id="wb-tphp"><li class="wb-slc"><a class="wb-sl" href="#wb-cont">{around["skip"]}</a></li></ul></nav>
<header><div id="wb-bnr" class="container"><section id="wb-lng"><h2 class="wb-inv">{around["languages"]}</h2>
<ul class="list-inline"><li><a lang="x" href="#">{around["language"]}</a></li></ul></section></div>
<nav class="gcweb-menu" typeof="SiteNavigationElement">
<h2 class="wb-inv">Menu</h2><button>{around["menu"]}</button></nav>
<nav id="wb-bc" property="breadcrumb"><h2>{around["here"]}</h2><ol class="breadcrumb">
<li><a href="#">{around["home"]}</a></li></ol></nav></header>
<main role="main" property="mainContentOfPage" resource="#wb-main" class="container" typeof="WebPageElement">
<div class="mwstext section">
{_html_parts(form)}
</div>
<section class="pagedetails"><h2 class="wb-inv">{around["details"]}</h2>
<div class="row"><div class="col-sm-6"><details class="brdr-0"><summary class="btn">{around["report"]}</summary>
<form action="#"><fieldset><legend>{around["report"]}</legend><label><input type="checkbox"> {around["reasons"]}</label>
</fieldset></form></details></div></div>
<dl id="wb-dtmd"><dt>{around["date"]}</dt><dd><time property="dateModified">2024-08-30</time></dd></dl></section>
</main>
<footer id="wb-info"><h2 class="wb-inv">{around["about"]}</h2>
<ul><li><a href="#">{around["contact"]}</a></li></ul></footer>
</body></html>
"""


_TAGS: dict[Kind, str] = {"title": "h1", "paragraph": "p"}


def _html_parts(form: FilledForm) -> str:
    pieces: list[str] = []
    for before, part, after in zip((None, *form.parts[:-1]), form.parts, (*form.parts[1:], None), strict=True):
        text = html.escape(part.text, quote=False).replace("(OTR)", "(<abbr>OTR</abbr>)").replace("é", "&eacute;")
        kind_before = before.kind if before else None
        kind_after = after.kind if after else None
        if part.kind == "heading":
            tag = "h3" if part.text.startswith("Question") else "h2"
            pieces.append(f"<{tag}>{text}</{tag}>")
        elif part.kind == "nested":
            opening = "<ul>" if kind_before == "entry" else ""
            pieces.append(f"{opening}<li>{text}</li>" + ("</ul></li>" if kind_after != "nested" else ""))
        elif part.kind in ("entry", "number"):
            tag = "ul" if part.kind == "entry" else "ol"
            opening = f"<{tag}>" if kind_before not in (part.kind, "nested") else ""
            closing = "" if kind_after == "nested" else "</li>" if kind_after == part.kind else f"</li></{tag}>"
            pieces.append(f"{opening}<li>{text}{closing}")
        else:
            tag = _TAGS[part.kind]
            pieces.append(f"<{tag}>\n  {text}\n</{tag}>")
    return "\n".join(pieces)


def word_document(form: FilledForm) -> bytes:
    """The form as a .docx made with Word's own styles."""
    styles = {
        "title": "Title",
        "paragraph": "Normal",
        "entry": "List Bullet",
        "nested": "List Bullet 2",
        "number": "List Number",
    }
    document = Document()
    for part in form.parts:
        if part.kind == "heading":
            document.add_heading(part.text, level=2 if part.text.startswith("Question") else 1)
        else:
            document.add_paragraph(part.text, style=styles[part.kind])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def printed_form(form: FilledForm, footer: bool = True) -> bytes:
    """The form as a PDF of several pages, lines wrapped, with date, title, address and page number on each page."""
    pdf = _Printed(form.parts[0].text, footer)
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    for part, marker in _marked(form.parts, "• "):
        size, style = {"title": (20, "B"), "heading": (14, "B")}.get(part.kind, (11, ""))
        if part.kind == "heading" and not part.text.startswith("Question"):
            size = 17
        pdf.set_font("Helvetica", style, size)
        indent = {"entry": 8.0, "number": 8.0, "nested": 16.0}.get(part.kind, 0.0)
        pdf.ln(0 if indent else size * 0.18)
        if marker:
            pdf.set_x(pdf.l_margin + indent - 5)
            pdf.cell(5, size * 0.45, marker.strip())
        pdf.set_x(pdf.l_margin + indent)
        text = part.text.replace("\u2011", "-")
        pdf.multi_cell(0, size * 0.45, text, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


class _Printed(FPDF):
    """Pages with what browsers print around them."""

    def __init__(self, title: str, marked: bool) -> None:
        super().__init__(format="letter")
        self._about = title
        self._marked = marked

    def header(self) -> None:
        """Draws date and title."""
        if self._marked:
            self.set_font("Helvetica", size=8)
            self.set_y(7)
            self.cell(60, 4, "11/23/26, 6:23 AM")
            self.cell(0, 4, f"{self._about} - Canada.ca")
            self.set_y(18)

    def footer(self) -> None:
        """Draws address and page number."""
        if self._marked:
            self.set_font("Helvetica", size=8)
            self.set_y(-12)
            self.cell(160, 4, "https://www.canada.ca/en/tidal-records/self-assessment.html")
            self.cell(0, 4, f"{self.page_no()}/{{nb}}")
