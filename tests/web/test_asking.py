"""Where chat and widget ask: an answer comes as a stream of events, and what is no question is refused."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

ASKS = [f"/{language}/{page}/ask" for language in ("en", "fr") for page in ("chat", "widget")]
INTRANET = "https://intranet.example.org"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return ingested(tmp_path_factory.mktemp("asking"), five_forms(load_questionnaire()))


@pytest.fixture(scope="module")
def client(real):
    app = create_app(real, origins=(INTRANET,), with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860")


def events_of(response):
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


@pytest.mark.parametrize("path", ASKS)
def test_an_answer_comes_as_html(client, path):
    response = client.post(path, json={"question": "q5.updated"})
    assert response.headers["content-type"].startswith("text/event-stream")
    *_, (name, told) = events_of(response)
    answer = BeautifulSoup(told["html"], "lxml").select_one(".answer.done")
    assert name == "done"
    assert answer["lang"] == path[1:3]
    assert len(answer.select("a.chip")) >= 3


def test_only_some_organizations_are_asked_about_unless_the_question_names_others(client, real):
    sent = {"question": "Which organizations updated their code of conduct?", "organizations": ["Parks Canada"]}
    *_, (_, told) = events_of(client.post("/en/widget/ask", json=sent))
    rows = BeautifulSoup(told["html"], "lxml").select("table.rows tbody th")
    assert [each.get_text() for each in rows] == ["Parks Canada"]
    named = real.ask("Did Health Canada update its code of conduct?", only=("parks",))
    assert [row.organization for row in named.rows] == ["Health Canada"]


@pytest.mark.parametrize(("language", "said"), [("en", "one is not here"), ("fr", "n’est pas présent ici")])
def test_nothing_is_answered_about_others_where_an_organization_is_not_here(client, language, said):
    sent = {"question": "q5.updated", "organizations": ["parks", "nope"]}
    *_, (_, told) = events_of(client.post(f"/{language}/widget/ask", json=sent))
    note = BeautifulSoup(told["html"], "lxml").select_one(".answer.note").get_text()
    assert said in note
    assert "nope" in note


@pytest.mark.parametrize("path", ["/en/chat/ask", "/en/widget/ask"])
def test_a_question_goes_on_with_the_earlier_ones(client, path):
    sent = {"question": "And which did not?", "history": ["Which organizations updated their code of conduct?"]}
    *_, (_, told) = events_of(client.post(path, json=sent))
    assert "has not updated" in BeautifulSoup(told["html"], "lxml").select_one(".headline").get_text()


@pytest.mark.parametrize("path", ["/en/chat/ask", "/en/widget/ask"])
@pytest.mark.parametrize(
    "sent", [{}, {"question": ""}, {"question": "a", "more": 1}, {"question": "a", "history": ["b"] * 21}, [1]]
)
def test_what_is_no_question_is_refused(client, path, sent):
    assert client.post(path, json=sent).status_code == 422


def test_too_long_a_question_is_answered_by_saying_so(client):
    *_, (name, told) = events_of(client.post("/fr/widget/ask", json={"question": "x" * 2500}))
    assert name == "done"
    assert "2500" in told["html"]


@pytest.mark.parametrize("path", ["/en/chat/ask", "/en/widget/ask"])
def test_other_sites_scripts_cannot_ask(client, path):
    response = client.post(path, json={"question": "who?"}, headers={"origin": INTRANET})
    assert response.status_code == 403
