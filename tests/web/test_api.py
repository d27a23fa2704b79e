"""The API over real forms: what it answers, streams and documents, and how it refuses."""

from __future__ import annotations

import hashlib
import json

import pytest
from fastapi.testclient import TestClient
from forms import five_forms, ingested

from assistant.app import open_assistant, parts_of
from assistant.feedback import FeedbackStore
from assistant.settings import Settings
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

UPDATED = "Which organizations updated their code of conduct?"
STREAM = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return ingested(tmp_path_factory.mktemp("api"), five_forms(load_questionnaire()))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite", days=30)


@pytest.fixture(scope="module")
def api(real, store):
    app = create_app(real, feedback=store, with_chat=False)
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def documented(api):
    return api.get("/api/v1/openapi.json").json()


def events_of(response):
    """Name and data of each event of a stream."""
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


def assert_problem(response, status, code):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:candour:problem:{code}")
    assert told["title"]
    assert told["detail"]
    return told


def test_a_question_is_answered_as_the_command_answers_it(api, real):
    told = api.post("/api/v1/ask", json={"question": UPDATED}).json()
    expected = json.loads(json.dumps(real.ask(UPDATED).to_json()))
    told.pop("timing_ms"), expected.pop("timing_ms")
    assert told == expected
    assert told["coverage"] == {"organizations": 5, "matching": 3, "not_matching": 1, "not_stated": 1}


def test_a_question_goes_on_with_the_earlier_ones(api):
    told = api.post("/api/v1/ask", json={"question": "And which did not?", "history": [UPDATED]}).json()
    assert told["where"] == "not q5.updated"


def test_the_language_is_used_where_the_words_do_not_tell(api):
    assert api.post("/api/v1/ask", json={"question": "q5.updated", "language": "fr"}).json()["language"] == "fr"


def test_an_answer_streams_in_events_that_add_up_to_it(api):
    response = api.post("/api/v1/ask", json={"question": UPDATED}, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, started), *parts, (last, answer) = events_of(response)
    assert (first, last) == ("started", "done")
    assert started == {"language": "en", "reading": answer["reading"]}
    assert {name for name, _ in parts} == {"text"}
    assert "".join(data["text"] for _, data in parts) == answer["text"]


def test_a_question_about_some_organizations_names_them_as_a_query_does(api):
    told = api.post("/api/v1/ask", json={"question": UPDATED, "organizations": ["HC", "Parks Canada"]}).json()
    assert {row["organization"] for row in told["rows"]} == {"Parks Canada", "Health Canada"}
    refused = {"question": UPDATED, "organizations": ["nope"]}
    ((name, failed),) = events_of(api.post("/api/v1/ask", json=refused, headers=STREAM))
    assert (name, failed["code"]) == ("failed", "bad_query")
    assert "/api/v1/organizations" in failed["message"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [({"where": "q5.updated and not q12.yes"}, "list"), ({"rank": 6}, "rank"), ({"cross": [3, 5]}, "crosstab")],
)
def test_a_query_needs_no_question(api, asked, kind):
    assert api.post("/api/v1/query", json=asked).json()["kind"] == kind


def test_organizations_are_listed_and_each_given_whole(api):
    listed = api.get("/api/v1/organizations").json()
    assert len(listed) == 5
    health = next(each for each in listed if each["organization"] == "Health Canada")
    found = api.get(f"/api/v1/organizations/{health['id']}").json()
    (assessment,) = found["assessments"]
    assert found["name"]["fr"] == "Santé Canada"
    assert [each["item"] for each in assessment["responses"]] == list(range(1, 14))
    text = api.get(f"/api/v1/documents/{assessment['document']}").json()["text"]
    response = assessment["responses"][4]
    assert text[response["start"] : response["end"]] == response["text"]
    assert [text[tick["start"] : tick["end"]] for tick in response["ticks"]] == [
        "Yes, my organization updated its code of conduct."
    ]


def test_the_places_of_citations_count_in_the_documents_text(api):
    for citation in api.post("/api/v1/ask", json={"question": UPDATED}).json()["citations"]:
        text = api.get(f"/api/v1/documents/{citation['document']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_items_are_listed_and_each_counted_across_organizations(api):
    assert [each["number"] for each in api.get("/api/v1/items").json()] == list(range(1, 14))
    found = api.get("/api/v1/items/5", params={"language": "fr"}).json()
    assert [each["matching"] for each in found["options"]] == [3, 1, 1]
    assert found["options"][0]["label"].startswith("Oui")
    assert len(found["rows"]) == 5


def test_status_tells_what_is_served(api, real):
    told = api.get("/api/v1/status").json()
    assert (told["organizations"], told["documents"]) == (5, 5)
    assert told["index"] == real.snapshot().index
    documents = [
        api.get(f"/api/v1/organizations/{each['id']}").json() for each in api.get("/api/v1/organizations").json()
    ]
    texts = [
        api.get(f"/api/v1/documents/{one['document']}").json() for each in documents for one in each["assessments"]
    ]
    lines = "".join(f"{each}\n" for each in sorted(text["sha256"] for text in texts))
    assert told["sha256"] == hashlib.sha256(lines.encode()).hexdigest()


def test_feedback_is_kept(api, store):
    sent = {"verdict": "helpful", "kind": "list", "index": "g1"}
    assert api.post("/api/v1/feedback", json=sent).status_code == 204
    assert [each.feedback.verdict for each in store.kept()] == ["helpful"]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        ("GET", "organizations/none", None, 404, "unknown_organization"),
        ("GET", "items/99", None, 404, "unknown_item"),
        ("GET", "items/five", None, 422, "bad_request"),
        ("GET", "documents/none", None, 404, "unknown_document"),
        ("GET", "nothing", None, 404, "not_found"),
        ("GET", "ask", None, 405, "bad_method"),
        ("POST", "query", {"where": "q5.polished"}, 400, "bad_query"),
        ("POST", "query", {"where": "q5.updated and"}, 400, "bad_condition"),
        ("POST", "query", {"organizations": ["Ministry of Magic"]}, 400, "bad_query"),
        ("POST", "ask", {"question": UPDATED, "organizations": ["parks", "Ministry of Magic"]}, 400, "bad_query"),
        ("POST", "ask", {}, 422, "bad_request"),
        ("POST", "ask", {"question": ""}, 422, "bad_request"),
        ("POST", "ask", {"question": "x" * 2001}, 422, "bad_request"),
        ("POST", "ask", {"question": "who?", "history": ["a"] * 21}, 422, "bad_request"),
        ("POST", "ask", {"question": "who?", "more": 1}, 422, "bad_request"),
        ("POST", "ask", {"question": "who?", "language": "de"}, 422, "bad_request"),
        ("POST", "ask", [1], 422, "bad_request"),
        ("POST", "feedback", {"verdict": "great"}, 422, "bad_request"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_a_stable_code(api, method, path, sent, status, code):
    told = assert_problem(api.request(method, f"/api/v1/{path}", json=sent), status, code)
    assert ("errors" in told) == (code == "bad_request")


def test_without_an_index_the_machine_keeps_its_paths_to_itself(tmp_path, caplog):
    app = create_app(open_assistant(parts_of(Settings(home=tmp_path))), with_chat=False)
    bare = TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)
    for method, path, sent in (("POST", "ask", {"question": "who?"}), ("GET", "status", None)):
        response = bare.request(method, f"/api/v1/{path}", json=sent)
        assert_problem(response, 503, "no_index")
        assert str(tmp_path) not in response.text
    streamed = bare.post("/api/v1/ask", json={"question": "who?"}, headers=STREAM)
    assert events_of(streamed) == [
        (
            "failed",
            {"code": "no_index", "message": "There is nothing to answer from yet: no self-assessment has been added."},
        )
    ]
    assert str(tmp_path) in caplog.text


def test_a_mistake_in_the_program_tells_nothing_of_it(assistant, caplog):
    client = TestClient(
        create_app(assistant, with_chat=False), base_url="http://127.0.0.1", raise_server_exceptions=False
    )
    assistant.item = lambda language, n: 1 / 0
    response = client.get("/api/v1/items/5")
    assert_problem(response, 500, "internal")
    assert "ZeroDivisionError" not in response.text
    assert "ZeroDivisionError" in caplog.text


def test_every_address_is_documented_with_what_it_takes_and_gives(documented):
    paths = {(method, path) for path, methods in documented["paths"].items() for method in methods}
    assert paths == {
        *(("post", f"/{name}") for name in ("ask", "query", "feedback")),
        *(
            ("get", f"/{name}")
            for name in ("organizations", "organizations/{id}", "items", "items/{n}", "documents/{id}")
        ),
        ("get", "/status"),
    }
    for methods in documented["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            assert "application/problem+json" in json.dumps(operation["responses"]["503"])
    assert documented["components"]["schemas"]["AskRequest"]["examples"]


def test_other_sites_scripts_are_refused(api):
    response = api.post("/api/v1/ask", json={"question": "who?"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
