"""What an operator sees: a number for each request, counts and times, a line in the log; never what was asked."""

from __future__ import annotations

import json
import logging
import re

import pytest
from fastapi.testclient import TestClient

from assistant.web.access import Access
from assistant.web.observing import area_of
from assistant.web.server import create_app

SECRET = "who-is-Jo-Secret"


@pytest.fixture
def client(assistant):
    app = create_app(assistant, access=Access("open"), log_format="json", with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def ask_everywhere(client):
    client.post("/api/v1/ask", json={"question": SECRET})
    client.post("/en/widget/ask", json={"question": SECRET})
    client.get("/en/organizations", params={"name": SECRET})
    client.get(f"/en/{SECRET}")
    client.post("/api/v1/ask", content=SECRET)


def test_a_line_tells_of_a_request_and_nothing_of_what_was_asked(client, caplog):
    caplog.set_level(logging.DEBUG)
    ask_everywhere(client)
    lines = [json.loads(each.getMessage()) for each in caplog.records if each.name == "candour.requests"]
    assert [(each["area"], each["method"], each["status"]) for each in lines] == [
        ("api", "POST", 200),
        ("widget", "POST", 200),
        ("pages", "GET", 200),
        ("pages", "GET", 404),
        ("api", "POST", 422),
    ]
    assert all(each["ms"] > 0 and each["time"].endswith("+00:00") for each in lines)
    ours = [each.getMessage() for each in caplog.records if not each.name.startswith("httpx")]  # the client logs too
    assert not [message for message in ours if SECRET in message]


def test_a_response_carries_the_number_of_its_line(client, caplog):
    caplog.set_level(logging.INFO)
    number = client.get("/en/about").headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert number in caplog.text


def test_without_a_format_nothing_is_logged(assistant, caplog):
    caplog.set_level(logging.DEBUG, "candour.requests")
    app = create_app(assistant, access=Access("open"), with_chat=False)
    TestClient(app, base_url="http://127.0.0.1:7860").get("/en/about")
    assert not [each for each in caplog.records if each.name == "candour.requests"]


def test_requests_are_counted_by_area_method_and_status(client):
    ask_everywhere(client)
    client.request("INVENTED", "/en/about")
    told = client.get("/metrics").text
    assert 'candour_requests_total{area="api",method="POST",status="200"} 1.0' in told
    assert 'candour_requests_total{area="pages",method="GET",status="404"} 1.0' in told
    assert 'method="other"' in told
    assert "INVENTED" not in told
    assert 'candour_request_seconds_count{area="api"} 2.0' in told
    assert "candour_documents 3.0" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("/en/", "chat"),
        ("/fr/gradio_api/run/predict", "chat"),
        ("/fr/chat/ask", "chat"),
        ("/en/organizations/cbsa", "pages"),
        ("/", "pages"),
        ("/api/v1/ask", "api"),
        ("/v1/chat/completions", "model"),
        ("/mcp", "tools"),
        ("/widget.js", "widget"),
        ("/fr/widget/ask", "widget"),
        ("/static/chat.js", "files"),
        ("/en/assets/index.js", "files"),
        ("/readyz", "health"),
    ],
)
def test_every_address_belongs_to_an_area(path, area):
    assert area_of(path) == area
