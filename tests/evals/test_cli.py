from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forms import five_forms, write_forms
from small_corpus import folder_cases, questions, write_lines

from assistant.cli import main
from corpus.questionnaire import load_questionnaire


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the real model and an index over the five forms."""
    folder = tmp_path_factory.mktemp("home")
    forms = write_forms(tmp_path_factory.mktemp("forms"), five_forms(load_questionnaire()))
    assert candour(folder, "ingest", forms).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def run_folder(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a corpus of one's own, made by command."""
    cases = folder_cases(tmp_path_factory.mktemp("cases") / "own.jsonl")
    result = candour(home, "eval", "run", cases)
    assert result.exit_code == 0, result.output
    assert "1.000" in result.stdout
    folder = home / "evaluation" / "runs" / "1"
    assert f"Report: {folder / 'report.html'}" in result.stdout
    return folder


def candour(home: Path, *arguments: object) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOUR_HOME", str(home))
        return CliRunner().invoke(main, [str(each) for each in arguments])


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_plain_file_is_answered_from_the_home_folder(home: Path, tmp_path: Path) -> None:
    result = candour(home, "eval", "answer", write_lines(tmp_path / "q.jsonl", *questions(6)), "--out", tmp_path / "a")
    assert result.exit_code == 0, result.output
    assert "6 answers written" in result.stderr
    assert [line["id"] for line in lines(tmp_path / "a")] == [f"q{number}" for number in range(6)]
    assert lines(tmp_path / "a")[0]["where"] == "q5.updated"
    assert "hits" not in lines(tmp_path / "a")[2]


def test_a_folder_of_files_becomes_a_folder_of_answers_by_any_system(run_folder: Path, tmp_path: Path) -> None:
    home = run_folder.parents[2]
    folder_cases(tmp_path / "cases" / "one.jsonl")
    write_lines(tmp_path / "cases" / "two.jsonl", {"corpus": "shiped"}, *questions(2))
    out = tmp_path / "out"
    result = candour(home, "eval", "answer", tmp_path / "cases", "--out", out, "--system", "first-passage")
    assert result.exit_code == 0, result.output
    assert {path.name: len(lines(path)) for path in out.iterdir()} == {"one.jsonl": 3, "two.jsonl": 2}
    assert {line["written_by"] for line in lines(out / "one.jsonl")} == {"first-passage"}
    assert "names no corpus" in result.stderr


def test_a_scored_run_is_reported_compared_and_gated(run_folder: Path, tmp_path: Path) -> None:
    home = run_folder.parents[2]
    assert candour(home, "eval", "report", run_folder, "--since", run_folder).exit_code == 0
    answers = tmp_path / "theirs.jsonl"
    write_lines(answers, {"id": "list", "text": "None.", "organizations": []})
    scored = candour(home, "eval", "score", run_folder / "cases" / "own.jsonl", answers, "--out", tmp_path / "theirs")
    # The run's copy of the cases does not lie beside the corpus's folder.
    assert scored.exit_code == 2
    own = tmp_path / "own.jsonl"
    folder_cases(own)
    scored = candour(home, "eval", "score", own, answers, "--out", tmp_path / "theirs")
    assert scored.exit_code == 0, scored.output
    assert "theirs" in scored.stdout
    assert "2 without an answer" in scored.stderr
    compared = candour(home, "eval", "compare", run_folder, tmp_path / "theirs")
    assert compared.exit_code == 0
    assert "set_exact" in compared.stdout
    thresholds = tmp_path / "thresholds.toml"
    gate = ("eval", "gate", "--thresholds", thresholds)
    assert candour(home, *gate, run_folder).exit_code == 2
    assert candour(home, *gate, run_folder, "--raise").exit_code == 0
    assert candour(home, *gate, run_folder).exit_code == 0
    short = candour(home, *gate, tmp_path / "theirs")
    assert short.exit_code == 1
    assert "own/list/all/set_exact: reached 0, needs at least 1" in short.stdout


def test_the_files_of_a_corpus_are_given_to_outsiders(tmp_path: Path) -> None:
    cases = folder_cases(tmp_path / "own.jsonl")
    result = candour(tmp_path / "home", "eval", "corpus", cases, "--out", tmp_path / "theirs")
    assert result.exit_code == 0, result.output
    assert "11 files written" in result.stderr
    names = [path.name for path in (tmp_path / "theirs" / "texts").iterdir()]
    assert len(names) == 5
    assert all(name.endswith(".txt") for name in names)
    assert (tmp_path / "theirs" / "registry.toml").exists()


def test_thresholds_of_exchanged_cases_are_begun_anew_only_when_asked(run_folder: Path, tmp_path: Path) -> None:
    home, thresholds = run_folder.parents[2], tmp_path / "thresholds.toml"
    gate = ("eval", "gate", run_folder, "--thresholds", thresholds)
    assert candour(home, *gate, "--raise").exit_code == 0
    text = thresholds.read_text("utf-8")
    sha256 = re.search(r'"own" = "(\w{64})"', text)[1]  # type: ignore[index]
    thresholds.write_text(text.replace(sha256, "0" * 64).replace("least = 0.0,", "least = 0.5,"), "utf-8")
    exchanged = candour(home, *gate)
    assert exchanged.exit_code == 1
    (line,) = exchanged.stdout.splitlines()
    assert line.startswith(f"own: other cases ({sha256[:12]}) than the thresholds were reached with (000000000000)")
    assert candour(home, *gate, "--raise").exit_code == 1
    assert "0" * 64 in thresholds.read_text("utf-8")
    assert candour(home, *gate, "--anew", "own").exit_code == 2
    assert candour(home, *gate, "--raise", "--anew", "none").exit_code == 2
    assert candour(home, *gate, "--raise", "--anew", "own").exit_code == 0
    assert thresholds.read_text("utf-8") == text


def test_a_gate_notes_what_no_library_measures(run_folder: Path, tmp_path: Path) -> None:
    home, thresholds = run_folder.parents[2], tmp_path / "thresholds.toml"
    gate = ("eval", "gate", "--thresholds", thresholds)
    assert candour(home, *gate, run_folder, "--raise").exit_code == 0
    assert "ndcg_10" in thresholds.read_text("utf-8")
    elsewhere = tmp_path / "arm"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "ir_measures", None)
        folder_cases(tmp_path / "own.jsonl")
        scored = candour(
            home, "eval", "score", tmp_path / "own.jsonl", run_folder / "answers" / "own.jsonl", "--out", elsewhere
        )
    assert scored.exit_code == 0, scored.output
    assert "ir-measures is not installed" in scored.stderr
    passed = candour(home, *gate, elsewhere)
    assert passed.exit_code == 0, passed.output
    assert "Not judged: 10 figures (ndcg_10, recall_10, recall_20, recall_5, reciprocal_rank)" in passed.stderr
    assert candour(home, *gate, elsewhere, "--raise", "--anew", "own").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("eval", "answer", "none.jsonl", "--out", "out"), "none.jsonl"),
        (("eval", "run", "none.jsonl"), "none.jsonl does not exist"),
        (("eval", "score", "none.jsonl", "answers", "--out", "out"), "answers does not exist"),
        (("eval", "report", "none"), "none"),
        (("eval", "compare", "none", "none"), "none"),
        (("eval", "gate", "none", "--thresholds", "none.toml"), "none"),
        (("eval", "corpus", "none.jsonl", "--out", "out"), "none.jsonl"),
        (("eval", "judge", "none", "--chat-model", "gpt"), "none"),
    ],
)
def test_what_is_not_there_ends_with_exit_code_2_and_a_line(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = candour(tmp_path / "home", *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_commands_are_listed_without_anything_slow() -> None:
    code = (
        "import sys, evals.cli; "
        "print([name for name in ('numpy', 'pydantic', 'chromadb', 'langchain_core', 'scipy') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}, timeout=60
    )
    assert found.stdout.strip() == "[]"
