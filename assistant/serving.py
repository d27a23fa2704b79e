"""The command that serves: who may ask, from where, within what limits; then the server until it is interrupted."""

from __future__ import annotations

import logging
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

import click

from assistant.settings import Settings, allowed_origins, load_settings
from assistant.web.access import Access, check_access, check_host, networks_of, open_listener
from corpus.errors import CandourError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.feedback import FeedbackStore
    from assistant.keys import KeyStore
    from assistant.web.limits import Limits


def run_server(host: str, port: int, access: str | None) -> None:
    """Nothing; serves until interrupted. `access` overrides the setting. Errors where it cannot be served so."""
    settings = load_settings()
    if access is not None:
        settings = settings.model_copy(update={"access": access})
    # Before anything slow is imported: what cannot be served is said at once.
    check_host(host, settings.access)
    listener = open_listener(host, port)
    from assistant.app import feedback_store, key_store, open_assistant, parts_of
    from assistant.web.server import create_app
    from assistant.web.server import serve as serve_app
    from index.errors import NoIndex

    parts = parts_of(settings)
    who = access_of(settings, key_store(parts))
    check_access(who)
    assistant = open_assistant(parts)
    try:
        assistant.snapshot()
    except NoIndex as error:
        click.echo(f"candour: {error} Until then the pages say that there is nothing to answer from.", err=True)
    feedback = feedback_store(parts)
    if feedback is not None:
        _drop_old(feedback)
    # Pages and lists do not wait for the search to be loaded; a look-up asked meanwhile does.
    Thread(target=_warm_up, args=(assistant,), daemon=True).start()
    if settings.log is not None or settings.log_questions:
        _log_to_stderr()
    app = create_app(
        assistant,
        feedback=feedback,
        origins=allowed_origins(settings),
        access=who,
        limits=limits_of(settings),
        log_format=settings.log,
        log_questions=settings.log_questions,
    )
    name = f"[{host}]" if ":" in host else host
    click.echo(f"Candour answers on http://{name}:{port}/ (Ctrl+C stops it)", err=True)
    with suppress(KeyboardInterrupt):
        serve_app(app, listener)


def access_of(settings: Settings, keys: KeyStore) -> Access:
    """Who may ask, by the settings."""
    return Access(
        settings.access,
        keys if settings.access == "key" else None,
        networks_of(settings.proxies),
        settings.user_header.lower(),
        frozenset(settings.admins.replace(",", " ").split()),
    )


def limits_of(settings: Settings) -> Limits:
    """How much may be asked, by the settings."""
    from assistant.web.limits import Limits

    return Limits(
        a_minute=settings.questions_a_minute,
        at_once=settings.questions_at_once,
        waiting=settings.questions_waiting,
        seconds=settings.question_seconds,
    )


def _log_to_stderr() -> None:
    """The lines of requests and questions go to stderr as they are: they hold their own time."""
    for name in ("candour.requests", "candour.questions"):
        lines = logging.getLogger(name)
        lines.setLevel(logging.INFO)
        lines.propagate = False
        lines.addHandler(logging.StreamHandler())


def _warm_up(assistant: Assistant) -> None:
    from index.errors import NoIndex

    try:
        assistant.warm_up()
    except NoIndex:
        return  # said already
    except CandourError as error:
        click.echo(f"candour: look-ups will fail: {error}", err=True)


def _drop_old(feedback: FeedbackStore) -> None:
    try:
        feedback.drop_old()
    except CandourError as error:
        click.echo(f"candour: feedback cannot be kept: {error}", err=True)
