"""A real HTTP server on this machine that publishes made-up forms, and misbehaves where a test wants it to."""

from __future__ import annotations

import gzip
import html
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from forms import form

from corpus.questionnaire import load_questionnaire
from corpus.types import Language

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What the server sends. `cut` ends the connection after so many bytes, `drip_s` waits before each of ten pieces.

    `length` announces the body's length, as servers mostly do; `megabytes` sends that much more after the body.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = HTML
    cut: int | None = None
    drip_s: float = 0.0
    length: bool = True
    megabytes: int = 0


@dataclass(frozen=True)
class Asked:
    """A request that the server got."""

    path: str
    headers: Mapping[str, str]
    at: float


class Site:
    """The server's answers by path: one after the other, the last for ever. Unknown paths are not found."""

    def __init__(self, address: str) -> None:
        self.root = address
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}

    def address(self, path: str) -> str:
        return self.root + path

    def publish(self, path: str, *answers: Answer | bytes) -> str:
        """The address at which these are answered from now on."""
        self._answers[path] = [each if isinstance(each, Answer) else Answer(each) for each in answers]
        return self.address(path)

    def withdraw(self, path: str) -> None:
        del self._answers[path]

    def paths(self) -> list[str]:
        """What was asked for besides robots.txt, in order."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def answer(self, path: str) -> Answer:
        answers = self._answers.get(path, [Answer(b"<p>not here</p>", 404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def published_site() -> Iterator[Site]:
    """A server that runs as long as the context, and that no proxy of the environment stands before."""
    with pytest.MonkeyPatch.context() as patch, ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        patch.setenv("NO_PROXY", "127.0.0.1")
        site = Site(f"http://127.0.0.1:{server.server_address[1]}")
        server.RequestHandlerClass = _handler(site)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(Asked(self.path, dict(self.headers), time.monotonic()))
            answer = site.answer(self.path)
            if _unchanged(answer, self.headers):
                answer = Answer(status=304, headers=answer.headers)
            with suppress(BrokenPipeError, ConnectionResetError):  # clients may go away
                self._send(answer)
            self.close_connection = True

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            if answer.status == 200:
                self.send_header("Content-Type", answer.content_type)
            if answer.length:
                self.send_header("Content-Length", str(len(answer.body) + answer.megabytes * 1_000_000))
            self.send_header("Connection", "close")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            body = answer.body[: answer.cut]
            pieces = [body[start : start + len(body) // 10 + 1] for start in range(0, len(body), len(body) // 10 + 1)]
            for piece in pieces if answer.drip_s else [body]:
                time.sleep(answer.drip_s)
                self.wfile.write(piece)
                self.wfile.flush()
            for _ in range(answer.megabytes):
                self.wfile.write(b" " * 1_000_000)

        def log_message(self, format: str, *values: object) -> None:
            pass

    return Handler


def _unchanged(answer: Answer, headers: Mapping[str, str]) -> bool:
    named = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
    return any(name in answer.headers and answer.headers[name] == headers.get(asked) for name, asked in named)


def page(name: str, said: Mapping[int, str], language: Language = "en", other: str = "", alternate: str = "") -> bytes:
    """A filled form as a page of the government's site: `other` is where its toggle leads, `alternate` its head."""
    questionnaire = load_questionnaire()
    lines = form(questionnaire, name, said, language).splitlines()
    there: Language = "fr" if language == "en" else "en"
    toggle = f'<a lang="{there}" hreflang="{there}" href="{other}">{_NAMES[there]}</a>' if other else ""
    link = f'<link rel="alternate" hreflang="{there}" href="{alternate}">' if alternate else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">{link}'
        f"<title>{html.escape(name)}</title></head>\n"
        f'<body><header><section id="wb-lng"><ul><li>{toggle}</li></ul></section></header><main>\n'
        f"{''.join(map(_element, lines))}</main><footer><p>About this site</p></footer></body></html>\n"
    ).encode()


_NAMES: Mapping[Language, str] = {"en": "English", "fr": "Français"}


def _element(line: str) -> str:
    text = html.escape(line.removeprefix("- "), quote=False)
    if not text:
        return ""
    if line.startswith("Question "):
        return f"<h3>{text}</h3>\n"
    return f"<ul><li>{text}</li></ul>\n" if line.startswith("- ") else f"<p>{text}</p>\n"


def zipped(answer: bytes, cut: int | None = None, length: bool = True) -> Answer:
    return Answer(gzip.compress(answer), headers={"Content-Encoding": "gzip"}, cut=cut, length=length)
