"""An answer as Markdown text with [n] marks, put together from its parts."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.literal import literal
from assistant.types import Citation, Coverage, Remark, Row
from assistant.words import Words
from index.types import State


def mark(number: int | None) -> str:
    """The mark of a citation, with a space before it; nothing for none."""
    return f" [{number}]" if number else ""


def exact_text(
    headline: str,
    rows: Sequence[Row],
    coverage: Coverage,
    some: bool,
    citations: Sequence[Citation],
    remarks: Sequence[Remark],
    notices: Sequence[str],
    words: Words,
) -> str:
    """The text of a list, count or yes/no: headline, every organization with its citation, coverage, remarks."""
    single = len(rows) == 1 and some
    first = f"**{literal(headline)}**"
    if single:
        first += "".join(mark(cell.citation) for cell in rows[0].cells)
    blocks = [first]
    told = {cell.told for row in rows for cell in row.cells}
    blocks.extend(quotation(each, words) for each in citations if each.n in told)
    if not single:
        blocks.extend(list_lines(rows, words))
        blocks.append(coverage_line(coverage, some, words))
    blocks.extend(remark_line(remark, words) for remark in remarks)
    blocks.extend(literal(notice) for notice in notices)
    return "\n\n".join(blocks)


def list_lines(rows: Sequence[Row], words: Words) -> list[str]:
    """Every organization with what it recorded and its marks, by state: a block for each state somebody is in."""
    blocks: list[str] = []
    titles: tuple[tuple[State, str | None], ...] = (
        ("matching", None),
        ("not_matching", words("list.not_matching")),
        ("not_stated", words("list.not_stated")),
    )
    for state, title in titles:
        lines = [f"- {_row_line(row, words)}" for row in rows if row.state == state]
        if lines:
            blocks.append("\n".join([*([title, ""] if title else []), *lines]))
    return blocks


def _row_line(row: Row, words: Words) -> str:
    cells = "; ".join(
        (words("list.quoted", words=literal(cell.words)) if cell.options else literal(cell.words)) + mark(cell.citation)
        for cell in row.cells
    )
    organization = literal(row.name)
    return words("list.row", organization=organization, words=cells) if cells else organization


def quotation(citation: Citation, words: Words) -> str:
    """The citation as a Markdown quotation, its lines kept, with its source."""
    lines = [line for line in citation.quote.splitlines() if line.strip()]
    quoted = "\\\n> ".join(literal(line) for line in lines)
    source = words("lookup.source", organization=literal(citation.name), item=citation.item)
    return f"> {quoted}\n\n{source}{mark(citation.n)}"


def ticked_line(coverage: Coverage, words: Words) -> str:
    """How many organizations ticked something, where that is all that is told of them."""
    return words("coverage.ticked", total=coverage.organizations, ticked=coverage.matching, silent=coverage.not_stated)


def coverage_line(coverage: Coverage, some: bool, words: Words) -> str:
    """How many organizations were examined, and how many are in each state."""
    which, number = "some" if some else "all", "one" if coverage.organizations == 1 else "many"
    key = f"coverage.{which}_{number}"
    return words(
        key,
        total=coverage.organizations,
        matching=coverage.matching,
        not_matching=coverage.not_matching,
        not_stated=coverage.not_stated,
    )


def remark_line(remark: Remark, words: Words) -> str:
    """A remark with the marks of its citations."""
    return words("terminal.remark", text=literal(remark.text)) + "".join(mark(number) for number in remark.citations)
