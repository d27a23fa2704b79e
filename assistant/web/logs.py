"""What goes to stderr while Candour serves, besides requests and questions: warnings, mistakes, what begins."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.web.observing import LogFormat  # imports what must wait until workers share their counts

_OWN_LINES = ("candour.requests", "candour.questions")  # they hold their own time


class OneLine(logging.Formatter):
    """A record as one JSON object a line, or as text, in which only a traceback takes more lines."""

    def __init__(self, form: LogFormat) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if self._form == "text":
            return f"{time} {super().format(record)}"
        told = {"time": time, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def log_to_stderr(form: LogFormat | None) -> None:
    """Nothing; from now on warnings of all parts are lines on stderr, and so are requests and questions if asked for.

    To be called before the application is made: a library of its parts would set up the log in a way of its own.
    """
    warnings = logging.StreamHandler()
    warnings.setFormatter(OneLine(form or "text"))
    logging.basicConfig(level=logging.WARNING, handlers=[warnings], force=True)
    for name in _OWN_LINES:
        lines = logging.getLogger(name)
        lines.setLevel(logging.INFO)
        lines.propagate = False
        lines.handlers = [logging.StreamHandler()]


def say(form: LogFormat | None, message: str) -> None:
    """Nothing; tells on stderr what is no warning and no request, as a line of the log where that is JSON."""
    if form == "json":
        record = logging.LogRecord("candour", logging.INFO, "", 0, message, None, None)
        message = OneLine(form).format(record)
    click.echo(message, err=True)
