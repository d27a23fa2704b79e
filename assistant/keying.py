"""The commands that make, list and revoke keys."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.app import Parts
    from assistant.audit import ActName
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
    help="What it may do, once for each thing; ask and feedback where none is given.",
)
def create(name: str, scopes: tuple[Scope, ...]) -> None:
    """Make the key of NAME and print it; it cannot be printed again."""
    parts, scopes = _parts(), scopes or ("ask", "feedback")
    with _written_down(parts, "create_key", (name, *scopes)):
        store = _store(parts)
        click.echo(store.create(name, scopes))
    click.echo(
        f"It counts for what is served from {store.path.parent}; its hash is kept in {store.path.name}.", err=True
    )


@key.command(name="list")
def list_keys() -> None:
    """Print whose keys there are, what each may do, and when it was made."""
    for each in _store(_parts()).all():
        click.echo(f"{each.name}  {' '.join(each.scopes)}  {each.created}")


@key.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Revoke the key of NAME, at once."""
    parts = _parts()
    with _written_down(parts, "revoke_key", (name,)):
        _store(parts).revoke(name)


def _written_down(parts: Parts, act: ActName, what: Sequence[str]) -> AbstractContextManager[object]:
    from assistant.app import audit_log
    from assistant.audit import who_commands

    return audit_log(parts).act(who_commands(), act, what)


def _store(parts: Parts) -> KeyStore:
    from assistant.app import key_store

    return key_store(parts)


def _parts() -> Parts:
    from assistant.app import parts_of

    return parts_of()
