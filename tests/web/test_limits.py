"""How much a visitor may ask: beyond a limit the answer comes at once, and others are still answered."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from assistant.errors import BadSettings
from assistant.serving import limits_of
from assistant.settings import Settings, load_settings
from assistant.web.access import Access, networks_of
from assistant.web.limits import Limits
from assistant.web.rates import Rate
from assistant.web.server import create_app

ASK = {"question": "which"}


def client_of(assistant, limits, peer="127.0.0.1", access=None):
    app = create_app(assistant, access=access or Access("open"), limits=limits, with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860", client=(peer, 5000), raise_server_exceptions=False)


def told_by(response):
    """What a refusal tells, in whichever form."""
    told = response.json()
    return told.get("error", told)


def events_of(response):
    """The blocks of a stream, each with the name of its event and its data."""
    blocks = [each.split("data: ") for each in response.text.strip().split("\n\n")]
    return [(head.strip().removeprefix("event: "), data) for head, data in blocks]


def test_so_many_questions_a_minute_and_no_more():
    now = [0.0]
    rate = Rate(2, now=lambda: now[0])
    assert [rate.wait_for("a") for _ in range(2)] == [0, 0]
    now[0] = 20.0
    assert rate.wait_for("a") == 40
    assert rate.wait_for("b") == 0
    now[0] = 60.5
    assert rate.wait_for("a") == 0


def test_questions_are_counted_over_all_processes_of_a_server(tmp_path):
    one, other = (Rate(3, tmp_path / "rates.sqlite") for _ in range(2))
    assert [one.wait_for("a"), other.wait_for("a"), one.wait_for("a")] == [0, 0, 0]
    assert 59 < other.wait_for("a") <= 60
    assert 59 < one.wait_for("a") <= 60


def test_many_threads_take_no_more_than_there_is(tmp_path):
    rates = [Rate(10, tmp_path / "rates.sqlite") for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda n: rates[n % 4].wait_for("a"), range(40)))
    assert sum(wait == 0 for wait in waits) == 10


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/v1/ask", ASK),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "which"}]}),
        ("/en/widget/ask", ASK),
        ("/fr/chat/ask", ASK),
    ],
)
def test_who_asks_too_often_is_told_when_to_come_back(assistant, path, sent):
    client = client_of(assistant, Limits(a_minute=2))
    assert [client.post(path, json=sent).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.post(path, json=sent)
    assert told_by(refused)["code"] == "too_many_questions"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert client.get("/en/organizations").status_code == 200


def test_visitors_behind_one_proxy_are_counted_each(assistant):
    access = Access("open", proxies=networks_of("10.0.0.5"))
    client = client_of(assistant, Limits(a_minute=1), "10.0.0.5", access)
    asked = [client.post("/api/v1/ask", json=ASK, headers={"x-forwarded-for": each}) for each in ("1.1.1.1", "2.2.2.2")]
    assert [each.status_code for each in asked] == [200, 200]
    assert client.post("/api/v1/ask", json=ASK, headers={"x-forwarded-for": "9.9.9.9, 1.1.1.1"}).status_code == 429


@pytest.mark.parametrize(
    "path",
    ["/api/v1/ask", "/en/feedback", "/en/export", "/v1/chat/completions", "/en/chat/ask", "/fr/gradio_api/run/predict"],
)
def test_a_body_that_is_too_large_is_refused_unread(assistant, path):
    client = client_of(assistant, Limits(body=1000))
    told = client.post(path, content=b"x" * 1001)
    assert (told.status_code, told_by(told)["code"]) == (413, "too_large")


def test_a_browser_that_sends_too_much_is_told_in_a_page(assistant):
    access = Access("proxy", proxies=networks_of("10.0.0.5"), admins=frozenset({"root"}))
    client = client_of(assistant, Limits(file=2 * 1024**2), "10.0.0.5", access)
    headers = {"x-forwarded-user": "root", "accept": "text/html"}
    told = client.post("/fr/admin", content=b"x" * (2 * 1024**2 + 1), headers=headers)
    assert told.status_code == 413
    assert "au plus 2\u00a0Mo" in told.text or "au plus 2 Mo" in told.text
    assert 'href="/fr/admin"' in told.text


def test_a_browser_that_signs_in_too_often_is_told_in_a_page(assistant):
    client = client_of(assistant, Limits(a_minute=1))
    client.post("/en/sign-in", data={"key": "?"})
    told = client.post("/en/sign-in", data={"key": "?"}, headers={"accept": "text/html"})
    assert (told.status_code, "retry-after" in told.headers) == (429, True)
    assert "too many tries" in told.text


def test_a_body_that_hides_its_length_is_not_read_to_its_end(assistant):
    read = []

    def endless():
        for _ in range(1000):
            read.append(1)
            yield b"x" * 100

    response = client_of(assistant, Limits(body=1000)).post("/api/v1/ask", content=endless())
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_beyond_what_can_wait_the_answer_is_immediate(assistant):
    free = threading.Event()
    assistant.ask = lambda *_: free.wait(10) and assistant.answer("which")
    # "with": all requests in one event loop, as on a server.
    with client_of(assistant, Limits(at_once=1, waiting=1, a_minute=100)) as client, ThreadPoolExecutor(3) as visitors:
        asked = [visitors.submit(client.post, "/api/v1/ask", json=ASK) for _ in range(2)]
        time.sleep(1.5)  # one is being answered, one waits
        started = time.monotonic()
        refused = client.post("/api/v1/ask", json=ASK)
        assert time.monotonic() - started < 3  # and not the ten seconds that the others wait
        free.set()
        assert [each.result().status_code for each in asked] == [200, 200]
        assert client.post("/api/v1/ask", json=ASK).status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")


def test_an_answer_that_takes_too_long_is_given_up(assistant):
    assistant.ask = lambda *_: time.sleep(1.0) or assistant.answer("which")
    response = client_of(assistant, Limits(seconds=0.2)).post("/api/v1/ask", json=ASK)
    assert (response.status_code, response.json()["code"]) == (503, "too_slow")
    sent = {"messages": [{"role": "user", "content": "which"}]}
    told = client_of(assistant, Limits(seconds=0.2)).post("/v1/chat/completions", json=sent)
    assert (told.status_code, told.json()["error"]["code"]) == (503, "too_slow")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/en/widget/ask", "cut off"), ("/fr/chat/ask", "été interrompue"), ("/api/v1/ask", "more than 0.5 s")],
)
def test_a_stream_that_takes_too_long_ends_with_why(assistant, path, said):
    client = client_of(assistant, Limits(seconds=0.5))
    started = time.monotonic()
    response = client.post(path, json={"question": "slow"}, headers={"accept": "text/event-stream"})
    assert time.monotonic() - started < 5
    *before, (name, data) = events_of(response)
    assert (name, json.loads(data)["code"]) == ("failed", "too_slow")
    assert said in json.loads(data)["message"]
    assert {each for each, _ in before} <= {"started", "text", "writing"}


def test_a_stream_of_the_models_protocol_that_takes_too_long_ends_as_it_says(assistant):
    sent = {"messages": [{"role": "user", "content": "slow"}], "stream": True}
    response = client_of(assistant, Limits(seconds=0.5)).post("/v1/chat/completions", json=sent)
    *_, (_, error), (_, done) = events_of(response)
    assert (json.loads(error)["error"]["code"], done) == ("too_slow", "[DONE]")


def test_how_large_bodies_and_files_may_be_is_a_setting(monkeypatch):
    assert (limits_of(Settings()).body, limits_of(Settings()).file) == (64 * 1024, 50 * 1024**2)
    monkeypatch.setenv("CANDOUR_BODY_KB", "128")
    monkeypatch.setenv("CANDOUR_FILES_MB", "200")
    found = limits_of(load_settings())
    assert (found.body, found.file) == (128 * 1024, 200 * 1024**2)
    monkeypatch.setenv("CANDOUR_BODY_KB", "none")
    with pytest.raises(BadSettings, match="CANDOUR_BODY_KB"):
        load_settings()
