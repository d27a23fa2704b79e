"""An embedder of a provider, through the provider's real client, at a server that says what a test wants."""

from __future__ import annotations

import logging
import pickle
import time
from pathlib import Path

import numpy as np
import pytest
from scripted_model import Refuses, Request, Says, ScriptedModel, embeddings, scripted_model

from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import IngestReport, ingest, rebuild
from index.embedder import LangChainEmbedder, embedder_named
from index.errors import BuildFailed, EmbedderFailed, EmbedderUnavailable, IndexMismatch
from index.home import Home, Index, local_index, open_checked
from index.search import KEYWORDS, MEANING, search
from tests.fakes import HashEmbedder
from tests.index.small_corpus import write_form

QUESTIONNAIRE = load_questionnaire()
REGISTRY = load_registry()
CBSA = "Canada Border Services Agency"
KEY = "sk-Secret0123456789"


def by_hash(dimension: int = 16, name: str = "hash"):
    """A script that embeds every text."""
    embedder = HashEmbedder(dimension, name=name)
    return lambda request: embeddings(*embedder.embed_passages(request["input"]).tolist())


def failing_at(number: int, refusal: Refuses | Says):
    """A script that refuses every request from that one on."""
    asked: list[Request] = []

    def script(request: Request) -> Says | Refuses:
        asked.append(request)
        return refusal if len(asked) >= number else by_hash()(request)

    return script


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with scripted_model(by_hash()) as model:
        yield model


def embedder_at(server: ScriptedModel, seconds: float = 5.0) -> LangChainEmbedder:
    embedder = embedder_named("openai:scripted", Path("nowhere"), server.url)
    assert isinstance(embedder, LangChainEmbedder)
    embedder._sleep = lambda pause: None
    embedder._seconds = seconds
    return embedder


@pytest.fixture
def files(tmp_path) -> Path:
    """About 300 passages, most of them different."""
    folder = tmp_path / "files"
    said = "\n".join(f"Employees asked about theme {number} and about gifts." for number in range(300))
    write_form(folder, QUESTIONNAIRE, CBSA, {1: "- Yes", 8: said})
    return folder


def index_with(tmp_path: Path, embedder) -> Index:
    return local_index(Home(tmp_path / "home"), embedder)


def run(index: Index, files: Path) -> IngestReport:
    return ingest(index, [files], False, QUESTIONNAIRE, REGISTRY)


def texts_sent(server: ScriptedModel) -> list[str]:
    return [text for request in server.requests for text in request["input"]]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def hits(index: Index, question: str):
    with index.generations.pin() as generation:
        return search(index, generation, question, 5)


def test_texts_go_to_the_server_as_they_are_in_batches(server):
    vectors = embedder_at(server).embed_passages([f"text {number}" for number in range(150)])

    assert [len(request["input"]) for request in server.requests] == [64, 64, 22]
    assert server.requests[0]["input"][0] == "text 0"
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert np.allclose(vectors, HashEmbedder(16).embed_passages([f"text {number}" for number in range(150)]), atol=1e-6)


def test_a_server_of_one_s_own_needs_no_key(server, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    embedder_at(server).embed_question("text")

    assert server.headers[0]["authorization"] == "Bearer none"


def test_a_provider_whose_key_is_not_set_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(EmbedderUnavailable, match=r"'openai:text-embedding-3-small' cannot be had: .*OPENAI_API_KEY"):
        embedder_named("openai:text-embedding-3-small", tmp_path)


def test_a_batch_is_tried_again_and_its_client_does_not_multiply_the_tries(server):
    server.script = failing_at(2, Refuses(503))
    slept: list[float] = []
    embedder = embedder_at(server)
    embedder._sleep = slept.append

    with pytest.raises(EmbedderFailed, match="status 503"):
        embedder.embed_passages(["text"] * 128)
    assert (len(server.requests), slept) == (1 + 3, [1.0, 3.0])


def test_the_pause_is_the_one_that_the_server_asks_for(server):
    answers = [Refuses(429, headers=(("Retry-After", "9"),))]
    server.script = lambda request: answers.pop() if answers else by_hash()(request)
    slept: list[float] = []
    embedder = embedder_at(server)
    embedder._sleep = slept.append

    assert embedder.embed_passages(["text"]).shape == (1, 16)
    assert slept == [9.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_the_server_refuses_for_good_is_asked_once(server, status):
    server.script = failing_at(1, Refuses(status, body=f'{{"error": {{"message": "Incorrect key: {KEY}"}}}}'))

    with pytest.raises(EmbedderFailed, match=f"status {status}") as raised:
        embedder_at(server).embed_passages(["text"])
    assert len(server.requests) == 1
    assert KEY not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (embeddings([1.0, 2.0]), "1 vectors for 2 texts"),
        (embeddings([1.0], [1.0], [1.0]), "3 vectors for 2 texts"),
        (embeddings([1.0, 2.0], [1.0]), "vectors of 1 and of 2 numbers"),
        (embeddings([1.0, float("nan")], [1.0, 2.0]), "some that are none"),
        (embeddings([1.0, None], [1.0, 2.0]), "some that are none"),
        (embeddings([1.0, 1e300], [1.0, 2.0]), "some that are none"),
        (embeddings([], []), "without numbers"),
        (embeddings(), "0 vectors for 2 texts"),
        (Says("<html>Welcome</html>"), "cannot be used"),
        (Says("{}"), "cannot be used"),
        (Says('{"data": null}'), "cannot be used"),
        (Says('{"data": [{"embedding": null}, {"embedding": null}]}'), "without numbers"),
        (Says('{"data": [{"embedding": "AAAA"}, {"embedding": {"a": 1}}]}'), "some that are none|cannot be used"),
    ],
)
def test_what_is_no_vector_for_each_text_is_refused(server, answer, said):
    server.script = lambda request: answer

    with pytest.raises(EmbedderFailed, match=said):
        embedder_at(server).embed_passages(["one", "two"])


def test_a_failure_can_be_handed_to_another_process():
    error = pickle.loads(pickle.dumps(EmbedderFailed("langchain-a:b", "it did not answer in time")))

    assert (error.reason, "langchain-a:b failed (it did not" in str(error)) == ("it did not answer in time", True)


@pytest.mark.parametrize(
    "refusal",
    [
        Refuses(500),
        Refuses(401, body=f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'),
        Says("<html>Welcome</html>"),
        embeddings([float("nan")]),
    ],
)
def test_an_ingest_that_fails_in_the_middle_goes_on_from_there(server, tmp_path, files, refusal):
    before = index_with(tmp_path, HashEmbedder())
    first = run(before, files)
    server.script = failing_at(4, refusal)
    index = index_with(tmp_path, embedder_at(server))

    with pytest.raises(BuildFailed, match=r"langchain-openai:scripted failed \(.*still serves.*is kept") as raised:
        rebuild(index, QUESTIONNAIRE, REGISTRY)
    assert KEY not in str(raised.value)
    assert before.generations.published() == (first.generation,)
    assert hits(before, "gifts")[0].found_by == (KEYWORDS, MEANING)

    server.script = by_hash()
    kept = {text for request in server.requests[:3] for text in request["input"]}
    server.requests.clear()
    report = rebuild(index, QUESTIONNAIRE, REGISTRY)
    probe, *sent = server.requests
    assert len(kept) == 3 * 64
    assert len(probe["input"]) == 1
    assert not kept & {text for request in sent for text in request["input"]}
    assert sum(len(request["input"]) for request in sent) >= 300 - len(kept)
    assert open_checked(index, QUESTIONNAIRE, report.generation).dimension == 16
    assert hits(index, "gifts")[0].found_by == (KEYWORDS, MEANING)


def test_what_is_embedded_already_needs_no_provider(server, tmp_path, files):
    index = index_with(tmp_path, embedder_at(server))
    run(index, files)
    server.script = lambda request: Refuses(500)

    assert rebuild(index, QUESTIONNAIRE, REGISTRY).changed


def test_a_model_that_changes_while_it_is_asked_is_noticed(server, tmp_path, files):
    asked: list[Request] = []

    def script(request: Request) -> Says:
        asked.append(request)
        return by_hash(16 if len(asked) < 3 else 24)(request)

    server.script = script
    index = index_with(tmp_path, embedder_at(server))

    with pytest.raises(BuildFailed, match="vectors of 16 numbers, then of 24"):
        run(index, files)
    assert run(index, files).changed
    assert open_checked(index, QUESTIONNAIRE).dimension == 24


def test_a_model_exchanged_under_its_name_is_told_at_the_first_question_and_mended_by_an_ingest(
    server, tmp_path, files
):
    run(index_with(tmp_path, embedder_at(server)), files)
    server.script = by_hash(24)
    index = index_with(tmp_path, embedder_at(server))

    with pytest.raises(IndexMismatch, match=r"16 dimensions, the embedder gives 24.*candour ingest"):
        hits(index, "gifts")
    rebuild(index, QUESTIONNAIRE, REGISTRY)
    assert hits(index, "gifts")[0].found_by == (KEYWORDS, MEANING)
    assert open_checked(index, QUESTIONNAIRE).dimension == 24


def test_after_an_exchange_no_vector_of_the_old_model_is_left_whatever_fails(server, tmp_path, files):
    run(index_with(tmp_path, embedder_at(server)), files)
    other = by_hash(16, "another model")
    asked: list[Request] = []

    def script(request: Request) -> Says | Refuses:
        asked.append(request)
        shuffled = {**request, "input": [text[::-1] for text in request["input"]]}
        return Refuses(500) if len(asked) > 3 else other(shuffled)

    server.script = script
    index = index_with(tmp_path, embedder_at(server))
    with pytest.raises(BuildFailed):
        rebuild(index, QUESTIONNAIRE, REGISTRY)
    server.script = lambda request: other({**request, "input": [text[::-1] for text in request["input"]]})
    server.requests.clear()
    report = rebuild(index, QUESTIONNAIRE, REGISTRY)

    with index.generations.pin(report.generation):
        passages = [
            passage
            for document in index.table.documents(report.generation)
            for passage in index.table.document_passages(report.generation, document.id)
        ]
    stored = index.passage_store.get(report.generation, [passage.id for passage in passages])
    expected = HashEmbedder(16).embed_passages([passage.text[::-1] for passage in passages])
    assert np.allclose(stored, expected, atol=1e-5)


@pytest.mark.parametrize(
    "answer", [Refuses(500), Refuses(401), Says("nothing"), embeddings([0.5] * 15 + [float("nan")])]
)
def test_where_the_embedder_fails_words_alone_are_searched(server, tmp_path, files, answer, caplog):
    index = index_with(tmp_path, embedder_at(server))
    run(index, files)
    server.script = lambda request: answer
    server.requests.clear()

    found = hits(index, "theme 77")
    assert found[0].passage.text.startswith("Employees asked about theme 77 ")
    assert {name for hit in found for name in hit.found_by} == {KEYWORDS}
    assert len(server.requests) == 1, "a visitor waits: a question is asked once"
    assert len(warnings(caplog)) == 1
    assert "theme 77" not in caplog.text
    assert KEY not in caplog.text


def test_a_provider_that_is_slow_is_not_waited_for_nor_asked_again_at_once(server, tmp_path, files, caplog):
    index = index_with(tmp_path, embedder_at(server, seconds=0.2))
    run(index, files)
    server.script = lambda request: embeddings([1.0] * 16, waits_s=1.0)
    server.requests.clear()

    began = time.monotonic()
    for _ in range(5):
        assert {name for hit in hits(index, "theme 77") for name in hit.found_by} == {KEYWORDS}
    assert time.monotonic() - began < 0.9
    assert len(server.requests) == 1
    assert warnings(caplog) == [
        "The embedder langchain-openai:scripted failed for a question: it did not answer in time."
    ]


def test_a_question_that_is_refused_leaves_the_embedder_to_the_next_one(server, tmp_path, files):
    index = index_with(tmp_path, embedder_at(server))
    run(index, files)
    server.script = lambda request: Refuses(400) if len(request["input"][0]) > 50 else by_hash()(request)

    assert {name for hit in hits(index, "theme 77 " * 10) for name in hit.found_by} == {KEYWORDS}
    assert hits(index, "theme 77")[0].found_by == (KEYWORDS, MEANING)


def test_texts_for_this_machine_take_no_way_round(server, monkeypatch):
    with scripted_model(by_hash()) as other:
        for name in ("HTTP_PROXY", "http_proxy", "LANGSMITH_ENDPOINT"):
            monkeypatch.setenv(name, other.url.removesuffix("/v1"))
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        embedder = embedder_at(server)
        assert embedder.embed_passages(["one"]).shape == (1, 16)
        embedder.embed_question("two")
        server.script = lambda _: Refuses(307, (("Location", f"{other.url}/embeddings"),))
        with pytest.raises(EmbedderFailed):
            embedder.embed_passages(["three"])
    assert len(server.requests) > 2
    assert (other.requests, other.other) == ([], [])


def test_an_ingest_that_needs_nothing_of_an_embedder_that_is_away_says_that_it_is(server, tmp_path, files, caplog):
    run(index_with(tmp_path, embedder_at(server)), files)
    server.script = lambda _: Refuses(503)
    index = index_with(tmp_path, embedder_at(server))
    with caplog.at_level(logging.WARNING):
        rebuild(index, QUESTIONNAIRE, REGISTRY)
    assert "whether its model was exchanged is not known" in caplog.text
