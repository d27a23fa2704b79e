"""The page while there is no index, while the server is away, and on a slow connection."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from server_process import ROOT, free_port, serving

from assistant.web.api.events import block
from assistant.web.limits import ending

pytestmark = pytest.mark.browser

CANDOUR = [sys.executable, "-c", "from assistant.cli import main; main()"]


def words(locator):
    return " ".join(locator.inner_text().split())


def test_the_chat_waits_for_the_first_index_and_answers_once_it_is_there(visit, tmp_path):
    environment = {"CANDOUR_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    port = free_port()
    running = serving([*CANDOUR, "serve", "--port", str(port)], port, tmp_path / "log.txt", environment, "/healthz")
    tab = visit(next(running))
    try:
        tab.open("/fr/")
        assert "encore rien sur quoi répondre" in words(tab.page.locator("#chat .opening"))
        tab.ask("Quels organismes ont mis à jour leur code?")
        assert "encore rien sur quoi répondre" in words(tab.page.locator("#chat .answer.note"))
        tab.page.click("#new")
        subprocess.run(
            [*CANDOUR, "ingest", str(ROOT / "corpus" / "assessments")],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        )
        tab.page.wait_for_selector("#chat .starters")
        tab.open("/fr/")
        tab.ask("Quels organismes ont mis à jour leur code?")
        assert "1 organisme sur 2" in words(tab.page.locator("#chat .answer.done .headline"))
        tab.complaints[:] = [each for each in tab.complaints if "503" not in each]
    finally:
        running.close()


def test_a_question_is_asked_again_when_the_server_is_back(visit, tmp_path):
    port = free_port()
    command = [
        sys.executable,
        str(Path(__file__).parent / "fake_server.py"),
        str(port),
        str(tmp_path / "feedback.sqlite"),
    ]
    running = serving(command, port, tmp_path / "one.txt", {"PYTHONPATH": str(ROOT)})
    tab = visit(next(running))
    tab.open("/en/")
    tab.ask("slow and steady", wait=False)
    tab.page.wait_for_selector("#chat .writing")
    running.close()
    tab.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert words(tab.page.locator("#trouble")) == "The server does not answer. Is Candour still running?"
    again = serving(command, port, tmp_path / "two.txt", {"PYTHONPATH": str(ROOT)})
    next(again)
    try:
        tab.page.wait_for_selector("#chat .answer.done", timeout=40_000)
        assert words(tab.page.locator("#chat .you .said").last) == "slow and steady"
        assert tab.page.locator("#trouble").is_hidden()
        tab.complaints.clear()
    finally:
        again.close()


def test_a_slow_connection_brings_page_and_answer_all_the_same(visit, fake_server):
    tab = visit(fake_server)
    session = tab.context.new_cdp_session(tab.page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    session.send("Network.emulateNetworkConditions", slow)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    assert tab.page.locator("#chat .answer.done").count() == 1
    session.send("Network.emulateNetworkConditions", {**slow, "downloadThroughput": -1, "uploadThroughput": -1})


def test_a_question_of_whose_answer_nothing_comes_is_asked_once_more(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/en/")
    tab.page.clock.install()
    tab.page.route("**/chat/ask", lambda route: None)  # the connection is there, and nothing comes
    tab.ask("which", wait=False)
    tab.page.wait_for_timeout(500)
    assert tab.page.locator("#chat .answer.writing").count() == 1
    tab.page.unroute("**/chat/ask")
    for _ in range(20):
        tab.page.clock.run_for(2100)
        tab.page.wait_for_timeout(150)
        if tab.page.locator("#chat .answer.done").count():
            break
    assert tab.page.locator("#chat .answer.done").count() == 1
    assert words(tab.page.locator("#chat .you .said").last) == "which"
    tab.complaints.clear()


def test_an_answer_that_is_cut_off_keeps_what_came_of_it_and_says_why(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/en/")
    written = '<div class="answer writing" lang="en"><div class="so-far"><p>So far.</p></div></div>'
    body = block("writing", {"html": written}) + ending({"path": "/en/chat/ask"}, "too_slow", "")
    tab.page.route("**/chat/ask", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    tab.ask("which", wait=False)
    tab.page.wait_for_selector("#chat .answer.note")
    shown = words(tab.page.locator("#chat .answer.note"))
    assert shown.startswith("So far.")
    assert shown.endswith("This took too long, so the answer was cut off. Ask again, or ask for less at once.")
