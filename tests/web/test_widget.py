"""The widget on the server's side: who may show it, what it is told, and what its page asks."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.errors import BadSettings
from assistant.settings import Settings, allowed_origins
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

STATIC = Path(__file__).parents[2] / "assistant" / "web" / "static"
INTRANET = "https://intranet.example.org"
PAGES = {"en": "/en/widget", "fr": "/fr/widget"}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return ingested(tmp_path_factory.mktemp("widget"), five_forms(load_questionnaire()))


@pytest.fixture(scope="module")
def client(real):
    app = create_app(real, origins=(INTRANET,), with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860")


def ancestors(response):
    return re.search(r"frame-ancestors ([^;]+)", response.headers["content-security-policy"])[1]


@pytest.mark.parametrize(
    ("path", "shown_by"),
    [
        ("/en/widget", f"'self' {INTRANET}"),
        ("/fr/widget", f"'self' {INTRANET}"),
        ("/en/organizations/parks", "'self'"),
        ("/en/organizations", "'none'"),
        ("/en/about", "'none'"),
        ("/fr/integrer", "'none'"),
        ("/api/v1/status", "'none'"),
        ("/widget.js", "'none'"),
        ("/en/widget/other", "'none'"),
    ],
)
def test_only_allowed_sites_show_the_widget_and_nobody_shows_the_rest(client, path, shown_by):
    assert ancestors(client.get(path)) == shown_by


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("host", "heard"),
    [
        (INTRANET, INTRANET),
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("https://evil.example", ""),
        ("https://intranet.example.org.evil.example", ""),
        ("*", ""),
        ("null", ""),
        ("", ""),
    ],
)
def test_the_page_hears_only_a_site_that_is_allowed(client, language, host, heard):
    page = BeautifulSoup(client.get(PAGES[language], params={"host": host}).text, "lxml")
    assert page.select_one("#words")["data-host"] == heard
    assert page.html["lang"] == language


def test_starters_and_organizations_are_the_host_pages(client):
    params = {"starter": ["<b>who?</b>", *"abcdefg"], "organization": ["parks", "a|b"]}
    page = BeautifulSoup(client.get("/en/widget", params=params).text, "lxml")
    starters = [each.get_text() for each in page.select(".starters .q")]
    assert starters == ["<b>who?</b>", *"abcde"]
    assert page.select_one("#words")["data-organizations"] == "parks"


@pytest.mark.parametrize(("language", "said"), [("en", "one is not here"), ("fr", "n’est pas présent ici")])
def test_an_organization_that_is_not_here_is_said_before_anything_is_asked(client, language, said):
    page = BeautifulSoup(client.get(PAGES[language], params={"organization": ["parks", "nope"]}).text, "lxml")
    assert said in page.select_one("#opening .remark").get_text()
    assert "nope" in page.select_one("#opening .remark").get_text()


def test_the_script_may_be_loaded_by_other_sites_and_sets_nothing(client):
    response = client.get("/widget.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in response.headers


def test_the_widget_is_small(client):
    assert len(gzip.compress((STATIC / "widget.js").read_bytes())) < 15_000
    html = BeautifulSoup(client.get("/en/widget").text, "lxml")
    parts = [part.get("href") or part["src"] for part in html.select("link[rel=stylesheet], script[src]")]
    assert {"/static/widget.css", "/static/widget-page.js", "/static/widget-colours.js"} < set(parts)
    assert sum((STATIC / part.removeprefix("/static/")).stat().st_size for part in parts) < 60_000


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_demo_makes_the_line_of_html_and_says_who_may_show_it(client, language):
    page = BeautifulSoup(client.get(f"/{language}/{'embed' if language == 'en' else 'integrer'}").text, "lxml")
    line = BeautifulSoup(page.select_one("#snippet").get_text(), "lxml").script
    assert (line["src"], line["data-lang"]) == ("http://127.0.0.1:7860/widget.js", language)
    assert INTRANET in page.select_one("main").get_text()


@pytest.mark.parametrize(
    ("told", "origins"),
    [
        ("", ()),
        ("https://A.example.org/ http://localhost:9000", ("https://a.example.org", "http://localhost:9000")),
        ("https://a.example, https://a.example", ("https://a.example",)),
        ("http://[::1]:9000", ("http://[::1]:9000",)),
    ],
)
def test_sites_are_read_from_the_setting(told, origins):
    assert allowed_origins(Settings(origins=told)) == origins


@pytest.mark.parametrize(
    "told", ["*", "https://*.example.org", "example.org", "https://a.example/path", "'self'", "x; y"]
)
def test_what_is_no_site_is_named(told):
    with pytest.raises(BadSettings, match="CANDOUR_ORIGINS"):
        allowed_origins(Settings(origins=told))
