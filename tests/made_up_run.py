"""A small scored run, made up: one case of each fate, with two systems."""

from __future__ import annotations

import json
from pathlib import Path

from evals.score.results import CaseCounts, Results, Score, rows_of, write_results, write_scores

CASES = [
    {"corpus": "shipped"},
    {
        "id": "list-1",
        "kind": "list",
        "language": "en",
        "question": "Who updated <b>their</b> code?",
        "organizations": ["cbsa"],
        "split": "dev",
        "author": "a",
    },
    {
        "id": "lookup-1",
        "kind": "lookup",
        "language": "fr",
        "question": "Quand finit l’examen?",
        "history": ["Qui révise son code?"],
        "evidence": [{"organization": "irb", "item": 4, "quote": "by the summer"}],
        "facts": [["summer", "été"]],
        "split": "dev",
        "author": "a",
    },
    {
        "id": "lookup-2",
        "kind": "lookup",
        "language": "en",
        "question": "A secret question of the test?",
        "evidence": [{"organization": "irb", "item": 4, "quote": "by the summer"}],
        "split": "test",
        "author": "a",
    },
    {
        "id": "silent-1",
        "kind": "abstain",
        "language": "en",
        "question": "What is the weather?",
        "reason": "out_of_scope",
        "split": "dev",
        "author": "a",
    },
]
ANSWERS = [
    {"id": "list-1", "text": "**Nobody** [1]", "citations": [{"n": 1, "organization": "CBSA", "quote": "<i>No</i>"}]},
    {"id": "lookup-1", "text": "Rien.", "citations": []},
]


def score(case: str, kind: str, correct: bool, split: str = "dev", **values: float) -> Score:
    return Score(case, "shipped-dev", split, kind, "en", None, "stated", correct, values)


SCORES = (
    score("list-1", "list", False, set_exact=0.0, set_recall=0.0, truthfulness=-1.0, wrongly_abstained=0.0),
    score("lookup-1", "lookup", False, first_citation=0.0, truthfulness=0.0, wrongly_abstained=0.0),
    score("lookup-2", "lookup", False, "test", first_citation=0.0, truthfulness=-1.0, wrongly_abstained=0.0),
    score("silent-1", "abstain", True, abstained_right=1.0, answered_as_stated=0.0, truthfulness=1.0),
)


def write_system(folder: Path, system: str, scores: tuple[Score, ...]) -> None:
    counts = {"shipped-dev": CaseCounts("0" * 64, len(scores), len(scores))}
    write_results(folder / "results.json", Results(system, counts, ("one answer is missing",), rows_of(scores)))
    write_scores(folder / "scores.csv", scores)
    timings = {"made": "2026-11-25", "latency_ms": {"list": {"n": 1, "p50": 3.25, "p95": 8.0}}}
    (folder / "timings.json").write_text(json.dumps(timings), encoding="utf-8")


def made_up_run(folder: Path) -> Path:
    """The folder, with the run in it."""
    write_system(folder, "candour", SCORES)
    write_system(folder / "baselines" / "keywords", "keywords", SCORES)
    (folder / "run.json").write_text(json.dumps({"version": "0.1.0", "corpora": {"shipped": "x"}}), encoding="utf-8")
    for name, lines in (("cases", CASES), ("answers", ANSWERS)):
        (folder / name).mkdir()
        (folder / name / "shipped-dev.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder
