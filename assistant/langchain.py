"""Candour for programs built with LangChain: its passages by a retriever, its answers by a runnable.

Both work over an assistant, of which a program needs one: `assistant.app.open_assistant()`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from pydantic import Field, TypeAdapter

from assistant.app import open_assistant
from assistant.assistant import Assistant
from assistant.errors import NotAnswered, UnknownDocument
from assistant.types import Answer, Conversation, Done, Failed, TextPart
from corpus.types import STRICT_KEYS, Assessment, Language
from index.types import Hit

Input = str | dict[str, Any]


def open_retriever(count: int = 20, language: Language | None = None) -> CandourRetriever:
    """A retriever over the index that the environment's settings name; errors of data files and settings."""
    return CandourRetriever(assistant=open_assistant(), count=count, language=language)


def open_runnable() -> Runnable[Input, Answer]:
    """What answers from the index that the environment's settings name; errors of data files and settings."""
    return candour_runnable(open_assistant())


def candour_runnable(assistant: Assistant) -> Runnable[Input, Answer]:
    """What answers questions: a text, or a dict with "question" and what may go with it, see `Asked`.

    `invoke` and `batch` give Answers; CandourError where the index cannot be used, ValueError for another input.
    `stream` gives the pieces of the text as they come (str), then the whole Answer, so that the next step of a chain
    gets the Answer here too. All of them may be awaited (`ainvoke`, `abatch`, `astream`).
    """
    return _Answering(assistant)


class CandourRetriever(BaseRetriever):
    """Passages of the assessments for a question, best first: those that a look-up of it would be answered from.

    A Document's `page_content` is exactly the words in the assessment from `start` to `end`. At most 40 come, none for
    a question that is too long. CandourError where the index cannot be used.
    """

    assistant: Assistant = Field(exclude=True, repr=False)
    count: int = Field(20, ge=1)
    language: Language | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun | None = None
    ) -> list[Document]:
        read: dict[str, Assessment] = {}
        found: list[Document] = []
        for hit in self.assistant.passages(query, language=self.language, count=self.count):
            name = hit.passage.document
            try:
                read[name] = read.get(name) or self.assistant.document(name)
            except UnknownDocument:  # removed a moment ago
                continue
            found.append(_document(hit, read[name]))
        return found


def _document(hit: Hit, assessment: Assessment) -> Document:
    passage = hit.passage
    told = {
        "document": passage.document,
        "organization": assessment.printed_name,
        "organization_id": passage.organization,
        "item": passage.item,
        "language": passage.language,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "url": assessment.provenance.address,
        "score": hit.score,
        "found_by": list(hit.found_by),
    }
    return Document(id=passage.id, page_content=passage.text, metadata=told)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what may go with it: as for `Assistant.ask`, with `history` the earlier questions, oldest first.

    `organizations` are ids.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    question: str
    history: tuple[str, ...] = ()
    language: Language | None = None
    organizations: tuple[str, ...] = ()
    quotations_only: bool = False


_asked = TypeAdapter(Asked)


class _Answering(Runnable[Input, Answer]):
    """See `candour_runnable`."""

    def __init__(self, assistant: Assistant) -> None:
        self.name = "candour"
        self._assistant = assistant

    def invoke(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: ANN401
        """The answer."""
        return self._call_with_config(self._answer, input, config)

    def stream(  # type: ignore[override]  # pieces that are no Answers come before the one that is
        self, input: Input, config: RunnableConfig | None = None, **kwargs: object
    ) -> Iterator[str | Answer]:
        """The pieces of the text, then the answer."""
        yield from self._transform_stream_with_config(iter([input]), self._pieces, config)  # type: ignore[arg-type]

    async def astream(  # type: ignore[override]
        self, input: Input, config: RunnableConfig | None = None, **kwargs: object
    ) -> AsyncIterator[str | Answer]:
        """The pieces of the text, then the answer; made in another thread."""
        pieces = self.stream(input, config)
        while (piece := await run_in_executor(config, next, pieces, None)) is not None:
            yield piece

    def _answer(self, input: Input) -> Answer:
        asked = _read(input)
        earlier = Conversation(asked.history)
        return self._assistant.ask(asked.question, earlier, asked.language, asked.organizations, asked.quotations_only)

    def _pieces(self, inputs: Iterator[Input]) -> Iterator[str | Answer]:
        asked = _read(next(inputs))
        earlier = Conversation(asked.history)
        for event in self._assistant.stream(
            asked.question, earlier, asked.language, asked.organizations, asked.quotations_only
        ):
            match event:
                case TextPart(text):
                    yield text
                case Done(answer):
                    yield answer
                case Failed(code, message):
                    raise NotAnswered(code, message)


def _read(input: Input) -> Asked:
    """What is asked; ValueError names what is wrong with it."""
    return _asked.validate_python({"question": input} if isinstance(input, str) else input)
