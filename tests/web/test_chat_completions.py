"""Candour as a model of chat programs that speak OpenAI's protocol."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

UPDATED = "Which organizations updated their code of conduct?"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    assistant = ingested(tmp_path_factory.mktemp("completions"), five_forms(load_questionnaire()))
    return TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")


def user(*questions):
    messages = [{"role": "system", "content": "Answer in rhymes."}]
    for question in questions:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": "made up [9]"}]
    return messages[:-1]


def asked(client, **sent):
    return client.post("/v1/chat/completions", json={"model": "candour", "temperature": 2, **sent})


def test_an_answer_has_its_sources_in_the_text_and_its_citations_as_a_field(client):
    told = asked(client, messages=user(UPDATED)).json()
    (choice,) = told["choices"]
    assert (told["object"], told["model"], choice["finish_reason"]) == ("chat.completion", "candour", "stop")
    text = choice["message"]["content"]
    assert text.startswith("**3 of 5 organizations updated their code of conduct.**")
    assert "\nSources\n[1] " in text
    assert "    http://127.0.0.1:7860/en/organizations/" in text
    assert choice["message"]["citations"][0]["quote"] == "Oui, mon organisation a mis à jour son code de conduite."


def test_a_stream_adds_up_to_the_same_text(client):
    whole = asked(client, messages=user(UPDATED)).json()["choices"][0]["message"]
    response = asked(client, messages=user(UPDATED), stream=True)
    *blocks, last = response.text.strip().split("\n\n")
    assert last == "data: [DONE]"
    told = [json.loads(block.removeprefix("data: ")) for block in blocks]
    deltas = [each["choices"][0]["delta"] for each in told]
    assert {each["object"] for each in told} == {"chat.completion.chunk"}
    assert deltas[0]["role"] == "assistant"
    assert "".join(delta.get("content", "") for delta in deltas) == whole["content"]
    assert deltas[-1]["citations"] == whole["citations"]
    assert [each["choices"][0]["finish_reason"] for each in told][-2:] == [None, "stop"]


def test_the_users_earlier_messages_are_the_conversation(client):
    told = asked(client, messages=user(UPDATED, "And which did not?")).json()
    assert "not updated" in told["choices"][0]["message"]["content"]


def test_a_message_may_come_in_parts_of_which_the_words_count(client):
    parts = [{"type": "image_url", "image_url": {"url": "x"}}, {"type": "text", "text": UPDATED}]
    told = asked(client, messages=[{"role": "user", "content": parts}]).json()
    assert "3 of 5 organizations" in told["choices"][0]["message"]["content"]


def test_the_model_is_listed(client):
    assert [each["id"] for each in client.get("/v1/models").json()["data"]] == ["candour"]


def test_a_model_is_described_and_another_is_said_not_to_be_there(client):
    assert client.get("/v1/models/candour").json() == client.get("/v1/models").json()["data"][0]
    for response in (client.get("/v1/models/gpt-9"), asked(client, messages=user(UPDATED), model="gpt-9")):
        assert response.status_code == 404
        error = response.json()["error"]
        assert error["code"] == "model_not_found"
        assert "'gpt-9'" in error["message"]
        assert "'candour'" in error["message"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"messages": []}, "bad_request"),
        ({"messages": [{"role": "system", "content": "x"}]}, "no_question"),
        ({"messages": [{"role": "user", "content": "  "}]}, "no_question"),
        ({"messages": [{"role": "user", "content": "x" * 2001}]}, "question_too_long"),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_the_protocol(client, sent, code):
    response = asked(client, **sent)
    assert response.status_code == 400
    error = response.json()["error"]
    assert (error["type"], error["code"]) == ("invalid_request_error", code)
    assert error["message"]
