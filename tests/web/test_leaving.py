"""Visitors who go while a language model is waited for, over real connections: it is not waited for any longer."""

from __future__ import annotations

import gc
import json
import logging
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from forms import ingested
from scripted_model import Says, saying, scripted_model

from assistant.app import language_model, parts_of
from assistant.model.circuit import FAILURES
from assistant.reading.vocabulary import load_vocabulary
from assistant.serving import limits_of
from assistant.settings import Settings
from assistant.web.access import open_listener
from assistant.web.server import create_app, serve
from assistant.web.streaming import EventStream

TEXTS = Path(__file__).parents[2] / "corpus" / "assessments"
QUESTION = "What does the CBSA say about fatigue?"
SENTENCES = [
    "Fatigue from the pandemic is a sentiment of frontline employees.",
    "The expectation is to continue at the same pace.",
    "The sentiment comes from frontline employees.",
]
TOLD = json.dumps({"sentences": [{"text": each, "citations": [1]} for each in SENTENCES]})
BEFORE, AFTER = Says(TOLD, stalls_after=0), Says(TOLD, piece=len(TOLD) - 20, stalls_after=1)
EVENTS = {"accept": "text/event-stream"}
CHAT = {"messages": [{"role": "user", "content": QUESTION}]}
ASKING = {
    "JSON": ("/api/v1/ask", {}, {"question": QUESTION}),
    "events": ("/api/v1/ask", EVENTS, {"question": QUESTION}),
    "a chat program": ("/v1/chat/completions", {}, CHAT),
    "a chat program's stream": ("/v1/chat/completions", {}, {**CHAT, "stream": True}),
    "the chat": ("/en/chat/ask", {}, {"question": QUESTION}),
    "the widget": ("/fr/widget/ask", {}, {"question": QUESTION}),
}


@pytest.fixture(scope="module")
def over(tmp_path_factory):
    forms = {path.name: path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt")}
    return ingested(tmp_path_factory.mktemp("leaving"), forms)


@pytest.fixture
def served(over, tmp_path):
    """The address of a server with a language model, and the model's server."""
    with scripted_model(saying({})) as model:
        settings = Settings(home=tmp_path, model="openai:scripted", model_url=model.url)
        over._model = language_model(parts_of(settings), load_vocabulary())
        over._model.open()
        end = []
        with open_listener("127.0.0.1", 0) as listener:
            arguments = (create_app(over, with_chat=False, limits=limits_of(settings)), listener)
            thread = threading.Thread(target=serve, args=arguments, kwargs={"ended": end.append}, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", model
            end[0]()
            thread.join(10)
        over._model = None


def begin(address: str, path: str, headers: dict[str, str], sent: object) -> socket.socket:
    """A connection on which a question was sent."""
    at = urlsplit(address)
    connection = socket.create_connection((at.hostname, at.port), timeout=10)
    body = json.dumps(sent).encode()
    told = {"host": at.netloc, "content-type": "application/json", "content-length": str(len(body)), **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
    return connection


def wait_for(told, least: int) -> None:
    until = time.monotonic() + 10
    while len(told) < least:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("says", [BEFORE, AFTER], ids=["before the first words", "after them"])
@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_who_goes_ends_the_request_to_the_model_and_that_is_no_failure(asking, says, served, caplog):
    address, model = served
    model.script = lambda _: says
    with caplog.at_level(logging.WARNING):
        connection = begin(address, *asking)
        wait_for(model.requests, 1)
        time.sleep(0.3)  # what comes before the stall is on its way
        connection.close()
        assert model.ended_early.wait(3)
    assert not caplog.records, caplog.text


def test_those_who_went_take_the_model_from_nobody(served):
    address, model = served
    model.script = lambda _: BEFORE
    gone = [begin(address, *ASKING["events"]) for _ in range(FAILURES + 3)]
    wait_for(model.requests, len(gone))
    for connection in gone:
        connection.close()
    model.script = lambda _: Says(TOLD)
    time.sleep(1)
    answer = httpx.post(f"{address}/api/v1/ask", json={"question": QUESTION}, timeout=20).json()
    assert answer["model"]["failure"] is None
    assert answer["model"]["worded"] is True
    until, stopped = time.monotonic() + 10, f'candour_model_answers_total{{outcome="stopped"}} {len(gone)}.0'
    while stopped not in (counted := httpx.get(f"{address}/metrics").text):
        assert time.monotonic() < until, counted
        time.sleep(0.1)


def test_a_stream_that_nobody_takes_any_more_is_closed_at_once():
    taken, closed = threading.Event(), []

    def blocks():
        try:
            while True:
                yield "data: x\n\n"
                taken.set()
                time.sleep(0.01)
        finally:
            closed.append(True)

    async def app(scope, receive, send):
        if scope["type"] == "http":
            await EventStream(blocks())(scope, receive, send)

    end = []
    gc.disable()
    try:
        with open_listener("127.0.0.1", 0) as listener:
            thread = threading.Thread(target=serve, args=(app, listener), kwargs={"ended": end.append}, daemon=True)
            thread.start()
            connection = begin(f"http://127.0.0.1:{listener.getsockname()[1]}", "/", {}, {})
            assert taken.wait(10)
            connection.close()
            wait_for(closed, 1)
            end[0]()
            thread.join(10)
    finally:
        gc.enable()
