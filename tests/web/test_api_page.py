"""The documentation of the API: every operation, in both languages, without any script."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.keys import KeyStore
from assistant.web.access import Access
from assistant.web.api.app import create_api
from assistant.web.api.describing import CODES
from assistant.web.api_page import Field, operations_of
from assistant.web.server import create_app
from assistant.web.words import words_of


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_operation_is_explained_with_what_it_takes(assistant, language):
    # Only described; nothing is asked of it.
    client = TestClient(
        create_app(assistant, administration=object(), with_chat=False), base_url="http://127.0.0.1:7860"
    )
    page = BeautifulSoup(client.get(f"/{language}/api").text, "lxml")
    described = client.get("/api/v1/openapi.json").json()
    paths = [f"{method.upper()} /api/v1{path}" for path, methods in described["paths"].items() for method in methods]
    assert [heading.get_text() for heading in page.select("section.operation h2")] == paths
    ask = page.select_one("section.operation")
    assert words_of(language)("api.ask") in ask.get_text()
    fields = ["question", "history", "language", "organizations", "quotations_only"]
    assert [code.get_text() for code in ask.select("p code")] == fields
    assert page.select_one('a[href="/api/v1/openapi.json"]')
    assert page.html["lang"] == language


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_a_key_is_needed_every_line_sends_one_and_assessments_have_lines_too(assistant, tmp_path, language):
    keys = KeyStore(tmp_path / "keys.json")
    app = create_app(assistant, administration=object(), access=Access("key", keys), with_chat=False)
    client = TestClient(app, base_url="https://candour.example.org")
    client.headers["authorization"] = f"Bearer {keys.create('jo', ('ask',))}"
    page = BeautifulSoup(client.get(f"/{language}/api").text, "lxml")
    lines = [each.get_text() for each in page.select("pre") if each.get_text().startswith("curl ")]
    assert lines
    assert all(" -H 'Authorization: Bearer KEY'" in line for line in lines)
    assert sum("/api/v1/assessments" in line for line in lines) == 3
    assert "candour key create" in page.get_text()
    (add,) = [each for each in page.select("section.operation") if "POST /api/v1/assessments" in each.h2.get_text()]
    assert "files" in [code.get_text() for code in add.select("p code")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_codes_of_problems_values_of_feedback_and_the_tools_are_told(assistant, language):
    app = create_app(assistant, feedback=object(), with_chat=False)
    page = BeautifulSoup(TestClient(app, base_url="http://127.0.0.1:7860").get(f"/{language}/api").text, "lxml")
    assert [each.get_text() for each in page.select("table th[scope=row] code")] == list(CODES)
    (feedback,) = [each for each in page.select("section.operation") if "/feedback" in each.h2.get_text()]
    values = [each.get_text() for each in feedback.select("samp")]
    assert values[:2] == ["helpful", "not_helpful"]
    assert {"lookup", "wrong_source", "fr"} <= set(values)
    assert '"verdict": "not_helpful"' in feedback.select("pre")[1].get_text()
    assert "http://127.0.0.1:7860/mcp" in page.get_text()
    assert "read_assessment" in page.get_text()


def test_an_operation_is_read_from_its_description(assistant):
    operations = {each.name: each for each in operations_of(create_api(assistant).openapi())}
    assert "feedback" not in operations
    item = operations["item"]
    fields = (Field("n", True), Field("language", False, ("en", "fr")))
    assert (item.method, item.path, item.fields) == ("GET", "/items/{n}", fields)
    assert '{"rank": 6}' in operations["query"].examples
