"""What the chat page sends of an answer: whether it helped, and if not, why.

Other sites' pages cannot send any: `middleware.OwnMachineOnly` refuses them before they come here.
"""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from assistant.feedback import Feedback, FeedbackReason, Verdict
from assistant.types import QUESTION_LIMIT, AnswerKind
from assistant.web import addresses
from assistant.web.facade import FeedbackBox
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.types import LANGUAGES, Language

log = logging.getLogger(__name__)

TEXT_LIMIT = 1000  # characters of what people write in their own words
BODY_LIMIT = 16 * 1024  # bytes


class SentFeedback(BaseModel):
    """What the page sends. `question` is there only where its sender ticked that it may go along."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"verdict": "helpful", "kind": "list", "index": "20261128T120000.000000Z-d5374e"},
                {
                    "verdict": "not_helpful",
                    "kind": "lookup",
                    "index": "20261128T120000.000000Z-d5374e",
                    "reasons": ["incomplete"],
                    "text": "The second organization is missing.",
                },
            ]
        },
    )

    verdict: Verdict
    kind: AnswerKind = Field(description="The answer's `kind`.")
    index: str = Field(max_length=200, description="The answer's `index`.")
    reasons: Annotated[tuple[FeedbackReason, ...], Field(max_length=5)] = Field((), description="Why it did not help.")
    text: str = Field("", max_length=TEXT_LIMIT, description="The person's own words.")
    question: str | None = Field(
        None,
        min_length=1,
        max_length=QUESTION_LIMIT,
        description="The question, only where the person agreed that it goes along.",
    )
    reading: str | None = Field(None, description="The answer's `reading`, only along with the question.")

    def of(self, language: Language) -> Feedback:
        """The feedback on an answer in `language`, each reason once."""
        return Feedback(
            verdict=self.verdict,
            language=language,
            kind=self.kind,
            index=self.index,
            reasons=tuple(dict.fromkeys(self.reasons)),
            text=self.text.strip(),
            question=self.question,
            reading=self.reading,
        )


def feedback_router(box: FeedbackBox) -> APIRouter:
    """The routes that put feedback into `box`, one for each language of answers."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_route(router, box, language)
    return router


def _add_route(router: APIRouter, box: FeedbackBox, language: Language) -> None:
    words = words_of(language)

    @router.post(addresses.feedback(language))
    async def take(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _refused(413, words("feedback.too_large", limit=BODY_LIMIT))
        try:
            sent = SentFeedback.model_validate_json(body)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
            return _refused(422, words("feedback.bad", place=place))
        try:
            await run_in_threadpool(box.keep, sent.of(language))
        except CandourError as error:
            log.warning("Feedback was not kept: %s", error)
            return _refused(503, words("feedback.not_kept"))
        return Response(status_code=204)


async def _body(request: Request) -> bytes | None:
    """The request's body; None where it is too large, of which no more is read than that takes."""
    body = bytearray()
    async for part in request.stream():
        body.extend(part)
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
