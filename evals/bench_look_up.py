"""Where the time of a look-up goes, over the 104 forms of the development corpus; one question at a time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from assistant.app import open_assistant
from assistant.assistant import Assistant
from assistant.types import Conversation
from evals.cases import Case
from evals.corpora import Corpora
from evals.errors import BadCases
from evals.score.read import read_cases

CASES = Path(__file__).parent / "cases" / "generated-dev.jsonl"
_MOST_ASKED = 300
_READING, _EMBEDDING, _WORDS, _MEANING, _PASSAGES = (
    *("reading the question", "embedding the question", "search by words"),
    *("search by meaning", "passages from the table"),
)
_REST, _WHOLE = "comparing sentences and telling", "a look-up"


@dataclass(frozen=True, slots=True)
class PartTimes:
    """A part of look-ups, with the milliseconds that it took of each, in order."""

    part: str
    ms: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """The 95th percentile in milliseconds."""
        return self.ms[min(len(self.ms) - 1, int(0.95 * len(self.ms)))]

    def line(self) -> str:
        """The part for people."""
        return f"  {self.part:<34} {self.median:>7.2f} ms at the median, {self.p95:>7.2f} at the 95th percentile"


@dataclass(slots=True)
class _Clock:
    """Milliseconds by part, of one question."""

    ms: dict[str, float] = field(default_factory=dict)

    def timing(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: object, **named: object) -> object:
            start = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                self.ms[part] = self.ms.get(part, 0.0) + (time.perf_counter() - start) * 1000

        return timed


class _Timed:
    """A part of the index whose methods in `parts` are timed under the names there."""

    def __init__(self, whole: object, clock: _Clock, parts: Mapping[str, str]) -> None:
        self._whole, self._clock, self._parts = whole, clock, parts

    def __getattr__(self, name: str) -> object:
        found = getattr(self._whole, name)
        return self._clock.timing(self._parts[name], found) if name in self._parts else found


def look_up_times(corpora: Corpora, cases: Path = CASES) -> tuple[PartTimes, ...]:
    """The times of the parts of look-ups, reading first, the whole last; the corpus of `cases` is made if need be.

    Only questions that were answered as look-ups count; BadCases where there is none. Nothing of one question is
    remembered for the next.
    """
    file = read_cases(cases)
    parts = corpora.prepared(file.header, cases).parts()
    clock = _Clock()
    index = replace(
        parts.index,
        embedder=cast("Any", _Timed(parts.index.embedder, clock, {"embed_question": _EMBEDDING})),
        keywords=cast("Any", _Timed(parts.index.keywords, clock, {"search": _WORDS})),
        passage_store=cast("Any", _Timed(parts.index.passage_store, clock, {"nearest": _MEANING})),
        table=cast(
            "Any",
            _Timed(parts.index.table, clock, {"passages": _PASSAGES, "document_passages": _PASSAGES}),
        ),
    )
    assistant = open_assistant(replace(parts, index=index))
    assistant.warm_up()
    asked = [case for case in file.cases if case.kind == "lookup"][:_MOST_ASKED]
    for case in asked[:20]:  # what is read once and kept: the table's first look at each document
        assistant.ask(case.question, Conversation(case.history))
    times = list(_asked(assistant, asked, clock))
    if not times:
        raise BadCases(f"{cases}: no case is answered as a look-up, so there is nothing to time. Name another file.")
    return _by_part(times)


def _asked(assistant: Assistant, cases: list[Case], clock: _Clock) -> Iterator[dict[str, float]]:
    for case in cases:
        clock.ms = {}
        answer = assistant.ask(case.question, Conversation(case.history), case.language)
        if answer.kind != "lookup":
            continue
        parts = {_READING: answer.timing_ms["read"], **clock.ms}
        yield {**parts, _REST: answer.timing_ms["total"] - sum(parts.values()), _WHOLE: answer.timing_ms["total"]}


def _by_part(asked: list[dict[str, float]]) -> tuple[PartTimes, ...]:
    names = (_READING, _EMBEDDING, _WORDS, _MEANING, _PASSAGES, _REST, _WHOLE)
    return tuple(PartTimes(name, tuple(sorted(each.get(name, 0.0) for each in asked))) for name in names)
