"""A language model behind the web server: API, event stream, metrics, status; the commands about it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from forms import ingested, models_folder
from scripted_model import Refuses, Says, saying, scripted_model
from server_process import free_port

from assistant.app import language_model, parts_of
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import BadSettings
from assistant.model.language_model import ModelInfo
from assistant.reading.vocabulary import load_vocabulary
from assistant.serving import _within_a_question, limits_of
from assistant.settings import Settings, shown_address, token_prices, within_a_question
from assistant.types import Checks, WrittenSentence
from assistant.web.answer_html import answer_html, copy_text
from assistant.web.server import create_app
from corpus.types import LANGUAGES

TEXTS = Path(__file__).parents[2] / "corpus" / "assessments"
QUESTION = "What does the CBSA say about fatigue?"
SENTENCE = "Fatigue from the pandemic is a sentiment of frontline employees."
WORDED = {"sentences": [{"text": SENTENCE, "citations": [1]}]}


@pytest.fixture(scope="module")
def over(tmp_path_factory) -> Assistant:
    forms = {path.name: path.read_text(encoding="utf-8") for path in TEXTS.glob("*.txt")}
    return ingested(tmp_path_factory.mktemp("model"), forms)


@pytest.fixture
def asked(over, tmp_path):
    """A client of a server whose model says the sentence, and the model's server."""
    with scripted_model(saying(WORDED)) as server:
        settings = Settings(home=tmp_path, model="openai:scripted", model_url=server.url, model_prices="1 2")
        over._model = language_model(parts_of(settings), load_vocabulary())
        app = create_app(over, with_chat=False)
        yield TestClient(app, base_url="http://127.0.0.1:7860"), server
        over._model = None


def test_the_api_gives_sentences_checks_and_use_and_asks_no_model_where_that_is_wanted(asked):
    client, server = asked
    answer = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert answer["sentences"] == [{"text": SENTENCE, "citations": [1]}]
    assert answer["checks"]["shown"] == 1
    assert answer["model"]["name"] == "openai:scripted"
    assert answer["model"]["cost"] == pytest.approx(100e-6 + 50 * 2e-6)
    quoted = client.post("/api/v1/ask", json={"question": QUESTION, "quotations_only": True}).json()
    assert quoted["sentences"] == []
    assert quoted["model"] is None
    assert len(server.requests) == 1


def test_the_events_of_the_api_are_the_text_of_the_answer(asked):
    client, _ = asked
    response = client.post("/api/v1/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"})
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n")]
    told = [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]
    text = "".join(data["text"] for name, data in told if name == "text")
    assert told[-1][0] == "done"
    assert SENTENCE in text
    assert text == told[-1][1]["answer"]["text"] if "answer" in told[-1][1] else told[-1][1]["text"]


def test_metrics_count_tokens_cost_and_what_came_of_it(asked):
    client, server = asked
    client.post("/api/v1/ask", json={"question": QUESTION})
    server.script = lambda _: Refuses(500)
    client.post("/api/v1/ask", json={"question": QUESTION})
    lines = client.get("/metrics").text.splitlines()
    assert 'candour_model_tokens_total{direction="received"} 50.0' in lines
    assert 'candour_model_answers_total{outcome="worded"} 1.0' in lines
    assert 'candour_model_answers_total{outcome="server_error"} 1.0' in lines
    assert any(line.startswith("candour_model_cost_total") and not line.endswith(" 0.0") for line in lines)


def test_the_status_names_the_model(asked):
    client, _ = asked
    assert client.get("/api/v1/status").json()["model"] == "openai:scripted"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outside", [True, False])
def test_pages_say_which_model_words_and_whether_anything_leaves_the_server(language, outside, assistant):
    assistant.model = ModelInfo("some:model", outside)
    client = TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")
    for path in (f"/{language}/widget", f"/{language}/{'about' if language == 'en' else 'a-propos'}"):
        page = client.get(path).text
        assert "some:model" in page
        sent = "sent to it" if language == "en" else "lui sont envoyés"
        assert (sent in page) == outside


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_model_pages_have_no_switch_and_say_that_there_is_none(language, assistant):
    client = TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")
    assert "quotations-only" not in client.get(f"/{language}/widget").text
    about = client.get(f"/{language}/{'about' if language == 'en' else 'a-propos'}").text
    assert ("No language model" if language == "en" else "Aucun modèle de langage") in about


def test_sentences_of_a_model_are_text_and_are_copied_with_their_numbers(assistant):
    answer = assistant.answer("look up")
    hostile = WrittenSentence("<b>So</b> it is.", (1,))
    told = dataclasses.replace(
        answer, sentences=(hostile,), checks=Checks(2, 1, 1, 0, ("words",)), written_by="a model"
    )
    html = answer_html(told)
    assert "<b>So" not in html
    assert "a model" in html
    assert "<b>So</b> it is. [1]" in copy_text(told)


def test_more_questions_are_answered_at_once_where_most_of_the_time_is_waiting():
    assert limits_of(Settings()).at_once < limits_of(Settings(model="openai:x")).at_once
    assert limits_of(Settings(model="openai:x", questions_at_once=3)).at_once == 3


def test_prices_that_are_no_two_numbers_are_refused():
    assert token_prices(Settings(model_prices="0.15, 0.60")) == (0.15e-6, 0.60e-6)
    with pytest.raises(BadSettings, match="two numbers"):
        token_prices(Settings(model_prices="cheap"))


def run(monkeypatch, *arguments: str, **settings: str):
    for name, value in settings.items():
        monkeypatch.setenv(f"CANDOUR_{name.upper()}", value)
    monkeypatch.setenv("CANDOUR_MODELS", str(models_folder()))
    return CliRunner().invoke(main, arguments)


def test_a_check_of_the_model_tells_what_works(monkeypatch):
    with scripted_model(saying({"words": ["values", "ethics", "conduct"]})) as server:
        done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=server.url)
    assert done.exit_code == 0, done.output
    assert "this machine" in done.output
    assert "Structured output  works" in done.output
    assert "Streaming          works" in done.output
    assert "100 sent, 50 received" in done.output


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Refuses(401), "does not accept the key"),
        (Refuses(404), "no model of that name"),
        (Says("Hello!"), "cannot be used"),
        (Says('{"greeting": "hello"}'), "does not fill in a form"),
    ],
)
def test_a_check_of_a_model_that_does_not_work_says_why_and_what_to_do(answer, said, monkeypatch):
    with scripted_model(lambda _: answer) as server:
        done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=server.url)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_check_without_a_model_names_the_setting(monkeypatch):
    done = run(monkeypatch, "model", "check")
    assert done.exit_code == 2
    assert "CANDOUR_MODEL" in done.output


def test_a_model_that_cannot_be_had_is_said_before_anything_is_served(monkeypatch, tmp_path):
    done = run(monkeypatch, "serve", "--port", str(free_port()), home=str(tmp_path), model="mistralai:small")
    assert done.exit_code == 2
    assert "package that is not installed" in done.output


@pytest.mark.parametrize("url", ["notaurl", "127.0.0.1:8765/v1", "ftp://127.0.0.1/v1", "http://"])
def test_an_address_that_is_none_is_said_to_be_none(url, monkeypatch):
    done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=url)
    assert done.exit_code == 2
    assert "which is no address" in done.output


def test_chat_programs_are_told_who_worded_and_may_ask_for_quotations_only(asked):
    client, server = asked
    sent = {"model": "candour", "messages": [{"role": "user", "content": QUESTION}]}
    message = client.post("/v1/chat/completions", json=sent).json()["choices"][0]["message"]
    assert (message["written_by"], message["checks"]["shown"]) == ("openai:scripted", 1)
    quoted = client.post("/v1/chat/completions", json={**sent, "quotations_only": True}).json()
    assert quoted["choices"][0]["message"]["written_by"] == "candour"
    assert len(server.requests) == 1


def test_questions_that_need_no_model_have_room_beside_those_that_wait_for_it():
    for workers in (1, 2, 8):
        assert limits_of(Settings(model="openai:x"), workers).at_once >= 2 * Settings().model_at_once


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_which_embedder_outside_the_server_is_sent_the_questions(language, assistant):
    client = TestClient(create_app(assistant, with_chat=False), base_url="http://127.0.0.1:7860")
    about = f"/{language}/{'about' if language == 'en' else 'a-propos'}"
    none_asked = "No outside service is asked" if language == "en" else "Aucun service externe"
    assert none_asked in client.get(about).text
    assistant.embedder_outside = "some:embedder"
    for path in (f"/{language}/widget", about):
        page = client.get(path).text
        assert "some:embedder" in page
        assert none_asked not in page


@pytest.mark.parametrize("prices", ["nan 1", "1 inf", "-1 -1", "1,50", "0,15 0,60", "1", "1 2 3"])
def test_prices_that_cannot_be_meant_are_refused(prices):
    with pytest.raises(BadSettings, match="two numbers"):
        token_prices(Settings(model_prices=prices))


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "1e9"])
@pytest.mark.parametrize("name", ["model_seconds", "question_seconds"])
def test_seconds_that_nobody_waits_are_refused_without_a_traceback(name, seconds, monkeypatch):
    done = run(monkeypatch, "model", "check", model="openai:x", model_url="http://127.0.0.1:9/v1", **{name: seconds})
    assert done.exit_code == 2
    assert f"CANDOUR_{name.upper()}" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://user:secret@127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
        ("ftp://user:sec:ret/@host/v1", "ftp://host/v1"),
        ("user:secret@host/v1", "host/v1"),
        ("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
    ],
)
def test_an_address_is_shown_without_the_password_in_it(url, shown):
    assert shown_address(url) == shown


def test_a_check_of_the_model_and_its_error_show_no_password(monkeypatch):
    with scripted_model(saying({"words": ["values", "ethics", "conduct"]})) as server:
        url = server.url.replace("http://", "http://user:secret@")
        done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=url)
        assert done.exit_code == 0, done.output
        wrong = run(monkeypatch, "model", "check", model="openai:scripted", model_url=url.replace("http", "ftp"))
    assert server.url in done.output
    assert "which is no address" in wrong.output
    assert "secret" not in done.output + wrong.output


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/v1", "http://[::1/v1", "http://a b/v1"])
def test_an_address_with_a_port_or_host_that_cannot_be_is_said_to_be_none(url, monkeypatch):
    done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=url)
    assert "which is no address" in done.output


def test_a_model_without_a_name_and_a_key_that_cannot_be_sent_are_said_to_be_so(monkeypatch):
    url = "http://127.0.0.1:9/v1"
    assert "There is no chat model" in run(monkeypatch, "model", "check", model="openai:", model_url=url).output
    monkeypatch.setenv("OPENAI_API_KEY", "sk-clé")
    done = run(monkeypatch, "model", "check", model="openai:scripted", model_url=url)
    assert "OPENAI_API_KEY has a character that no key has" in done.output
    assert "sk-cl" not in done.output


def test_an_embedder_at_what_is_no_address_is_said_at_once(monkeypatch, tmp_path):
    settings = {"home": str(tmp_path), "embedder": "openai:scripted", "embedder_url": "ftp://user:secret@x/v1"}
    done = run(monkeypatch, "ingest", str(TEXTS), **settings)
    assert done.exit_code == 2
    assert "CANDOUR_EMBEDDER_URL is 'ftp://x/v1', which is no address" in done.output


def test_a_server_gives_the_model_up_in_time_for_the_answer_without_it_and_says_so(capsys):
    assert within_a_question(Settings()) == Settings()
    assert within_a_question(Settings(model_seconds=60)).model_seconds == 18
    assert within_a_question(Settings(question_seconds=1)).model_seconds == 0.75
    assert _within_a_question(Settings(model="openai:x", model_seconds=60), tell=True).model_seconds == 18
    assert "CANDOUR_MODEL_SECONDS is 60" in capsys.readouterr().err
    _within_a_question(Settings(model="openai:x"), tell=True)
    assert capsys.readouterr().err == ""
