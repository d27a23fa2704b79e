"""The benchmark of many visitors: the server with its limit a minute raised openly, the visitors in another process."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench import Figure, served
from evals.errors import BadRun

VISITORS = 200
_CANDOUR = (str(Path(sys.executable).parent / "candour"),)
_THINKING_S, _ROUNDS = 10.0, 3
_FEW_AT_ONCE, _FEW_WAITING = 2, 8


@dataclass(frozen=True, slots=True)
class Waits:
    """What visitors got: the milliseconds of those answered, of those sent away (429, 503), and how many failed."""

    answered: tuple[float, ...]
    sent_away: tuple[float, ...]
    failed: int

    @classmethod
    def of(cls, told: Sequence[tuple[int, float]]) -> Waits:
        """From pairs of status and milliseconds."""
        return cls(
            tuple(sorted(ms for status, ms in told if status == 200)),
            tuple(sorted(ms for status, ms in told if status in (429, 503))),
            sum(status not in (200, 429, 503) for status, _ in told),
        )


def p95(values: Sequence[float]) -> float:
    """The 95th percentile of sorted values; infinite of none."""
    return values[min(len(values) - 1, int(0.95 * len(values)))] if values else float("inf")


def measure(home: Path, say: Callable[[Figure], None]) -> None:
    """Tells how long visitors wait, over the index in `home`; at the end the same answers without Candour's server."""
    environment = {**os.environ, "CANDOUR_HOME": str(home), "CANDOUR_QUESTIONS_A_MINUTE": "1000000"}
    roomy = {**environment, "CANDOUR_QUESTIONS_WAITING": str(VISITORS)}
    with served(roomy) as (address, _):
        _at_once(say, "", Visitors(f"{address}/api/v1/ask", "api"), 1500)
        _at_once(say, "the chat page, ", Visitors(f"{address}/en/chat/ask", "stream"), 3000)
        thinking = Visitors(f"{address}/api/v1/ask", "api").asked(VISITORS, _ROUNDS, _THINKING_S)
        say(Figure(f"{VISITORS} visitors, {_THINKING_S:g} s of thinking, list, p95", p95(thinking.answered), "ms", 300))
        missed = VISITORS * _ROUNDS - len(thinking.answered)
        say(Figure(f"{VISITORS} visitors, {_THINKING_S:g} s of thinking, not answered", missed, "", 0))
    with served(roomy, *_CANDOUR, "serve", "--workers", "2", "--port") as (address, _):
        _at_once(say, "2 processes, ", Visitors(f"{address}/api/v1/ask", "api"), 1500)
        _at_once(say, "2 processes, the chat page, ", Visitors(f"{address}/en/chat/ask", "stream"), 3000)
    few = {"CANDOUR_QUESTIONS_AT_ONCE": str(_FEW_AT_ONCE), "CANDOUR_QUESTIONS_WAITING": str(_FEW_WAITING)}
    with served({**environment, **few}) as (address, _):
        visitors = Visitors(f"{address}/api/v1/ask", "api")
        visitors.asked(2, 2, 0)
        too_many = visitors.asked(VISITORS, 1, 0)
        say(Figure("above capacity: sent away, median", _median(too_many.sent_away), "ms", 100))
        say(Figure("above capacity: sent away, p95", p95(too_many.sent_away), "ms"))
        say(Figure("above capacity: neither answered nor sent away", too_many.failed, "", 0))
    with served(environment, sys.executable, "-m", "evals.load.plain") as (address, _):
        _at_once(say, "beside: a plain FastAPI route, ", Visitors(f"{address}/ask", "api"))
        _at_once(say, "beside: Gradio's queue as it comes, ", Visitors(f"{address}/chat/", "chat"))


@dataclass(frozen=True, slots=True)
class Visitors:
    """Those who ask at an address, in one of the ways of evals/load/client.py."""

    url: str
    way: str

    def asked(self, visitors: int, rounds: int, thinking_s: float) -> Waits:
        """What so many got in so many rounds."""
        numbers = (str(visitors), str(rounds), str(thinking_s))
        command = [sys.executable, "-m", "evals.load.client", self.url, self.way, *numbers]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BadRun(f"The visitors' process failed: {done.stderr.strip().splitlines()[-1:]}")
        return Waits.of([(status, ms) for status, ms in json.loads(done.stdout)])


def _at_once(say: Callable[[Figure], None], which: str, visitors: Visitors, target: float | None = None) -> None:
    visitors.asked(5, 2, 0)  # what is loaded at the first question
    got = visitors.asked(VISITORS, 1, 0)
    say(Figure(f"{which}{VISITORS} at the same moment, list, p95", p95(got.answered), "ms", target))
    say(Figure(f"{which}{VISITORS} at the same moment, not answered", VISITORS - len(got.answered), "", 0))


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("inf")
