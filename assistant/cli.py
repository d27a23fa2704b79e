"""The command `candour`. stdout is the result, stderr the notes; exit 0, 1 (a bug) or 2 (the user can mend it).

Heavy imports wait until a command runs, so that `candour --help` answers at once.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.keying import key
from assistant.mcp_command import mcp
from assistant.model_command import model
from assistant.published import diff, fetch
from assistant.querying import remarks, table, timeline
from corpus.errors import CandourError
from corpus.shown import json_text, shown

if TYPE_CHECKING:
    from corpus.types import Language

_PLUGGED_IN = "candour.commands"
_OF_MAKE_CHAT = ".candour"
# For the server's administration, which writes each act down under the name of who asked for it.
_UNWRITTEN = click.option("--unwritten", is_flag=True, hidden=True)


class _Group(click.Group):
    """Commands of this module and those plugged in by name; what a user can mend is one line, not a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(each.name for each in entry_points(group=_PLUGGED_IN))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for each in entry_points(group=_PLUGGED_IN, name=cmd_name):
            command = each.load()
            return command if isinstance(command, click.Command) else None
        return None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CandourError as error:
            click.echo(shown(f"candour: {error}"), err=True)
            if error.code == "no_index" and Path(_OF_MAKE_CHAT).is_dir():
                click.echo(
                    f"`make chat` keeps its index in {_OF_MAKE_CHAT}: set CANDOUR_HOME={_OF_MAKE_CHAT}.", err=True
                )
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("candour"), prog_name="candour")
def main() -> None:
    """Answers about filled-in self-assessments, every sentence with its source.

    Everything is kept in one folder: CANDOUR_HOME, else the platform's folder for user data.
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Make the given paths the whole corpus.")
@click.option("--if-needed", is_flag=True, help="Do nothing where a usable index exists already.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each file as JSON, and nothing else.")
@_UNWRITTEN
def ingest(paths: tuple[Path, ...], replace: bool, if_needed: bool, as_json: bool, unwritten: bool) -> None:
    """Add or update assessments from files and folders.

    By organization, language and cycle, the later file counts. Without PATH the index is built again from the copies
    that Candour keeps.
    """
    if replace and not paths:
        raise click.UsageError("--replace needs the paths that become the whole corpus.")
    if if_needed and as_json:
        raise click.UsageError("--if-needed has no --json.")
    from assistant.ingesting import run_ingest

    ctx = click.get_current_context()
    ctx.exit(run_ingest(paths, replace, if_needed, as_json, unwritten))


@main.command()
@click.argument("organization")
@click.option("--language", type=click.Choice(["en", "fr"]), help="Only the assessment in this language.")
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as JSON, and nothing else.")
@_UNWRITTEN
def remove(organization: str, language: Language | None, as_json: bool, unwritten: bool) -> None:
    """Remove an organization's assessments, by its id, name or acronym."""
    from assistant.ingesting import run_remove

    click.get_current_context().exit(run_remove(organization, language, as_json, unwritten))


@main.command()
@click.argument("document")
def text(document: str) -> None:
    """Print a document's stored text, exactly.

    Citations count its characters. On a terminal, each one that would steer it is replaced. DOCUMENT is an id, or the
    beginning of one: "cbsa".
    """
    from assistant.app import open_assistant

    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream on every platform
    stored = open_assistant().document(document).source.text
    sys.stdout.write(shown(stored) if sys.stdout.isatty() else stored)


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="Where the question's words do not tell theirs.")
@click.option("--server", metavar="URL", help="Ask a Candour that runs there; its key, if any, in CANDOUR_KEY.")
@click.option("--quotations-only", is_flag=True, help="Ask no language model, even where one is configured.")
def ask(
    question: tuple[str, ...], as_json: bool, language: Language | None, server: str | None, quotations_only: bool
) -> None:
    """Answer one question."""
    from assistant.terminal import rendered

    if server is None:
        from assistant.app import open_assistant

        answer = open_assistant().ask(" ".join(question), language=language, quotations_only=quotations_only)
    else:
        from assistant.remote import ask_server
        from assistant.settings import load_settings

        answer = ask_server(server, " ".join(question), language, load_settings().key, quotations_only)
    click.echo(json_text(answer.to_json()) if as_json else rendered(answer))


@main.command()
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="The language to begin in.")
def chat(language: Language) -> None:
    """Ask in the terminal, with follow-up questions."""
    from assistant.app import open_assistant
    from assistant.terminal import converse

    converse(open_assistant(), language)


for command in (fetch, diff, table, remarks, timeline, key, mcp, model):
    main.add_command(command)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Others than loopback need --access.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--access", type=click.Choice(["open", "key", "proxy"]), help="Who may ask: anybody, keys, a proxy's users."
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
def serve(host: str, port: int, access: str | None, workers: int) -> None:
    """Serve the web chat, its pages, the widget and the API."""
    from assistant.serving import run_server

    run_server(host, port, access, workers)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(as_json: bool) -> None:
    """Tell what is in the index, and what it was built with."""
    from assistant.app import parts_of
    from assistant.ingesting import status_of, status_text

    found = status_of(parts_of())
    click.echo(json_text(found) if as_json else status_text(found))


if __name__ == "__main__":
    main()
