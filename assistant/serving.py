"""The command that serves: who may ask, from where, within what limits; then the server until it is interrupted."""

from __future__ import annotations

import math
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from assistant.settings import Settings, allowed_origins, load_settings, within_a_question
from assistant.web.access import Access, check_access, check_host, networks_of, open_listener
from assistant.web.logs import log_to_stderr, say
from assistant.web.workers import Shared, Workers, chat_listener, end_with_the_parent, shared_folder, worker_command
from corpus.errors import CandourError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.feedback import FeedbackStore
    from assistant.keys import KeyStore
    from assistant.web.limits import Limits
    from assistant.web.server import Application


_AT_ONCE, _AT_ONCE_WITH_A_MODEL = 4, 20


def run_server(host: str, port: int, access: str | None, workers: int) -> None:
    """Nothing; serves until interrupted, with `workers` processes. `access` overrides the setting.

    Errors where it cannot be served so.
    """
    settings = load_settings()
    if access is not None:
        settings = settings.model_copy(update={"access": access})
        os.environ["CANDOUR_ACCESS"] = access  # workers read the settings for themselves
    # Before anything slow is imported: what cannot be served is said at once.
    check_host(host, settings.access)
    listener = open_listener(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{port}/"
    with listener, suppress(KeyboardInterrupt):
        if workers == 1:
            app, serve = _application(settings)
            _announce(address, settings)
            serve(app, listener)
        else:
            _with_workers(settings, listener, workers, address)


def run_worker(listener: socket.socket, shared: Shared, workers: int) -> None:
    """Nothing; serves everything but the chat beside others, until the process that started this one ends it."""
    app, serve = _application(load_settings(), shared, workers, with_chat=False)
    from assistant.web.forwarding import ToTheChat

    serve(ToTheChat(app, shared.chat), listener, ended=end_with_the_parent)


def _with_workers(settings: Settings, listener: socket.socket, workers: int, address: str) -> None:
    # Whoever ends this process lets it end the others first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with shared_folder() as shared:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(shared.metrics)  # before its library is imported
        app, serve = _application(settings, shared, workers)
        from assistant.web.forwarding import FromTheOthers
        from assistant.web.observing import count_no_more

        def ended(process: int, code: int) -> None:
            count_no_more(process)
            say(settings.log, f"candour: a worker ended with code {code}; another one starts.")

        with chat_listener(shared) as chat:
            others = Workers(worker_command(listener, shared, workers), listener, ended)
            others.start(workers - 1)
            try:
                _announce(address, settings)
                serve(FromTheOthers(app), listener, chat)
            finally:
                others.stop()


def _application(
    settings: Settings, shared: Shared | None = None, workers: int = 1, with_chat: bool = True
) -> tuple[Application, Callable[..., None]]:
    """The application by the settings, and what serves it."""
    from assistant.administration import Administration
    from assistant.app import audit_log, feedback_store, key_store, open_assistant, parts_of
    from assistant.web.server import create_app, serve
    from index.errors import NoIndex

    log_to_stderr(settings.log)
    settings = _within_a_question(settings, tell=with_chat)
    parts = parts_of(settings)
    who = access_of(settings, key_store(parts))
    check_access(who)
    assistant = open_assistant(parts)
    assistant.open_model()
    feedback = feedback_store(parts)
    if with_chat:
        try:
            assistant.snapshot()
        except NoIndex as error:
            say(settings.log, f"candour: {error} Until then the pages say that there is nothing to answer from.")
        if feedback is not None:
            _drop_old(feedback, settings)
    # Pages and lists do not wait for the search to be loaded; a look-up asked meanwhile does.
    Thread(target=_warm_up, args=(assistant, settings), daemon=True).start()
    app = create_app(
        assistant,
        feedback=feedback,
        administration=Administration(parts, feedback, audit_log(parts)),
        origins=allowed_origins(settings),
        access=who,
        limits=limits_of(settings, workers),
        log_format=settings.log,
        with_chat=with_chat,
        rates=shared.rates if shared else None,
        log_questions=settings.log_questions,
    )
    return app, serve


def _within_a_question(settings: Settings, tell: bool) -> Settings:
    """The settings with a model that is given up in time; `tell` says so where that is sooner than was set."""
    within = within_a_question(settings)
    if tell and settings.model is not None and within.model_seconds < settings.model_seconds:
        say(
            settings.log,
            f"candour: CANDOUR_MODEL_SECONDS is {settings.model_seconds:g}, which leaves no time for the answer "
            f"without the model within CANDOUR_QUESTION_SECONDS ({settings.question_seconds:g}): it gets "
            f"{within.model_seconds:g}.",
        )
    return within


def _announce(address: str, settings: Settings) -> None:
    say(settings.log, f"Candour answers on {address} (Ctrl+C stops it)")


def access_of(settings: Settings, keys: KeyStore) -> Access:
    """Who may ask, by the settings."""
    return Access(
        settings.access,
        keys if settings.access == "key" else None,
        networks_of(settings.proxies),
        settings.user_header.lower(),
        frozenset(settings.admins.replace(",", " ").split()),
    )


def limits_of(settings: Settings, workers: int = 1) -> Limits:
    """How much may be asked of one of `workers` processes, by the settings."""
    from assistant.web.limits import Limits

    # More threads only make each slower; those that wait for a language model take nothing.
    # Those that wait for it must leave room for questions that need none.
    least = 1 if settings.model is None or settings.questions_at_once else 2 * settings.model_at_once
    usual = _AT_ONCE if settings.model is None else _AT_ONCE_WITH_A_MODEL
    return Limits(
        a_minute=settings.questions_a_minute,
        at_once=max(math.ceil((settings.questions_at_once or usual) / workers), least),
        # Whole for each: connections are not dealt out evenly, and nobody is to be sent away while there is room.
        waiting=settings.questions_waiting,
        seconds=settings.question_seconds,
        body=settings.body_kb * 1024,
        file=settings.files_mb * 1024**2,
    )


def _warm_up(assistant: Assistant, settings: Settings) -> None:
    from index.errors import NoIndex

    try:
        assistant.warm_up()
    except NoIndex:
        return  # said already
    except CandourError as error:
        say(settings.log, f"candour: look-ups will fail: {error}")


def _drop_old(feedback: FeedbackStore, settings: Settings) -> None:
    try:
        feedback.drop_old()
    except CandourError as error:
        say(settings.log, f"candour: feedback cannot be kept: {error}")
