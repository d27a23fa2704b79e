"""Administration over HTTP: the API and the page, with real files, a real index, and a real process that changes it."""

from __future__ import annotations

import fcntl
import json
import shutil

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from forms import assistant_over, five_forms, form, ingested

from assistant.administration import Administration, file_name
from assistant.app import audit_log, parts_of
from assistant.audit import Became
from assistant.feedback import Feedback, FeedbackStore
from assistant.keys import KeyStore
from assistant.settings import Settings
from assistant.web.access import Access
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

HOST = "candour.example.org"
LUNAR = "Agence lunaire du Canada"


def filled(name: str, language: str = "en", code: str = "- Yes") -> bytes:
    return form(load_questionnaire(), name, {1: code, 4: "We trained everybody.\nTwice."}, language).encode()


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys.json")


@pytest.fixture(scope="module")
def five_ingested(tmp_path_factory):
    folder = tmp_path_factory.mktemp("administration")
    ingested(folder, five_forms(load_questionnaire()))
    return folder / "home"


@pytest.fixture
def served(five_ingested, tmp_path, keys):
    """The application with access by key over five real forms, its client signed in as an administrator."""
    shutil.copytree(five_ingested, tmp_path / "home")
    parts = parts_of(Settings(home=tmp_path / "home"))
    feedback = FeedbackStore(parts.home.feedback, days=30)
    feedback.keep(Feedback("not_helpful", "fr", "list", "g1", ("wrong",), "=1+1"))
    app = create_app(
        assistant_over(parts.index),
        feedback=feedback,
        administration=Administration(parts, feedback, audit_log(parts)),
        access=Access("key", keys),
        with_chat=False,
    )
    client = TestClient(app, base_url=f"http://{HOST}", client=("203.0.113.9", 5000), follow_redirects=False)
    client.headers["authorization"] = f"Bearer {keys.create('boss', ('ask', 'feedback', 'admin'))}"
    return client


def organizations(client):
    return {each["organization"] for each in client.get("/api/v1/organizations").json()}


def acts(tmp_path):
    lines = (tmp_path / "home" / "audit.jsonl").read_text().splitlines()
    return [(each["who"], each["act"], each["what"], each["outcome"]) for each in map(json.loads, lines)]


def test_an_assessment_is_added_asked_about_replaced_and_removed(served, tmp_path):
    sent = [
        ("files", ("parks.txt", filled("Elections Canada"))),
        ("files", ("notes.txt", b"Nothing of the kind.")),
    ]
    told = served.post("/api/v1/assessments", files=sent)
    assert told.status_code == 200
    outcome = told.json()
    assert [(each["file"], each["organization"]) for each in outcome["taken_in"]] == [("parks.txt", "Elections Canada")]
    assert [(each["file"], each["code"]) for each in outcome["not_taken_in"]] == [("notes.txt", "not_an_assessment")]
    assert "/tmp" not in told.text
    assert "Elections Canada" in organizations(served)
    parks = outcome["taken_in"][0]
    assert parks["document"] in [each["document"] for each in served.get("/api/v1/assessments").json()]

    again = served.post("/api/v1/assessments", files=[("files", ("new.txt", filled("Elections Canada", code="- No")))])
    assert again.json()["taken_in"][0]["replaces"] == parks["document"]
    same = served.post("/api/v1/assessments", files=[("files", ("new.txt", filled("Elections Canada", code="- No")))])
    assert (same.json()["changed"], len(same.json()["unchanged"])) == (False, 1)

    gone = served.delete("/api/v1/assessments", params={"organization": parks["organization_id"], "language": "en"})
    assert gone.status_code == 200
    assert gone.json()["removed"] == again.json()["taken_in"][0]["document"].split()
    assert "Elections Canada" not in organizations(served)
    absent = served.delete("/api/v1/assessments", params={"organization": parks["organization_id"]})
    assert (absent.status_code, absent.json()["code"]) == (404, "nothing_to_remove")
    assert acts(tmp_path) == [
        ("boss", "add_assessments", ["parks.txt", "notes.txt"], "done_in_part"),
        ("boss", "add_assessments", ["new.txt"], "done"),
        ("boss", "add_assessments", ["new.txt"], "unchanged"),
        ("boss", "remove_assessments", [parks["organization_id"], "en"], "done"),
        ("boss", "remove_assessments", [parks["organization_id"]], "nothing_to_remove"),
    ]
    first, second, *_ = audit_log(parts_of(Settings(home=tmp_path / "home"))).last(5)[::-1]
    new = again.json()["taken_in"][0]["document"]
    assert first.became == (
        Became("added", parks["document"], "parks.txt"),
        Became("refused", "notes.txt", code="not_an_assessment"),
    )
    assert second.became == (Became("replaced", new, "new.txt", instead_of=parks["document"]),)


def test_a_second_change_waits_and_nothing_tells_where_the_data_lies(served, tmp_path):
    with (tmp_path / "home" / "ingest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = served.post("/api/v1/assessments", files=[("files", ("parks.txt", filled("Elections Canada")))])
    assert (told.status_code, told.json()["code"]) == (409, "ingest_running")
    assert "Wait" in told.json()["detail"]
    assert str(tmp_path) not in told.text


def test_files_of_which_none_is_good_change_nothing_and_say_why(served, tmp_path):
    before = organizations(served)
    told = served.post("/api/v1/assessments", files=[("files", ("../../etc/x.pdf", b"%PDF-1.7 broken"))])
    assert (told.status_code, told.json()["code"]) == (422, "nothing_taken_in")
    assert told.json()["errors"][0]["place"] == "x.pdf"
    assert organizations(served) == before
    assert acts(tmp_path) == [("boss", "add_assessments", ["x.pdf"], "nothing_taken_in")]


def test_files_beyond_the_most_are_named_and_the_page_stays_short(served, tmp_path):
    sent = [("files", (f"{n}.txt", b"?")) for n in range(501)] + [("files", ("fin.txt", filled("Elections Canada")))]
    told = served.post("/api/v1/assessments", files=sent)
    assert told.status_code == 422
    wrong = {each["place"]: each["message"] for each in told.json()["errors"]}
    assert len(wrong) == 502
    assert "at most 500 files are taken at once" in wrong["fin.txt"]
    assert "500" in told.json()["detail"]
    assert len(told.json()["detail"]) < 500
    page = BeautifulSoup(served.post("/fr/admin", files=sent).text, "lxml")
    said = page.select_one("#outcome")
    assert "Au plus 500 fichiers sont pris à la fois" in said.text
    assert "fin.txt" in said.text
    (last, *_) = page.select("main table")[-1].select("tbody tr")
    for part in (said, last):
        assert "et 4" in part.select_one("summary").text
        for folded in part.select("details"):
            folded.decompose()
        assert part.text.count(".txt") < 20
    good = [("files", ("one.txt", filled("Elections Canada"))), *(("files", (f"{n}.txt", b"?")) for n in range(499))]
    done = served.post("/api/v1/assessments", files=[*good, ("files", ("fin.txt", filled("Parks Canada")))]).json()
    assert [each["file"] for each in done["taken_in"]] == ["one.txt"]
    assert (done["not_taken_in"][0]["file"], done["not_taken_in"][0]["code"]) == ("fin.txt", "too_many_files")


def test_a_form_with_more_files_than_the_usual_is_answered_on_the_page(served):
    told = served.post("/en/admin", files=[("files", (f"{n}.txt", b"?")) for n in range(1_001)])
    assert told.status_code == 422
    assert "501 more were left out" in BeautifulSoup(told.text, "lxml").select_one("#outcome").text


def test_a_name_with_line_ends_of_its_own_kind_spoils_no_list_of_acts(served):
    served.post("/api/v1/assessments", files=[("files", ("a\u2028b\x85c.txt", b"?"))])
    shown = served.get("/en/admin")
    assert shown.status_code == 200
    assert "c.txt: not taken in" in shown.text


def test_feedback_is_given_away_as_a_file(served, tmp_path):
    told = served.get("/api/v1/feedback/export", params={"format": "csv"})
    assert told.headers["content-type"].startswith("text/csv")
    assert "'=1+1" in told.text  # nothing that a spreadsheet would compute
    rows = served.get("/api/v1/feedback/export").json()["rows"]
    assert [(each["verdict"], each["reasons"], each["text"]) for each in rows] == [("not_helpful", "wrong", "=1+1")]
    assert acts(tmp_path)[0] == ("boss", "export_feedback", [], "done")


def test_feedback_in_a_file_for_people_is_in_their_language_and_is_no_quotation(served):
    french = served.get("/api/v1/feedback/export", params={"format": "csv", "language": "fr"}).text
    assert "Pas utile,Elle est erronée" in french
    assert "not_helpful" not in french
    markdown = served.get("/api/v1/feedback/export", params={"format": "md"}).text
    assert markdown.startswith("- Feedback on answers")
    assert "Quoted from" not in markdown


REQUESTS = (
    ("GET", "/api/v1/assessments"),
    ("POST", "/api/v1/assessments"),
    ("DELETE", "/api/v1/assessments?organization=hc"),
    ("GET", "/api/v1/feedback/export"),
    ("GET", "/en/admin"),
    ("POST", "/fr/admin"),
    ("GET", "/fr/admin/remove?organization=hc&of=en"),
    ("POST", "/en/admin/remove"),
)


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_nobody_else_administers(served, keys, method, path):
    served.headers["authorization"] = f"Bearer {keys.create('asks', ('ask', 'feedback'))}"
    assert served.request(method, path).json()["code"] == "no_right"
    del served.headers["authorization"]
    assert served.request(method, path).status_code in (401, 303)


@pytest.mark.parametrize("access", [Access(), Access("open")])
def test_anonymous_visitors_never_administer(tmp_path, assistant, access):
    parts = parts_of(Settings(home=tmp_path))
    app = create_app(
        assistant, administration=Administration(parts, None, audit_log(parts)), access=access, with_chat=False
    )
    client = TestClient(app, base_url="http://127.0.0.1:7860")
    assert {client.request(method, path).status_code for method, path in REQUESTS} == {403}


def test_what_cannot_be_written_down_is_not_done(served, tmp_path):
    (tmp_path / "home" / "audit.jsonl").mkdir()
    told = served.post("/api/v1/assessments", files=[("files", ("parks.txt", filled("Elections Canada")))])
    assert (told.status_code, told.json()["code"]) == (503, "audit_unusable")
    assert "Elections Canada" not in organizations(served)


def test_the_page_adds_shows_the_report_and_removes(served):
    """In the other language a real browser does the same: tests/browser/test_administration.py."""
    page = BeautifulSoup(served.get("/fr/admin").text, "lxml")
    assert len(page.select("main table")[0].select("tbody tr")) == 5
    action = page.select_one("main form")["action"]
    sent = [("files", ("lune.txt", filled(LUNAR, "fr", "- Oui"))), ("files", ("<b>.txt", b"?"))]
    done = served.post(action, files=sent)
    said = BeautifulSoup(done.text, "lxml").select_one("#outcome")
    assert "lune.txt" in said.text
    assert "<b>.txt" in said.text  # as text
    assert not said.select_one("b b")
    table = BeautifulSoup(done.text, "lxml").select("main table")[0]
    row = next(each for each in table.select("tr") if "lune.txt" in each.text)
    asked = served.get(row.select_one("a.soft")["href"])
    form = BeautifulSoup(asked.text, "lxml").select_one("main form")
    sent_away = served.post(form["action"], data={each["name"]: each["value"] for each in form.select("input")})
    assert sent_away.status_code == 303
    removed = served.get(sent_away.headers["location"])
    assert "français" in BeautifulSoup(removed.text, "lxml").select_one("#outcome").text
    assert "lune.txt" not in str(BeautifulSoup(removed.text, "lxml").select("main table")[0])
    log = BeautifulSoup(removed.text, "lxml").select("main table")[-1]
    assert [each.select("td")[1].text for each in log.select("tbody tr")] == ["boss", "boss"]
    assert "<b>.txt\u00a0: non ajouté" in log.text
    assert "fait, sauf quelques fichiers" in log.text


def test_the_page_says_what_was_wrong(served):
    language = "en"
    assert served.post(f"/{language}/admin").status_code == 422
    empty = served.post(f"/{language}/admin", files=[("files", ("", b""))])
    assert empty.status_code == 422
    bad = served.post(f"/{language}/admin", files=[("files", ("a.txt", b"nothing"))])
    assert bad.status_code == 422
    assert "a.txt" in BeautifulSoup(bad.text, "lxml").select_one("#outcome").text
    assert served.get(f"/{language}/admin/remove?organization=nobody&of=en").status_code == 404
    assert served.get(f"/{language}/admin/remove").headers["location"] == f"/{language}/admin"
    gone = served.post(f"/{language}/admin/remove", data={"organization": "nobody", "of": "en"})
    assert gone.status_code == 404
    assert BeautifulSoup(gone.text, "lxml").select_one("[role=alert]")


def test_the_french_page_has_french_names_and_says_what_is_english(served):
    replaced = [("files", ("health.txt", filled("Health Canada", code="- Yes\n- No"))), ("files", ("n.txt", b"?"))]
    page = BeautifulSoup(served.post("/fr/admin", files=replaced).text, "lxml")
    said = page.select_one("#outcome")
    assert "Santé Canada" in said.text
    assert "à la place du fichier " in said.text
    assert "health-2024-en" not in said.text  # no id of a document
    assert "Santé CanadaR" not in said.text.replace("\n", "")
    assert "L’élément 1 demande un seul choix" in said.select_one("details").text
    assert said.select_one("details [lang=en]")
    assert "les raisons sont en anglais" in said.text
    served.post("/fr/admin", files=[("files", ("n.txt", b"?"))])
    page = BeautifulSoup(served.get("/fr/admin").text, "lxml")
    assert "Santé Canada" in page.select("main table")[0].text
    assert "aucun fichier n’était bon" in page.select("main table")[-1].text
    assert "nothing_taken_in" not in page.text


def test_what_is_being_changed_is_said_in_the_pages_language(served, tmp_path):
    with (tmp_path / "home" / "ingest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = served.post("/fr/admin", files=[("files", ("parks.txt", filled("Elections Canada")))])
    assert told.status_code == 409
    assert "est en train d’être changé" in BeautifulSoup(told.text, "lxml").select_one("[role=alert]").text


@pytest.mark.parametrize("query", ["removed=health&of=en", "removed=%3Cb%3E&of=en", "removed=parks", "of=en"])
def test_the_page_says_of_nothing_that_is_there_that_it_was_removed(served, query):
    assert not BeautifulSoup(served.get(f"/en/admin?{query}").text, "lxml").select("#outcome")


def test_all_acts_are_shown_to_who_wants_them(served, tmp_path):
    line = json.dumps(
        {"time": "2026-11-28T00:00:00+00:00", "who": "x", "act": "create_key", "what": [], "outcome": "?"}
    )
    (tmp_path / "home" / "audit.jsonl").write_text(f"{line}\n" * 30)

    def shown(address):
        page = BeautifulSoup(served.get(address).text, "lxml")
        links = [each["href"] for each in page.select("main a") if "acts" in each["href"]]
        return len(page.select("main table")[-1].select("tbody tr")), links

    assert shown("/en/admin") == (20, ["/en/admin?acts=all#acts"])
    assert shown("/en/admin?acts=all#acts") == (30, [])


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\form.docx", "form.docx"),
        ("..", "file"),
        ("", "file"),
        (".hidden.txt", "hidden.txt"),
        ("-rf.txt", "rf.txt"),
        ("a\nb\x00c.txt", "abc.txt"),
        ("a\u202etxt.pdf", "atxt.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        (".txt", "txt"),
    ],
)
def test_a_sent_files_name_is_no_path(told, name):
    assert file_name(told) == name
