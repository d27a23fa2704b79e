"""Speed and memory of this installation, measured the way a user meets them. Machines vary: quote ratios of one run."""

from __future__ import annotations

import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.app import open_assistant, parts_of
from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.bench_browser import browser_times, row_times
from evals.bench_look_up import PartTimes
from evals.scale.forms import write_forms

SHIPPED = Path(__file__).parent.parent / "corpus" / "assessments"
LIST_QUESTION = "Which organizations updated their code of conduct?"
LOOK_UP_QUESTION = "What is said about social media and personal opinions?"
_WARM_RUNS = 200
_COLD_RUNS = 3
_ROWS = 200
_READY_WITHIN_S = 120.0
_WARM_UP_S = 8.0  # the server loads model and search after it is ready; memory is read with both


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: what, the value, its unit, and what it should stay under; no target for what is only beside."""

    what: str
    value: float
    unit: str
    target: float | None = None

    def line(self) -> str:
        """The figure for people."""
        if self.target is None:
            return f"{self.what:<58} {self.value:>9.2f} {self.unit:<3}"
        verdict = "ok" if self.value <= self.target else "MISSED"
        return f"{self.what:<58} {self.value:>9.2f} {self.unit:<3} (at most {self.target:g} {self.unit}) {verdict}"


def machine() -> str:
    """What was measured on."""
    return (
        f"{socket.gethostname()}: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def measure(say: Callable[[Figure], None]) -> None:
    """Measures everything in a temporary home over the two shipped assessments, telling each figure as it is known."""
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as folder:
        home = Path(folder)
        environment = {**os.environ, "CANDOUR_HOME": str(home)}
        say(Figure("candour --help", _cold(["--help"], environment), "s", 0.5))
        _candour(["ingest", str(SHIPPED)], environment)  # builds the model, which is not part of an ingest's time
        _forget_the_index(home)
        ingest = _seconds(["ingest", str(SHIPPED)], environment)
        say(Figure("ingest of the two assessments, model built", ingest, "s", 6))
        say(Figure("cold `candour ask`, list question", _cold(["ask", LIST_QUESTION], environment), "s", 2))
        assistant = open_assistant(parts_of(Settings(home=home)))
        say(Figure("cold `candour ask`, look-up", _cold(["ask", LOOK_UP_QUESTION], environment), "s", 5))
        say(Figure("list question in the process, median", _warm_ms(assistant, LIST_QUESTION), "ms", 20))
        say(Figure("look-up in the process, median", _warm_ms(assistant, LOOK_UP_QUESTION), "ms", 60))
        _measure_server(environment, say)
        _measure_rows(home, say)


def look_up_figures(times: Sequence[PartTimes]) -> tuple[Figure, ...]:
    """What look-ups over 104 forms should stay under: reading first, the whole last."""
    reading, whole = times[0], times[-1]
    return (
        Figure("reading a look-up over 104 forms, median", reading.median, "ms", 10),
        Figure("look-up over 104 forms, median", whole.median, "ms", 60),
        Figure("look-up over 104 forms, 95th percentile", whole.p95, "ms", 120),
    )


def _forget_the_index(home: Path) -> None:
    """Leaves only the model, so that the next ingest embeds and writes everything."""
    import shutil

    for entry in home.iterdir():
        if entry.name != "models":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _warm_ms(assistant: Assistant, question: str) -> float:
    assistant.ask(question)
    times = []
    for _ in range(_WARM_RUNS):
        start = time.perf_counter()
        assistant.ask(question)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _cold(arguments: Sequence[str], environment: dict[str, str]) -> float:
    return statistics.median(_seconds(arguments, environment) for _ in range(_COLD_RUNS))


def _seconds(arguments: Sequence[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    _candour(arguments, environment)
    return time.perf_counter() - start


def _command() -> list[str]:
    return [str(Path(sys.executable).parent / "candour")]


def _candour(arguments: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run([*_command(), *arguments], env=environment, check=True, capture_output=True)


def _measure_server(environment: dict[str, str], say: Callable[[Figure], None]) -> None:
    start = time.perf_counter()
    with served(environment) as (address, process):
        say(Figure("server, start to ready", time.perf_counter() - start, "s", 15))
        for page in ("/en/", "/fr/", "/en/organizations"):
            urllib.request.urlopen(address + page).read()
        time.sleep(_WARM_UP_S)
        if (resident := _resident_mb(process)) is not None:
            say(Figure("server, resident memory with model and search loaded", resident, "MB", 600))
        if (times := browser_times(address, LIST_QUESTION)) is not None:
            say(Figure("page in Chromium, until a question can be asked", times["interactive"], "ms", 2000))
            say(Figure("page in Chromium, from Enter to the answer of a list", times["answer"], "ms", 300))
            say(Figure("page in Chromium, from a click to the source", times["panel"], "ms", 200))


def _measure_rows(home: Path, say: Callable[[Figure], None]) -> None:
    """The page with the rows of many organizations, whose forms are ingested into a home of their own."""
    many = home / "many"
    write_forms(many / "forms", _ROWS)
    environment = {**os.environ, "CANDOUR_HOME": str(many), "CANDOUR_MODELS": str(home / "models")}
    _candour(["ingest", str(many / "forms")], environment)
    with served(environment) as (address, _):
        time.sleep(_WARM_UP_S)
        if (times := row_times(address, LIST_QUESTION)) is not None:
            say(Figure(f"page in Chromium, from Enter to {_ROWS} rows", times["answer"], "ms", 600))
            say(Figure(f"page in Chromium, longest frame while scrolling {_ROWS} rows", times["frame"], "ms", 100))


@contextmanager
def served(environment: dict[str, str], *command: str) -> Iterator[tuple[str, int]]:
    """The address and the process id of a server that is ready, for as long as the context lasts.

    Candour's, or the one that `command` starts on the port that is put after it.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*(command or (*_command(), "serve", "--port")), str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, server)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {_READY_WITHIN_S:g} s")


def _resident_mb(process: int) -> float | None:
    """The resident memory of a process, None where the system has no /proc."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes / 1024
