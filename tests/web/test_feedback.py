import json
import logging

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.errors import FeedbackUnusable
from assistant.feedback import Feedback, FeedbackStore
from assistant.web.answer_html import answer_html
from assistant.web.feedback import BODY_LIMIT
from assistant.web.server import create_app, frame_of
from assistant.web.words import words_of

HELPFUL = {"verdict": "helpful", "kind": "list", "index": "g1"}
UNHELPFUL = {"verdict": "not_helpful", "kind": "lookup", "index": "g1", "reasons": ["wrong", "other"], "text": " no "}


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "feedback.sqlite", days=30)


def client_of(assistant, feedback):
    app = create_app(assistant, feedback=feedback, with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.fixture
def client(assistant, store):
    return client_of(assistant, store)


def kept(store):
    return [each.feedback for each in store.kept()]


def test_feedback_is_kept_and_answered_with_nothing(client, store):
    response = client.post("/en/feedback", json=HELPFUL)
    assert (response.status_code, response.content) == (204, b"")
    assert client.post("/fr/feedback", json=UNHELPFUL).status_code == 204
    assert kept(store) == [
        Feedback("helpful", "en", "list", "g1"),
        Feedback("not_helpful", "fr", "lookup", "g1", reasons=("wrong", "other"), text="no"),
    ]


def test_a_question_that_is_sent_along_is_kept_with_its_reading(client, store):
    client.post("/en/feedback", json={**UNHELPFUL, "question": "who?", "reading": "item 5"})
    (feedback,) = kept(store)
    assert (feedback.question, feedback.reading) == ("who?", "item 5")


def test_nothing_of_the_sender_is_kept_or_logged(client, store, caplog):
    caplog.set_level(logging.DEBUG)
    client.post("/en/feedback", json={**UNHELPFUL, "question": "secretly"}, headers={"user-agent": "a browser"})
    held = store.path.read_bytes()
    assert b"secretly" in held
    assert not any(telling in held for telling in (b"browser", b"127.0.0.1", b"testclient"))
    assert "secretly" not in caplog.text


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "JSON"),
        (b"verdict=helpful", "JSON"),
        (b'{"verdict": "helpful", "kind": "list", "index": "\xff"}', "JSON"),
        (b'{"verdict": "helpful", "kind": "list", "index": "\\ud800"}', "JSON"),
        (b"[]", "JSON"),
        ({}, "verdict"),
        ({**HELPFUL, "verdict": "perhaps"}, "verdict"),
        ({**HELPFUL, "kind": "poem"}, "kind"),
        ({**HELPFUL, "index": "x" * 201}, "index"),
        ({**HELPFUL, "user": "me"}, "user"),
        ({**UNHELPFUL, "reasons": ["boring"]}, "reasons.0"),
        ({**UNHELPFUL, "reasons": ["wrong"] * 6}, "reasons"),
        ({**UNHELPFUL, "text": "x" * 1001}, "text"),
        ({**UNHELPFUL, "question": ""}, "question"),
        ({**UNHELPFUL, "question": "x" * 2001}, "question"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_no_feedback_is_refused_with_a_sentence_that_says_where(client, store, language, body, place):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = client.post(f"/{language}/feedback", content=content)
    assert response.status_code == 422
    assert response.json() == {"message": words_of(language)("feedback.bad", place=place)}
    assert kept(store) == []


def test_a_reason_is_kept_once(client, store):
    client.post("/en/feedback", json={**UNHELPFUL, "reasons": ["wrong", "unclear", "wrong"]})
    assert kept(store)[0].reasons == ("wrong", "unclear")


@pytest.mark.parametrize(("size", "status"), [(BODY_LIMIT, 204), (BODY_LIMIT + 1, 413)])
def test_a_body_of_more_than_16_kilobytes_is_refused(client, size, status):
    body = json.dumps(HELPFUL).encode().ljust(size)
    response = client.post("/fr/feedback", content=body)
    assert response.status_code == status
    if status == 413:
        assert response.json() == {"message": words_of("fr")("feedback.too_large", limit=16384)}


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null"])
def test_other_sites_pages_cannot_give_feedback(client, store, origin):
    assert client.post("/en/feedback", json=HELPFUL, headers={"origin": origin}).status_code == 403
    assert kept(store) == []
    own = client.post("/en/feedback", json=HELPFUL, headers={"origin": "http://127.0.0.1:7860"})
    assert own.status_code == 204


def test_feedback_that_cannot_be_kept_is_said_to_be_lost_and_why_is_logged(assistant, store, caplog):
    class Full:
        path, days = store.path, store.days

        def keep(self, feedback):
            raise FeedbackUnusable("The disk is full.")

    response = client_of(assistant, Full()).post("/en/feedback", json=HELPFUL)
    assert response.status_code == 503
    assert response.json()["message"].startswith("The feedback was not kept.")
    assert "The disk is full." in caplog.text


def test_where_no_feedback_is_asked_for_none_is_taken(assistant):
    assert client_of(assistant, None).post("/en/feedback", json=HELPFUL).status_code == 404


@pytest.mark.parametrize(("language", "days", "said"), [("en", 30, "after 30 days"), ("fr", 1, "après 1 jour.")])
def test_the_page_says_where_feedback_is_kept_and_how_long(tmp_path, language, days, said):
    head, body = frame_of(language, FeedbackStore(tmp_path / "feed&back.sqlite", days))
    page = BeautifulSoup(f"<head>{head}</head><body>{body}</body>", "lxml")
    kept = page.select_one("#feedback-words")["data-kept"]
    assert str(tmp_path / "feed&back.sqlite") in kept
    assert said in kept
    assert page.select_one("script[src='/static/feedback.js']")
    assert page.select_one(".takes-feedback #source")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_that_asks_for_no_feedback_has_nothing_of_it(language):
    assert not [part for part in frame_of(language, None) if "feedback" in part]


@pytest.mark.parametrize(("language", "labels"), [("en", ["Helpful", "Not helpful"]), ("fr", ["Utile", "Pas utile"])])
def test_an_answer_has_both_buttons_and_what_goes_with_feedback(assistant, language, labels):
    soup = BeautifulSoup(answer_html(assistant.answer("which", language)), "lxml")
    assert [button.get_text() for button in soup.select(".tools button.judges")] == labels
    assert [soup.select_one(f".plain.{name}").get_text() for name in ("kind", "index")] == ["list", ""]
    assert soup.select_one(".plain.read-as").get_text() == assistant.answer("which", language).reading
