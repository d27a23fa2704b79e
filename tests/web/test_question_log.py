"""Questions are in no log unless an operator asks for them, and then without personal data; on every way to ask."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi.testclient import TestClient

from assistant.web.access import Access
from assistant.web.observing import request_of_now
from assistant.web.question_log import line, logging_questions
from assistant.web.server import create_app

QUESTION = "who-is-Jo-Secret at jo@example.ca"
MASKED = "who-is-Jo-Secret at [e-mail address]"
MCP = {"accept": "application/json, text/event-stream"}


def client_of(assistant, **options):
    app = create_app(assistant, access=Access("open"), with_chat=False, **options)
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def ask_everywhere(client, question=QUESTION):
    """The areas of the ways to ask, in order."""
    events = {"accept": "text/event-stream"}
    messages = [{"role": "user", "content": question}]
    call = {"name": "ask", "arguments": {"question": question}}
    responses = [
        client.post("/api/v1/ask", json={"question": question}),
        client.post("/api/v1/ask", json={"question": question}, headers=events),
        client.post("/en/widget/ask", json={"question": question}),
        client.post("/en/chat/ask", json={"question": question}),
        client.post("/v1/chat/completions", json={"messages": messages}),
        client.post("/v1/chat/completions", json={"messages": messages, "stream": True}),
        client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}, headers=MCP),
        client.post("/en/export", data={"question": question, "format": "json"}),
    ]
    assert [response.status_code for response in responses] == [200] * len(responses)
    numbers = [response.headers["x-request-id"] for response in responses]
    return ["api", "api", "widget", "chat", "model", "model", "tools", "pages"], numbers


def messages_of(caplog):
    return [each.getMessage() for each in caplog.records if not each.name.startswith("httpx")]


@pytest.mark.parametrize("log_format", ["json", "text", None])
def test_nothing_of_a_question_is_logged_by_default(assistant, caplog, log_format):
    caplog.set_level(logging.DEBUG)
    with client_of(assistant, log_format=log_format) as client:
        ask_everywhere(client)
        ask_everywhere(client, f"abstain {QUESTION}")
        client.post("/en/widget/ask", json={"question": f"crash {QUESTION}"})
        client.post("/en/widget/ask", json={"question": f"fail {QUESTION}"})
    told = "\n".join(messages_of(caplog)) + caplog.text.replace("HTTP Request", "")
    assert "Secret" not in told
    assert "example.ca" not in told


def test_with_the_setting_each_question_is_a_line_without_personal_data(assistant, caplog):
    caplog.set_level(logging.INFO)
    with client_of(assistant, log_format="json", log_questions=True) as client:
        areas, numbers = ask_everywhere(client)
    lines = [json.loads(each.getMessage()) for each in caplog.records if each.name == "candour.questions"]
    assert [each["area"] for each in lines] == areas
    assert [each["id"] for each in lines] == numbers
    assert {each["question"] for each in lines} == {MASKED}
    assert {(each["language"], each["kind"]) for each in lines} == {("en", "list")}
    assert all(each["ms"] >= 0 and each["time"].endswith("+00:00") for each in lines)
    assert not [message for message in messages_of(caplog) if "jo@example.ca" in message]


def test_without_a_format_the_lines_are_text_and_requests_are_not_logged(assistant, caplog):
    caplog.set_level(logging.INFO)
    with client_of(assistant, log_questions=True) as client:
        client.post("/fr/widget/ask", json={"question": "abstain\nquestion=613-555-0199"})
    (told,) = [each for each in caplog.records if each.name.startswith("candour.")]
    assert told.name == "candour.questions"
    assert " area=widget language=fr kind=abstain ms=" in told.getMessage()
    assert told.getMessage().endswith(' question="abstain\\nquestion=[num\\u00e9ro de t\\u00e9l\\u00e9phone]"')


def test_a_question_that_fails_is_a_line_too(assistant, caplog):
    caplog.set_level(logging.INFO)
    list(logging_questions(assistant, "json", request_of_now).stream("fail", language="fr"))
    told = json.loads(caplog.records[-1].getMessage())
    assert (told["language"], told["kind"], told["question"]) == ("fr", "failed", "fail")


def test_what_is_no_question_passes_through(assistant):
    logging_one = logging_questions(assistant, "text", request_of_now)
    assert logging_one.snapshot() == assistant.snapshot()
    assert logging_one.questionnaire is assistant.questionnaire


def test_a_line_in_french_masks_in_french():
    told = line("json", {"language": "fr", "kind": "list"}, "K1A 0B1")
    assert json.loads(told)["question"] == "[code postal]"
