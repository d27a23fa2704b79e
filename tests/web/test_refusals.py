"""How refusals are told: programs get them in the form of what they asked, browsers a page."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.feedback import FeedbackStore
from assistant.keys import KeyStore
from assistant.web.access import Access, networks_of
from assistant.web.limits import Limits
from assistant.web.server import create_app

ASK = {"question": "which"}
EVIL = {"origin": "https://evil.example"}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
API, MODEL = "/api/v1/ask", "/v1/chat/completions"
JSON = {"content-type": "application/json"}


def client_of(assistant, access=None, limits=None, peer="203.0.113.9", **options):
    app = create_app(assistant, access=access or Access("open"), limits=limits or Limits(), with_chat=False, **options)
    return TestClient(app, base_url="http://candour.example", client=(peer, 5000), raise_server_exceptions=False)


def assert_told(path, response, status, code):
    """A problem under /api/v1, an error of OpenAI's protocol under /v1."""
    assert response.status_code == status
    if path.startswith("/v1/"):
        error = response.json()["error"]
        assert (error["code"], error["type"]) == (code, "invalid_request_error" if status < 500 else "server_error")
        return error["message"]
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["status"]) == (code, status)
    return response.json()["detail"]


@pytest.mark.parametrize("path", [API, MODEL])
def test_programs_are_refused_in_the_form_of_what_they_asked(assistant, tmp_path, path):
    sent = {**ASK, "messages": [{"role": "user", "content": "which"}]}
    keys = KeyStore(tmp_path / "keys.json")
    assert_told(path, client_of(assistant).post(path, json=sent, headers=EVIL), 403, "other_site")
    assert_told(path, client_of(assistant, Access()).post(path, json=sent), 421, "other_name")
    refused = client_of(assistant, Access("key", keys)).post(path, json=sent)
    assert_told(path, refused, 401, "no_key")
    assert refused.headers["www-authenticate"] == "Bearer"
    small = client_of(assistant, limits=Limits(body=10))
    assert_told(path, small.post(path, json=sent), 413, "too_large")
    assert_told(path, small.post(path, content=iter([b"x" * 8, b"y" * 8]), headers=JSON), 413, "too_large")


@pytest.mark.parametrize("path", [API, MODEL])
@pytest.mark.parametrize("body", [b"[" * 50_000, b'{"question": "\xe9"}'])
def test_a_body_that_cannot_be_read_is_said_to_be_that(assistant, path, body):
    response = client_of(assistant).post(path, content=body, headers=JSON)
    assert "UTF-8" in assert_told(path, response, 400, "bad_body")
    assert "there is not" not in response.text


@pytest.mark.parametrize("path", [API, MODEL])
def test_json_without_its_content_type_is_told_to_have_one(assistant, path):
    response = client_of(assistant).post(path, content=json.dumps(ASK))
    status = 400 if path == MODEL else 422
    assert "'Content-Type: application/json'" in assert_told(path, response, status, "bad_request")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", API, "POST"),
        ("GET", MODEL, "POST"),
        ("DELETE", "/api/v1/items", "GET, HEAD"),
        ("POST", "/v1/models", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(assistant, method, path, allow):
    response = client_of(assistant).request(method, path)
    assert_told(path, response, 405, "bad_method")
    assert response.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/mcp%0a", "/api/v1/ask%0A", "/v1/chat/completions%0a", "/en/chat/ask%00"])
def test_what_is_no_address_is_refused_before_anything_else(assistant, path):
    response = client_of(assistant).post(path, json=ASK)
    assert response.status_code == 400
    assert_told(path, response, 400, "bad_address")


def test_a_line_end_does_not_open_the_page_of_administration(assistant, tmp_path):
    keys = KeyStore(tmp_path / "keys.json")
    client = client_of(assistant, Access("key", keys))
    key = {"authorization": f"Bearer {keys.create('jo', ('ask',))}"}
    told = client.get("/fr/admin%0a", headers={**BROWSER, **key})
    assert (told.status_code, "Cette adresse n’existe pas" in told.text) == (400, True)


def test_an_unknown_page_without_a_language_is_in_the_browsers(assistant):
    told = client_of(assistant).get("/nope", headers={"accept-language": "fr-CA"})
    assert BeautifulSoup(told.text, "lxml").html["lang"] == "fr"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_form_that_is_not_as_it_should_be_is_told_in_a_page_without_what_was_sent(assistant, language):
    sent = {"question": "x" * 2001, "format": "<b>secret</b>"}
    client = client_of(assistant)
    told = client.post(f"/{language}/export", data=sent, headers=BROWSER)
    assert (told.status_code, BeautifulSoup(told.text, "lxml").html["lang"]) == (422, language)
    assert {"en": "Go back and try again", "fr": "Revenez en arrière"}[language] in told.text
    problem = client.post(f"/{language}/export", data=sent)
    assert_told("/", problem, 422, "bad_request")
    assert "secret" not in told.text + problem.text


@pytest.mark.parametrize(
    "path",
    ["/en/about", "/fr/widget", "/widget.js", "/metrics", "/api/v1/organizations", "/v1/models", "/healthz", "/"],
)
def test_head_is_answered_wherever_get_is(assistant, path):
    client = client_of(assistant)
    told, got = client.head(path, follow_redirects=False), client.get(path, follow_redirects=False)
    assert (told.status_code, told.content) == (got.status_code, b"")
    assert told.headers["content-type"] == got.headers["content-type"] if "content-type" in got.headers else True


def test_wrong_sign_ins_are_counted_for_each_visitor_behind_a_proxy(assistant, tmp_path):
    keys = KeyStore(tmp_path / "keys.json")
    key = keys.create("jo", ("ask",))
    client = client_of(assistant, Access("key", keys, networks_of("10.0.0.5")), Limits(a_minute=3), "10.0.0.5")

    def sign_in(told, address):
        headers = {"x-forwarded-for": address}
        return client.post("/en/sign-in", data={"key": told}, headers=headers, follow_redirects=False).status_code

    assert [sign_in("?", "198.51.100.1") for _ in range(4)] == [401, 401, 401, 429]
    assert sign_in(key, "198.51.100.2") == 303


def test_one_visitor_gives_so_much_feedback_a_minute_and_may_still_ask(assistant, tmp_path):
    client = client_of(
        assistant, limits=Limits(a_minute=2), feedback=FeedbackStore(tmp_path / "feedback.sqlite", days=30)
    )
    sent = {"verdict": "helpful", "kind": "list", "index": "g1"}
    given = [client.post(path, json=sent) for path in ("/api/v1/feedback", "/fr/feedback", "/api/v1/feedback")]
    assert [each.status_code for each in given] == [204, 204, 429]
    assert_told(API, given[-1], 429, "too_much_feedback")
    assert 0 < int(given[-1].headers["retry-after"]) <= 60
    assert client.post(API, json=ASK).status_code == 200


def test_too_large_a_file_that_hides_its_length_is_refused_as_too_large(assistant, fake):
    access = Access("proxy", proxies=networks_of("10.0.0.5"), admins=frozenset({"root"}))
    client = client_of(assistant, access, Limits(file=2 * 1024**2), "10.0.0.5", administration=object())
    start = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    body = iter([start, *[b"x" * 100_000] * 30, b"\r\n--b--\r\n"])
    headers = {"x-forwarded-user": "root", "content-type": "multipart/form-data; boundary=b"}
    assert_told(API, client.post("/api/v1/assessments", content=body, headers=headers), 413, "too_large")
