"""The commands about what is published: get it, and tell what changed in it."""

from __future__ import annotations

from typing import Literal

import click

from corpus.shown import json_text, shown

_EXAMPLES = """\b
Examples:
  candour diff previous current
  candour diff 2026-12-01 2027-03-01 --json
  candour diff forms/2024 forms/2025
"""


@click.command()
@click.option(
    "--language", type=click.Choice(["en", "fr", "both"]), default="both", show_default=True, help="Which pages."
)
@click.option("--only", multiple=True, metavar="NAME...", help="Only these organizations, by name, acronym or id.")
@click.option(
    "--pause",
    type=click.FloatRange(0.1, 600.0),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between two requests; a site may ask for more in its robots.txt.",
)
@click.argument("more", nargs=-1, metavar="")
def fetch(language: Literal["en", "fr", "both"], only: tuple[str, ...], pause: float, more: tuple[str, ...]) -> None:
    """Get the published assessments, and ingest them.

    Goes through a list of pages (CANDOUR_SOURCES names another one), one page at a time, and follows each page's link
    to its other language; never to a host that the list has no page of. What did not change is not sent again. A fetch
    that was stopped goes on where it stopped.
    """
    if more and not only:
        raise click.UsageError(f"Name organizations after --only: candour fetch --only {' '.join(more)}")
    from assistant.fetching import run_fetch

    click.get_current_context().exit(run_fetch(language, (*only, *more), pause))


@click.command(epilog=_EXAMPLES)
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def diff(old: str, new: str, as_json: bool) -> None:
    """Tell what changed between two states of the assessments.

    OLD and NEW are each one of: a folder or file of forms; a day such as 2026-12-01 for the pages as `candour fetch`
    had them by then; "current" for the index that serves, "previous" for the one before it, or the name of one.
    """
    from assistant.changes_json import diff_json
    from assistant.changes_text import diff_text
    from assistant.comparing import compared

    found = compared(old, new)
    click.echo(json_text(diff_json(found)) if as_json else shown(diff_text(found)))
    for problem in found.problems:
        click.echo(shown(f"Not read: {problem}"), err=True)
    click.get_current_context().exit(2 if found.problems else 0)
