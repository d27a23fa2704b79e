"""A run's folder, read for a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.records import AnswerRecord
from evals.report.figures import System
from evals.score.read import read_answers, read_cases
from evals.score.results import read_results, read_scores

BASELINES = "baselines"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A scored run: its systems (the one reported first, then baselines), what it was made from, what went wrong."""

    path: Path
    systems: tuple[System, ...]
    run: Mapping[str, Any]
    made: str
    problems: tuple[str, ...]

    @property
    def corpora(self) -> int:
        """How many corpora the cases are about; 0 where the run does not say."""
        return len(self.run.get("corpora", {}))

    def cases(self) -> dict[str, Case]:
        """The cases by id, of all files that the run keeps copies of."""
        found: dict[str, Case] = {}
        for file in sorted((self.path / "cases").glob("*.jsonl")):
            found.update((case.id, case) for case in read_cases(file).cases)
        return found

    def answers(self, wanted: Iterable[str]) -> dict[str, AnswerRecord]:
        """The recorded answers to the cases of those ids."""
        ids = set(wanted)
        found: dict[str, AnswerRecord] = {}
        for file in sorted((self.path / "answers").glob("*.jsonl")):
            found.update((each.id, each) for each in read_answers(file, ids))
        return found


def read_run(path: Path) -> RunFolder:
    """The run in that folder; BadRun where it holds no scores."""
    folders = [path, *sorted(each for each in (path / BASELINES).glob("*") if (each / "results.json").exists())]
    results = [read_results(each / "results.json") for each in folders]
    systems = tuple(
        System(result.system, result.rows, read_scores(each / "scores.csv"), _latency(each))
        for each, result in zip(folders, results, strict=True)
    )
    timings = _json(path / "timings.json")
    return RunFolder(path, systems, _json(path / "run.json"), str(timings.get("made", "")), results[0].problems)


def _latency(folder: Path) -> Mapping[str, Mapping[str, float]]:
    latency = _json(folder / "timings.json").get("latency_ms", {})
    return latency if isinstance(latency, dict) else {}


def _json(path: Path) -> dict[str, Any]:
    """The object of a JSON file that need not exist."""
    if not path.exists():
        return {}
    value = json.loads(path.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}
