"""The web server: chat, pages and health checks in one application, on this machine only."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.types import ASGIApp

from assistant.model.language_model import ModelInfo
from assistant.types import QUESTION_LIMIT
from assistant.web import addresses
from assistant.web.access import Access
from assistant.web.admin import admin_router
from assistant.web.api.app import create_api
from assistant.web.api.chat_completions import create_chat_completions
from assistant.web.api.problems import allow_of, bad_request_problem, code_and_detail, said_of
from assistant.web.api_page import api_page_router
from assistant.web.asking import asking_router
from assistant.web.chat import chat_blocks, switch_off_calls_home
from assistant.web.export import export_router
from assistant.web.facade import Administers, ApiAssistant, FeedbackBox, WebAssistant
from assistant.web.feedback import TEXT_LIMIT, feedback_router
from assistant.web.gate import Gate
from assistant.web.html import page_templates
from assistant.web.languages import language_of, preferred_language
from assistant.web.limits import Limited, Limits
from assistant.web.mcp_server import add_mcp, mcp_lifespan, mcp_server
from assistant.web.middleware import (
    ForScriptsOfSites,
    Frame,
    HeadAsGet,
    OnlyGradio,
    OnlyWhatTheChatNeeds,
    SecurityHeaders,
)
from assistant.web.observing import METRICS_TYPE, LogFormat, Metrics, Observed, request_of_now
from assistant.web.page import not_found, problem_page
from assistant.web.pages import pages_router
from assistant.web.personal import personal_notice
from assistant.web.question_log import logging_questions
from assistant.web.rates import Rate
from assistant.web.refusal import in_form, refusal
from assistant.web.reports import reports_router
from assistant.web.sign_in import sign_in_router
from assistant.web.tables import tables_router
from assistant.web.trouble import trouble_of
from assistant.web.widget import widget_router
from assistant.web.words import words_of
from corpus.errors import CandourError
from corpus.types import LANGUAGES, Language

Application = ASGIApp  # what `serve` serves
API = "/api/v1"
# The usual 9 takes five times as long and saves an eighth of the bytes.
_COMPRESSION = 4
THIS_MACHINE = Access()
USUAL_LIMITS = Limits()
_STATIC = Path(__file__).parent / "static"
_HEAD_LIMIT = 64 * 1024  # bytes of a request's line and headers
_SHUTDOWN_S = 3  # open pages hold a connection for ever; they are cut after this


def create_app(
    assistant: ApiAssistant,
    *,
    feedback: FeedbackBox | None = None,
    administration: Administers | None = None,
    origins: Sequence[str] = (),
    access: Access = THIS_MACHINE,
    limits: Limits = USUAL_LIMITS,
    log_format: LogFormat | None = None,
    log_questions: bool = False,
    with_chat: bool = True,
    rates: Path | None = None,
) -> FastAPI:
    """The whole application. Without `feedback` none is asked for; without `administration` nobody administers.

    `origins` ("https://host") are the sites whose pages may show the widget and use the API. Without `log_format`
    requests are counted and not logged; `log_questions` logs each question, masked. `with_chat=False` leaves out the
    chat's page, and the seconds of Gradio's import. `rates` is the file in which several processes count how often
    visitors ask.
    """
    if log_questions:
        assistant = logging_questions(assistant, log_format or "text", request_of_now)
    tools = mcp_server(assistant)
    app = FastAPI(title="Candour", docs_url=None, redoc_url=None, openapi_url=None, lifespan=mcp_lifespan(tools))
    add_mcp(app, tools)
    api = create_api(assistant, feedback, administration)
    app.mount(API, api)
    app.mount("/v1", create_chat_completions(assistant))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    for router in (tables_router, reports_router, export_router, pages_router):
        app.include_router(router(assistant))
    app.include_router(api_page_router(api, API, access.mode == "key"))
    app.include_router(widget_router(assistant, origins))
    app.include_router(asking_router(assistant))
    if access.keys is not None:
        app.include_router(sign_in_router(access.keys))
    if feedback is not None:
        app.include_router(feedback_router(feedback))
    if administration is not None:
        app.include_router(admin_router(administration, feedback is not None))
    metrics = Metrics()
    assistant.watch_model(metrics.model_used)
    _add_plain_routes(app, assistant, metrics)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(RequestValidationError, _bad_form)
    app.add_exception_handler(CandourError, partial(_cannot_serve, assistant))
    if with_chat:
        _mount_chats(app, assistant)
        told = (feedback, assistant.model, assistant.embedder_outside)
        frames = {addresses.chat(each): (each, *frame_of(each, *told)) for each in LANGUAGES}
        app.add_middleware(Frame, pages=frames)
    # On this machine only there is but one visitor, whose machine it is.
    rate = Rate(limits.a_minute if access.mode else 0, rates)
    _guard(app, access, tuple(origins), limits, rate)
    app.add_middleware(Observed, metrics=metrics, log_format=log_format)
    return app


def _guard(app: FastAPI, access: Access, origins: tuple[str, ...], limits: Limits, rate: Rate) -> None:
    """Puts between visitors and application what every request passes, the last one first."""
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=_COMPRESSION)
    app.add_middleware(OnlyWhatTheChatNeeds)
    app.add_middleware(Limited, limits=limits, rate=rate)
    app.add_middleware(Gate, access=access, origins=origins)
    if origins:
        app.add_middleware(ForScriptsOfSites, origins=origins)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders, origins=origins)  # on refusals too


def serve(
    app: Application, *listeners: socket.socket, ended: Callable[[Callable[[], None]], None] | None = None
) -> None:
    """Nothing; serves until interrupted. `listeners` are sockets that listen already (`access.open_listener`).

    Requests are read by h11: the faster httptools would take headers of any length, from anybody.

    `ended` is given a function that ends the server, to be called from any thread. No access log: questions and the
    places people read stay out of logs. What proxies say of visitors is the gate's affair, not uvicorn's.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,  # its warnings are lines like all others, see logs.py
        access_log=False,
        http="h11",
        h11_max_incomplete_event_size=_HEAD_LIMIT,
        ws="none",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SHUTDOWN_S,
    )
    server = uvicorn.Server(config)

    def end() -> None:
        server.should_exit = True

    if ended is not None:
        ended(end)
    server.run(sockets=list(listeners))


def _add_plain_routes(app: FastAPI, assistant: WebAssistant, metrics: Metrics) -> None:
    """The front door, the health checks, and the counts for operators."""

    @app.get("/", include_in_schema=False)
    def front_door(request: Request) -> RedirectResponse:
        language = preferred_language(request.headers.get("accept-language", ""))
        return RedirectResponse(addresses.chat(language), 302, headers={"vary": "accept-language"})

    @app.get("/en", include_in_schema=False)
    @app.get("/fr", include_in_schema=False)
    def without_slash(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{request.url.path}/", 308)

    @app.get("/healthz", include_in_schema=False)
    def alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/metrics", include_in_schema=False)
    def counts() -> Response:
        return Response(metrics.text(assistant), media_type=METRICS_TYPE)

    @app.get("/readyz", include_in_schema=False)
    def ready() -> JSONResponse:
        try:
            documents = assistant.snapshot().documents
        except CandourError as error:
            said = said_of(error.code, str(error))
            return JSONResponse({"status": "not ready", "code": error.code, "message": said}, 503)
        return JSONResponse({"status": "ready", "documents": documents})


def _mount_chats(app: FastAPI, assistant: WebAssistant) -> None:
    switch_off_calls_home()
    import gradio as gr

    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    for language in LANGUAGES:
        gr.mount_gradio_app(
            app,
            chat_blocks(assistant, language),
            path=f"/{language}",
            footer_links=[],
            run_history=False,
            show_error=False,
            enable_monitoring=False,
            ssr_mode=False,
            theme=theme,
        )
        mounted = app.routes[-1]
        assert isinstance(mounted, Mount), "Gradio mounts its application"
        mounted.app = OnlyGradio(mounted.app)


def frame_of(
    language: Language,
    feedback: FeedbackBox | None,
    model: ModelInfo | None = None,
    embedder_outside: str | None = None,
) -> tuple[str, str]:
    """What goes into the head of the chat's page, and the body around Gradio's part of it."""
    values: dict[str, object] = {
        "w": words_of(language),
        "language": language,
        "other": addresses.other(language),
        "addresses": addresses,
        "feedback": feedback,
        "limit": TEXT_LIMIT,
        "question_limit": QUESTION_LIMIT,
        "model": model,
        "embedder_outside": embedder_outside,
        **personal_notice(language),
    }
    templates = page_templates()
    head, body = (templates.get_template(name).render(values) for name in ("chat_head.html", "chat_body.html"))
    return head, body


async def _cannot_serve(assistant: WebAssistant, request: Request, error: Any) -> HTMLResponse:  # noqa: ANN401
    """The page that says why there is none: no index, one that cannot be read, a query that says nothing."""
    language: Language = "fr" if request.url.path.startswith("/fr/") else "en"
    trouble = trouble_of(error, assistant, words_of(language))
    return problem_page(language, trouble.message, trouble.status, trouble.passes)


async def _not_here(request: Request, error: Any) -> Response:  # noqa: ANN401
    """The page for an address there is nothing to read at; what else the framework refuses, in the form of refusals."""
    status: int = error.status_code
    allow = allow_of(request, status)
    shown = request.method in ("GET", "HEAD") or "text/html" in request.headers.get("accept", "")
    if status in (404, 405) and shown:
        language = language_of(request.url.path, request.headers.get("accept-language", ""))
        return not_found(language, str(error.detail) if status == 404 else "", status, allow)
    return refusal(request.scope, in_form(request.scope, status, *code_and_detail(error), **allow), "refused.bad_form")


async def _bad_form(request: Request, error: Any) -> Response:  # noqa: ANN401
    """What says that fields of a form are wrong or missing, without what was in them."""
    return refusal(request.scope, bad_request_problem(request, error), "refused.bad_form")
