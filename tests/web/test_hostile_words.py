"""A really ingested document whose every word is hostile, and questions like it: shown as text wherever they are shown.

What is shown is taken apart by the parsers that would show it (HTML, Markdown, CSV, XLSX, JSON), not searched for
pieces of text. What a browser does with it: tests/browser/test_hostile.py.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from fastapi.testclient import TestClient
from forms import five_forms, form, ingested
from hostile_words import FILE_NAME, HARMFUL, HOSTILE, LONG_WORD, NAME, hostile_form
from markdown_it import MarkdownIt
from mcp import Client
from mcp_types import TextContent

from assistant.app import parts_of
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.ingesting import tell
from assistant.terminal import rendered
from assistant.web.answer_html import answer_html, sources_markdown
from assistant.web.mcp_server import mcp_server
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire
from corpus.types import Assessment
from index.build import IngestReport
from index.collect import Problem

PAGES = (
    *("/en/organizations", "/fr/organismes", "/en/organizations?where=q5.updated", "/en/organizations/{id}"),
    *("/fr/organismes/{id}", "/en/organizations/{id}?from={start}&to={end}", "/en/items/5", "/fr/elements/4"),
    *("/en/items/13", "/en/remarks", "/en/timeline", "/en/timeline?by={hostile}", "/en/organizations?name={hostile}"),
)
FILES = ("/en/organizations", "/en/items/5", "/en/items/13", "/en/remarks", "/en/timeline")
QUESTIONS = (
    "Which organizations updated their code of conduct?",
    "Which organizations ticked yes for item 12?",
    HOSTILE,
)
# What takes words for something else than text, or calls out.
ACTIVE = (
    *("script:not([src^='/static/'])", "link:not([href^='/'])", "img", "iframe", "object", "embed", "base", "style"),
    *("meta[http-equiv]", "svg image", "audio", "video", "[srcset]", "[formaction]"),
)
# What a spreadsheet computes; a lone dash before a space opens an entry of a list.
_COMPUTED = re.compile(r"[\"]*(?:[=+@＝＋－＠\t\r\n]|-\S)")


@dataclass(frozen=True)
class Real:
    assistant: Assistant
    client: TestClient
    document: Assessment
    home: Path

    def address(self, page: str) -> str:
        span = self.document.response(13).free_text
        assert span is not None
        hostile = "%E2%80%AE<b>%22"
        return page.format(id=self.document.organization.id, start=span.start, end=span.end, hostile=hostile)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Everything real, over the hostile form and a harmless one."""
    folder, questionnaire = tmp_path_factory.mktemp("hostile"), load_questionnaire()
    forms = {FILE_NAME: hostile_form(questionnaire), "health.txt": five_forms(questionnaire)["health.txt"]}
    assistant = ingested(folder, forms)
    client = TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")
    (identifier,) = [each.id for each in assistant.organizations() if each.printed_name == NAME]
    return Real(assistant, client, assistant.documents_of(identifier)[0], folder / "home")


def is_inert(html: str, outside: tuple[str, ...] = ()) -> BeautifulSoup:
    """The parsed HTML; fails where it could run, load or lead to anything of the document's."""
    page = BeautifulSoup(html, "lxml")
    assert page.select(",".join(ACTIVE)) == []
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.lower().startswith("on")], tag
        assert "style" not in tag.attrs
        for name in ("href", "src", "action"):
            parts = urlsplit(str(tag.get(name, "")))
            assert parts.scheme in ("", "data") or parts.geturl() in outside, tag
            assert parts.netloc == "" or parts.geturl() in outside, tag
    assert not HARMFUL.search(str(page))
    return page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_hostile_words_as_text(real: Real, path: str) -> None:
    response = real.client.get(real.address(path))
    assert response.status_code == (400 if "by=" in path else 200)  # no such date
    assert response.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
    is_inert(response.text)


def test_the_document_page_shows_every_word(real: Real) -> None:
    text = is_inert(real.client.get(real.address("/en/organizations/{id}")).text).get_text()
    shown = HARMFUL.sub("\ufffd", HOSTILE)
    assert all(piece in text for piece in (shown, LONG_WORD, HARMFUL.sub("\ufffd", NAME), FILE_NAME))
    assert "<script>" in shown
    assert "\ufffd" in shown


def test_a_highlight_is_where_it_was_though_signs_stand_for_characters(real: Real) -> None:
    address = real.address("/en/organizations/{id}?from={start}&to={end}")
    page = is_inert(real.client.get(address).text)
    span = real.document.response(13).free_text
    assert span is not None
    quoted = HARMFUL.sub("\ufffd", real.document.words(span))
    assert "".join("".join(mark.get_text() for mark in page.select("#q13 mark")).split()) == "".join(quoted.split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_in_the_chat_is_inert_before_and_after_markdown(real: Real, question: str) -> None:
    """The page puts it in as it is; a component that reads Markdown with HTML in it, as Gradio's, shows the same."""
    html = answer_html(real.assistant.ask(question), 2)
    is_inert(html)
    read = is_inert(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(html))
    assert read.get_text().split() == BeautifulSoup(html, "lxml").get_text().split()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_text_of_an_answer_is_markdown_in_which_words_are_words(real: Real, question: str) -> None:
    """So it is shown by whoever calls the API or speaks with it as with a model."""
    told = real.client.post("/api/v1/ask", json={"question": question}).json()
    said = is_inert(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(told["text"]))
    assert said.select("a, del, code, h1, h2, hr, table") == []


@pytest.mark.parametrize("question", [*QUESTIONS, "What did Health Canada answer to item 5?", "Who mentions Fish?"])
def test_the_sources_after_an_answer_are_markdown_in_which_words_are_words(real: Real, question: str) -> None:
    """Chat programs show what they are given as Markdown: an image in it would be fetched from outside."""
    sent = {"messages": [{"role": "user", "content": question}]}
    (choice,) = real.client.post("/v1/chat/completions", json=sent).json()["choices"]
    for text in (choice["message"]["content"], asyncio.run(told_by_tool(real.assistant, question))):
        assert not HARMFUL.search(text.replace("\n", " "))
        said = is_inert(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
        assert said.select("a, del, code, pre, h1, h2, hr, table") == []


async def told_by_tool(assistant: Assistant, question: str) -> str:
    """What the tool says to a language model."""
    async with Client(mcp_server(assistant)) as client:
        (said,) = (await client.call_tool("ask", {"question": question})).content
    assert isinstance(said, TextContent)
    return said.text


def test_an_address_among_the_sources_is_nothing_but_an_address(real: Real) -> None:
    answer = real.assistant.ask(QUESTIONS[0])
    url = "https://outside.example/![i](https://outside.example/b.png)<img src=x>\u202e`x`#a"
    told = sources_markdown(replace(answer, citations=tuple(replace(each, url=url) for each in answer.citations)))
    assert is_inert(MarkdownIt("commonmark").render(told)).select("a, code") == []
    assert "https://outside.example/!%5Bi%5D%28https://outside.example/b.png%29%3Cimg%20src=x%3E" in told


def test_the_api_gives_exact_words_as_json_that_no_browser_takes_for_a_page(real: Real) -> None:
    response = real.client.post("/api/v1/query", json={"where": "q5.updated"})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    cited = [each for each in response.json()["citations"] if each["document"] == real.document.id]
    assert cited
    assert all(each["quote"] == real.document.source.text[each["start"] : each["end"]] for each in cited)
    assert {each["organization"] for each in cited} == {NAME}
    whole = real.client.get(f"/api/v1/organizations/{real.document.organization.id}")
    assert whole.headers["content-type"] == "application/json"
    assert any(HOSTILE in each for each in texts_in(whole.json()))


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("path", FILES)
def test_a_csv_file_computes_nothing_wherever_its_lines_are_cut(real: Real, path: str) -> None:
    content = real.client.get(f"{path}?format=csv").content.decode("utf-8-sig")
    for separator in (",", ";", "\t"):
        cells = [cell for line in csv.reader(io.StringIO(content, newline=""), delimiter=separator) for cell in line]
        assert [cell for cell in cells if _COMPUTED.match(cell)] == []
    assert any("Fish" in line for line in content.splitlines()) or path == "/en/items/13"


@pytest.mark.parametrize("path", FILES)
def test_a_spreadsheet_has_texts_only(real: Real, path: str) -> None:
    with zipfile.ZipFile(io.BytesIO(real.client.get(f"{path}?format=xlsx").content)) as book:
        for name in book.namelist():
            assert "drawing" not in name
            assert "externalLink" not in name
            part = BeautifulSoup(book.read(name), "xml")
            assert part.find_all(["f", "hyperlink", "oleObject"]) == [], name
            targets = [each["Target"] for each in part.find_all("Relationship") if each.get("TargetMode") == "External"]
            assert targets == []


@pytest.mark.parametrize("path", FILES)
def test_a_markdown_file_loads_nothing(real: Real, path: str) -> None:
    text = real.client.get(f"{path}?format=md").content.decode()
    page = is_inert(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))
    assert len(page.select("table")) == 1
    assert page.select("a, del, code, pre, blockquote, h1, h2") == []
    columns = len(page.select("thead th"))
    assert {len(row.select("td")) for row in page.select("tbody tr")} == {columns}


@pytest.mark.parametrize("path", FILES)
def test_a_json_file_is_json(real: Real, path: str) -> None:
    response = real.client.get(f"{path}?format=json")
    assert response.headers["content-type"].startswith("application/json")
    assert response.headers["content-disposition"].startswith("attachment")
    assert json.loads(response.content)["rows"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_in_the_terminal_steers_nothing(real: Real, question: str) -> None:
    assert not HARMFUL.search(rendered(real.assistant.ask(question)))


@pytest.fixture
def command(real: Real, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("CANDOUR_HOME", str(real.home))
    return CliRunner()


@pytest.mark.parametrize(
    "arguments",
    [
        *(("status",), ("status", "--json"), ("remarks",), ("remarks", "--json"), ("remarks", "--csv"), ("timeline",)),
        *(("timeline", "--json"), ("timeline", "--csv"), ("table", "--where", "q5.updated")),
        *(("table", "--where", "q5.updated", "--csv"), ("table", "--where", "q5.updated", "--json")),
        *(("text", "\x1b[2Jno\u202esuch"), ("table", "--where", "\x1b[2J\u202e"), ("remove", "\x1b[2J")),
    ],
    ids=" ".join,
)
def test_no_command_steers_the_terminal(command: CliRunner, arguments: tuple[str, ...]) -> None:
    done = command.invoke(main, arguments)
    assert done.exit_code in (0, 2)
    assert done.output.strip()
    assert not HARMFUL.search(done.output.replace("\r\n", "\n"))


def test_what_an_ingest_says_of_files_steers_nothing(real: Real, capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem("x\x1b[2J.txt", "x\x1b[2J.txt \u202e is no file.", "unreadable_file")
    tell(IngestReport(None, False, problems=(problem,)), parts_of())
    said = capsys.readouterr().err
    assert "x\ufffd[2J.txt \ufffd is no file." in said
    assert not HARMFUL.search(said)


def test_json_of_a_command_still_says_the_exact_words(command: CliRunner, real: Real) -> None:
    told = json.loads(command.invoke(main, ["table", "--where", "q5.updated", "--json"]).stdout)
    assert NAME in {row["organization"] for row in told["rows"]}


def test_the_stored_text_is_printed_exactly_where_it_is_not_a_terminal(command: CliRunner, real: Real) -> None:
    assert command.invoke(main, ["text", real.document.id]).stdout == real.document.source.text


def test_no_path_leads_out_of_the_pages(real: Real) -> None:
    for path in (
        *("/static/..%2f..%2f..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/settings.py", "/static/..\\..\\settings.py"),
        *("/en/organizations/..%2f..%2fetc%2fpasswd", "/en/organizations/%00", "/api/v1/organizations/..%2f..%2fx"),
        *("/en/items/..%2f5", "/en/organizations/%E2%80%AE", "/en/organizations/" + "x" * 5_000),
    ):
        response = real.client.get(path)
        assert response.status_code == (400 if "%00" in path else 404), path
        assert not HARMFUL.search(response.text)


def test_words_that_look_alike_but_for_what_is_not_seen_are_the_same_organization(tmp_path: Path) -> None:
    questionnaire = load_questionnaire()
    name = "Health\u200b Ca\u200dnada\ufeff"
    assistant = ingested(tmp_path, {"zero.txt": form(questionnaire, name, {1: "- Yes"})})
    (organization,) = assistant.organizations()
    assert assistant.documents_of(organization.id)[0].organization.applied.en == "Health Canada"
