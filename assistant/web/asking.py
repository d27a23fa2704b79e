"""Where the chat's page and the widget's ask: a question goes in, its answer comes back as a stream of events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.types import QUESTION_LIMIT
from assistant.web import addresses
from assistant.web.facade import WebAssistant
from assistant.web.talk import Talk, is_being_written
from corpus.types import LANGUAGES, Language

_MOST_EARLIER, _MOST_ORGANIZATIONS = 20, 200
_Question = Annotated[str, Field(max_length=QUESTION_LIMIT)]
_Id = Annotated[str, Field(max_length=300)]


class AskedQuestion(BaseModel):
    """What a page sends. Too long a question is answered by saying so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    history: tuple[_Question, ...] = Field((), max_length=_MOST_EARLIER)
    organizations: tuple[_Id, ...] = Field((), max_length=_MOST_ORGANIZATIONS)
    quotations_only: bool = False


def asking_router(assistant: WebAssistant) -> APIRouter:
    """The routes of chat and widget, in both languages. They keep nothing between two questions."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_asking(router, Talk(assistant, language), language)
    return router


def _add_asking(router: APIRouter, talk: Talk, language: Language) -> None:
    @router.post(addresses.chat_ask(language))
    @router.post(addresses.widget_ask(language))
    async def ask(asked: AskedQuestion) -> StreamingResponse:
        answering = talk.answering(asked.question, asked.history, asked.organizations, asked.quotations_only)
        events = events_of(answering)
        return StreamingResponse(events, media_type="text/event-stream", headers={"cache-control": "no-store"})


async def events_of(answering: AsyncIterator[str]) -> AsyncIterator[str]:
    """What is shown of an answer again and again as events "writing", the whole of it as "done"."""
    async for html in answering:
        name = "writing" if is_being_written(html) else "done"
        yield f"event: {name}\ndata: {json.dumps({'html': html}, ensure_ascii=False)}\n\n"
