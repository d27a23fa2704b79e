"""Visitors of a server, in a process of their own: `python -m evals.load.client URL VISITORS ROUNDS THINKING_S`.

All visitors ask at the same moment, then each thinks (half to one and a half of that time) and asks again.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time

import httpx

_TIMEOUT_S = 60.0
_QUESTION = {"question": "Which organizations updated their code of conduct?"}


async def visits(url: str, visitors: int, rounds: int, thinking_s: float) -> list[tuple[int, float]]:
    """Status (0: no response) and milliseconds of each question."""
    limits = httpx.Limits(max_connections=visitors, max_keepalive_connections=visitors)
    chance = random.Random(2024)  # the same pauses each time
    async with httpx.AsyncClient(timeout=_TIMEOUT_S, limits=limits) as client:
        asked = [_visitor(client, url, rounds, thinking_s, random.Random(chance.random())) for _ in range(visitors)]
        return [each for answered in await asyncio.gather(*asked) for each in answered]


async def _visitor(
    client: httpx.AsyncClient, url: str, rounds: int, thinking_s: float, chance: random.Random
) -> list[tuple[int, float]]:
    answered = []
    for number in range(rounds):
        if number or thinking_s:
            await asyncio.sleep(thinking_s * (chance.random() if not number else 0.5 + chance.random()))
        start = time.perf_counter()
        try:
            status = (await client.post(url, json=_QUESTION)).status_code
        except httpx.HTTPError:
            status = 0
        answered.append((status, (time.perf_counter() - start) * 1000))
    return answered


def main() -> None:
    """Prints one JSON list of pairs: status, milliseconds."""
    url, visitors, rounds, thinking = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    sys.stdout.write(json.dumps(asyncio.run(visits(url, visitors, rounds, thinking))) + "\n")


if __name__ == "__main__":
    main()
