"""Candour as a "model" of chat programs that speak OpenAI's protocol: /v1/chat/completions and /v1/models.

The last message of the user is the question, those before it are the conversation; what a system message or the
program's own earlier answers say is not read. Parameters of sampling are taken and have no effect.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Generator, Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.types import QUESTION_LIMIT, Answer, Conversation, Done, Event, Failed, TextPart
from assistant.web.answer_html import sources_markdown
from assistant.web.api.problems import (
    BAD_REQUEST,
    allow_of,
    bad_request_said,
    code_and_detail,
    protocol_error,
    protocol_error_told,
    said_of,
    status_of,
)
from assistant.web.api.requests import MOST_EARLIER
from assistant.web.facade import ApiAssistant
from assistant.web.leaving import Leaving
from assistant.web.streaming import EventStream
from corpus.errors import CandourError

MODEL = "candour"
DONE = "data: [DONE]\n\n"  # the end of every stream
_MODEL: Mapping[str, object] = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
_MOST_MESSAGES = 200


class Part(BaseModel):
    """A part of a message; only those of text are read."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: str = ""


class Message(BaseModel):
    """One message of a chat."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: str | tuple[Part, ...] | None = None

    @property
    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text")


class CompletionRequest(BaseModel):
    """What OpenAI's protocol asks, as far as it matters here."""

    model_config = ConfigDict(extra="ignore")

    model: str = Field(MODEL, max_length=200)
    messages: tuple[Message, ...] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool = False
    quotations_only: bool = False

    def conversation(self) -> tuple[str, Conversation]:
        """The question and the questions before it; "" where no message is the user's."""
        asked = [each.text.strip() for each in self.messages if each.role == "user"]
        *earlier, question = asked or [""]
        return question, Conversation(tuple(each for each in earlier if each)[-MOST_EARLIER:])


def create_chat_completions(assistant: ApiAssistant) -> FastAPI:
    """The application, to be mounted at /v1."""
    app = FastAPI(title="Candour as a model", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Leaving)
    _add_errors(app)

    @app.get("/models")
    def models() -> dict[str, object]:
        return {"object": "list", "data": [_MODEL]}

    @app.get("/models/{id}", response_model=None)
    def model(id: str) -> Mapping[str, object] | Response:
        return _MODEL if id == MODEL else _no_model(id)

    @app.post("/chat/completions", response_model=None)
    def complete(asked: CompletionRequest, request: Request) -> Response:
        origin = f"{request.url.scheme}://{request.url.netloc}"
        question, conversation = asked.conversation()
        if asked.model != MODEL:
            return _no_model(asked.model)
        if not question:
            return protocol_error(400, "no_question", "No message of the role 'user' has any words.")
        if len(question) > QUESTION_LIMIT:
            limit = f"The question has {len(question)} characters; at most {QUESTION_LIMIT} can be read."
            return protocol_error(400, "question_too_long", limit)
        if asked.stream:
            blocks = chunks(assistant.stream(question, conversation, None, (), asked.quotations_only), origin)
            return EventStream(blocks)
        return JSONResponse(completion(assistant.ask(question, conversation, None, (), asked.quotations_only), origin))

    return app


def completion(answer: Answer, origin: str) -> dict[str, Any]:
    """An answer as the protocol has it; its text ends with its sources, its citations are a field of the message.

    `origin` ("https://host") is where the pages that sources lead to are.
    """
    text = "\n\n".join(part for part in (answer.text, sources_markdown(answer, origin)) if part)
    told = answer.to_json()
    message = {
        "role": "assistant",
        "content": text,
        "citations": told["citations"],
        "written_by": answer.written_by,
        "checks": told["checks"],
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    sent, received = (answer.model.tokens_sent, answer.model.tokens_received) if answer.model else (0, 0)
    usage = {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}
    return {**_head("chat.completion"), "choices": [choice], "usage": usage}


def chunks(events: Iterable[Event], origin: str) -> Generator[str, None, None]:
    """The events of an answer as the blocks of a stream; the last one before [DONE] has the citations."""
    head = _head("chat.completion.chunk")
    yield _block(head, {"role": "assistant", "content": ""})
    for event in events:
        if isinstance(event, TextPart):
            yield _block(head, {"content": event.text})
        elif isinstance(event, Done):
            if sources := sources_markdown(event.answer, origin):
                yield _block(head, {"content": f"\n\n{sources}"})
            yield _block(head, {"citations": event.answer.to_json()["citations"]}, "stop")
        elif isinstance(event, Failed):
            yield error_block(event.code, said_of(event.code, event.message))
    yield DONE


def error_block(code: str, message: str) -> str:
    """The block of a stream that says why it ends."""
    return f"data: {json.dumps({'error': protocol_error_told(500, code, message)}, ensure_ascii=False)}\n\n"


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _block(head: Mapping[str, Any], delta: Mapping[str, Any], finish: str | None = None) -> str:
    told = {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return f"data: {json.dumps(told, ensure_ascii=False)}\n\n"


def _no_model(told: str) -> JSONResponse:
    return protocol_error(404, "model_not_found", f"There is no model '{told}' here. The only one is '{MODEL}'.")


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(CandourError)
    async def ours(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401 - as Starlette types handlers
        return protocol_error(status_of(error.code), error.code, said_of(error.code, str(error)))

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        return protocol_error(400, BAD_REQUEST, bad_request_said(request, error))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: Any) -> JSONResponse:  # noqa: ANN401
        return protocol_error(error.status_code, *code_and_detail(error), **allow_of(request, error.status_code))
