from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from fakes import HashEmbedder
from small_corpus import FOLDER_CASES, folder_cases, write_lines

from assistant.settings import Settings
from evals.corpora import Corpora
from evals.errors import BadCases, BadRun
from evals.gate import gated
from evals.headline import figure_lines
from evals.names import BASELINES
from evals.needed import read_needed
from evals.run import Finished, Plan, next_folder, run
from evals.score.results import Problem
from evals.scoring import case_files, paired, score_given
from evals.steps import Steps


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Corpora]:
    """A file of cases over a corpus that is prepared once for all tests here."""
    cases = folder_cases(tmp_path_factory.mktemp("cases") / "own.jsonl")
    return cases, Corpora(tmp_path_factory.mktemp("root"), Settings(), HashEmbedder)


@pytest.fixture(scope="module")
def finished(world: tuple[Path, Corpora], tmp_path_factory: pytest.TempPathFactory) -> Finished:
    cases, corpora = world
    return run(Plan((cases,), BASELINES), tmp_path_factory.mktemp("runs") / "1", corpora)


def json_of(path: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads(path.read_text("utf-8"))
    return value


def test_a_run_leaves_all_that_its_figures_came_from(finished: Finished, world: tuple[Path, Corpora]) -> None:
    names = {path.name for path in finished.folder.iterdir()}
    assert names >= {
        "run.json",
        "answers",
        "cases",
        "scores.csv",
        "results.json",
        "timings.json",
        "junit.xml",
        "report.html",
        "report.md",
        "report.csv",
        "baselines",
    }
    told = json_of(finished.folder / "run.json")
    assert told["system"] == "candour"
    assert told["cases"]["own"]["cases"] == 3  # type: ignore[index]
    (corpus,) = told["corpora"].values()  # type: ignore[attr-defined]
    assert (corpus["organizations"], corpus["documents"], corpus["problems"]) == (5, 5, [])
    assert (finished.folder / "cases" / "own.jsonl").read_bytes() == world[0].read_bytes()
    assert finished.report.is_file()


def test_answers_stand_in_the_order_of_the_cases_for_every_system(finished: Finished) -> None:
    folders = [finished.folder, *(finished.folder / "baselines" / name for name in BASELINES)]
    for folder in folders:
        lines = (folder / "answers" / "own.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == [case["id"] for case in FOLDER_CASES]
        assert json_of(folder / "results.json")["system"] == (folder.name if folder != finished.folder else "candour")
    assert [results.system for results in finished.results] == ["candour", *BASELINES]
    assert [results.problems for results in finished.results] == [()] * 6


def test_candour_gets_the_easy_cases_right_and_no_baseline_does(finished: Finished) -> None:
    right = {
        results.system: {
            row.kind: row.mean for row in results.rows if row.measure == "truthfulness" and row.language == "all"
        }
        for results in finished.results
    }
    assert right["candour"] == {"list": 1, "lookup": 1, "abstain": 1}
    assert all(right[name]["list"] == -1 for name in BASELINES)


def test_times_stand_apart_from_figures(finished: Finished) -> None:
    timings = json_of(finished.folder / "timings.json")
    assert set(timings["latency_ms"]) == {"list", "lookup", "abstain"}  # type: ignore[call-overload]
    assert set(timings["seconds"]["answer"]) == {"own"}  # type: ignore[index]
    told = (finished.folder / "run.json").read_text("utf-8") + (finished.folder / "results.json").read_text("utf-8")
    assert str(timings["made"])[:10] not in told
    assert "seconds" not in told


def test_a_second_start_does_nothing_again_and_gives_the_same(
    finished: Finished, world: tuple[Path, Corpora], tmp_path: Path
) -> None:
    answers = finished.folder / "answers" / "own.jsonl"
    before, results = answers.stat().st_mtime_ns, (finished.folder / "results.json").read_bytes()
    bars: list[str] = []

    def bar(title: str, total: int) -> object:
        bars.append(title)
        raise AssertionError("nothing is to be done")

    again = run(Plan((world[0],), BASELINES), finished.folder, world[1], bar=bar)  # type: ignore[arg-type]
    assert bars == []
    assert answers.stat().st_mtime_ns == before
    assert (finished.folder / "results.json").read_bytes() == results
    assert again == finished
    elsewhere = run(Plan((world[0],)), tmp_path / "run", world[1])
    assert (elsewhere.folder / "results.json").read_bytes() == results


def test_only_what_is_missing_is_done_again(world: tuple[Path, Corpora], tmp_path: Path) -> None:
    cases, corpora = world
    folder = run(Plan((cases,), ("keywords",)), tmp_path / "run", corpora).folder
    kept = (folder / "answers" / "own.jsonl").stat().st_mtime_ns
    spoilt = folder / "baselines" / "keywords" / "answers" / "own.jsonl"
    before = spoilt.read_text("utf-8")
    spoilt.write_text(before.replace("town", "gown"), "utf-8")
    run(Plan((cases,), ("keywords",)), folder, corpora)
    assert [json.loads(line)["text"] for line in spoilt.read_text("utf-8").splitlines()] == [
        json.loads(line)["text"] for line in before.splitlines()
    ]
    assert (folder / "answers" / "own.jsonl").stat().st_mtime_ns == kept


def test_a_run_that_was_stopped_is_gone_on_with(world: tuple[Path, Corpora], tmp_path: Path) -> None:
    cases, corpora = world
    plan, runs = Plan((cases,)), tmp_path / "runs"
    assert next_folder(runs, plan) == runs / "1"

    def stop(title: str, total: int) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(plan, next_folder(runs, plan), corpora, bar=stop)  # type: ignore[arg-type]
    assert next_folder(runs, plan) == runs / "1"
    assert next_folder(runs, Plan((cases,), BASELINES)) == runs / "2"
    run(plan, next_folder(runs, plan), corpora)
    assert next_folder(runs, plan) == runs / "2"


def test_a_case_that_does_not_fit_its_corpus_stops_the_run_before_anything_is_answered(
    world: tuple[Path, Corpora], tmp_path: Path
) -> None:
    bad = {**FOLDER_CASES[1], "evidence": [{"organization": "Health Canada", "item": 5, "quote": "on May 4, 2024"}]}
    cases = folder_cases(tmp_path / "own.jsonl", FOLDER_CASES[0], bad)
    with pytest.raises(BadCases, match="line 3") as caught:
        run(Plan((cases,)), tmp_path / "run", world[1])
    assert "on May 4, 2024" in str(caught.value)
    assert not (tmp_path / "run" / "answers").exists()


def test_two_runs_are_not_mixed_in_one_folder(finished: Finished, world: tuple[Path, Corpora], tmp_path: Path) -> None:
    answers = write_lines(tmp_path / "theirs.jsonl", {"id": "list", "text": "None."})
    with pytest.raises(BadRun, match="baselines, which is no part of this run"):
        score_given(paired(world[0], answers), finished.folder, "theirs", world[1])
    score_given(paired(world[0], answers), tmp_path / "scored", "theirs", world[1])
    with pytest.raises(BadRun, match="theirs"):
        run(Plan((world[0],)), tmp_path / "scored", world[1])
    with pytest.raises(BadRun, match="own"):
        run(Plan((folder_cases(tmp_path / "other.jsonl"),), BASELINES), finished.folder, world[1])


def test_a_system_that_is_no_part_of_the_new_run_is_removed_and_named(
    world: tuple[Path, Corpora], tmp_path: Path
) -> None:
    cases, corpora = world
    folder = run(Plan((cases,), ("keywords", "first-passage")), tmp_path / "run", corpora).folder
    said: list[str] = []
    again = run(Plan((cases,), ("keywords",)), folder, corpora, say=said.append)
    assert [each.system for each in again.results] == ["candour", "keywords"]
    assert [path.name for path in (folder / "baselines").iterdir()] == ["keywords"]
    assert said == [f"Removed from {folder}: first-passage, which is no part of this run"]
    assert "first-passage" not in (folder / "report.html").read_text("utf-8")


def test_what_a_chat_model_answered_is_not_removed(world: tuple[Path, Corpora], tmp_path: Path) -> None:
    cases, corpora = world
    for name in ("chat-model", "keywords"):
        write_lines(tmp_path / "run" / "baselines" / name / "answers" / "own.jsonl", {"id": "list", "text": "None."})
    with pytest.raises(BadRun, match="chat-model"):
        run(Plan((cases,)), tmp_path / "run", corpora)
    assert len(list((tmp_path / "run" / "baselines").iterdir())) == 2


def test_figures_of_answers_that_are_made_anew_do_not_outlive_them(world: tuple[Path, Corpora], tmp_path: Path) -> None:
    cases, corpora = world
    plan = Plan((cases,), ("keywords",))
    folder = run(plan, tmp_path / "run", corpora).folder
    for name in (".", "baselines/keywords"):
        (folder / name / "answers" / "own.jsonl").write_text("{}\n")

    def stop(title: str, total: int) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(plan, folder, corpora, bar=stop)  # type: ignore[arg-type]
    assert list(folder.rglob("results.json")) == []
    assert [each.system for each in run(plan, folder, corpora).results] == ["candour", "keywords"]


def test_the_libraries_that_decide_figures_are_told_with_their_versions(finished: Finished) -> None:
    told = json_of(finished.folder / "run.json")["libraries"]
    named = {"bm25s", "chromadb", "ir-measures", "numpy", "onnxruntime", "pystemmer", "scipy"}
    assert named <= set(told)  # type: ignore[arg-type]
    assert told["numpy"] == version("numpy")  # type: ignore[index]


def test_the_words_that_would_have_answered_are_kept_for_the_report(finished: Finished) -> None:
    found = read_needed(finished.folder / "baselines" / "first-passage" / "needed.jsonl")
    assert [(each.cases, each.id) for each in found] == [("own", "list"), ("own", "look up"), ("own", "silent")]
    assert found[2].words == ()
    assert found[0].organizations == ("Agence lunaire du Canada", "Health Canada", "Statistics Canada")
    assert [(each.organization, each.item, each.quote) for each in found[1].words] == [
        ("Health Canada", 5, "adopted on May 3, 2024")
    ]
    assert read_needed(finished.folder / "needed.jsonl") == ()


def test_figures_are_shown_side_by_side(finished: Finished) -> None:
    lines = figure_lines(finished.results)
    assert lines[0].split() == ["cases", "split", "kind", "measure", "n", "candour", *BASELINES]
    assert any(line.split()[:6] == ["own", "dev", "list", "set_exact", "1", "1.000"] for line in lines)
    assert any("citation_at_3" in line for line in lines)
    assert any("abstained_right" in line for line in lines)


def test_an_outsiders_answers_are_scored_into_a_folder_of_their_own(
    world: tuple[Path, Corpora], tmp_path: Path
) -> None:
    cases, corpora = world
    answers = write_lines(
        tmp_path / "theirs.jsonl",
        {"id": "list", "text": "Three.", "organizations": ["Health Canada", "Statistics Canada"], "extra": 1},
        {"id": "silent", "text": "I do not know.", "abstained": True, "timing_ms": {"total": 7.0}},
    )
    results = score_given(paired(cases, answers), tmp_path / "scored", "theirs", corpora)
    means = {(row.kind, row.measure): row.mean for row in results.rows if row.language == "all"}
    assert means["list", "set_exact"] == 0
    assert means["list", "set_precision"] == 1
    assert means["abstain", "abstained_right"] == 1
    assert results.problems == (
        Problem("no_answer", "own", 1, ("look up",)),
        Problem("unknown_field", "own", 1, ("extra",)),
    )
    assert json_of(tmp_path / "scored" / "run.json")["system"] == "theirs"
    assert json_of(tmp_path / "scored" / "timings.json")["latency_ms"]["abstain"]["p50"] == 7.0  # type: ignore[index]
    assert (tmp_path / "scored" / "answers" / "own.jsonl").read_bytes() == answers.read_bytes()
    from evals.report.write import write_report

    assert "theirs" in write_report(tmp_path / "scored").read_text("utf-8")


def test_the_gate_turns_red_and_is_only_ever_tightened(finished: Finished, tmp_path: Path) -> None:
    thresholds = tmp_path / "thresholds.toml"
    assert gated(finished.folder, thresholds, raising=True).passed
    reached = thresholds.read_text("utf-8")
    assert gated(finished.folder, thresholds).passed
    key = '"own/lookup/all/words_per_needed"'
    (line,) = [each for each in reached.splitlines() if each.startswith(key)]
    thresholds.write_text(reached.replace(line, f"{key} = {{ most = 0.5, n = 2 }}"), "utf-8")
    (short,) = gated(finished.folder, thresholds).shorts
    assert len(short.lines) == 2
    assert short.key == "own/lookup/all/words_per_needed"
    assert "<failure" in (finished.folder / "junit.xml").read_text("utf-8")
    gated(finished.folder, thresholds, raising=True)
    assert f"{key} = {{ most = 0.5, n = 2 }}" in thresholds.read_text("utf-8")


def test_files_of_two_folders_are_paired_by_name(tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases", tmp_path / "answers"
    for name in ("b.jsonl", "a.jsonl", "notes.txt", "deeper/c.jsonl"):
        write_lines(cases / name, {})
    assert paired(cases, answers) == tuple((cases / name, answers / name) for name in ("a.jsonl", "b.jsonl"))
    answers.mkdir()
    assert paired(cases / "a.jsonl", answers) == ((cases / "a.jsonl", answers / "a.jsonl"),)
    with pytest.raises(BadRun, match="two folders"):
        paired(cases, cases / "a.jsonl")
    with pytest.raises(BadRun, match="no file of cases"):
        case_files(answers)
    with pytest.raises(BadRun, match="does not exist"):
        case_files(tmp_path / "none")


def test_a_damaged_note_of_steps_counts_as_nothing_done(tmp_path: Path) -> None:
    out, steps = tmp_path / "out.txt", Steps.of(tmp_path)

    def work() -> int:
        return out.write_text("done")

    assert steps.once("write", {"of": 1}, (out,), work)
    assert not Steps.of(tmp_path).once("write", {"of": 1}, (out,), work)
    assert Steps.of(tmp_path).once("write", {"of": 2}, (out,), work)
    out.write_text("changed")
    assert Steps.of(tmp_path).once("write", {"of": 2}, (out,), work)
    (tmp_path / ".steps.json").write_text('{"write": ')
    assert Steps.of(tmp_path).once("write", {"of": 2}, (out,), work)
