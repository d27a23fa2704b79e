"""Commands and answers with a provider's embedder, at a scripted server: none of its failures ends in a trace."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fakes import HashEmbedder
from forms import five_forms, models_folder, reading_models, write_forms
from scripted_model import Refuses, Request, Says, ScriptedModel, embeddings, scripted_model

from assistant.app import open_assistant, parts_of
from assistant.cli import main
from corpus.questionnaire import load_questionnaire

KEY = "sk-Secret0123456789"


def by_hash(request: Request) -> Says | Refuses:
    return embeddings(*HashEmbedder(16).embed_passages(request["input"]).tolist())


def refusing(request: Request) -> Says | Refuses:
    return Refuses(
        401, body=f'{{"error": {{"message": "Incorrect API key provided: {KEY}", "code": "invalid_api_key"}}}}'
    )


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    reading_models()
    with scripted_model(by_hash) as model:
        for name, value in {
            "CANDOUR_HOME": str(tmp_path / "home"),
            "CANDOUR_MODELS": str(models_folder()),
            "CANDOUR_EMBEDDER": "openai:scripted",
            "CANDOUR_EMBEDDER_URL": model.url,
            "OPENAI_API_KEY": KEY,
        }.items():
            monkeypatch.setenv(name, value)
        yield model


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_forms(tmp_path / "forms", five_forms(load_questionnaire()))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_failed_ingest_is_a_line_without_a_trace_or_key(server: ScriptedModel, files: Path) -> None:
    server.script = refusing
    result = run("ingest", str(files))
    assert result.exit_code == 2
    assert "langchain-openai:scripted failed (it refused the key: status 401 invalid_api_key)" in result.stderr
    assert KEY not in result.output
    assert "Traceback" not in result.output

    server.script = by_hash
    assert run("ingest", str(files)).exit_code == 0
    assert "langchain-openai:scripted, 16 dimensions" in run("status").stdout


def test_switching_builds_aside_and_what_served_serves_on(
    server: ScriptedModel, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOUR_EMBEDDER", "minilm")
    assert run("ingest", str(files)).exit_code == 0
    monkeypatch.setenv("CANDOUR_EMBEDDER", "openai:scripted")
    server.script = refusing
    assert run("ask", "What is said about unions?").exit_code == 2
    assert run("ingest").exit_code == 2
    monkeypatch.setenv("CANDOUR_EMBEDDER", "minilm")
    assert json.loads(run("status", "--json").stdout)["dimension"] == 384
    monkeypatch.setenv("CANDOUR_EMBEDDER", "openai:scripted")
    server.script = by_hash
    assert run("ingest").exit_code == 0
    assert json.loads(run("status", "--json").stdout)["dimension"] == 16


@pytest.mark.parametrize(
    "question",
    [
        "When was the Health Canada code adopted?",
        "What is said about town halls?",
        "What do Health Canada, Parks Canada and Statistics Canada say about town halls?",
    ],
)
def test_a_provider_that_fails_breaks_no_answer(
    server: ScriptedModel, files: Path, question: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert run("ingest", str(files)).exit_code == 0
    server.script = lambda request: Refuses(503)
    server.requests.clear()
    assistant = open_assistant(parts_of())
    answer = assistant.ask(question)
    assert answer.citations
    alone = "The service that finds passages by their meaning is not answering"
    assert any(notice.startswith(alone) for notice in answer.notices)
    assert alone in answer.text
    assert {name for hit in assistant.passages(question) for name in hit.found_by} == {"keywords"}
    assert len(server.requests) == 1
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warnings == [
        "The embedder langchain-openai:scripted failed for a question: it had an error of its own: status 503."
    ]


def test_an_answer_waits_for_a_slow_provider_once(server: ScriptedModel, files: Path) -> None:
    assert run("ingest", str(files)).exit_code == 0
    server.script = lambda request: embeddings([1.0] * 16, waits_s=7.0)
    assistant = open_assistant(parts_of())
    began = time.monotonic()
    answer = assistant.ask("What do Health Canada, Parks Canada and Statistics Canada say about town halls?")
    assert answer.text
    assert 4.9 < time.monotonic() - began < 6.9


def test_a_question_is_sent_to_a_provider_without_the_personal_data_in_it(server: ScriptedModel, files: Path) -> None:
    assert run("ingest", str(files)).exit_code == 0
    server.requests.clear()
    answer = open_assistant(parts_of()).ask("What is said about town halls by jo.tremblay@example.ca?")
    assert answer.citations
    assert not any("service that finds" in notice for notice in answer.notices)
    sent = " ".join(str(request["input"]) for request in server.requests)
    assert "town halls" in sent
    assert "[e-mail address]" in sent
    assert "tremblay" not in sent


def test_pages_are_told_of_an_embedder_outside_this_machine_alone(
    server: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_assistant(parts_of()).embedder_outside is None
    monkeypatch.setenv("CANDOUR_EMBEDDER_URL", "https://embeddings.example.org/v1")
    assert open_assistant(parts_of()).embedder_outside == "openai:scripted"
    monkeypatch.setenv("CANDOUR_EMBEDDER", "minilm")
    assert open_assistant(parts_of()).embedder_outside is None
