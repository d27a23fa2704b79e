"""`candour ask --server`: a question to a Candour that runs elsewhere, over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from click.testing import CliRunner, Result
from fastapi import FastAPI, Response
from forms import five_forms, ingested

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.keys import KeyStore
from assistant.web.access import Access, open_listener
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

QUESTION = "Which organizations updated their code of conduct?"


def served(app: FastAPI) -> Iterator[str]:
    """The address of the application on a real server, for as long as the generator lives."""
    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Assistant:
    return ingested(tmp_path_factory.mktemp("remote"), five_forms(load_questionnaire()))


@pytest.fixture(scope="module")
def candour(real) -> Iterator[str]:
    yield from served(create_app(real, with_chat=False))


@pytest.fixture(scope="module")
def locked(real, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """The address of a server that asks for a key, and one."""
    keys = KeyStore(tmp_path_factory.mktemp("keys") / "keys.json")
    key = keys.create("me", ("ask",))
    for address in served(create_app(real, access=Access("key", keys), with_chat=False)):
        yield address, key


@pytest.fixture(scope="module")
def something_else() -> Iterator[str]:
    app = FastAPI()

    @app.post("/api/v1/ask")
    def hello() -> Response:
        return Response("<html>hello</html>")

    yield from served(app)


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["ask", *arguments])


def test_another_server_answers_as_text_and_as_json(candour: str) -> None:
    assert "3 of 5 organizations updated their code of conduct." in ask(QUESTION, "--server", candour).stdout
    told = json.loads(ask(QUESTION, "--json", "--server", f"{candour}/").stdout)
    assert told["coverage"]["matching"] == 3
    assert told["citations"][0]["quote"]


def test_the_language_goes_along(candour: str) -> None:
    assert "organismes" in ask("q5.updated", "--language", "fr", "--server", candour).stdout


def test_what_the_server_says_against_it_is_told(candour: str) -> None:
    result = ask("x" * 2001, "--server", candour)
    assert result.exit_code == 2
    assert "does not answer: Wrong or missing: body.question." in result.stderr


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "127.0.0.1:9", "http://[", "ftp://127.0.0.1"])
def test_an_address_where_nothing_answers_is_named(address: str) -> None:
    result = ask("who?", "--server", address)
    assert result.exit_code == 2
    assert f"{address} cannot be reached" in result.stderr


def test_a_server_that_is_no_candour_is_named(something_else: str) -> None:
    result = ask("who?", "--server", something_else)
    assert result.exit_code == 2
    assert "is no answer of Candour" in result.stderr
    missing = ask("who?", "--server", f"{something_else}/elsewhere")
    assert "does not answer: Not Found" in missing.stderr


@pytest.mark.parametrize("key", ["clé", "bad\nkey", "bad key", " ", "\u202e"])
def test_what_can_be_no_key_is_refused_without_being_told(candour: str, monkeypatch, key: str) -> None:
    monkeypatch.setenv("CANDOUR_KEY", key)
    result = ask(QUESTION, "--server", candour)
    assert result.exit_code == 2
    assert "CANDOUR_KEY is no key" in result.stderr
    assert not key.strip() or key not in result.stderr


def test_a_server_that_asks_for_a_key_gets_that_of_the_setting(monkeypatch, locked) -> None:
    address, key = locked
    monkeypatch.delenv("CANDOUR_KEY", raising=False)
    assert "asks for a key, and CANDOUR_KEY is not set." in ask(QUESTION, "--server", address).stderr
    monkeypatch.setenv("CANDOUR_KEY", "candour_another")
    wrong = ask(QUESTION, "--server", address)
    assert wrong.exit_code == 2
    assert "does not know the key in CANDOUR_KEY." in wrong.stderr
    assert "candour_another" not in wrong.stderr
    monkeypatch.setenv("CANDOUR_KEY", f"{key}\r\n")  # as a file from Windows has it
    assert "3 of 5 organizations" in ask(QUESTION, "--server", address).stdout
