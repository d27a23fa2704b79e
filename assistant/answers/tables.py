"""Answers that are a table: which option was ticked by most, and how the options of two items go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.citations import CitationBook
from assistant.answers.notices import notices_of
from assistant.answers.remarks import remarks_on
from assistant.answers.rows import coverage_of, rows_of
from assistant.answers.text import list_lines, remark_line, ticked_line
from assistant.answers.view import View
from assistant.literal import literal
from assistant.reading.types import Reading
from assistant.types import Answer, Table, TableRow
from assistant.words import Words
from index.conditions import Condition, Ticked
from index.query import Counted, Found, execute


def rank_answer(reading: Reading, view: View, words: Words) -> Answer:
    """The options of an item, by how many organizations ticked them; every organization's ticks are cited."""
    query = view.query(reading)
    result = execute(query, view.table, view.generation, words.language, view.options)
    item = query.items[0]
    total = len(result.found)
    ranked = [each for each in result.ranked if each.matching or _is_known(each, view)]
    shown = ranked[: query.top] if query.top else ranked
    columns = tuple(words(f"rank.{name}") for name in ("option", "ticked", "not_ticked", "unstated", "percent"))
    shares = [_percent(each.matching, total) for each in shown]
    lines = tuple(
        TableRow(
            _label(each.where, view, words),
            (each.matching, each.not_matching, each.not_stated, words("rank.cell", percent=share)),
            str(each.where),
        )
        for each, share in zip(shown, shares, strict=True)
    )
    listed = [
        words("rank.line", label=literal(line.label), matching=line.cells[0], total=total, percent=share)
        for line, share in zip(lines, shares, strict=True)
    ]
    headline = _rank_headline(reading, ranked, item, total, view, words)
    read_as = words("rank.reading", item=item)
    table = Table(columns, lines)
    return _tabled(reading, result.found, table, headline, listed, read_as, view, words)


def crosstab_answer(reading: Reading, view: View, words: Words) -> Answer:
    """How many organizations ticked each option of one item together with each of another; all ticks are cited."""
    query = view.query(reading)
    result = execute(query, view.table, view.generation, words.language, view.options)
    first, second = query.items[:2]
    across = [option for option in view.options if Ticked(option).item == second]
    down = [option for option in view.options if Ticked(option).item == first]
    labels = [_label(Ticked(option), view, words) for option in across]
    lines = tuple(
        TableRow(
            _label(Ticked(option), view, words), tuple(each.matching for each in counts), f"{option} and q{second}"
        )
        for option, counts in zip(down, result.crossed, strict=True)
    )
    listed = [
        words(
            "crosstab.line",
            label=literal(line.label),
            cells="; ".join(
                words("crosstab.cell", label=literal(label), matching=number)
                for label, number in zip(labels, line.cells, strict=True)
            ),
        )
        for line in lines
    ]
    values = {"first": first, "second": second}
    headline = words("crosstab.headline", total=len(result.found), **values)
    table = Table((words("rank.option"), *labels), lines)
    return _tabled(reading, result.found, table, headline, listed, words("crosstab.reading", **values), view, words)


def _tabled(
    reading: Reading,
    found: Sequence[Found],
    table: Table,
    headline: str,
    listed: Sequence[str],
    read_as: str,
    view: View,
    words: Words,
) -> Answer:
    """The answer with its table, and below it what every organization ticked."""
    book = CitationBook(view, words.language)
    # Who ticked nothing has not said which option.
    stated = [replace(each, state="matching" if _ticked(each) else "not_stated") for each in found]
    rows = rows_of(view.ordered(stated, words.language), None, book, view, words)
    coverage = coverage_of(rows)
    remarks = remarks_on([each.cells for each in found], reading.items, view, book, words)
    notices = notices_of(reading, view, words)
    blocks = [
        f"**{literal(headline)}**",
        "\n".join(f"- {line}" for line in listed),
        words("rank.rows"),
        *list_lines(rows, words),
        ticked_line(coverage, words),
        *(remark_line(remark, words) for remark in remarks),
        *(literal(notice) for notice in notices),
    ]
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind=reading.kind,
        headline=headline,
        text="\n\n".join(block for block in blocks if block),
        confidence="stated",
        reading=read_as,
        where=str(reading.condition) if reading.condition else None,
        coverage=coverage,
        rows=rows,
        table=table,
        remarks=remarks,
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


def _rank_headline(reading: Reading, ranked: Sequence[Counted], item: int, total: int, view: View, words: Words) -> str:
    if not any(each.matching for each in ranked):
        return words("rank.nobody", item=item)
    first = ranked[0].matching
    labels = [_label(each.where, view, words) for each in ranked if each.matching == first]
    end = "_least" if reading.order == "least" else ""
    values = {"item": item, "matching": first, "total": total}
    if len(labels) > 1:
        quoted = "; ".join(words("list.quoted", words=label) for label in labels)
        return words(f"rank.headline_tie{end}", labels=quoted, **values)
    return words(f"rank.headline{end}", label=labels[0], **values)


def _is_known(each: Counted, view: View) -> bool:
    return isinstance(each.where, Ticked) and view.questionnaire.option(each.where.option) is not None


def _ticked(found: Found) -> bool:
    return all(cell.response.ticks for cell in found.cells)


def _label(condition: Condition, view: View, words: Words) -> str:
    assert isinstance(condition, Ticked), "a table counts single options"
    option = view.questionnaire.option(condition.option)
    return option.label.of(words.language) if option else view.printed_labels.get(condition.option, condition.option)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
