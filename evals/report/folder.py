"""A run's folder, read for a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Case
from evals.errors import BadRun
from evals.needed import NEEDED, Needed, read_needed
from evals.records import AnswerRecord
from evals.report.figures import CaseKey, System
from evals.score.read import read_answers, read_cases
from evals.score.results import Problem, read_results, read_scores

BASELINES = "baselines"


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Latency(_Lenient):
    p50: float
    p95: float


class _Timings(_Lenient):
    """What a report needs of timings.json."""

    made: str = ""
    latency_ms: dict[str, _Latency] = {}


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A scored run: its systems (the one reported first, then baselines), what it was made from, what went wrong.

    `unmeasured` names the measures that it lacks because a library was not there.
    """

    path: Path
    systems: tuple[System, ...]
    run: Mapping[str, Any]
    made: str
    problems: tuple[Problem, ...]
    unmeasured: tuple[str, ...] = field(default=())

    @property
    def corpora(self) -> int:
        """How many corpora the cases are about; 0 where the run does not say."""
        return len(self.run.get("corpora", {}))

    def cases(self) -> dict[CaseKey, Case]:
        """The cases by file and id, of all files that the run has figures of and keeps copies of."""
        return {
            (name, case.id): case
            for name in self.systems[0].cases
            if (path := self._copy("cases", name)).exists()
            for case in read_cases(path).cases
        }

    def answers(self, wanted: Iterable[CaseKey]) -> dict[CaseKey, AnswerRecord]:
        """The recorded answers to those cases."""
        keys = set(wanted)
        return {
            (name, each.id): each
            for name in self.systems[0].cases
            if (path := self._copy("answers", name)).exists()
            for each in read_answers(path, {case for file, case in keys if file == name})
        }

    def needed(self) -> dict[CaseKey, Needed]:
        """The words that would have answered, of the development cases that went wrong."""
        path = self.path / NEEDED
        return {(each.cases, each.id): each for each in read_needed(path)} if path.exists() else {}

    def _copy(self, kind: str, name: str) -> Path:
        return self.path / kind / f"{name}.jsonl"


def read_run(path: Path) -> RunFolder:
    """The run in that folder; BadRun where it holds no scores, or a file of it is damaged."""
    folders = [path, *sorted(each for each in (path / BASELINES).glob("*") if (each / "results.json").exists())]
    results = [read_results(each / "results.json") for each in folders]
    timings = [_timings(each / "timings.json") for each in folders]
    systems = tuple(
        System(result.system, result.rows, read_scores(each / "scores.csv"), _latency(times), result.cases)
        for each, result, times in zip(folders, results, timings, strict=True)
    )
    told = _object(path / "run.json")
    return RunFolder(path, systems, told, timings[0].made, results[0].problems, results[0].unmeasured)


def _latency(timings: _Timings) -> Mapping[str, Mapping[str, float]]:
    return {kind: each.model_dump() for kind, each in timings.latency_ms.items()}


def _timings(path: Path) -> _Timings:
    try:
        return _Timings.model_validate(_object(path))
    except ValidationError as error:
        raise _damaged(path, error) from error


def _object(path: Path) -> dict[str, Any]:
    """The object of a JSON file that need not exist; BadRun where it is damaged."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    if not isinstance(value, dict):
        raise _damaged(path, ValueError("it holds no JSON object"))
    return value


def _damaged(path: Path, error: Exception) -> BadRun:
    reason = str(error).split("\n")[0]
    return BadRun(f"{path} cannot be read ({reason}). Run or score once more into the same folder; it is written anew.")
