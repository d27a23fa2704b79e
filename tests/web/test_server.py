"""What only a real server over real connections shows: what hostile ones send, and what they take from others."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from assistant.keys import KeyStore
from assistant.web.access import Access, open_listener
from assistant.web.limits import Limits
from assistant.web.server import create_app, serve

ASK = {"question": "which"}


@contextmanager
def served(assistant, access, limits=None) -> Iterator[int]:
    """The port of a server, for as long as the block lasts."""
    listener = open_listener("127.0.0.1", 0)
    app = create_app(assistant, access=access, limits=limits or Limits(), with_chat=False)
    ends: list[Callable[[], None]] = []
    thread = threading.Thread(target=serve, args=(app, listener), kwargs={"ended": ends.append}, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    until = time.monotonic() + 20
    while not _answers(port):
        assert time.monotonic() < until
    yield port
    ends[0]()
    thread.join(timeout=10)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        time.sleep(0.02)
        return False


def stalled(port: int, path: str, kind: str) -> socket.socket:
    """A connection on which the first byte of a body came, and nothing more."""
    told = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\nx"
    told.sendall(head.encode())
    return told


@pytest.mark.parametrize("mode", ["open", "key"])
def test_bodies_that_do_not_come_keep_nobody_waiting(assistant, tmp_path, mode):
    keys = KeyStore(tmp_path / "keys.json")
    headers = {"authorization": f"Bearer {keys.create('program', ('ask',))}"}
    path, kind = {
        "open": ("/api/v1/ask", "application/json"),
        "key": ("/en/sign-in", "application/x-www-form-urlencoded"),
    }[mode]
    limits = Limits(at_once=2, body_seconds=2.0)
    with served(assistant, Access(mode, keys), limits) as port, ExitStack() as stack:
        slow = [stack.enter_context(stalled(port, path, kind)) for _ in range(8)]
        time.sleep(0.3)
        started = time.monotonic()
        answered = httpx.post(f"http://127.0.0.1:{port}/api/v1/ask", json=ASK, headers=headers)
        assert (answered.status_code, time.monotonic() - started < 1.5) == (200, True)
        told = b"".join(iter(lambda: slow[0].recv(4096), b""))  # to the end: the connection is closed
        assert told.startswith(b"HTTP/1.1 408 ")
        assert b"too_slow_to_send" in told


@pytest.mark.parametrize("endless", ["headers", "one header", "address", "trailers"])
def test_a_head_without_end_is_cut_off(assistant, endless):
    start, more = {
        "headers": ("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n", "X-1: a\r\n" * 1000),
        "one header": ("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-1: ", "a" * 8000),
        "address": ("GET /", "a" * 8000),
        "trailers": (
            "POST /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "X-1: a\r\n" * 1000,
        ),
    }[endless]
    with served(assistant, Access("open")) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as sent:
        sent.sendall(start.encode())
        assert taken(sent, more.encode(), 8_000_000) < 8_000_000


def taken(sent: socket.socket, more: bytes, most: int) -> int:
    """How many bytes the other side takes, up to `most`, before it ends the connection."""
    total = 0
    try:
        while total < most:
            sent.sendall(more)
            total += len(more)
    except (ConnectionResetError, BrokenPipeError):
        pass
    return total


def test_a_long_address_and_many_headers_are_taken_as_ever(assistant):
    with served(assistant, Access("open")) as port:
        headers = {f"x-{n}": "a" * 300 for n in range(100)}
        told = httpx.get(f"http://127.0.0.1:{port}/healthz?{'a' * 8000}", headers=headers)
        assert told.status_code == 200


def test_head_is_answered_without_a_body_and_the_connection_goes_on(assistant):
    with served(assistant, Access("open")) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        head, got = client.head("/en/organizations"), client.get("/en/organizations")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
        assert client.head("/static/candour.css").headers["content-length"]
        client.head("/mcp")  # of a stream too
        assert client.get("/healthz").json() == {"status": "ok"}


def test_a_visitor_who_goes_away_ends_the_answer(assistant):
    with served(assistant, Access("open")) as port:
        url = f"http://127.0.0.1:{port}/en/chat/ask"
        with httpx.stream("POST", url, json={"question": "slow"}) as told:
            next(told.iter_bytes())
        until = time.monotonic() + 8  # all of it takes ten seconds
        while not assistant.ended:
            assert time.monotonic() < until
            time.sleep(0.05)
