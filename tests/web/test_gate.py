"""Who may do what, in each kind of access, and what hostile requests get: nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.feedback import FeedbackStore
from assistant.keys import KeyStore
from assistant.web.access import Access, networks_of
from assistant.web.gate import needed_right
from assistant.web.server import create_app
from assistant.web.sign_in import own_path
from corpus.questionnaire import load_questionnaire

HOST = "candour.example.org"
PROXY = "10.0.0.5"
INTRANET = "https://intranet.example.org"
ASK = {"question": "Which organizations updated their code of conduct?"}
FEEDBACK = {"verdict": "helpful", "kind": "list", "index": "g1"}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return ingested(tmp_path_factory.mktemp("gate"), five_forms(load_questionnaire()))


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture
def client_with(real, tmp_path):
    feedback = FeedbackStore(tmp_path / "feedback.sqlite", days=30)

    def client(access, peer="203.0.113.9", scheme="http"):
        app = create_app(real, feedback=feedback, origins=(INTRANET,), access=access, with_chat=False)
        return TestClient(app, base_url=f"{scheme}://{HOST}", client=(peer, 5000), follow_redirects=False)

    return client


def bearer(key):
    return {"authorization": f"Bearer {key}"}


def test_without_a_choice_only_this_machines_names_are_answered(client_with):
    client = client_with(Access())
    assert client.get("/healthz").status_code == 421
    assert client.get("/healthz", headers={"host": "127.0.0.1:7860"}).status_code == 200


def test_open_to_anybody_but_never_to_administer(client_with):
    client = client_with(Access("open"))
    assert client.post("/api/v1/ask", json=ASK).status_code == 200
    assert client.get("/fr/organismes").status_code == 200
    assert client.post("/api/v1/feedback", json=FEEDBACK).status_code == 204
    for method, path in (("POST", "/api/v1/assessments"), ("DELETE", "/api/v1/assessments/x"), ("GET", "/en/admin")):
        assert client.request(method, path).status_code == 403


def test_a_key_is_needed_where_access_is_by_key(client_with, keys):
    key = keys.create("program", ("ask",))
    client = client_with(Access("key", keys))
    refused = client.post("/api/v1/ask", json=ASK)
    assert (refused.status_code, refused.json()["code"]) == (401, "no_key")
    assert refused.headers["www-authenticate"] == "Bearer"
    assert client.post("/api/v1/ask", json=ASK, headers=bearer("candour_wrong")).status_code == 401
    assert client.post("/api/v1/ask", json=ASK, headers=bearer(key)).json()["kind"] == "list"
    assert client.post("/v1/chat/completions", json={}).status_code == 401


def test_a_key_does_what_it_is_for_and_nothing_else(client_with, keys):
    asks, gives = keys.create("asks", ("ask",)), keys.create("gives", ("feedback",))
    client = client_with(Access("key", keys))
    assert client.post("/api/v1/feedback", json=FEEDBACK, headers=bearer(asks)).json()["code"] == "no_right"
    assert client.post("/api/v1/feedback", json=FEEDBACK, headers=bearer(gives)).status_code == 204
    assert client.post("/api/v1/ask", json=ASK, headers=bearer(gives)).status_code == 403


BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("scopes", "path", "languages", "language", "way_on"),
    [
        (("admin",), "/", "fr-CA,en;q=0.5", "fr", "/fr/admin"),
        (("admin",), "/en/organizations", "fr", "en", "/en/admin"),
        (("ask",), "/fr/admin", "en", "fr", "/fr/"),
        (("feedback",), "/en/", "en", "en", None),
    ],
)
def test_a_browser_is_told_in_a_page_what_its_key_does_not_allow(
    client_with, keys, scopes, path, languages, language, way_on
):
    client = client_with(Access("key", keys))
    key = keys.create("jo", scopes)
    client.cookies.set("candour_key", key)
    told = client.get(path, headers={**BROWSER, "accept-language": languages})
    page = BeautifulSoup(told.text, "lxml")
    assert (told.status_code, page.html["lang"]) == (403, language)
    assert "jo" in page.select_one("[role=alert]").get_text()
    assert [each["href"] for each in page.select("main p a")] == ([way_on] if way_on else [])
    assert page.select_one("main form")["action"] == f"/{language}/sign-out"
    assert "default-src 'none'" in told.headers["content-security-policy"]
    assert client.get(path, headers={"accept": "*/*"}).json()["code"] == "no_right"
    bearers = client_with(Access("key", keys)).get(path, headers={**BROWSER, **bearer(key)})
    assert not BeautifulSoup(bearers.text, "lxml").select("main form")  # it did not sign in, so it cannot sign out


def test_a_browser_is_told_in_a_page_that_nobody_was_named_or_administers(client_with):
    inside = client_with(Access("proxy", proxies=networks_of(PROXY)), peer=PROXY)
    unknown = inside.get("/", headers={**BROWSER, "accept-language": "fr"})
    assert unknown.status_code == 403
    assert "n’a pas appris qui vous êtes" in unknown.text
    anybody = client_with(Access("open"))
    assert "Nobody administers" in anybody.get("/en/admin", headers=BROWSER).text
    assert "nobody has not" not in anybody.get("/en/admin").json()["detail"]


def test_who_has_no_key_is_sent_to_sign_in_in_the_browsers_language_and_programs_are_not(client_with, keys):
    keys.create("jo", ("ask",))
    client = client_with(Access("key", keys))
    assert client.get("/", headers={**BROWSER, "accept-language": "fr"}).headers["location"].startswith("/fr/sign-in")
    counts = client.get("/metrics")
    assert (counts.status_code, counts.json()["code"]) == (401, "no_key")


def test_signing_out_is_offered_to_who_signed_in(client_with, keys):
    client = client_with(Access("key", keys))
    assert len(BeautifulSoup(client.get("/en/sign-in").text, "lxml").select("main form")) == 1
    client.cookies.set("candour_key", keys.create("jo", ("ask",)))
    _, out = BeautifulSoup(client.get("/en/sign-in").text, "lxml").select("main form")
    assert (out["action"], "jo" in out.get_text()) == ("/en/sign-out", True)


@pytest.mark.parametrize(("language", "about"), [("en", "/en/about"), ("fr", "/fr/a-propos")])
def test_the_page_about_candour_leads_to_what_the_menu_has_not(client_with, keys, language, about):
    client = client_with(Access("key", keys))

    def links(key):
        client.cookies.set("candour_key", key)
        page = BeautifulSoup(client.get(about).text, "lxml")
        return {each["href"] for each in page.select("main a")}, [each["action"] for each in page.select("main form")]

    everybody = {f"/{language}/api", "/en/embed" if language == "en" else "/fr/integrer"}
    asks, out = links(keys.create("jo", ("ask",)))
    assert everybody <= asks
    assert (f"/{language}/admin" in asks, out) == (False, [f"/{language}/sign-out"])
    assert f"/{language}/admin" in links(keys.create("boss", ("ask", "admin")))[0]
    page = BeautifulSoup(client_with(Access("open")).get(about).text, "lxml")
    assert not page.select("main form")


@pytest.mark.parametrize(
    ("about", "cookie", "none"),
    [("/en/about", "kept in a cookie", "no cookies"), ("/fr/a-propos", "dans un témoin", "ni témoin")],
)
def test_the_page_about_candour_tells_of_the_cookie_that_keeps_a_key(client_with, keys, about, cookie, none):
    client = client_with(Access("key", keys))
    client.cookies.set("candour_key", keys.create("jo", ("ask",)))
    signed_in, open_to_all = client.get(about).text, client_with(Access("open")).get(about).text
    assert (cookie in signed_in, none in signed_in) == (True, False)
    assert (cookie in open_to_all, none in open_to_all) == (False, True)


@pytest.mark.parametrize(("path", "status"), [("/", 302), ("/healthz", 200), ("/readyz", 200)])
def test_what_checks_and_load_balancers_ask_for_answers_head(client_with, path, status):
    told = client_with(Access("open")).head(path)
    assert (told.status_code, told.content) == (status, b"")


def test_a_revoked_key_opens_nothing_any_more(client_with, keys):
    key = keys.create("program", ("ask",))
    client = client_with(Access("key", keys))
    assert client.get("/api/v1/status", headers=bearer(key)).status_code == 200
    keys.revoke("program")
    assert client.get("/api/v1/status", headers=bearer(key)).status_code == 401


def test_keys_that_cannot_be_read_let_nobody_in_and_are_named_in_the_log_only(client_with, tmp_path, caplog):
    (tmp_path / "unreadable.json").mkdir()  # the tests may run as root, who can read any file
    client = client_with(Access("key", KeyStore(tmp_path / "unreadable.json")))
    refused = client.post("/api/v1/ask", json=ASK, headers=bearer("candour_any"))
    assert (refused.status_code, refused.json()["code"]) == (503, "bad_keys")
    page = client.get("/fr/organismes", headers=bearer("candour_any"))
    assert page.status_code == 503
    assert "les clés ne peuvent pas être lues" in page.text
    assert client.post("/en/sign-in", data={"key": "candour_any", "next": "/"}).status_code == 503
    assert client.get("/healthz", headers=bearer("candour_any")).status_code == 200
    assert "unreadable.json" not in refused.text + page.text
    assert caplog.text.count("unreadable.json cannot be read") == 3
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("language", "path"), [("en", "/en/organizations?where=q5.updated"), ("fr", "/fr/organismes")])
def test_people_sign_in_on_a_page_and_come_back_to_what_they_wanted(client_with, keys, language, path):
    key = keys.create("person", ("ask", "feedback"))
    client = client_with(Access("key", keys), scheme="https")
    sent = client.get(path)
    assert sent.status_code == 303
    form = BeautifulSoup(client.get(sent.headers["location"]).text, "lxml").select_one("main form")
    fields = {each["name"]: each.get("value", "") for each in form.select("input")}
    assert fields == {"key": "", "next": path}
    wrong = client.post(form["action"], data={**fields, "key": "candour_no"})
    assert wrong.status_code == 401
    assert BeautifulSoup(wrong.text, "lxml").select_one("[role=alert]")
    assert "set-cookie" not in wrong.headers
    right = client.post(form["action"], data={**fields, "key": f" {key} "})
    assert (right.status_code, right.headers["location"]) == (303, path)
    cookie = right.headers["set-cookie"]
    assert all(each in cookie for each in ("HttpOnly", "SameSite=strict", "Secure"))
    assert client.get(path).status_code == 200
    client.post(f"/{language}/sign-out")
    assert client.get(path).status_code == 303


@pytest.mark.parametrize(
    "told", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\nb", ""]
)
def test_signing_in_leads_to_no_other_site(told):
    assert own_path(told) == "/"


def test_the_widget_says_that_it_needs_a_key_and_answers_nothing(client_with, keys):
    keys.create("person", ("ask",))
    client = client_with(Access("key", keys))
    page = BeautifulSoup(client.get("/fr/widget").text, "lxml")
    assert "demande une clé" in page.select_one("#opening").get_text()
    assert page.select_one("#ask").has_attr("hidden")
    assert client.post("/fr/widget/ask", json=ASK).status_code == 401


def test_health_and_what_says_nothing_of_the_corpus_need_no_key(client_with, keys):
    keys.create("person", ("ask",))
    client = client_with(Access("key", keys))
    for path in ("/healthz", "/readyz", "/widget.js", "/static/candour.css"):
        assert client.get(path).status_code == 200


def test_a_trusted_proxy_names_the_user(client_with):
    access = Access("proxy", proxies=networks_of(PROXY), admins=frozenset({"root"}))
    inside, outside = client_with(access, peer=PROXY), client_with(access)
    named = {"x-forwarded-user": "jo", "x-forwarded-for": "198.51.100.7"}
    assert inside.post("/api/v1/ask", json=ASK, headers=named).status_code == 200
    assert inside.post("/api/v1/ask", json=ASK).json()["code"] == "no_user"
    assert outside.post("/api/v1/ask", json=ASK, headers=named).json()["code"] == "no_user"
    assert inside.get("/en/organizations", headers={"x-forwarded-user": " "}).status_code == 403
    assert inside.get("/en/admin", headers=named).status_code == 403
    assert inside.get("/en/admin", headers={"x-forwarded-user": "root"}).status_code == 404  # allowed, but not there


def test_behind_tls_browsers_are_told_to_stay_with_it(client_with):
    access = Access("open", proxies=networks_of(PROXY))
    forwarded = {"x-forwarded-proto": "https"}
    assert "strict-transport-security" in client_with(access, peer=PROXY).get("/healthz", headers=forwarded).headers
    assert "strict-transport-security" not in client_with(access).get("/healthz", headers=forwarded).headers


@pytest.mark.parametrize(
    "path", ["/api/v1/ask", "/v1/chat/completions", "/en/widget/ask", "/en/feedback", "/en/export"]
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"http://{HOST}.evil.example", "http://127.0.0.1"])
def test_other_sites_pages_can_send_nothing(client_with, path, origin):
    response = client_with(Access("open")).post(path, json=ASK, headers={"origin": origin})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_an_allowed_sites_scripts_may_use_the_api_and_only_that(client_with):
    client = client_with(Access("open"))
    asked = client.post("/api/v1/ask", json=ASK, headers={"origin": INTRANET})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, INTRANET)
    wish = {
        "origin": INTRANET,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    assert client.options("/api/v1/ask", headers=wish).headers["access-control-allow-origin"] == INTRANET
    evil = client.options("/api/v1/ask", headers={**wish, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in evil.headers
    assert client.post("/en/feedback", json=FEEDBACK, headers={"origin": INTRANET}).status_code == 403


@pytest.mark.parametrize("mode", ["open", "key"])
def test_an_allowed_sites_scripts_are_told_of_refusals_and_may_send_a_key(client_with, keys, mode):
    key = keys.create("program", ("ask",))
    client = client_with(Access(mode, keys))
    wish = {
        "origin": INTRANET,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    for path in ("/api/v1/ask", "/v1/chat/completions"):
        may = client.options(path, headers=wish)
        assert (may.status_code, may.headers["access-control-allow-origin"]) == (200, INTRANET)
        assert "authorization" in may.headers["access-control-allow-headers"]
    site = {"origin": INTRANET}
    if mode == "key":
        refused = client.post("/api/v1/ask", json=ASK, headers=site)
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, INTRANET)
    asked = [client.post("/api/v1/ask", json=ASK, headers={**site, **bearer(key)}) for _ in range(31)]
    assert (asked[0].status_code, asked[-1].status_code) == (200, 429)
    for each in (asked[0], asked[-1]):
        assert each.headers["access-control-allow-origin"] == INTRANET
        exposed = each.headers["access-control-expose-headers"].lower()
        assert {"retry-after", "x-request-id"} <= set(exposed.split(", "))
    assert "access-control-allow-origin" not in client.get("/en/about", headers=site).headers


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/en/", "ask"),
        ("/api/v1/ask", "ask"),
        ("/en/feedback", "feedback"),
        ("/api/v1/feedback", "feedback"),
        ("/api/v1/feedback/export", "admin"),
        ("/api/v1/assessments", "admin"),
        ("/api/v1/assessments/cbsa", "admin"),
        ("/fr/admin", "admin"),
    ],
)
def test_every_address_needs_a_right(path, right):
    assert needed_right(path) == right
