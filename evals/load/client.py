"""Visitors of a server, in a process of their own: `python -m evals.load.client URL WAY VISITORS ROUNDS THINKING_S`.

All visitors ask at the same moment, then each thinks (half to one and a half of that time) and asks again. WAY is `api`
(a question posted to URL), `stream` (the same to where Candour's chat or widget asks, whose answer is a stream of
events) or `chat` (asked as a page of Gradio at URL does: put into its queue, its stream listened to). They
speak plain HTTP/1.1 over a connection each: a whole HTTP library would take more of the machine than what is measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

_TIMEOUT_S = 60.0
_QUESTION = "Which organizations updated their code of conduct?"
_COMPLETED = (b'"process_completed"', b'"close_stream"')
Asking = Callable[[], Awaitable[int]]


async def visits(asking: Asking, visitors: int, rounds: int, thinking_s: float) -> list[tuple[int, float]]:
    """Status (0: no response) and milliseconds of each question."""
    chance = random.Random(2024)  # the same pauses each time
    asked = [_visitor(asking, rounds, thinking_s, random.Random(chance.random())) for _ in range(visitors)]
    return [each for answered in await asyncio.gather(*asked) for each in answered]


async def _visitor(asking: Asking, rounds: int, thinking_s: float, chance: random.Random) -> list[tuple[int, float]]:
    answered = []
    for number in range(rounds):
        if thinking_s:
            await asyncio.sleep(thinking_s * (0.5 + chance.random() if number else chance.random()))
        start = time.perf_counter()
        try:
            status = await asyncio.wait_for(asking(), _TIMEOUT_S)
        except (OSError, ValueError, TimeoutError):
            status = 0
        answered.append((status, (time.perf_counter() - start) * 1000))
    return answered


def over_api(url: str) -> Asking:
    """A question posted to `url`; the status of its response, read to its end."""
    return lambda: _posted(url, {"question": _QUESTION})


def over_stream(url: str) -> Asking:
    """A question posted to `url`; 200 once its stream of events has ended with the whole answer."""

    async def asked() -> int:
        response = await _response(url, *_post({"question": _QUESTION}))
        status = int(response.split(b" ", 2)[1])
        return 0 if status == 200 and b"event: done" not in response else status

    return asked


async def over_chat(url: str) -> Asking:
    """A question put into the queue of the page of Gradio at `url`; 200 once its stream says that it is done."""
    config = json.loads(await _body(f"{url}config"))
    asks = next(each for each in config["dependencies"] if any(target[1] == "submit" for target in each["targets"]))

    async def asked() -> int:
        tab = uuid.uuid4().hex
        data = [_QUESTION, *([] for _ in asks["inputs"][1:])]
        joined = {"data": data, "fn_index": asks["id"], "session_hash": tab, "trigger_id": None}
        status = await _posted(f"{url}gradio_api/queue/join", joined)
        if status != 200:
            return status
        told = await _body(f"{url}gradio_api/queue/data?session_hash={tab}", until=_COMPLETED)
        return 200 if b"organizations updated" in told else 0

    return asked


async def _posted(url: str, sent: dict[str, object]) -> int:
    response = await _response(url, *_post(sent))
    return int(response.split(b" ", 2)[1])


def _post(sent: dict[str, object]) -> tuple[str, bytes]:
    """Head and content of a request that sends JSON."""
    content = json.dumps(sent).encode()
    head = f"POST {{path}} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return head, content


async def _body(url: str, until: tuple[bytes, ...] = ()) -> bytes:
    """What a GET gives, without its head; as far as one of `until`, where a stream stays open."""
    response = await _response(url, "GET {path} HTTP/1.0\r\n", b"", until)
    return response.partition(b"\r\n\r\n")[2]


async def _response(url: str, head: str, content: bytes, until: tuple[bytes, ...] = ()) -> bytes:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        encoding = "" if until or not content else "Accept-Encoding: gzip\r\n"
        lines = f"{head.format(path=path)}Host: {parts.netloc}\r\n{encoding}Connection: close\r\n\r\n"
        writer.write(lines.encode() + content)
        if not until:
            return await reader.read()
        response = b""
        while (piece := await reader.read(65536)) and not any(each in response for each in until):
            response += piece
        return response + piece
    finally:
        writer.close()


async def _main(url: str, way: str, visitors: int, rounds: int, thinking_s: float) -> list[tuple[int, float]]:
    if way == "chat":
        asking = await over_chat(url)
    else:
        asking = over_stream(url) if way == "stream" else over_api(url)
    return await visits(asking, visitors, rounds, thinking_s)


def main() -> None:
    """Prints one JSON list of pairs: status, milliseconds."""
    url, way, visitors, rounds, thinking = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(_main(url, way, int(visitors), int(rounds), float(thinking)))) + "\n")


if __name__ == "__main__":
    main()
