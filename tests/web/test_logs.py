"""What goes to stderr while Candour serves: lines that a program can read, where that is asked for."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from assistant.web.logs import OneLine, log_to_stderr, say
from assistant.web.mcp_server import mcp_server


@pytest.fixture
def root():
    """The root of all logs, with what it had afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    root.handlers[:], root.level = handlers, level


def test_a_warning_of_any_part_is_one_line_however_long_it_is(root, capsys, assistant):
    log_to_stderr("json")
    mcp_server(assistant)  # its library would set up the log in colours, cut at the width of a terminal
    logging.getLogger("some.library").warning("It takes \n long: %s", "x " * 200)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"]) == ("warning", "some.library")
    assert told["message"].endswith("x x ")


def test_in_text_a_warning_is_told_with_time_and_place(root, capsys):
    log_to_stderr(None)
    logging.getLogger("some.library").warning("It takes long.")
    time, rest = capsys.readouterr().err.split(" ", 1)
    assert time.endswith("+00:00")
    assert rest == "WARNING some.library: It takes long.\n"


def test_a_traceback_goes_along():
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "It failed.", None, sys.exc_info())
    assert "ValueError: no" in json.loads(OneLine("json").format(record))["trace"]
    assert "ValueError: no" in OneLine("text").format(record)


def test_what_is_said_is_a_line_of_the_log_where_that_is_json(capsys):
    for form in (None, "text", "json"):
        say(form, "Candour answers.")
    plain, text, told = capsys.readouterr().err.splitlines()
    assert plain == text == "Candour answers."
    assert json.loads(told)["message"] == "Candour answers."
