"""What an operator sees of the requests: a number for each, a line in the log, and counts at /metrics.

None of it holds a question, a query of an address, or who asked. Questions are logged only where an operator asks for
that, see question_log.py.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.types import ModelUse
from assistant.web.facade import WebAssistant
from corpus.errors import CandourError

Area = Literal["api", "model", "tools", "widget", "chat", "pages", "files", "health"]
LogFormat = Literal["text", "json"]
METRICS_TYPE = CONTENT_TYPE_LATEST
log = logging.getLogger("candour.requests")


@dataclass(frozen=True, slots=True)
class RequestTold:
    """What the log tells a request by: its number, and the part of the application that it came to."""

    number: str
    area: Area


# The request that is being worked on.
request_of_now: ContextVar[RequestTold] = ContextVar("request_of_now")

_AREAS: tuple[tuple[re.Pattern[str], Area], ...] = (
    (re.compile(r"/api/v1(/.*)?"), "api"),
    (re.compile(r"/v1/.*"), "model"),
    (re.compile(r"/mcp"), "tools"),
    (re.compile(r"/widget\.js|/(?:en|fr)/widget(/.*)?"), "widget"),
    (re.compile(r"/static/.*|/(?:en|fr)/(?:assets|static|theme\.css).*"), "files"),
    (re.compile(r"/healthz|/readyz|/metrics"), "health"),
    (re.compile(r"/(?:en|fr)/(?:config|gradio_api/.*|chat/ask)?"), "chat"),
)
# Seconds: a list answers in some hundredths, an answer may take twenty.
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """Counts and times, as Prometheus reads them.

    Of all processes that serve, where the environment's PROMETHEUS_MULTIPROC_DIR names the folder that they share.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("area", "method", "status")
        self._requests = Counter("candour_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "candour_request_seconds",
            "Time until a response ended",
            ("area",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._under_way = Gauge(
            "candour_requests_under_way",
            "Requests being answered",
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self._organizations = Gauge(
            "candour_organizations",
            "Organizations in the index",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )
        self._documents = Gauge(
            "candour_documents",
            "Self-assessments in the index",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

        self._model_tokens = Counter(
            "candour_model_tokens",
            "Tokens of the language model",
            ("direction",),
            registry=self._registry,
        )
        self._model_cost = Counter(
            "candour_model_cost", "What they cost, by the prices that are set", registry=self._registry
        )
        self._model_answers = Counter(
            "candour_model_answers",
            "Answers for which the language model was asked, by what came of it",
            ("outcome",),
            registry=self._registry,
        )

    def model_used(self, use: ModelUse) -> None:
        """A language model was asked for an answer."""
        self._model_tokens.labels("sent").inc(use.tokens_sent)
        self._model_tokens.labels("received").inc(use.tokens_received)
        self._model_cost.inc(use.cost)
        outcome = use.failure or ("worded" if use.worded else "read" if use.read else "not_shown")
        self._model_answers.labels(outcome).inc()

    def begun(self) -> None:
        """A request came."""
        self._under_way.inc()

    def ended(self, area: Area, method: str, status: int, seconds: float) -> None:
        """Its response ended."""
        self._under_way.dec()
        self._requests.labels(area, method, str(status)).inc()
        self._seconds.labels(area).observe(seconds)

    def text(self, assistant: WebAssistant) -> bytes:
        """Everything in Prometheus's text format; without an index its gauges are 0."""
        try:
            snapshot = assistant.snapshot()
            organizations, documents = snapshot.organizations, snapshot.documents
        except CandourError:
            organizations = documents = 0
        self._organizations.set(organizations)
        self._documents.set(documents)
        return generate_latest(self._everywhere())

    def _everywhere(self) -> CollectorRegistry:
        """The counts of all processes, or of this one where there is no other."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return self._registry
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry


def count_no_more(process: int) -> None:
    """Nothing; what a process that ended had under way is no longer counted."""
    mark_process_dead(process)  # type: ignore[no-untyped-call]


class Observed:
    """Gives each request a number, which goes back in the header X-Request-ID, counts it, and logs it if asked to."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log_format: LogFormat | None = None) -> None:
        self._app = app
        self._metrics = metrics
        self._log_format = log_format

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes request and response on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = uuid.uuid4().hex
        area, method = area_of(scope["path"]), method_of(scope["method"])
        request_of_now.set(RequestTold(number, area))
        status, started = 500, time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = number
            await send(message)

        self._metrics.begun()
        try:
            await self._app(scope, receive, send_numbered)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.ended(area, method, status, seconds)
            if self._log_format is not None and area not in ("files", "health"):
                log.info(line(self._log_format, number, area, method, status, seconds))


def area_of(path: str) -> Area:
    """The part of the application that an address belongs to."""
    return next((area for pattern, area in _AREAS if pattern.fullmatch(path)), "pages")


def method_of(told: str) -> str:
    """The method; "other" for what nobody needs, so that made-up ones make no counts of their own."""
    return told if told in ("GET", "HEAD", "POST", "DELETE", "OPTIONS") else "other"


def line(form: LogFormat, number: str, area: Area, method: str, status: int, seconds: float) -> str:
    """What the log says of a request: when, its number, the part of the application, method, status, milliseconds."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    told = {"time": now, "id": number, "area": area, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    if form == "json":
        return json.dumps(told)
    return " ".join(f"{name}={value}" for name, value in told.items())
