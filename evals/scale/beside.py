"""Candour and a plain LangChain pipeline over the same forms with the same embedding model: times, and whole lists."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.app import open_assistant, parts_of
from assistant.settings import Settings
from corpus.questionnaire import load_questionnaire
from corpus.types import LANGUAGES
from evals.errors import BadRun
from evals.scale.forms import WrittenForm, write_forms
from evals.scale.plain import PIECES, PlainPipeline

FORMS = 104
_QUESTION = {
    "en": "Which organizations ticked “{label}” under item {item}?",
    "fr": "Quels organismes ont coché « {label} » à l’élément {item}?",
}
_INGEST_UNDER_S = 60
_AGAIN_UNDER_S = 3
# What an ingest loads before it looks at a file.
_START = "import assistant.ingesting, index.build, index.vectors, langchain_chroma, chromadb"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question after one option, and the names of the organizations that ticked it."""

    question: str
    wanted: frozenset[str]


def measure(models: Path, say: Callable[[str], None]) -> None:
    """Tells the figures line by line; `models` is where the embedder's graph lies, or will lie."""
    with tempfile.TemporaryDirectory(prefix="candour-beside-") as name:
        folder = Path(name)
        forms = write_forms(folder / "forms", FORMS)
        home = folder / "home"
        home.mkdir()
        models.mkdir(parents=True, exist_ok=True)
        (home / "models").symlink_to(models.resolve())
        embedder = parts_of(Settings(home=home)).index.embedder
        embedder.embed_question("The graph is built before the clock starts.")
        asked = tuple(_asked(forms))
        say(f"{FORMS} forms as text, {len(asked)} lists asked for, one for each option and language")
        _candour(folder, home, forms, asked, say)
        started = time.perf_counter()
        plain = PlainPipeline(folder / "plain", embedder)
        pieces = plain.ingest({each.path: each.organization for each in forms})
        say(f"plain LangChain  ingest {time.perf_counter() - started:.1f} s ({pieces} pieces, {PIECES} for an answer)")
        say("plain LangChain  " + _lists(asked, plain.organizations))


def _candour(
    folder: Path, home: Path, forms: Sequence[WrittenForm], asked: Sequence[_Asked], say: Callable[[str], None]
) -> None:
    environment = {**os.environ, "CANDOUR_HOME": str(home)}
    ingest = [str(Path(sys.executable).parent / "candour"), "ingest", str(folder / "forms")]
    first = _seconds(ingest, environment)
    with forms[0].path.open("a", encoding="utf-8") as file:
        file.write("\nThe next meeting is in spring.\n")
    again = _seconds(ingest, environment) - _seconds([sys.executable, "-c", _START], environment)
    say(f"Candour          ingest {first:.1f} s (under {_INGEST_UNDER_S} s: {_met(first < _INGEST_UNDER_S)})")
    say(
        f"Candour          one file changed, beyond the process's start {again:.1f} s "
        f"(under {_AGAIN_UNDER_S} s: {_met(again < _AGAIN_UNDER_S)})"
    )
    assistant = open_assistant(parts_of(Settings(home=home)))
    for each in asked[:: len(asked) - 1]:
        assistant.ask(each.question)  # what reads the questions of each language is made ready once

    def listed(question: str) -> frozenset[str]:
        return frozenset(row.organization for row in assistant.ask(question).rows if row.state == "matching")

    say("Candour          " + _lists(asked, listed))


def _asked(forms: Sequence[WrittenForm]) -> Iterator[_Asked]:
    for language in LANGUAGES:
        for item in load_questionnaire().items:
            for option in item.options:
                wanted = frozenset(form.organization for form in forms if option.id in form.options)
                if wanted:
                    yield _Asked(_QUESTION[language].format(label=option.label.of(language), item=item.number), wanted)


def _lists(asked: Sequence[_Asked], listed: Callable[[str], frozenset[str]]) -> str:
    """Times of the answers, how much of the lists was found (0 to 1, mean), and how many lists are exactly right."""
    times, recalls, exact = [], [], 0
    for each in asked:
        started = time.perf_counter()
        found = listed(each.question)
        times.append((time.perf_counter() - started) * 1000)
        recalls.append(len(found & each.wanted) / len(each.wanted))
        exact += found == each.wanted
    times.sort()
    return (
        f"answer p50 {statistics.median(times):.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms; "
        f"list recall {statistics.mean(recalls):.3f}, {exact} of {len(asked)} lists exactly right"
    )


def _seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """How long a process takes; BadRun where it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadRun(f"`{' '.join(command)}` failed: {done.stderr.strip().splitlines()[-1]}")
    return time.perf_counter() - started


def _met(met: bool) -> str:
    return "ok" if met else "MISSED"
