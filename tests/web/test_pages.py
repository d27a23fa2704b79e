import dataclasses
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.web.languages import preferred_language
from assistant.web.middleware import framed
from assistant.web.server import create_app
from index.errors import NoIndex


@pytest.fixture
def client(assistant):
    return TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")


def soup(response):
    return BeautifulSoup(response.text, "lxml")


def words(tag):
    return " ".join(tag.get_text().split())


def test_the_front_door_leads_to_the_browsers_language(client):
    french = client.get("/", headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"}, follow_redirects=False)
    assert french.headers["location"] == "/fr/"
    assert client.get("/", follow_redirects=False).headers["location"] == "/en/"


@pytest.mark.parametrize(
    ("header", "expected"),
    [("", "en"), ("de", "en"), ("fr", "fr"), ("en;q=0.3, fr;q=0.8", "fr"), ("fr;q=x, en", "en"), ("*", "en")],
)
def test_languages_are_weighed(header, expected):
    assert preferred_language(header) == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_language_without_its_slash_is_redirected(client, language):
    response = client.get(f"/{language}", follow_redirects=False)
    assert response.headers["location"] == f"/{language}/"


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "documents": 3}


def test_not_ready_says_why(assistant):
    def broken():
        raise NoIndex("There is no index in /srv/candour. Run `candour ingest`.")

    assistant.snapshot = broken
    response = TestClient(create_app(assistant, with_chat=False), base_url="http://localhost").get("/readyz")
    assert response.status_code == 503
    assert response.json()["code"] == NoIndex.code
    assert "/srv" not in response.text  # anybody may ask


@pytest.mark.parametrize("path", ["/en/organizations/cbsa", "/fr/organismes/cbsa"])
def test_an_organizations_page_is_whole(client, path):
    page = soup(client.get(path))
    assert page.html["lang"] == path[1:3]
    assert words(page.h1) == "Canada Border Services Agency"
    assert page.h1["lang"] == "en"
    assert [section["id"] for section in page.select("section.item")] == [f"q{n}" for n in range(1, 14)]
    assert page.title.string == "Canada Border Services Agency – Candour"
    assert len(page.select_one(".provenance code").string) == 64
    assert "https://www.canada.ca/en/example.html" in [link["href"] for link in page.select("a")]


def test_wording_is_the_questionnaires_in_the_pages_language(client):
    page = soup(client.get("/fr/organismes/cbsa"))
    assert "Libellé de l’élément 5?" in words(page.select_one("#q5 h3"))
    ticked = page.select_one("#q5 .ticks .on")
    assert words(ticked.select_one(".vh")) == "coché :"
    assert ticked.select_one("[lang]")["lang"] == "en"


def test_cited_words_are_marked_and_named(client, assistant):
    citation = assistant.citation(1, "cbsa", 5)
    page = soup(
        client.get(f"/en/organizations/cbsa?from={citation.start}&to={citation.end}&document={citation.document}")
    )
    assert page.select_one("mark#cited").string == citation.quote
    assert not page.select(".remark")


def test_the_other_languages_page_keeps_the_cited_place(client, assistant):
    citation = assistant.citation(1, "cbsa", 5)
    page = soup(client.get(f"/en/organizations/cbsa?from={citation.start}&to={citation.end}"))
    address = page.select_one("#other-language")["href"]
    assert soup(client.get(address)).select_one("mark#cited").string == citation.quote


@pytest.mark.parametrize("place", ["from=x&to=9", "from=5", "to=9", "from=9&to=5", "from=0&to=9999999", "from=-1&to=3"])
def test_a_place_that_is_not_there_is_ignored_and_said(client, place):
    response = client.get(f"/en/organizations/cbsa?{place}")
    assert response.status_code == 200
    page = soup(response)
    assert not page.select("mark")
    assert "not in this document" in words(page.select_one(".remark"))


def test_a_link_to_an_older_text_highlights_nothing_and_says_so(client):
    page = soup(client.get("/en/organizations/cbsa?from=10&to=20&document=cbsa-2024-en-00000000"))
    assert not page.select("mark")
    assert "another version of this document" in words(page.select_one(".remark"))


def test_a_document_in_the_other_language_is_shown_when_it_is_the_one_cited(fake):
    english = fake.shipped()[0]
    french = dataclasses.replace(fake.assessment("cbsa", "Agence\nQuestion 5\nMises à jour?\n- Oui.\n", "fr"))
    app = create_app(fake.FakeAssistant((english, french)), with_chat=False)
    client = TestClient(app, base_url="http://127.0.0.1")
    assert words(soup(client.get("/fr/organismes/cbsa")).h1) == "Agence"
    cited = soup(client.get(f"/fr/organismes/cbsa?from=0&to=6&document={english.id}"))
    assert words(cited.h1) == "Canada Border Services Agency"
    version = cited.select_one(".meta a[hreflang=fr]")
    assert words(version) == "Cette autoévaluation en français"


def test_the_panels_version_has_no_header(client):
    page = soup(client.get("/en/organizations/cbsa?panel=1"))
    assert not page.select("header, nav")
    assert page.select_one('a[target="_top"]')


@pytest.mark.parametrize("path", ["/en/organizations/nobody", "/fr/organismes/nobody", "/en/nothing", "/nothing"])
def test_unknown_pages_are_404_in_both_languages(client, path):
    response = client.get(path)
    assert response.status_code == 404
    if path != "/en/nothing":
        assert "Page not found" in response.text
        assert "Page introuvable" in response.text


def test_hostile_documents_are_shown_as_text(client, fake):
    response = client.get("/en/organizations/evil?from=0&to=20")
    page = soup(response)
    assert not page.select("script:not([src]), img, code:not(.provenance code), [onerror]")
    assert fake.HOSTILE in page.select_one("#q5").get_text()
    assert not [link for link in page.select("a") if link["href"].startswith("javascript")]


@pytest.mark.parametrize(
    "path", ["/en/organizations", "/fr/organismes/cbsa", "/healthz", "/en/nothing", "/static/chat.js"]
)
def test_every_response_carries_the_policy(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors '" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/en/organizations", "/fr/organismes/cbsa?panel=1", "/nothing"])
def test_no_page_asks_another_host_for_anything(client, path):
    page = soup(client.get(path))
    asked = [tag.get("src") or tag.get("href") for tag in page.select("link, script, img, iframe")]
    assert all(address.startswith("/static/") for address in asked)
    assert not page.select("[style], style")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "192.168.0.9:7860"])
def test_names_of_other_machines_are_refused(client, host):
    assert client.get("/en/organizations", headers={"host": host}).status_code == 421


def test_scripts_of_other_sites_are_refused(client):
    response = client.post("/en/chat/ask", headers={"origin": "https://evil.example"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/en/gradio_api/upload_progress",
        "/en/gradio_api/queue/data",
        "/en/gradio_api/queue/status",
        "/en/gradio_api/heartbeat/x",
        "/en/gradio_api/file=/etc/passwd",
        "/en/gradio_api/proxy=http://example.org",
        "/en/monitoring",
        "/en/login",
        "/fr/gradio_api/vibe-code/",
    ],
)
def test_what_the_chat_does_not_need_of_gradio_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/gradio_api/upload",
        "/en/gradio_api/run/ask",
        "/en/gradio_api/call/ask",
        "/en/gradio_api/queue/join",
        "/en/gradio_api/cancel",
        "/en/gradio_api/reset",
        "/en/login",
    ],
)
def test_nothing_is_taken_in_but_questions(client, path):
    assert client.post(path).status_code == 404


def test_gradios_page_is_rewritten():
    page = (
        '<!doctype html><html lang="en" style="x"><head><meta property="og:title" content="Gradio" /><script>1</script>'
        '<script type="module" src="./a.js"></script><link rel="manifest" href="/manifest.json" />'
        "<style>x</style></head>"
        '<body style="y"><gradio-app eager="true"></gradio-app><script>2</script></body></html>'
    )
    out = framed(page, "fr", "<title>T</title>", "<main><gradio-app></gradio-app></main>")
    assert out == (
        '<!doctype html><html lang="fr"><head><title>T</title><script type="module" src="./a.js"></script></head>'
        '<body><main><gradio-app eager="true"></gradio-app></main></body></html>'
    )


def test_a_hundred_shares_have_a_width_of_their_own():
    css = (Path(__file__).parents[2] / "assistant" / "web" / "static" / "answer.css").read_text(encoding="utf-8")
    assert all(f".w{n} " in css for n in range(101))
