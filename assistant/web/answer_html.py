"""An answer as one HTML block for the chat, and as plain text for the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from assistant.exporting import FORMATS
from assistant.literal import literal
from assistant.types import Answer, Citation, Coverage, Row, RowCell
from assistant.web import addresses
from assistant.web.html import message_templates, one_line
from assistant.web.markdown import Block, Group, groups, plain_text
from assistant.web.words import Words, words_of
from corpus.types import Language
from index.types import State

NO_ITEMS: Mapping[int, str] = {}
_MOST_IN_AN_ADDRESS = 40  # organizations; a longer address may not arrive
_OF_AN_ADDRESS = ":/?#@!$&'+,;=%~"  # what stays as it is in one; Markdown would read the others
OPEN_ROWS = 10  # so many rows that do not match stay open; beyond that they are folded away

_PARTS: tuple[tuple[State, str], ...] = (
    ("matching", "answer.matches"),
    ("not_matching", "answer.does_not"),
    ("not_stated", "answer.did_not_say"),
)


# Answers that list nobody who matches: all who ticked anything are counted.
_OF_TICKS = ("rank", "crosstab")
_TICKED: tuple[tuple[State, str], ...] = (("matching", "answer.ticked"), ("not_stated", "answer.ticked_nothing"))


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one state. `folds` says whether they can be folded, `folded` whether they are at first."""

    state: State
    title: str
    rows: tuple[Row, ...]
    folds: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class SideLine:
    """One item of an overview or a comparison: its number, what it is called, and a cell for each organization."""

    item: int
    short: str
    cells: tuple[RowCell, ...]


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line of a table of numbers: its label, the page that lists its organizations, and its cells.

    Beside each number stands its part of the organizations that were asked about, in hundredths, where it is drawn.
    """

    label: str
    address: str | None
    cells: tuple[tuple[int | str, int | None], ...]


def writing_html(text: str, language: Language) -> str:
    """The part of an answer that is there already."""
    return _rendered("writing.html", language, groups=groups(text))


def note_html(note: str, language: Language, text: str = "") -> str:
    """A message that stands where an answer is missing (stopped, failed), after what was written of it."""
    return _rendered("note.html", language, note=note, groups=groups(text))


def answer_html(answer: Answer, total: int | None = None, items: Mapping[int, str] = NO_ITEMS) -> str:
    """The whole answer, in its own language, on one line.

    `total` is how many organizations there are, None where not known, `items` what the form's items are called.
    """
    words = words_of(answer.language)
    citations = {citation.n: citation for citation in answer.citations}
    return _rendered(
        "answer.html",
        answer.language,
        answer=answer,
        citations=citations,
        sections=() if _is_side_by_side(answer) else _sections(answer, words),
        side=_side_by_side(answer, items) if _is_side_by_side(answer) else (),
        bar=_bar(answer.coverage),
        counted=counted_lines(answer, total),
        coverage=_coverage_line(answer, words, total),
        body=_body(answer),
        quotations=_quotations(answer),
        address=lambda citation: addresses.of_citation(citation, answer.language),
        plain=told_text(answer, total),
        sources=sources_text(answer),
        table_address=table_address(answer, total),
        formats=FORMATS,
    )


def table_address(answer: Answer, total: int | None = None) -> str | None:
    """The page that shows the same in a table, None where there is none."""
    if answer.kind == "rank" and answer.rows:
        return addresses.item(answer.language, answer.rows[0].cells[0].item) if answer.rows[0].cells else None
    if answer.rows and (answer.where or answer.kind in ("compare", "overview", "crosstab")):
        return _matrix_address(answer, answer.where or "", total)
    return None


def _matrix_address(answer: Answer, where: str, total: int | None) -> str | None:
    """The matrix told apart by a condition, with the organizations of the answer alone; None where they are too many.

    `total` is how many organizations there are, None where not known.
    """
    some = total is None or len(answer.rows) < total
    named = tuple(sorted(row.organization_id for row in answer.rows)) if some else ()
    return None if len(named) > _MOST_IN_AN_ADDRESS else addresses.matching(answer.language, where, named)


def copy_text(answer: Answer, total: int | None = None) -> str:
    """The answer as plain text with numbered references; addresses of pages here begin with "/"."""
    return "\n\n".join(part for part in (told_text(answer, total), sources_text(answer)) if part)


def told_text(answer: Answer, total: int | None = None) -> str:
    """The answer as plain text with the numbers of its references."""
    words = words_of(answer.language)
    lines = [words("answer.question", question=answer.question), ""]
    if answer.reading:
        lines += [f"{words('answer.read_as')} {answer.reading}"]
    elif answer.understood_as != answer.question:
        lines += [f"{words('answer.read_as')} {answer.understood_as}"]
    if answer.reason:
        lines += [words(f"reason.{answer.reason}")]
    told = _tells_more(answer) or _is_side_by_side(answer)
    lines += [plain_text(answer.text) if told else answer.headline]
    lines += [f"{each.text}{_marks(each.citations)}" for each in answer.sentences]
    lines += [line for line in [_coverage_line(answer, words, total)] if line]
    if answer.table:
        lines += ["", "\t".join(answer.table.columns)]
        lines += ["\t".join([row.label, *map(str, row.cells)]) for row in answer.table.rows]
    for section in () if _is_side_by_side(answer) else _sections(answer, words):
        lines += ["", section.title]
        lines += [f"- {row.name}: {_row_words(row, words)}" for row in section.rows]
    for remark in answer.remarks:
        lines += ["", f"{words('answer.remark')} {remark.text}{_marks(remark.citations)}"]
    lines += [*answer.notices]
    return "\n".join(lines)


def sources_text(answer: Answer) -> str:
    """The references of an answer under their title, "" where it has none; printed below it too."""
    return _sources(answer, str, addresses.of_citation)


def sources_markdown(answer: Answer, origin: str = "") -> str:
    """The same for programs that show Markdown: names and quotations are words in it, and nothing else.

    `origin` ("https://host") is where the pages are that sources lead to; without one their addresses begin with "/".
    """
    return _sources(answer, literal, lambda citation, language: origin + addresses.of_citation(citation, language))


def _sources(answer: Answer, told: Callable[[str], str], place_of: Callable[[Citation, Language], str]) -> str:
    """The references; `told` gives a document's words as they are to stand there, `place_of` the page here."""
    words = words_of(answer.language)
    lines = []
    for citation in answer.citations:
        address = addresses.web_address(citation.url)
        page = quote(address, safe=_OF_AN_ADDRESS) if address else place_of(citation, answer.language)
        lines.append(f"{_reference(citation, answer.language, words, told)}\n    {page}")
    return "\n".join([words("answer.sources"), *lines]) if lines else ""


def _rendered(template: str, language: Language, **values: object) -> str:
    return one_line(
        message_templates().get_template(template).render(w=words_of(language), language=language, **values)
    )


def _is_side_by_side(answer: Answer) -> bool:
    """Whether the answer goes item by item."""
    return answer.kind in ("overview", "compare") and bool(answer.rows)


def _side_by_side(answer: Answer, items: Mapping[int, str]) -> tuple[SideLine, ...]:
    """A line for each item, in it a cell for each organization; the rows of such an answer all have the same items."""
    return tuple(
        SideLine(cells[0].item, items.get(cells[0].item, ""), cells)
        for cells in zip(*(row.cells for row in answer.rows), strict=True)
    )


def _sections(answer: Answer, words: Words) -> tuple[Section, ...]:
    """The rows by state, matching ones first; () for an answer without rows."""
    of_ticks = answer.kind in _OF_TICKS
    silent = "answer.unticked" if of_ticks else "answer.silent"
    sections = []
    for state, title in (("matching", ""), ("not_matching", "answer.rest"), ("not_stated", silent)):
        rows = tuple(row for row in answer.rows if row.state == state)
        if rows:
            first = words("answer.ticks") if of_ticks else words("answer.matching")
            label = words.count(title, len(rows)) if title else f"{first} ({len(rows)})"
            folds = of_ticks or state != "matching"
            sections.append(Section(rows[0].state, label, rows, folds, folds and len(rows) > OPEN_ROWS))
    return tuple(sections)


def _bar(coverage: Coverage | None) -> tuple[int, ...]:
    """Hundredths for each state in turn; a state that occurs gets at least one. () for fewer than two organizations."""
    if coverage is None or coverage.organizations < 2:
        return ()
    counts = (coverage.matching, coverage.not_matching, coverage.not_stated)
    return tuple(max(1, round(100 * count / coverage.organizations)) if count else 0 for count in counts)


def counted_lines(answer: Answer, total: int | None = None) -> tuple[CountedLine, ...]:
    """The lines of the answer's table; () without one. `total` is how many organizations there are.

    Of a rank only the first column is drawn: how many ticked the option.
    """
    if answer.table is None:
        return ()
    asked = answer.coverage.organizations if answer.coverage else 0
    drawn = 1 if answer.kind == "rank" else len(answer.table.columns)
    return tuple(
        CountedLine(
            row.label,
            _matrix_address(answer, row.where, total) if row.where else None,
            tuple(
                (cell, round(100 * cell / asked) if asked and place < drawn and isinstance(cell, int) else None)
                for place, cell in enumerate(row.cells)
            ),
        )
        for row in answer.table.rows
    )


def _coverage_line(answer: Answer, words: Words, total: int | None) -> str:
    coverage = answer.coverage
    if coverage is None:
        return ""
    counts: dict[State, int] = {
        "matching": coverage.matching,
        "not_matching": coverage.not_matching,
        "not_stated": coverage.not_stated,
    }
    named = _TICKED if answer.kind in _OF_TICKS else _PARTS
    parts = ", ".join(words.count(key, counts[state]) for state, key in named)
    every = coverage.organizations == total and coverage.organizations > 1
    examined = words.count("answer.all_examined" if every else "answer.examined", coverage.organizations)
    return words("answer.coverage", examined=examined, parts=parts)


def _tells_more(answer: Answer) -> bool:
    """Whether the text says anything that headline, sentences, rows, remarks and citations do not."""
    if answer.written_by != "candour" and not answer.sentences:
        return True
    return not answer.rows and answer.kind not in ("lookup", "abstain", "clarify")


def _body(answer: Answer) -> tuple[Group, ...]:
    """The answer's text without its headline, which is shown above; () where the other fields say it all."""
    if not _tells_more(answer):
        return ()
    found = groups(answer.text)
    if found and _squeezed(_words_of(found[0].blocks[0])) == _squeezed(answer.headline):
        rest = found[0].blocks[1:]
        return (Group(found[0].kind, rest), *found[1:]) if rest else found[1:]
    return found


def _quotations(answer: Answer) -> tuple[Citation, ...]:
    """The citations whose words nothing else of the answer shows."""
    if answer.rows:
        return ()
    shown = _squeezed(plain_text(answer.text)) if _tells_more(answer) else ""
    return tuple(citation for citation in answer.citations if _squeezed(citation.quote) not in shown)


def _row_words(row: Row, words: Words) -> str:
    """What a row records, with marks: "Yes, my organization updated its code of conduct. [1]"."""
    several = len(row.cells) > 1
    cells = []
    for cell in row.cells:
        recorded = cell.words or words("answer.nothing_recorded")
        if several:
            recorded = f"{words('answer.item', n=cell.item)} – {recorded}"
        cells.append(recorded + _marks(n for n in (cell.citation, cell.told) if n is not None))
    return "; ".join(cells)


def _reference(citation: Citation, language: Language, words: Words, told: Callable[[str], str]) -> str:
    """One numbered reference: organization, item, quotation; `told` as in `_sources`."""
    place = f"{told(citation.name)}, {words('answer.item', n=citation.item)}"
    if citation.page is not None:
        place += f", {words('answer.page', n=citation.page)}"
    quoted = told(citation.quote)
    return f"[{citation.n}] {place}: " + (f"« {quoted} »" if language == "fr" else f"“{quoted}”")


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f" [{n}]" for n in numbers)


def _words_of(block: Block) -> str:
    return "".join(part.text for part in block.inlines if part.mark is None)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s>*•]+|(?<=\s)-(?=\s)", " ", text).strip()
