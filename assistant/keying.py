"""The commands that make, list and revoke keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.keys import KeyStore, Scope


@click.group()
def key() -> None:
    """Make, list and revoke the keys by which people and programs sign in.

    They count where Candour is served with `--access key`.
    """


@key.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["ask", "feedback", "admin"]),
    help="What it may do; ask and feedback where none is given.",
)
def create(name: str, scopes: tuple[Scope, ...]) -> None:
    """Make the key of NAME and print it; it cannot be printed again."""
    click.echo(_store().create(name, scopes or ("ask", "feedback")))


@key.command(name="list")
def list_keys() -> None:
    """Print whose keys there are, what each may do, and when it was made."""
    for each in _store().all():
        click.echo(f"{each.name}  {' '.join(each.scopes)}  {each.created}")


@key.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Revoke the key of NAME, at once."""
    _store().revoke(name)


def _store() -> KeyStore:
    from assistant.app import key_store, parts_of

    return key_store(parts_of())
