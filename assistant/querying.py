"""The commands on the answer table: a query written by hand, all remarks, all target dates. No reading, no search."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from assistant.exporting import csv_text
from assistant.words import words_of
from corpus.shown import json_text, shown

if TYPE_CHECKING:
    from assistant.exporting import Sheet
    from assistant.types import Answer
    from corpus.types import Language

_EXAMPLES = """\b
Examples:
  candour table --where "q5.updated and not q12.yes"
  candour table --rank 6 --csv
  candour table --cross 3 5
  candour table --organization CBSA --organization IRB
"""


@click.command(epilog=_EXAMPLES)
@click.option("--where", help='A condition on options: "q5.updated and not q12.yes"; "q4" alone is any response.')
@click.option("--rank", type=int, metavar="ITEM", help="The options of an item by how many ticked them.")
@click.option("--cross", type=int, nargs=2, metavar="ITEM ITEM", help="The options of two items against each other.")
@click.option("--organization", "organizations", multiple=True, help="Only this one or group, by id, name or acronym.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Whose assessments count first.")
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV, one line an organization or option.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def table(
    where: str | None,
    rank: int | None,
    cross: tuple[int, int] | None,
    organizations: tuple[str, ...],
    language: Language,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Look up the answer table exactly, with a query written by hand.

    Every organization is listed in one of three states, each with its citation. Without options, and with several
    organizations, all ticks of these are shown side by side.
    """
    if rank is not None and cross:
        raise click.UsageError("Give --rank or --cross, not both.")
    from assistant.app import open_assistant
    from assistant.terminal import rendered

    assistant = open_assistant()
    query = assistant.query_of(where, rank, cross, organizations)
    answer = assistant.answer_query(query, language)
    if as_json:
        click.echo(json_text(answer.to_json()))
    else:
        click.echo(shown(csv_text(_lines(answer), "\n")) if as_csv else rendered(answer), nl=not as_csv)


@click.command()
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Whose assessments count first.")
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV, one line a remark.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def remarks(language: Language, as_csv: bool, as_json: bool) -> None:
    """List what does not fit together in the assessments.

    Two ticks where one is asked for, items that contradict each other, texts that open with another answer than the
    one ticked, language versions with different ticks; each with its citations.
    """
    from assistant.app import open_assistant
    from assistant.terminal import rendered

    assistant = open_assistant()
    answer = assistant.all_remarks(language)
    if as_json:
        told = answer.to_json()
        click.echo(json_text({name: told[name] for name in ("remarks", "citations")}))
        return
    if not as_csv:
        click.echo(rendered(answer))
        return
    from assistant.sheets import remarks_sheet

    _print_sheet(remarks_sheet(answer, assistant.snapshot().date, words_of("web", language)))


@click.command()
@click.option("--item", type=int, metavar="ITEM", help="Only the dates under this item.")
@click.option("--by", metavar="DATE", help='Only what ends by then: 2025-03-31, "March 2025", 2024-25.')
@click.option("--organization", "organizations", multiple=True, help="Only this one or group, by id, name or acronym.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Whose assessments count first.")
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV, one line a date.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def timeline(
    item: int | None,
    by: str | None,
    organizations: tuple[str, ...],
    language: Language,
    as_csv: bool,
    as_json: bool,
) -> None:
    """List the target dates that the assessments give, in order.

    They are read from the free text of the items that ask for a time frame, each with its words, its first and last
    day, and its citation; those without a year come last.
    """
    from assistant.app import open_assistant
    from assistant.terminal import rendered

    assistant = open_assistant()
    found = assistant.timeline(language, item, by, organizations)
    if as_json:
        told = {
            "dates": [
                {**asdict(entry), "earliest": _iso(entry.earliest), "latest": _iso(entry.latest)}
                for entry in found.entries
            ],
            "citations": found.answer.to_json()["citations"],
        }
        click.echo(json_text(told))
        return
    if not as_csv:
        click.echo(rendered(found.answer))
        return
    from assistant.sheets import timeline_sheet

    _print_sheet(timeline_sheet(found, assistant.snapshot().date, words_of("web", language)))


def _print_sheet(sheet: Sheet) -> None:
    """As CSV under the stable names of its columns, for programs; files for people have titles in their language."""
    click.echo(shown(csv_text((sheet.names, *sheet.rows), "\n")), nl=False)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _lines(answer: Answer) -> list[list[object]]:
    """The answer as lines of a spreadsheet: options of a rank or crossing, else organizations with their cells."""
    if answer.table is not None:
        ranked: list[list[object]] = [[row.label, *row.cells] for row in answer.table.rows]
        return [[*answer.table.columns], *ranked]
    by_number = {citation.n: citation for citation in answer.citations}
    items = list(dict.fromkeys(cell.item for row in answer.rows for cell in row.cells))
    head: list[object] = ["organization_id", "organization", "state"]
    for item in items:
        head += [f"q{item}", f"q{item} options", f"q{item} document", f"q{item} start", f"q{item} end"]
    lines = [head]
    for row in answer.rows:
        line: list[object] = [row.organization_id, row.organization, row.state]
        for cell in row.cells:
            cited = by_number.get(cell.citation or 0)
            line += [cell.words, " ".join(cell.options)]
            line += [cited.document, cited.start, cited.end] if cited else ["", "", ""]
        lines.append(line)
    return lines
