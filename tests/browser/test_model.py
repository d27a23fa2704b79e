"""The whole way with a language model: a real server, a scripted model behind it over HTTP, a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from accessible import assert_accessible
from scripted_model import Request, Says, ScriptedModel, scripted_model
from server_process import ROOT, free_port, serving

pytestmark = pytest.mark.browser

QUESTION = {"en": "What does the CBSA say about fatigue?", "fr": "Que dit l'ASFC de la fatigue?"}
WORDED = {
    "en": [
        "Fatigue from the pandemic is a sentiment of frontline employees.",
        "The expectation is to continue at the same pace.",
    ],
    "fr": ["La fatigue vient de la pandémie.", "L’agence parle de « sentiment from frontline employees »."],
}
LIE = "The agency hired forty officers, see https://evil.example."
SWITCH = "#quotations-only"


def script(request: Request) -> Says:
    """What it says of fatigue, in the language that it is told to use, with a lie at the end."""
    language = "fr" if "in French" in request["messages"][0]["content"] else "en"
    sentences = [{"text": text, "citations": [1]} for text in (*WORDED[language], LIE)]
    return Says(json.dumps({"sentences": sentences}, ensure_ascii=False), piece=40, pause_s=0.01)


@dataclass(frozen=True)
class Served:
    """A server with a model."""

    address: str
    model: ScriptedModel


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-c", "from assistant.cli import main; main()"]
    with scripted_model(script) as model:
        environment = {
            "CANDOUR_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "CANDOUR_MODEL": "openai:scripted",
            "CANDOUR_MODEL_URL": model.url,
        }
        done = subprocess.run(
            [*command, "ingest", str(ROOT / "corpus" / "assessments")],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        port = free_port()
        for address in serving([*command, "serve", "--port", str(port)], port, home / "log.txt", environment):
            yield Served(address, model)


def words(locator) -> str:
    return " ".join(locator.inner_text().split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_reads_as_prose_with_a_source_on_each_sentence(language, visit, served):
    tab = visit(served.address)
    tab.open(f"/{language}/")
    notice = words(tab.page.locator(".notice.model"))
    assert "openai:scripted" in notice
    assert ("on this server" if language == "en" else "sur ce serveur") in notice
    tab.ask(QUESTION[language])
    answer = tab.page.locator("#chat .answer.done")
    prose = answer.locator("p.prose")
    for sentence in WORDED[language]:
        assert sentence in " ".join(prose.text_content().split())
    assert prose.locator("a.chip").count() == 2
    assert "evil.example" not in tab.page.content()
    quotation = answer.locator("blockquote .quoted").first
    assert "Fatigue" in quotation.inner_text()
    assert "openai:scripted" in words(answer.locator(".aside-note").last)
    prose.locator("a.chip").first.click()
    tab.page.frame_locator("#pane").locator("mark#cited").wait_for()
    assert "Fatigue" in tab.source.locator("#cited").text_content()
    assert_accessible(tab.page)


def test_the_switch_leaves_the_model_out_and_is_remembered(visit, served):
    tab = visit(served.address, locale="en-CA")
    tab.open("/en/")
    tab.page.check(SWITCH)
    asked = len(served.model.requests)
    tab.ask(QUESTION["en"])
    answer = tab.page.locator("#chat .answer.done")
    assert answer.locator("p.prose").count() == 0
    assert answer.locator("blockquote").count() > 0
    assert len(served.model.requests) == asked
    tab.page.reload()
    tab.page.wait_for_selector("#q .submit-button")
    assert tab.page.is_checked(SWITCH)
    tab.page.uncheck(SWITCH)
    tab.ask(QUESTION["en"])
    assert tab.page.locator("#chat p.prose").count() == 1


def test_the_widget_has_the_switch_and_the_prose_too(visit, served):
    tab = visit(served.address, width=390, height=700, locale="en-CA")
    tab.page.goto(f"{served.address}/en/widget")
    tab.page.fill("#question", QUESTION["en"])
    tab.page.press("#question", "Enter")
    tab.page.locator(".answer.done p.prose").wait_for()
    assert_accessible(tab.page)
    tab.page.check(SWITCH)
    tab.page.fill("#question", QUESTION["en"])
    tab.page.press("#question", "Enter")
    tab.page.wait_for_function("() => document.querySelectorAll('.answer.done').length === 2")
    assert tab.page.locator(".answer.done").last.locator("p.prose").count() == 0


def test_the_page_about_candour_says_what_words_the_answers(visit, served):
    tab = visit(served.address)
    tab.page.goto(f"{served.address}/en/about")
    assert "openai:scripted" in words(tab.page.locator("main"))
