"""What comes of a chat model that answers, and of one that fails in every way there is, over real HTTP."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event, Timer

import pytest
from langchain_core.tracers.langchain import wait_for_all_tracers
from langsmith.utils import get_env_var
from scripted_model import Refuses, Says, Script, saying, scripted_model

from assistant.model.chat_model import open_chat_model
from assistant.model.failures import ModelFailed, VisitorLeft
from assistant.model.speaking import MOST_CHARACTERS, Tokens, objects_from

SCHEMA = {
    "title": "answer",
    "description": "Words.",
    "type": "object",
    "properties": {"words": {"type": "array", "items": {"type": "string"}}},
    "required": ["words"],
    "additionalProperties": False,
}
MESSAGES = (("system", "Be brief."), ("user", "A secret question?"))


def forget_environment() -> None:
    """Has LangSmith read its variables anew."""
    get_env_var.cache_clear()


def told(script: Script, seconds: float = 5.0, spent: list[Tokens] | None = None) -> list[dict[str, object]]:
    with scripted_model(script) as server:
        model = open_chat_model("openai:scripted", server.url, seconds)
        return list(objects_from(model, MESSAGES, SCHEMA, seconds, [] if spent is None else spent))


def test_the_object_comes_as_it_grows_and_is_whole_at_the_end() -> None:
    spent: list[Tokens] = []
    parts = told(saying({"words": ["values", "ethics", "conduct"]}), spent=spent)
    assert len(parts) > 1
    assert parts[-1] == {"words": ["values", "ethics", "conduct"]}
    assert spent == [Tokens(100, 50)]


def test_tokens_are_reckoned_where_the_server_does_not_count_them() -> None:
    spent: list[Tokens] = []
    told(lambda _: Says('{"words": []}', usage=None), spent=spent)
    assert spent[0].sent > 0
    assert spent[0].received > 0


def test_the_request_has_the_schema_and_asks_for_a_stream_without_chance() -> None:
    with scripted_model(saying({"words": []})) as server:
        list(objects_from(open_chat_model("openai:scripted", server.url, 5), MESSAGES, SCHEMA, 5, []))
    (request,) = server.requests
    assert request["stream"] is True
    assert request["temperature"] == 0
    assert request["response_format"]["json_schema"]["schema"]["required"] == ["words"]
    assert [each["content"] for each in request["messages"]] == ["Be brief.", "A secret question?"]


FAILING = {
    "status 401": (Refuses(401), "key_refused"),
    "status 403": (Refuses(403), "key_refused"),
    "status 404": (Refuses(404), "not_found"),
    "status 400": (Refuses(400), "bad_request"),
    "status 429": (Refuses(429, (("Retry-After", "7"),)), "too_many"),
    "status 500": (Refuses(500), "server_error"),
    "status 503": (Refuses(503, body="<html>away</html>"), "server_error"),
    "no JSON": (Says("I would rather chat."), "unusable"),
    "nothing": (Says(""), "unusable"),
    "a list": (Says("[1, 2, 3]"), "unusable"),
    "a text": (Says('"words"'), "unusable"),
    "the connection ends at once": (Says('{"words": []}', breaks_after=0), "unusable"),
    "far too much": (Says('{"words": ["' + "a" * (MOST_CHARACTERS + 1000) + '"]}', piece=10_000), "unusable"),
    "ten megabytes in a piece": (Says('{"words": ["' + "a" * 10_000_000 + '"]}', piece=20_000_000), "unusable"),
}


@pytest.mark.parametrize(("answer", "failure"), FAILING.values(), ids=FAILING)
def test_a_failure_has_a_code_and_none_of_the_words_of_the_provider(answer: Says | Refuses, failure: str) -> None:
    with pytest.raises(ModelFailed) as failed:
        told(lambda _: answer)
    assert failed.value.failure == failure
    assert "secret" not in f"{failed.value} {failed.value!r} {failed.value.__cause__}"


def test_how_long_to_wait_is_what_the_provider_says() -> None:
    with pytest.raises(ModelFailed) as failed:
        told(lambda _: Refuses(429, (("Retry-After", "7"),)))
    assert failed.value.retry_after == 7


@pytest.mark.parametrize(
    "answer",
    [Says('{"words": []}', waits_s=30), Says('{"words": ["a", "b"]}', piece=5, stalls_after=2)],
    ids=["slow headers", "a stall in the middle"],
)
def test_what_takes_too_long_is_given_up_in_time(answer: Says) -> None:
    started = time.monotonic()
    with pytest.raises(ModelFailed) as failed:
        told(lambda _: answer, seconds=0.6)
    assert failed.value.failure == "too_slow"
    assert time.monotonic() - started < 2.5


def test_a_stream_that_never_ends_is_given_up_though_it_is_never_silent() -> None:
    started = time.monotonic()
    with pytest.raises(ModelFailed) as failed:
        told(lambda _: Says('{"words": ["' + "a" * 1000, piece=1, pause_s=0.05), seconds=0.6)
    assert failed.value.failure == "too_slow"
    assert time.monotonic() - started < 2.5


def test_who_stops_listening_ends_the_request() -> None:
    with scripted_model(lambda _: Says('{"words": ["one", "two"]}', piece=14, stalls_after=1)) as server:
        model = open_chat_model("openai:scripted", server.url, 20)
        parts = objects_from(model, MESSAGES, SCHEMA, 20, [])
        next(parts)
        parts.close()
        assert server.ended_early.wait(3)


ADDRESSES: dict[str, Callable[[str], str]] = {
    "refused": lambda _: "http://127.0.0.1:9/v1",
    "unknown host": lambda _: "http://nowhere.invalid/v1",
    "no TLS there": lambda url: url.replace("http://", "https://"),
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_server_that_is_not_there_is_unreachable(address: Callable[[str], str]) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(scripted_model(saying({"words": []})))
        model = open_chat_model("openai:scripted", address(server.url), 3)
        with pytest.raises(ModelFailed) as failed:
            list(objects_from(model, MESSAGES, SCHEMA, 3, []))
    assert failed.value.failure == "unreachable"


def test_nothing_but_blanks_is_given_up_as_soon_as_it_is_too_long(caplog: pytest.LogCaptureFixture) -> None:
    spent: list[Tokens] = []
    blanks = Says('{"words":[ ' + " " * 3_000_000, piece=100, usage=None)
    with scripted_model(lambda _: blanks) as server, caplog.at_level(logging.WARNING):
        started = time.monotonic()
        with pytest.raises(ModelFailed) as failed:
            list(objects_from(open_chat_model("openai:scripted", server.url, 15), MESSAGES, SCHEMA, 15, spent))
        assert time.monotonic() - started < 10
        assert server.ended_early.wait(3), "the connection is closed"
    assert failed.value.failure == "unusable"
    assert spent[0].received <= MOST_CHARACTERS
    assert not caplog.records


def test_a_request_that_is_given_up_amid_a_flood_ends_and_leaves_no_error(caplog: pytest.LogCaptureFixture) -> None:
    flood = Says('{"words":[' + '"a",' * 7_000, piece=4)
    with scripted_model(lambda _: flood) as server, caplog.at_level(logging.WARNING):
        parts = objects_from(open_chat_model("openai:scripted", server.url, 15), MESSAGES, SCHEMA, 15, [])
        for _ in range(50):
            next(parts)
        parts.close()
        assert server.ended_early.wait(3)
        gc.collect()
    assert not caplog.records


def test_who_leaves_ends_the_request_and_no_new_one_begins() -> None:
    left = Event()
    with scripted_model(lambda _: Says('{"words": ["one"]}', waits_s=20)) as server:
        model = open_chat_model("openai:scripted", server.url, 15)
        Timer(0.3, left.set).start()
        started = time.monotonic()
        with pytest.raises(VisitorLeft):
            list(objects_from(model, MESSAGES, SCHEMA, 15, [], left))
        assert time.monotonic() - started < 3


def test_the_environment_cannot_have_questions_sent_to_anybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_model(saying({"words": ["values"]})) as server, scripted_model(saying({})) as sink:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        for name in ("LANGSMITH", "LANGCHAIN"):
            monkeypatch.setenv(f"{name}_TRACING_V2", "true")
            monkeypatch.setenv(f"{name}_ENDPOINT", sink.url)
            monkeypatch.setenv(f"{name}_API_KEY", "none")
        forget_environment()
        try:
            list(objects_from(open_chat_model("openai:scripted", server.url, 5), MESSAGES, SCHEMA, 5, []))
            wait_for_all_tracers()
        finally:
            monkeypatch.undo()
            forget_environment()
    assert len(server.requests) == 1
    assert (sink.requests, sink.other) == ([], [])


def test_what_stays_on_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_model(saying({"words": ["values"]})) as server, scripted_model(saying({"words": ["proxy"]})) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        parts = list(objects_from(open_chat_model("openai:scripted", server.url, 5), MESSAGES, SCHEMA, 5, []))
    assert parts[-1] == {"words": ["values"]}
    assert proxy.requests == []


def test_a_redirect_to_another_server_is_not_followed() -> None:
    with scripted_model(saying({"words": ["elsewhere"]})) as other:
        moved = Refuses(307, (("Location", f"{other.url}/chat/completions"),))
        with pytest.raises(ModelFailed):
            told(lambda _: moved)
    assert other.requests == []
