"""The systems that can answer a file of questions, by name: Candour itself and the baselines beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from pydantic_core import to_json

from assistant.app import Parts, open_assistant
from assistant.assistant import Assistant
from assistant.types import Conversation
from corpus.errors import CandourError
from evals.embedders import RememberingEmbedder
from evals.names import CANDOUR, SystemName
from evals.records import QuestionRecord
from index.types import Hit

# Hits told of one question: as many as the widest measure of retrieval looks at.
MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer; `with_hits` where the passages found are to be told too."""

    record: QuestionRecord
    with_hits: bool = False


class System(Protocol):
    """Anything that answers questions over one corpus."""

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON, in the shape of evals.records.AnswerRecord."""
        ...


OpenParts = Callable[[], Parts]
OpenSystem = Callable[[], System]  # can be handed to another process


def opener(name: SystemName, open_parts: OpenParts, chat_model: str | None = None) -> OpenSystem:
    """What opens the system called `name` over the parts that `open_parts` opens, here or in another process.

    Both must be picklable. `chat_model` ("provider:model") is for the system chat-model alone.
    """
    return partial(_opened, name, open_parts, chat_model)


def _opened(name: SystemName, open_parts: OpenParts, chat_model: str | None) -> System:
    if name == CANDOUR:
        parts = open_parts()
        index = replace(parts.index, embedder=RememberingEmbedder(parts.index.embedder))
        assistant = open_assistant(replace(parts, index=index))
        # So that no question's time holds the loading. What fails here fails again where a question needs it.
        with suppress(CandourError):
            assistant.warm_up()
        return Candour(assistant)
    from evals.baselines.open import open_baseline

    return open_baseline(name, open_parts(), chat_model)


class Candour:
    """Candour as a system."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def answer(self, question: Question) -> str:
        """The Answer, as its `to_json` has it, with the question's id; `hits` beside it where they are asked for."""
        record = question.record
        conversation = Conversation(record.history)
        # Answers are measured without a language model: whichever is set may answer differently tomorrow.
        answer = self._assistant.ask(record.question, conversation, record.language, quotations_only=True)
        # A long list is a hundred rows and as many citations: asdict, which to_json() goes through, copies each of
        # them and takes longer than the answer.
        fields: dict[str, Any] = {name: getattr(answer, name) for name in answer.__slots__}
        fields["id"] = record.id
        if question.with_hits:
            found = self._assistant.passages(record.question, conversation, record.language, MOST_HITS)
            fields["hits"] = [hit_json(hit) for hit in found]
        return to_json(fields).decode("utf-8")


def hit_json(hit: Hit) -> Mapping[str, Any]:
    """A hit as answers tell it."""
    passage = hit.passage
    return {
        "organization": passage.organization,
        "document": passage.document,
        "language": passage.language,
        "item": passage.item,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.text,
    }
