"""The API: everything the pages show, for programs. An application of its own, mounted at /api/v1."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from pydantic import TypeAdapter

from assistant.types import Answer, Conversation
from assistant.web.api import replies
from assistant.web.api.administration import add_administration
from assistant.web.api.describing import ASKING, DescribedApi, may
from assistant.web.api.events import event_stream
from assistant.web.api.problems import add_problem_handlers, problem
from assistant.web.api.requests import AskRequest, QueryRequest
from assistant.web.facade import Administers, ApiAssistant, FeedbackBox
from assistant.web.feedback import SentFeedback
from assistant.web.leaving import Leaving
from assistant.web.streaming import MEDIA_TYPE, EventStream
from corpus.types import Language

_answer_json = TypeAdapter(Answer)
_DESCRIPTION = (
    "Questions about filled-in self-assessments, answered with the words they rest on. Places (`start`, `end`) count "
    "Unicode code points of a document's text; fields are only ever added. What cannot be done is a problem (RFC 9457) "
    "with a stable `code`. Beside this, on the same server: `/v1/chat/completions` for programs that speak OpenAI's "
    "protocol, and `/mcp` with the tools ask, query and read_assessment (Model Context Protocol). The same in words: "
    "`/en/api`, `/fr/api`."
)


def create_api(
    assistant: ApiAssistant, feedback: FeedbackBox | None = None, administration: Administers | None = None
) -> FastAPI:
    """The application. Without `feedback` none is taken, without `administration` nothing can be changed."""
    app = DescribedApi(
        title="Candour",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.add_middleware(Leaving)
    add_problem_handlers(app)
    _add_questions(app, assistant)
    _add_corpus(app, assistant)
    _add_status(app, assistant)
    if feedback is not None:
        _add_feedback(app, feedback)
    if administration is not None:
        add_administration(app, administration)
    return app


def _add_questions(app: FastAPI, assistant: ApiAssistant) -> None:
    streamed = {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "The answer, or its events"}

    @app.post("/ask", response_model=Answer, responses={**may("bad_query", *ASKING), 200: streamed})
    def ask(asked: AskRequest, request: Request) -> Response:
        """Answer a question; with `Accept: text/event-stream` in events: started, text, done, failed."""
        conversation = Conversation(asked.history)
        given = (asked.question, conversation, asked.language, asked.organizations, asked.quotations_only)
        if MEDIA_TYPE in request.headers.get("accept", ""):
            events = assistant.stream(*given)
            return EventStream(event_stream(events))
        return _answer(assistant.ask(*given))

    @app.post("/query", response_model=Answer, responses=may("bad_query", "bad_condition", *ASKING))
    def query(asked: QueryRequest) -> Response:
        """Answer a query of the answer table: exact lists, ranks and cross-tabulations, without reading a question."""
        found = assistant.query_of(asked.where, asked.rank, asked.cross, asked.organizations)
        return _answer(assistant.answer_query(found, asked.language))


def _add_corpus(app: FastAPI, assistant: ApiAssistant) -> None:
    @app.get("/organizations", responses=may())
    def organizations() -> tuple[replies.OrganizationReply, ...]:
        """List all organizations that have an assessment."""
        return tuple(
            replies.OrganizationReply(each.id, each.printed_name, each.languages) for each in assistant.organizations()
        )

    @app.get(
        "/organizations/{id}", response_model=replies.OrganizationAssessments, responses=may("unknown_organization")
    )
    def organization(id: str) -> replies.OrganizationAssessments | Response:
        """Give one organization's whole assessment, in each language that there is."""
        documents = assistant.documents_of(id)
        if not documents:
            return problem(404, "unknown_organization", f"There is no organization '{id}' here.")
        return replies.organization_reply(documents)

    @app.get("/items", responses=may())
    def items() -> tuple[replies.ItemReply, ...]:
        """List the items of the form with their options, whose ids conditions name."""
        return tuple(replies.item_reply(each) for each in assistant.questionnaire.items)

    @app.get("/items/{n}", response_model=replies.ItemResponsesReply, responses=may("unknown_item", "bad_request"))
    def item(n: int, language: Language = "en") -> replies.ItemResponsesReply | Response:
        """Give what every organization recorded under an item."""
        found = assistant.item(language, n)
        if found is None:
            return problem(404, "unknown_item", f"There is no item {n}.")
        return replies.item_responses_reply(found)

    @app.get("/documents/{id}", responses=may("unknown_document"))
    def document(id: str) -> replies.DocumentReply:
        """Give a document's stored text, in which the places of citations count."""
        return replies.document_reply(assistant.document(id))


def _add_status(app: FastAPI, assistant: ApiAssistant) -> None:
    @app.get("/status", responses=may())
    def status() -> replies.StatusReply:
        """Tell what is served: how many self-assessments, of which day, from which index."""
        found = assistant.snapshot()
        model = assistant.model
        return replies.StatusReply(
            version("candour"),
            found.organizations,
            found.documents,
            found.date,
            found.index,
            found.sha256,
            model.name if model else None,
        )


def _add_feedback(app: FastAPI, box: FeedbackBox) -> None:
    problems = may("too_large", "bad_request", "feedback_unusable")

    @app.post("/feedback", status_code=204, response_class=Response, responses=problems)
    def feedback(sent: SentFeedback, language: Language = "en") -> None:
        """Take what a person said of an answer; the question only where that person agreed that it goes along."""
        box.keep(sent.of(language))


def _answer(answer: Answer) -> Response:
    """The same JSON as `Answer.to_json`, written in a tenth of the time."""
    return Response(_answer_json.dump_json(answer), media_type="application/json")
