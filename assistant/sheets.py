"""Answers, time lines and remarks as tables for files: a row for each thing told, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answers.timeline import Timeline
from assistant.exporting import Origin, Sheet
from assistant.feedback import KeptFeedback
from assistant.types import Answer, Citation, RowCell
from assistant.words import Words

_STATES = {"matching": "export.matching", "not_matching": "export.not_matching", "not_stated": "export.not_stated"}
_RESPONSE = (
    *("organization", "organization_id", "state", "item", "options", "recorded", "quote"),
    *("document", "start", "end", "page", "address"),
)
_DATE = ("earliest", "latest", "words", "organization", "organization_id", "item")
_REMARK = ("remark", "organization", "organization_id", "item")
_FEEDBACK = (
    *("number", "day", "verdict", "reasons", "text", "question"),
    *("reading", "kind", "language", "index"),
)
_PLACE = ("document", "start", "end", "quote", "page", "address")


def sheet_of_answer(answer: Answer, day: str, words: Words) -> Sheet:
    """An answer's rows, one for each organization and item; of an answer without, its numbers or its quotations."""
    origin = Origin(answer.understood_as, day, answer.index)
    if answer.table is not None:
        names = tuple(f"column_{number}" for number in range(1, len(answer.table.columns) + 1))
        rows = tuple((row.label, *row.cells) for row in answer.table.rows)
        return Sheet(names, answer.table.columns, rows, origin)
    citations = {citation.n: citation for citation in answer.citations}
    if not answer.rows:
        quoted = (
            line_of(each.name, each.organization_id, None, RowCell(each.item, (), None), each, words)
            for each in answer.citations
        )
        return sheet_of(quoted, origin, words)
    lines = (
        line_of(row.name, row.organization_id, row.state, cell, citations.get(cell.citation or 0), words)
        for row in answer.rows
        for cell in row.cells or (RowCell(0, (), None),)
    )
    return sheet_of(lines, origin, words)


def line_of(
    name: str, organization_id: str, state: str | None, cell: RowCell, citation: Citation | None, words: Words
) -> tuple[object, ...]:
    """One organization's response to one item, with its source, as a line for `sheet_of`; `state` may be left out."""
    said = words(_STATES[state]) if state else ""
    document, start, end, quote, page, address = _place(citation)
    told = (name, organization_id, said, cell.item or "", " ".join(cell.options), cell.words, quote)
    return (*told, document, start, end, page, address)


def sheet_of(lines: Iterable[tuple[object, ...]], origin: Origin, words: Words) -> Sheet:
    """The sheet of lines made by `line_of`."""
    return _sheet(_RESPONSE, lines, origin, words)


def timeline_sheet(found: Timeline, day: str, words: Words) -> Sheet:
    """The target dates, a row for each, its first and last day as in ISO 8601 ("" without a year)."""
    citations = {citation.n: citation for citation in found.answer.citations}
    lines = (
        (
            *(_iso(entry.earliest), _iso(entry.latest), entry.words),
            *(entry.name, entry.organization_id, entry.item, *_place(citations[entry.citation])),
        )
        for entry in found.entries
    )
    return _sheet((*_DATE, *_PLACE), lines, Origin(found.answer.headline, day, found.answer.index), words)


def remarks_sheet(found: Answer, day: str, words: Words) -> Sheet:
    """The remarks, a row for each passage that one rests on."""
    citations = {citation.n: citation for citation in found.citations}
    lines = (
        (remark.text, cited.name, cited.organization_id, cited.item, *_place(cited))
        for remark in found.remarks
        for cited in (citations[number] for number in remark.citations)
    )
    return _sheet((*_REMARK, *_PLACE), lines, Origin(found.headline, day, found.index), words)


def feedback_sheet(found: Sequence[KeptFeedback], words: Words, coded: bool = False) -> Sheet:
    """What people said of answers, a row each; `coded` for programs: verdict and reasons as they are kept."""

    def said(code: str) -> str:
        return code if coded else words(f"feedback.{code}")

    rows = tuple(
        (
            *(each.number, each.day.isoformat(), said(each.feedback.verdict)),
            (" " if coded else "; ").join(map(said, each.feedback.reasons)),
            *(each.feedback.text, each.feedback.question or "", each.feedback.reading or ""),
            *(each.feedback.kind, each.feedback.language, each.feedback.index),
        )
        for each in found
    )
    titles = tuple(words(f"export.{name}") for name in _FEEDBACK)
    return Sheet(_FEEDBACK, titles, rows, Origin(words("export.feedback"), date.today().isoformat(), "", quotes=False))


def _sheet(names: tuple[str, ...], lines: Iterable[tuple[object, ...]], origin: Origin, words: Words) -> Sheet:
    """The lines with the day of the snapshot and the index in each, so that a row that is copied keeps them."""
    named = (*names, "snapshot", "index")
    titles = tuple(words(f"export.{name}") for name in named)
    return Sheet(named, titles, tuple((*line, origin.date, origin.index) for line in lines), origin)


def _place(citation: Citation | None) -> tuple[object, ...]:
    """What `_PLACE` names; nothing of no citation."""
    if citation is None:
        return ("",) * len(_PLACE)
    page = "" if citation.page is None else citation.page
    return citation.document, citation.start, citation.end, citation.quote, page, citation.url or ""


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
