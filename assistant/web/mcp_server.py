"""Candour for programs that speak the Model Context Protocol: three tools, over stdin and stdout or over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import FastAPI
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from assistant.errors import BadQuery
from assistant.types import QUESTION_LIMIT, Answer, Conversation
from assistant.web.answer_html import sources_markdown
from assistant.web.api.problems import said_of
from assistant.web.api.requests import MOST_EARLIER
from assistant.web.facade import ApiAssistant
from corpus.errors import CandourError
from corpus.types import Assessment, Language

PATH = "/mcp"
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "Answers about filled-in self-assessments of organizations. Every answer quotes what it rests on: keep [n] marks "
    "and the sources when you pass it on, and change no list, number or quotation."
)
_Question = Annotated[str, Field(min_length=1, max_length=QUESTION_LIMIT)]


class _Server(MCPServer):
    """Says of arguments that are wrong or missing which they are and why, and nothing of the library that found it."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """What the tool gives; ToolError where it cannot."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            wrong = error.__cause__
            if not isinstance(wrong, ValidationError):
                raise
            told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors())
            raise ToolError(f"Wrong or missing: {told}.") from wrong


def mcp_server(assistant: ApiAssistant) -> MCPServer:
    """The server with its tools `ask`, `query` and `read_assessment`."""
    server: MCPServer = _Server("candour", version=version("candour"), instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool(annotations=_READS)
    async def ask(
        question: _Question,
        history: Annotated[list[_Question], Field(max_length=MOST_EARLIER)] = [],  # noqa: B006 - never changed
        language: Language | None = None,
        organizations: list[str] = [],  # noqa: B006
        quotations_only: bool = False,
        *,
        context: Context[Any, Any],
    ) -> CallToolResult:
        """Answer a question about the self-assessments, in English or French, with the quotations it rests on.

        `history` are the earlier questions of the same person, oldest first; `organizations` (ids, names or acronyms)
        limits a question that names none; with `quotations_only` no language model is asked.
        """
        conversation = Conversation(tuple(history))
        return await _answered(
            lambda: assistant.ask(question, conversation, language, organizations, quotations_only), context
        )

    @server.tool(annotations=_READS)
    async def query(
        where: str | None = None,
        rank: int | None = None,
        cross: tuple[int, int] | None = None,
        organizations: list[str] = [],  # noqa: B006
        language: Language = "en",
        *,
        context: Context[Any, Any],
    ) -> CallToolResult:
        """Look the ticks up exactly: `where` a condition such as "q5.updated and not q12.yes", `rank` the options of an
        item, `cross` two items against each other.
        """  # noqa: D205 - what a model is told
        return await _answered(
            lambda: assistant.answer_query(assistant.query_of(where, rank, cross, organizations), language), context
        )

    @server.tool(annotations=_READS)
    async def read_assessment(organization: str, language: Language | None = None) -> str:
        """Read one organization's whole self-assessment as it was published, by its id, name or acronym."""
        documents = await _or_said(lambda: _documents_of(assistant, organization))
        return chosen(documents, language).source.text

    return server


def _documents_of(assistant: ApiAssistant, organization: str) -> tuple[Assessment, ...]:
    """The self-assessment of the organization of that id, name or acronym; ToolError where that is none, or several."""
    try:
        ids = sorted(assistant.query_of(None, None, None, [organization]).organizations or ())
    except BadQuery as error:
        said = f"There is no organization '{organization}' here. Ask `ask` or `query` to learn which there are."
        raise ToolError(said) from error
    if len(ids) > 1:
        raise ToolError(f"'{organization}' are several organizations. Read one of them: {', '.join(ids)}.")
    return assistant.documents_of(ids[0])


def chosen(documents: tuple[Assessment, ...], language: Language | None) -> Assessment:
    """The version in that language, else the first."""
    return next((each for each in documents if each.language == language), documents[0])


def add_mcp(app: FastAPI, server: MCPServer) -> None:
    """Serves the tools at `PATH`. Who may ask is the gate's affair, as everywhere; nothing is kept between requests."""
    served = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app.router.routes.extend(served.routes)


def mcp_lifespan(server: MCPServer) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What must run for as long as the application that serves the tools."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    return lifespan


async def _answered(answering: Callable[[], Answer], context: Context[Any, Any]) -> CallToolResult:
    answer = await _or_said(answering)
    text = "\n\n".join(part for part in (answer.text, sources_markdown(answer, _origin(context))) if part)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=answer.to_json())


def _origin(context: Context[Any, Any]) -> str:
    """Where the pages are that sources lead to ("https://host"); "" over stdin and stdout, where nothing serves any."""
    request = context.request_context.request
    return f"{request.url.scheme}://{request.url.netloc}" if isinstance(request, Request) else ""


async def _or_said(work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
    try:
        return await run_in_threadpool(work)
    except CandourError as error:
        raise ToolError(said_of(error.code, str(error))) from error
