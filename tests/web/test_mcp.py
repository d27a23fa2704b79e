"""The tools for programs that speak MCP, used by the SDK's own client: in the process, over stdio, over HTTP."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from forms import five_forms, ingested
from mcp import Client, StdioServerParameters

from assistant.app import open_assistant, parts_of
from assistant.settings import Settings
from assistant.web.access import open_listener
from assistant.web.mcp_server import mcp_server
from assistant.web.server import create_app
from corpus.questionnaire import load_questionnaire

UPDATED = "Which organizations updated their code of conduct?"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("mcp")


@pytest.fixture(scope="module")
def real(home):
    return ingested(home, five_forms(load_questionnaire()))


def using(server: Any, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """What the work with a client of that server returns, in a thread of its own."""

    async def connected() -> Any:
        async with Client(server) as client:
            return await work(client)

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, connected()).result(timeout=90)


@pytest.fixture(scope="module")
def address(real) -> Iterator[str]:
    listener = open_listener("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(real, with_chat=False), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
    server.should_exit = True
    thread.join(timeout=10)


def test_the_tools_say_what_they_do_and_that_they_only_read(real):
    tools = using(mcp_server(real), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "query", "read_assessment"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert tools[0].input_schema["required"] == ["question"]


def test_a_question_is_answered_with_its_sources_and_as_data(real):
    answer = using(mcp_server(real), lambda client: client.call_tool("ask", {"question": UPDATED}))
    assert not answer.is_error
    assert answer.content[0].text.startswith("**3 of 5 organizations updated their code of conduct.**")
    assert "\nSources\n[1] " in answer.content[0].text
    assert answer.structured_content["coverage"]["matching"] == 3


def test_a_question_goes_on_with_the_earlier_ones(real):
    sent = {"question": "And which did not?", "history": [UPDATED]}
    answer = using(mcp_server(real), lambda client: client.call_tool("ask", sent))
    assert answer.structured_content["where"] == "not q5.updated"


def test_the_ticks_are_looked_up_exactly(real):
    answer = using(mcp_server(real), lambda client: client.call_tool("query", {"where": "q5.updated and q12.yes"}))
    assert answer.structured_content["coverage"]["matching"] == 2
    ranked = using(mcp_server(real), lambda client: client.call_tool("query", {"cross": [3, 5], "language": "fr"}))
    assert (ranked.structured_content["kind"], ranked.structured_content["language"]) == ("crosstab", "fr")


def test_an_assessment_is_read_as_it_was_published(real):
    (document,) = real.documents_of("parks")
    read = using(mcp_server(real), lambda client: client.call_tool("read_assessment", {"organization": "parks"}))
    assert read.content[0].text == document.source.text


@pytest.mark.parametrize(("name", "identifier"), [("HC", "health"), ("Agence Parcs Canada", "parks")])
def test_an_assessment_is_read_by_the_names_that_queries_take(real, name, identifier):
    (document,) = real.documents_of(identifier)
    read = using(mcp_server(real), lambda client: client.call_tool("read_assessment", {"organization": name}))
    assert read.content[0].text == document.source.text


@pytest.mark.parametrize(
    ("tool", "sent", "said"),
    [
        ("query", {"where": "q5.polished"}, "There is no option q5.polished"),
        ("read_assessment", {"organization": "none"}, "There is no organization 'none'"),
        ("read_assessment", {"organization": "agencies"}, "'agencies' are several organizations"),
        ("ask", {"question": "x" * 2001}, "2000"),
        ("ask", {"question": UPDATED, "organizations": ["nope"]}, "'nope' has no assessment here"),
        ("ask", {}, "Wrong or missing: question: Field required."),
    ],
)
def test_what_cannot_be_done_is_said(real, tool, sent, said):
    result = using(mcp_server(real), lambda client: client.call_tool(tool, sent))
    assert result.is_error
    assert said in result.content[0].text
    assert "pydantic" not in result.content[0].text


def test_the_server_tells_its_version(real):
    async def told(client):
        return client.server_info.version

    assert using(mcp_server(real), told) == version("candour")


def test_without_an_index_paths_of_the_machine_are_not_told(tmp_path):
    bare = open_assistant(parts_of(Settings(home=tmp_path)))
    result = using(mcp_server(bare), lambda client: client.call_tool("ask", {"question": "who?"}))
    assert result.is_error
    assert str(tmp_path) not in result.content[0].text


def test_a_running_server_has_the_same_tools(address):
    answer = using(address, lambda client: client.call_tool("ask", {"question": UPDATED}))
    assert answer.structured_content["coverage"]["organizations"] == 5


def test_the_sources_of_a_running_server_lead_to_its_pages(address):
    for tool, sent in (("ask", {"question": UPDATED}), ("query", {"where": "q5.updated"})):
        answer = using(address, lambda client, tool=tool, sent=sent: client.call_tool(tool, sent))
        assert f"\n    {address.removesuffix('/mcp')}/en/organizations/" in answer.content[0].text
        assert "\n    /en/" not in answer.content[0].text


def test_the_command_serves_them_on_stdin_and_stdout(real, home):
    root = str(Path(__file__).parents[2])
    (folder,) = home.glob("**/generations")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from assistant.cli import main; main()", "mcp"],
        env={**os.environ, "CANDOUR_HOME": str(folder.parent), "PYTHONPATH": root},
        cwd=root,
    )
    tools = using(command, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "query", "read_assessment"]
