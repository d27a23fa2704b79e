"""A line in the log for each question that is answered, where an operator asked for that; personal data is masked."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, cast

from assistant.personal_data import masked
from assistant.types import NO_CONVERSATION, Answer, Conversation, Done, Event, Failed
from assistant.web.facade import ApiAssistant
from assistant.web.observing import LogFormat, RequestTold
from corpus.errors import CandourError
from corpus.types import Language

log = logging.getLogger("candour.questions")


def logging_questions(assistant: ApiAssistant, form: LogFormat, request: ContextVar[RequestTold]) -> ApiAssistant:
    """The same assistant, which logs what it is asked; `request` tells of which request."""
    return cast(ApiAssistant, _Logging(assistant, form, request))


class _Logging:
    """An assistant that logs. What is not a question passes through."""

    def __init__(self, assistant: ApiAssistant, form: LogFormat, request: ContextVar[RequestTold]) -> None:
        self._assistant = assistant
        self._form = form
        self._request = request

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the assistant has of that name
        return getattr(self._assistant, name)

    def ask(
        self,
        question: str,
        conversation: Conversation = NO_CONVERSATION,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Answer:
        """The whole answer to a question."""
        started = time.perf_counter()
        try:
            answer = self._assistant.ask(question, conversation, language, only, quotations_only)
        except CandourError:
            self._tell(question, language or "en", "failed", started)
            raise
        self._tell(question, answer.language, answer.kind, started)
        return answer

    def stream(
        self,
        question: str,
        conversation: Conversation = NO_CONVERSATION,
        language: Language | None = None,
        only: Sequence[str] = (),
        quotations_only: bool = False,
    ) -> Iterator[Event]:
        """The events of one answer."""
        started = time.perf_counter()
        for event in self._assistant.stream(question, conversation, language, only, quotations_only):
            if isinstance(event, Done):
                self._tell(question, event.answer.language, event.answer.kind, started)
            elif isinstance(event, Failed):
                self._tell(question, language or "en", "failed", started)
            yield event

    def _tell(self, question: str, language: Language, kind: str, started: float) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        ms = round((time.perf_counter() - started) * 1000, 1)
        request = self._request.get(None)
        by = {} if request is None else {"id": request.number, "area": request.area}
        log.info(line(self._form, {"time": now, **by, "language": language, "kind": kind, "ms": ms}, question))


def line(form: LogFormat, told: dict[str, object], question: str) -> str:
    """One line with what is `told` and, last, the question; in text it stands in JSON's quotes, on one line."""
    language: Language = "fr" if told["language"] == "fr" else "en"
    question = masked(question, language)
    if form == "json":
        return json.dumps({**told, "question": question}, ensure_ascii=False)
    return " ".join(f"{name}={value}" for name, value in told.items()) + f" question={json.dumps(question)}"
