"""A server that speaks OpenAI's protocol and says what a test wants it to say: chat (streamed or not) and embeddings.

It is a real HTTP server, so that tests go through the real client of the provider.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True)
class Says:
    """An answer of the model: a text, in pieces of so many characters with pauses between, of which some may come.

    `stalls_after` pieces nothing comes any more, `breaks_after` pieces the connection ends.
    """

    text: str
    piece: int = 20
    pause_s: float = 0.0
    waits_s: float = 0.0
    stalls_after: int | None = None
    breaks_after: int | None = None
    usage: tuple[int, int] | None = (100, 50)


@dataclass(frozen=True)
class Refuses:
    """A response that is none: a status, with headers and a body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: str = '{"error": {"message": "no", "type": "error", "code": null}}'


Script = Callable[[Request], Says | Refuses]


@dataclass
class ScriptedModel:
    """The server: its address (that of `CANDOUR_MODEL_URL`), and every request that it got."""

    url: str
    script: Script
    requests: list[Request] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    other: list[bytes] = field(default_factory=list)  # what came and is no request of this protocol
    ended_early: threading.Event = field(default_factory=threading.Event)


def saying(*answers: Says | Refuses | object) -> Script:
    """A script that says these one after the other, the last one again and again; other values as JSON."""
    left = list(answers)

    def script(request: Request) -> Says | Refuses:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return answer if isinstance(answer, Says | Refuses) else Says(json.dumps(answer, ensure_ascii=False))

    return script


def embeddings(*vectors: Any, waits_s: float = 0.0) -> Says:
    """An answer with these vectors, in order."""
    data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    told = {"object": "list", "data": data, "model": "scripted", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return Says(json.dumps(told), waits_s=waits_s)


@contextmanager
def scripted_model(script: Script) -> Iterator[ScriptedModel]:
    """The server while the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    model = ScriptedModel(f"http://127.0.0.1:{server.server_address[1]}/v1", script)
    server.model = model  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is for the test."""

    def do_POST(self) -> None:
        model: ScriptedModel = self.server.model  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            request = json.loads(body)
        except ValueError:
            model.other.append(body)
            self._send(400, b"{}")
            return
        model.requests.append(request)
        model.headers.append({name.lower(): value for name, value in self.headers.items()})
        answer = model.script(request)
        if isinstance(answer, Refuses):
            self._send(answer.status, answer.body.encode(), answer.headers)
        elif self.path.endswith("/embeddings"):
            time.sleep(answer.waits_s)
            self._send(200, answer.text.encode())
        elif request.get("stream"):
            self._stream(model, answer)
        else:
            time.sleep(answer.waits_s)
            self._send(200, json.dumps(_whole(answer)).encode())

    def _send(self, status: int, body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.send_response(status)
        # Clients keep connections that are left open, beyond the test.
        for name, value in (("Content-Type", "application/json"), ("Connection", "close"), *headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, model: ScriptedModel, answer: Says) -> None:
        self.close_connection = True
        try:
            time.sleep(answer.waits_s)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number, start in enumerate(range(0, len(answer.text), answer.piece)):
                if number == answer.stalls_after:
                    self._stall(model)
                    return
                if number == answer.breaks_after:
                    return
                self._event(_chunk({"role": "assistant", "content": answer.text[start : start + answer.piece]}))
                time.sleep(answer.pause_s)
            self._event(_chunk({}, "stop"))
            if answer.usage is not None:
                self._event({**_chunk({}), "choices": [], "usage": _usage(answer.usage)})
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            model.ended_early.set()

    def _stall(self, model: ScriptedModel) -> None:
        """Keeps the connection open without a word until the other side ends it."""
        self.connection.settimeout(30)
        if self.connection.recv(1) == b"":
            model.ended_early.set()

    def _event(self, told: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}


def _whole(answer: Says) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": answer.text}, "finish_reason": "stop"}
    told = {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [choice]}
    return told if answer.usage is None else {**told, "usage": _usage(answer.usage)}


def _usage(tokens: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
