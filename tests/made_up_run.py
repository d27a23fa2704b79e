"""A small scored run, made up: one case of each fate, in two files that share an id, with two systems."""

from __future__ import annotations

import json
from pathlib import Path

from evals.needed import Needed, NeededWords, needed_jsonl
from evals.score.results import CaseCounts, Problem, Results, Score, rows_of, write_results, write_scores

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
    {
        "id": "list-1",
        "text": "**Nobody** [1]\n\n- <u>not</u> this\n- nor that\\*\n\n> quoted",
        "citations": [{"n": 1, "organization": "CBSA", "quote": "<i>No</i>"}],
    },
    {"id": "lookup-1", "text": "Rien.", "citations": []},
]
# Another file with an id of the first: ticks are its evidence, and one case was answered with the closest passage only.
GENERATED = [
    {"corpus": {"texts": "dev", "seed": 1, "organizations": 2}},
    {
        "id": "list-1",
        "kind": "list",
        "language": "en",
        "question": "Who ticked it?",
        "organizations": ["wrc"],
        "ticks": [5],
        "split": "dev",
        "author": "generator",
    },
    {
        "id": "compare-1",
        "kind": "compare",
        "language": "en",
        "question": "How do they compare?",
        "ticks": [5],
        "split": "dev",
        "author": "generator",
    },
]
GENERATED_ANSWERS = [{"id": "compare-1", "text": "The nearest passage.", "confidence": "closest"}]
NEEDED = (
    Needed(
        cases="generated-dev",
        id="list-1",
        organizations=("Winter Roads Canada",),
        words=(NeededWords(organization="Winter Roads Canada", item=5, quote="Yes, it was updated."),),
        more=4,
    ),
)


def score(case: str, kind: str, correct: bool, split: str = "dev", **values: float) -> Score:
    return Score(case, "shipped-dev", split, kind, "en", None, "stated", correct, values)


SCORES = (
    score("list-1", "list", False, set_exact=0.0, set_recall=0.0, truthfulness=-1.0, wrongly_abstained=0.0),
    score("lookup-1", "lookup", False, first_citation=0.0, truthfulness=0.0, wrongly_abstained=0.0),
    score("lookup-2", "lookup", False, "test", first_citation=0.0, truthfulness=-1.0, wrongly_abstained=0.0),
    score("silent-1", "abstain", True, abstained_right=1.0, answered_as_stated=0.0, truthfulness=1.0),
    Score("list-1", "generated-dev", "dev", "list", "en", None, "", False, {"set_exact": 0.0, "truthfulness": 0.0}),
    Score(
        *("compare-1", "generated-dev", "dev", "compare", "en", None, "closest", False),
        {"citation_at_3": 0.0, "truthfulness": 0.0, "wrongly_abstained": 0.0, "only_closest": 1.0},
    ),
)


def write_system(folder: Path, system: str, scores: tuple[Score, ...]) -> None:
    names = dict.fromkeys(each.cases for each in scores)
    counts = {name: CaseCounts("0" * 64, len(scores), len(scores)) for name in names}
    problems = (
        Problem("no_answer", "generated-dev", 1, ("list-1",)),
        Problem("unknown_field", "shipped-dev", 2, ("sorce",)),
    )
    write_results(folder / "results.json", Results(system, counts, problems, rows_of(scores)))
    write_scores(folder / "scores.csv", scores)
    timings = {"made": "2026-11-25", "latency_ms": {"list": {"n": 1, "p50": 3.25, "p95": 8.0}}}
    (folder / "timings.json").write_text(json.dumps(timings), encoding="utf-8")


def made_up_run(folder: Path) -> Path:
    """The folder, with the run in it."""
    write_system(folder, "candour", SCORES)
    write_system(folder / "baselines" / "keywords", "keywords", SCORES)
    (folder / "run.json").write_text(json.dumps({"version": "0.1.0", "corpora": {"shipped": "x"}}), encoding="utf-8")
    (folder / "needed.jsonl").write_text(needed_jsonl(NEEDED), encoding="utf-8")
    for name, shipped, generated in (("cases", CASES, GENERATED), ("answers", ANSWERS, GENERATED_ANSWERS)):
        (folder / name).mkdir()
        for file, lines in (("shipped-dev", shipped), ("generated-dev", generated)):
            (folder / name / f"{file}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder
