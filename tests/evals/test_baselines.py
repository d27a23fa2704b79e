from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from pydantic import Field
from small_corpus import HashedParts, small_home

from assistant.app import Parts
from assistant.model.chat_model import ChatModelUnavailable, open_chat_model
from evals.baselines.chat import ChatModelFailed, ChatOverPassages
from evals.baselines.langchain_pipeline import LangChainPipeline
from evals.baselines.open import open_baseline
from evals.errors import BadRun
from evals.names import BASELINES
from evals.records import AnswerRecord, QuestionRecord
from evals.systems import Question, System
from index.errors import NoIndex

TOWN_HALLS = "Who held town halls?"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return small_home(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("forms"))()


def asked(system: System, question: str, language: str = "en") -> AnswerRecord:
    record = QuestionRecord.model_validate({"id": "1", "question": question, "language": language})
    return AnswerRecord.model_validate_json(system.answer(Question(record, with_hits=True)))


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_quotes_what_it_retrieved(name: Any, parts: Parts) -> None:
    answer = asked(open_baseline(name, parts), TOWN_HALLS)
    texts = {each.id: parts.index.table.assessment(each.generation, each.id) for each in _documents(parts)}
    assert answer.citations
    assert answer.hits is not None
    assert [hit.quote for hit in answer.hits] == [citation.quote for citation in answer.citations]
    for citation in answer.citations:
        assert citation.quote == texts[citation.document or ""].source.text[citation.start : citation.end]
        assert f"{citation.quote} [{citation.n}]" in answer.text
        assert citation.organization == texts[citation.document or ""].printed_name
    assert answer.organizations == tuple(dict.fromkeys(citation.organization_id for citation in answer.citations))
    assert not answer.abstained
    assert answer.timing_ms["total"] > 0


def _documents(parts: Parts) -> list[Any]:
    from types import SimpleNamespace

    generation = parts.index.generations.current()
    return [SimpleNamespace(id=each.id, generation=generation) for each in parts.index.table.documents(generation)]


def test_keywords_shows_ten_passages_that_share_words_and_is_silent_without_any(parts: Parts) -> None:
    keywords = open_baseline("keywords", parts)
    answer = asked(keywords, TOWN_HALLS)
    assert "town hall" in answer.citations[0].quote
    assert len(asked(keywords, "organizations code of conduct ethics").citations) <= 10
    silent = asked(keywords, "xyzzy?")
    assert (silent.abstained, silent.organizations, silent.citations) == (True, (), ())


@pytest.mark.parametrize(
    ("question", "organization"),
    [
        ("What does Parks Canada say?", "parks"),
        ("What do the Canada Revenue Agency and Transport Canada say?", "transport"),  # the first has no form
        ("Who won?", None),
    ],
)
def test_first_passage_copies_the_first_of_whom_the_question_names(
    question: str, organization: str | None, parts: Parts
) -> None:
    answer = asked(open_baseline("first-passage", parts), question)
    (citation,) = answer.citations
    generation = parts.index.generations.current()
    documents = parts.index.table.documents(generation)
    document = next(each for each in documents if organization in (None, each.organization))
    assert citation.document == document.id
    assert citation.quote == parts.index.table.document_passages(generation, document.id)[0].text


@pytest.mark.parametrize("count", [4, 10, 20])
def test_the_langchain_pipeline_gives_the_nearest_passages_of_any_organization_and_language(
    count: int, parts: Parts
) -> None:
    question, generation = "town halls with Health Canada", parts.index.generations.current()
    found = LangChainPipeline(parts, count).passages(question)
    nearest = parts.index.passage_store.nearest(generation, parts.index.embedder.embed_question(question), count)
    assert [passage.id for passage in found] == [passage for passage, _ in nearest]
    assert len(found) == count
    assert {passage.language for passage in LangChainPipeline(parts, 60).passages(question)} == {"en", "fr"}


class _Scripted(GenericFakeChatModel):
    """LangChain's fake model, which here remembers what it was asked."""

    asked: list[str] = Field(default_factory=list)

    def _generate(self, messages: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked.append("\n".join(str(message.content) for message in messages))
        return super()._generate(messages, *args, **kwargs)


def chat(parts: Parts, *replies: str) -> tuple[ChatOverPassages, list[str]]:
    model = _Scripted(messages=iter([AIMessage(reply) for reply in replies]))
    return ChatOverPassages(parts, model, "fake:model"), model.asked


def test_a_chat_model_answers_from_ten_numbered_passages_and_cites_those_it_names(parts: Parts) -> None:
    system, prompts = chat(parts, "Twelve were held [2], see also [1] and [2].", "Only [99] knows.")
    answer = asked(system, TOWN_HALLS)
    assert answer.text == "Twelve were held [2], see also [1] and [2]."
    assert [citation.n for citation in answer.citations] == [2, 1]
    assert answer.hits is not None
    assert len(answer.hits) == 10
    assert answer.citations[0].quote == answer.hits[1].quote
    second = answer.citations[0]
    assert f"[2] {second.organization}, item {second.item}:\n{second.quote}" in prompts[0]
    assert prompts[0].endswith(f"Question: {TOWN_HALLS}")
    assert asked(system, TOWN_HALLS).citations == ()


@pytest.mark.parametrize(
    ("reply", "abstained"),
    [
        ("Not found.", True),
        ("not found", True),
        ("Introuvable.", True),
        (" **Introuvable** ! ", True),
        ("Pas trouvé", True),
        ("Not found in [1].", False),
        ("Introuvable ailleurs qu’à la page 2.", False),
    ],
)
def test_a_chat_model_abstains_where_it_says_nothing_else(reply: str, abstained: bool, parts: Parts) -> None:
    assert asked(chat(parts, reply)[0], TOWN_HALLS).abstained is abstained


def test_a_chat_model_that_fails_is_named(parts: Parts) -> None:
    with pytest.raises(ChatModelFailed, match=r"fake:model.*run the command again"):
        asked(chat(parts)[0], TOWN_HALLS)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gpt-4", "provider:model"),
        ("nobody:model", "nobody:model"),
        ("anthropic:claude", "langchain-anthropic"),
    ],
)
def test_a_chat_model_that_cannot_be_had_is_an_error_for_the_user(name: str, message: str) -> None:
    with pytest.raises(ChatModelUnavailable, match=message):
        open_chat_model(name)


def test_the_system_chat_model_asks_for_a_name(parts: Parts) -> None:
    with pytest.raises(BadRun, match="CANDOUR_MODEL"):
        open_baseline("chat-model", parts)


@pytest.mark.parametrize("name", BASELINES)
def test_without_an_index_a_baseline_says_so(name: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    open_parts: Callable[[], Parts] = HashedParts(tmp_path_factory.mktemp("empty"))
    with pytest.raises(NoIndex):
        open_baseline(name, open_parts())


def test_lines_are_json_without_a_break_in_them(parts: Parts) -> None:
    line = open_baseline("keywords", parts).answer(Question(QuestionRecord(id="1", question="adopté\u2028?")))
    assert "\n" not in line
    assert json.loads(line)["question"] == "adopté\u2028?"
