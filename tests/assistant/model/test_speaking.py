"""What comes of a chat model that answers, and of one that fails in every way there is, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from scripted_model import Refuses, Says, Script, saying, scripted_model

from assistant.model.chat_model import open_chat_model
from assistant.model.failures import ModelFailed
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
