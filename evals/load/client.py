"""Visitors of a server, in a process of their own: `python -m evals.load.client URL VISITORS ROUNDS THINKING_S`.

All visitors ask at the same moment, then each thinks (half to one and a half of that time) and asks again. They speak
plain HTTP/1.1 over a connection each: a whole HTTP library would take more of the machine than what is measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from urllib.parse import urlsplit

_TIMEOUT_S = 60.0
_QUESTION = json.dumps({"question": "Which organizations updated their code of conduct?"}).encode()


async def visits(url: str, visitors: int, rounds: int, thinking_s: float) -> list[tuple[int, float]]:
    """Status (0: no response) and milliseconds of each question."""
    chance = random.Random(2024)  # the same pauses each time
    asked = [_visitor(url, rounds, thinking_s, random.Random(chance.random())) for _ in range(visitors)]
    return [each for answered in await asyncio.gather(*asked) for each in answered]


async def _visitor(url: str, rounds: int, thinking_s: float, chance: random.Random) -> list[tuple[int, float]]:
    answered = []
    for number in range(rounds):
        if thinking_s:
            await asyncio.sleep(thinking_s * (0.5 + chance.random() if number else chance.random()))
        start = time.perf_counter()
        try:
            status = await asyncio.wait_for(_asked(url), _TIMEOUT_S)
        except (OSError, ValueError, TimeoutError):
            status = 0
        answered.append((status, (time.perf_counter() - start) * 1000))
    return answered


async def _asked(url: str) -> int:
    """The status of one question whose response was read to its end."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"Accept-Encoding: gzip\r\nConnection: close\r\nContent-Length: {len(_QUESTION)}\r\n\r\n"
        )
        writer.write(head.encode() + _QUESTION)
        response = await reader.read()
        return int(response.split(b" ", 2)[1])
    finally:
        writer.close()


def main() -> None:
    """Prints one JSON list of pairs: status, milliseconds."""
    url, visitors, rounds, thinking = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    sys.stdout.write(json.dumps(asyncio.run(visits(url, visitors, rounds, thinking))) + "\n")


if __name__ == "__main__":
    main()
