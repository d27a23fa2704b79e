"""An answer as a file: the question is asked again, in the body of a request, so that no address or log holds it."""

from __future__ import annotations

import json

from fastapi import APIRouter, Form, Response

from assistant.exporting import Format
from assistant.sheets import sheet_of_answer
from assistant.types import QUESTION_LIMIT, Conversation
from assistant.web import addresses
from assistant.web.facade import WebAssistant
from assistant.web.files import file_response, sheet_response
from assistant.web.words import words_of
from corpus.types import LANGUAGES, Language

_MOST_EARLIER = 20


def export_router(assistant: WebAssistant) -> APIRouter:
    """The routes that give answers as files, in both languages."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_export(router, assistant, language)
    return router


def _add_export(router: APIRouter, assistant: WebAssistant, language: Language) -> None:
    @router.post(addresses.export(language))
    def export(
        question: str = Form(max_length=QUESTION_LIMIT),
        form: Format = Form(alias="format"),  # noqa: B008 - FastAPI's way to say it
        earlier: str = Form("[]", max_length=(_MOST_EARLIER + 1) * QUESTION_LIMIT),
    ) -> Response:
        words = words_of(language)
        conversation = Conversation(earlier_questions(earlier))
        answer = assistant.ask(question, conversation, language)
        sheet = sheet_of_answer(answer, assistant.snapshot().date, words)
        if form == "json":
            content = json.dumps(answer.to_json(), ensure_ascii=False, indent=2).encode("utf-8")
            return file_response(content, form, "candour-answer")
        return sheet_response(sheet, form, "candour-answer", language)


def earlier_questions(told: str) -> tuple[str, ...]:
    """The earlier questions of a conversation, a JSON list of texts; none for anything else."""
    try:
        found = json.loads(told)
    except ValueError:
        return ()
    if not isinstance(found, list):
        return ()
    return tuple(each for each in found if isinstance(each, str))[-_MOST_EARLIER:]
