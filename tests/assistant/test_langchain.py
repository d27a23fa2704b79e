from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fakes import HashEmbedder
from forms import assistant_over
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.assistant import Assistant
from assistant.errors import NotAnswered
from assistant.langchain import CandourRetriever, candour_runnable, open_retriever, open_runnable
from assistant.types import QUESTION_LIMIT, Answer
from index.errors import NoIndex
from index.home import Home, local_index

LIST = "Which organizations updated their code of conduct?"
NAMES = {
    "document", "organization", "organization_id", "item", "language", "start", "end", "page", "url", "score",
    "found_by",
}  # fmt: skip
LOOK_UP = "When was the Health Canada code adopted?"


def run(awaitable: Coroutine[Any, Any, Any]) -> Any:
    """What it comes to, in a thread of its own: Playwright leaves its loop running in the thread of the tests."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, awaitable).result()


@pytest.fixture
def runnable(assistant: Assistant) -> Runnable[Any, Answer]:
    return candour_runnable(assistant)


@pytest.fixture
def empty(tmp_path: Path) -> Assistant:
    return assistant_over(local_index(Home(tmp_path / "home"), HashEmbedder()))


def told(answer: Answer) -> dict[str, Any]:
    return {**answer.to_json(), "timing_ms": None}


def test_documents_are_the_exact_words_with_their_place(assistant: Assistant) -> None:
    retriever = CandourRetriever(assistant=assistant)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(LOOK_UP)
    assert [each.id for each in documents] == [hit.passage.id for hit in assistant.passages(LOOK_UP)]
    for each in documents:
        about = each.metadata
        assert each.page_content == assistant.document(about["document"]).source.text[about["start"] : about["end"]]
        assert set(about) == NAMES
    first = documents[0]
    assert "May 3, 2024" in first.page_content
    assert (first.metadata["organization"], first.metadata["organization_id"]) == ("Health Canada", "health")
    assert (first.metadata["item"], first.metadata["language"]) == (5, "en")
    assert "keywords" in first.metadata["found_by"]
    scores = [each.metadata["score"] for each in documents]
    assert scores == sorted(scores, reverse=True)


def test_a_retriever_gives_as_many_as_are_wanted(assistant: Assistant) -> None:
    retriever = CandourRetriever(assistant=assistant, count=2, language="fr")
    assert len(retriever.invoke("code")) == 2
    assert retriever.invoke("code " * QUESTION_LIMIT) == []
    assert [len(each) for each in retriever.batch([LOOK_UP, LIST])] == [2, 2]
    assert run(retriever.ainvoke(LOOK_UP)) == retriever.invoke(LOOK_UP)
    with pytest.raises(ValueError, match="count"):
        CandourRetriever(assistant=assistant, count=0)


def test_the_runnable_gives_the_assistant_s_answer(runnable: Runnable[Any, Answer], assistant: Assistant) -> None:
    assert told(runnable.invoke(LIST)) == told(assistant.ask(LIST))
    assert told(run(runnable.ainvoke({"question": LIST}))) == told(assistant.ask(LIST))


def test_what_goes_with_a_question_is_passed_on(runnable: Runnable[Any, Answer]) -> None:
    follow_up = runnable.invoke({"question": "and Parks Canada?", "history": [LIST]})
    assert [row.organization_id for row in follow_up.rows] == ["parks"]
    limited = runnable.invoke({"question": LIST, "organizations": ["health"], "quotations_only": True})
    assert [row.organization_id for row in limited.rows] == ["health"]
    assert runnable.invoke({"question": "N/A", "language": "fr"}).language == "fr"


@pytest.mark.parametrize("asked", [{}, {"query": "x"}, {"question": "x", "lang": "en"}, {"question": 3}, 3, None])
def test_what_is_no_question_is_refused(runnable: Runnable[Any, Answer], asked: object) -> None:
    with pytest.raises(ValueError, match="Asked"):
        runnable.invoke(asked)
    with pytest.raises(ValueError, match="Asked"):
        list(runnable.stream(asked))


def test_a_stream_gives_the_text_in_pieces_and_then_the_answer(runnable: Runnable[Any, Answer]) -> None:
    *pieces, answer = list(runnable.stream(LIST))
    assert len(pieces) > 1
    assert "".join(pieces) == answer.text
    assert told(answer) == told(runnable.invoke(LIST))

    async def awaited() -> list[Any]:
        return [piece async for piece in runnable.astream(LIST)]

    *again, last = run(awaited())
    assert (again, told(last)) == (pieces, told(answer))


def test_the_next_step_of_a_chain_gets_the_answer_invoked_or_streamed(runnable: Runnable[Any, Answer]) -> None:
    chain = runnable | RunnableLambda(lambda answer: f"{answer.kind}: {len(answer.citations)}")

    async def awaited() -> list[str]:
        return [piece async for piece in chain.astream(LIST)]

    invoked = chain.invoke(LIST)
    assert invoked.startswith("list: ")
    assert list(chain.stream(LIST)) == [invoked]
    assert run(awaited()) == [invoked]
    before = RunnableLambda(lambda word: {"question": f"Which organizations updated their {word}?"}) | runnable
    assert [type(piece) for piece in before.stream("code")][-1] is Answer


def test_many_are_answered_at_once_in_order(runnable: Runnable[Any, Answer]) -> None:
    questions = [LIST, LOOK_UP, LIST, LOOK_UP]
    expected = [told(runnable.invoke(each)) for each in questions]
    assert [told(each) for each in runnable.batch(questions)] == expected
    assert [told(each) for each in run(runnable.abatch(questions))] == expected


def test_a_stream_may_be_left_early(runnable: Runnable[Any, Answer]) -> None:
    pieces: Iterator[Any] = runnable.stream(LIST)
    assert isinstance(next(pieces), str)
    pieces.close()  # type: ignore[attr-defined]
    assert runnable.invoke(LIST).rows


def test_where_there_is_no_index_the_error_says_so(empty: Assistant) -> None:
    with pytest.raises(NoIndex):
        CandourRetriever(assistant=empty).invoke("x")
    with pytest.raises(NoIndex):
        candour_runnable(empty).invoke("x")
    with pytest.raises(NotAnswered, match="candour ingest") as raised:
        list(candour_runnable(empty).stream("x"))
    assert raised.value.code == "no_index"


def test_both_can_be_opened_by_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOUR_HOME", str(tmp_path / "nothing"))
    with pytest.raises(NoIndex):
        open_retriever(3).invoke("x")
    with pytest.raises(NoIndex):
        open_runnable().invoke("x")


def test_programs_can_be_told_what_goes_in_and_out(runnable: Runnable[Any, Answer]) -> None:
    assert runnable.get_name() == "candour"
    assert {each.get("type") for each in runnable.get_input_jsonschema()["anyOf"]} == {"string", "object"}
    assert "citations" in str(runnable.get_output_jsonschema())
