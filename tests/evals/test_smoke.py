"""The smoke run goes the whole way with the real model: corpora, answers, scores, report, the shipped thresholds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main

ROOT = Path(__file__).parents[2]
THRESHOLDS = ROOT / "evals" / "thresholds" / "smoke.toml"
SMOKE = ROOT / "evals" / "cases" / "smoke"


@pytest.fixture(scope="module")
def smoke_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOUR_HOME", str(folder / "home"))
        result = CliRunner().invoke(main, ["eval", "run", "--smoke", "--out", str(folder / "run")])
    assert result.exit_code == 0, result.output
    return folder / "run"


def test_the_smoke_run_reaches_every_shipped_threshold(smoke_run: Path) -> None:
    gate = CliRunner().invoke(main, ["eval", "gate", str(smoke_run), "--thresholds", str(THRESHOLDS)])
    assert gate.exit_code == 0, gate.output


def test_one_lost_citation_turns_the_gate_red(smoke_run: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    for file in (smoke_run / "answers").glob("*.jsonl"):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        first = next(line for line in lines if line["kind"] == "list" and len(line["citations"]) > 1)
        del first["citations"][0]
        (answers / file.name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOUR_HOME", str(smoke_run.parent / "home"))
        scored = CliRunner().invoke(main, ["eval", "score", str(SMOKE), str(answers), "--out", str(tmp_path / "run")])
    assert scored.exit_code == 0, scored.output
    gate = CliRunner().invoke(main, ["eval", "gate", str(tmp_path / "run"), "--thresholds", str(THRESHOLDS)])
    assert gate.exit_code == 1


def test_the_smoke_run_has_at_least_two_hundred_cases_in_both_languages(smoke_run: Path) -> None:
    cases = [
        json.loads(line)
        for file in (smoke_run / "cases").glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert len(cases) >= 200
    assert min(sum(case["language"] == language for case in cases) for language in ("en", "fr")) >= 80


def test_every_quotation_of_the_smoke_run_is_exact(smoke_run: Path) -> None:
    results = json.loads((smoke_run / "results.json").read_text(encoding="utf-8"))
    exact = [row["mean"] for row in results["rows"] if row["measure"] == "quotation_fidelity"]
    assert len(exact) > 10
    assert set(exact) == {1.0}
