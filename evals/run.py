"""The whole evaluation: corpora prepared, questions answered, answers scored, baselines beside them, a report.

Everything meets in the run's folder. What is there already and made of the same things is not done again, so a run
that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from evals.answer import answer_file, data_files, made_of, read_question_file, system_title
from evals.corpora import Corpora
from evals.hashes import file_hash, program_hash, value_hash
from evals.leftovers import BASELINES_FOLDER, refuse_other_cases, refuse_other_system, without_other_baselines
from evals.libraries import SCORING, versions
from evals.names import CANDOUR, SystemName
from evals.progress import Bar, Say, no_bar, no_say
from evals.score.junit import junit_xml
from evals.score.results import Results, read_results, read_scores
from evals.scoring import (
    JUNIT,
    RESULTS,
    SCORED,
    SCORES,
    AnsweredCases,
    CasesOver,
    add_timings,
    cases_over,
    copy_into,
    score_into,
    write_run,
    write_text,
)
from evals.steps import Steps
from evals.systems import opener
from evals.workers import WORTH_PROCESSES, Workers
from index.embedder import OWN
from index.minilm import WEIGHTS_SHA256

# What decides the scores of given answers.
_SCORING = (
    "evals/score",
    "evals/scoring.py",
    "evals/needed.py",
    "evals/cases.py",
    "evals/records.py",
    "evals/texts.py",
    "evals/stored.py",
    "corpus/folding.py",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: files of cases, the systems beside Candour, the model of the system chat-model, and processes."""

    cases: tuple[Path, ...]
    baselines: tuple[SystemName, ...] = ()
    chat_model: str | None = None
    processes: int = 2

    @property
    def key(self) -> str:
        """A hash of what is asked, by which an unfinished run is known again; OSError for a file that is not there."""
        cases = {path.stem: file_hash(path) for path in self.cases}
        return value_hash({"cases": cases, "systems": [CANDOUR, *self.baselines], "chat model": self.chat_model})


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run: its folder, its report and each system's figures, Candour's first."""

    folder: Path
    report: Path
    results: tuple[Results, ...]


@dataclass(slots=True)
class _Run:
    """A run under way."""

    plan: Plan
    folder: Path
    settings: Settings
    say: Say
    bar: Bar
    workers: Workers
    steps: Steps
    cases: tuple[CasesOver, ...] = ()


def run(plan: Plan, folder: Path, corpora: Corpora, say: Say = no_say, bar: Bar = no_bar) -> Finished:
    """The finished run in `folder`. Errors name what can be mended; what was done by then is kept for the next start.

    `bar` makes a progress bar from a title and a total; what it gives is called with the number done.
    """
    refuse_other_cases(folder, {path.stem for path in plan.cases})
    refuse_other_system(folder, CANDOUR)
    steps = Steps.of(folder)
    for name in without_other_baselines(folder, plan.baselines):
        say(f"Removed from {folder}: {name}, which is no part of this run")
        steps.forget(name)
    steps.begin(plan.key)
    with Workers(plan.processes) as workers:
        if _questions(plan) >= WORTH_PROCESSES:
            workers.start()
        current = _Run(plan, folder, corpora.settings, say, bar, workers, steps, cases_over(plan.cases, corpora))
        for each in current.cases:
            copy_into(folder / "cases" / f"{each.file.name}.jsonl", each.file.path)
        systems = {CANDOUR: folder} | {name: folder / BASELINES_FOLDER / name for name in plan.baselines}
        for name, place in systems.items():
            _forget_outdated(current, name, place)
        results = [_system(current, name, place) for name, place in systems.items()]
    report = _report(folder, results[0])
    steps.finish()
    return Finished(folder, report, tuple(results))


def next_folder(runs: Path, plan: Plan) -> Path:
    """The folder for a run: that of the newest one if it was of the same plan and stopped, else a new number."""
    numbers = sorted(int(each.name) for each in runs.glob("*") if each.name.isdecimal())
    if numbers:
        newest = runs / str(numbers[-1])
        if Steps.of(newest).started_as == plan.key:
            return newest
    return runs / str(numbers[-1] + 1 if numbers else 1)


def _questions(plan: Plan) -> int:
    return sum(path.read_bytes().count(b"\n") for path in plan.cases)


def _forget_outdated(current: _Run, name: SystemName, folder: Path) -> None:
    """Removes a system's figures where its answers are to be made anew.

    Otherwise they would stand beside the new ones of the others, should the run be stopped before their turn.
    """
    for cases in current.cases:
        out = _answers_file(folder, cases)
        if not current.steps.is_done(_answer_step(name, cases), _answers_of(current, name, cases), (out,)):
            for file in SCORED:
                (folder / file).unlink(missing_ok=True)


def _system(current: _Run, name: SystemName, folder: Path) -> Results:
    """A system's figures, after all its files were written into its folder."""
    called = system_title(name, current.plan.chat_model)
    answered = []
    for cases in current.cases:
        out = _answers_file(folder, cases)
        _answers(current, name, cases, out)
        answered.append(AnsweredCases(cases, out))
    scored = {
        "cases": {each.cases.file.name: each.cases.file.sha256 for each in answered},
        "texts": {each.cases.file.name: each.cases.texts.fingerprint for each in answered},
        "answers": {each.cases.file.name: file_hash(each.answers) for each in answered},
        "program": program_hash(*_SCORING),
        "libraries": versions(SCORING),
    }
    current.steps.once(
        f"score {name} all",
        scored,
        [folder / file for file in SCORED],
        lambda: score_into(folder, called, answered),
    )
    write_run(folder, called, current.cases, _made_with(current))
    seconds = {step: current.steps.seconds(f"{step} {name} ") for step in ("answer", "score")}
    add_timings(folder, {"processes": current.plan.processes, "seconds": seconds})
    return read_results(folder / RESULTS)


def _answers(current: _Run, name: SystemName, cases: CasesOver, out: Path) -> None:
    chat_model = current.plan.chat_model
    of = made_of(name, chat_model, cases.prepared.index, current.settings)

    def work() -> None:
        questions = read_question_file(cases.file.path)
        with current.bar(f"{name}: {cases.file.name}", len(questions.questions)) as progress:
            open_system = opener(name, cases.prepared.parts, chat_model)
            answer_file(questions, out, open_system, current.workers, of, progress, current.say)

    current.steps.once(_answer_step(name, cases), _answers_of(current, name, cases), (out,), work)


def _answers_file(folder: Path, cases: CasesOver) -> Path:
    return folder / "answers" / f"{cases.file.name}.jsonl"


def _answer_step(name: SystemName, cases: CasesOver) -> str:
    return f"answer {name} {cases.file.name}"


def _answers_of(current: _Run, name: SystemName, cases: CasesOver) -> dict[str, str]:
    """What decides a system's answers to a file of cases."""
    of = made_of(name, current.plan.chat_model, cases.prepared.index, current.settings)
    return {**of, "cases": cases.file.sha256}


def _report(folder: Path, results: Results) -> Path:
    """The report's page, written from what is in the folder, with the figures as JUnit XML beside it."""
    from evals.report.write import write_report

    write_text(folder / JUNIT, junit_xml(results.rows, read_scores(folder / SCORES)))
    return write_report(folder)


def _made_with(current: _Run) -> dict[str, Any]:
    settings = current.settings
    embedder = current.cases[0].prepared.open_embedder()
    return {
        "python": platform.python_version(),
        "machine": {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()},
        "settings": {"embedder": settings.embedder, **{n: str(path) for n, path in data_files(settings).items()}},
        "model": {
            "embedder": embedder.fingerprint,
            "weights_sha256": WEIGHTS_SHA256 if settings.embedder == OWN else None,
        },
    }
