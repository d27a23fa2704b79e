"""Recorded answers become what a run's folder holds of one system: scores.csv, results.json and timings.json."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from evals.corpora import Corpora, Prepared
from evals.errors import BadRun, CannotWrite
from evals.hashes import program_hash
from evals.leftovers import refuse_baselines_of_others, refuse_other_cases
from evals.libraries import ANSWERING, SCORING, versions
from evals.needed import NEEDED, Needed, needed_jsonl, needed_of
from evals.records import AnswerRecord
from evals.score.compare import Side
from evals.score.evidence import ResolvedCase, resolve
from evals.score.junit import junit_xml
from evals.score.read import CaseFile, read_answers, read_cases
from evals.score.results import Results, read_results, read_scores, write_results, write_scores
from evals.score.score import results_of, score_answers
from evals.texts import CorpusTexts
from index.sources import candour_version

SCORES, RESULTS, TIMINGS, JUNIT = "scores.csv", "results.json", "timings.json", "junit.xml"
SCORED = (SCORES, RESULTS, NEEDED)
_PROGRAM = ("corpus", "index", "assistant", "evals")
_ENDING = ".jsonl"


@dataclass(frozen=True, slots=True)
class CasesOver:
    """A file of cases with the corpus it is about, and its cases resolved in it."""

    file: CaseFile
    prepared: Prepared
    texts: CorpusTexts
    resolved: tuple[ResolvedCase, ...]


@dataclass(frozen=True, slots=True)
class AnsweredCases:
    """A file of cases and the file that holds the answers."""

    cases: CasesOver
    answers: Path


def cases_over(paths: Sequence[Path], corpora: Corpora) -> tuple[CasesOver, ...]:
    """The files of cases, each corpus prepared once; BadCases names every line that is wrong or does not fit."""
    files = [read_cases(path) for path in paths]
    if twice := sorted({file.name for file in files if [each.name for each in files].count(file.name) > 1}):
        raise BadRun(f"Two files of cases are called {twice[0]}. Name files that are called differently.")
    texts: dict[Path, CorpusTexts] = {}
    found = []
    for file in files:
        prepared = corpora.prepared(file.header, file.path)
        if prepared.home not in texts:
            texts[prepared.home] = prepared.texts()
        found.append(CasesOver(file, prepared, texts[prepared.home], resolve(file, texts[prepared.home])))
    return tuple(found)


def paired(cases: Path, answers: Path) -> tuple[tuple[Path, Path], ...]:
    """The files of cases with the files for their answers: two files, or files of the same names in two folders.

    BadRun where there is no file of cases, or only one of the two is a folder.
    """
    if not cases.is_dir():
        if answers.is_dir():
            return ((cases, answers / cases.name),)
        return ((cases, answers),)
    if answers.is_file():
        raise BadRun(f"{cases} is a folder and {answers} a file. Give two files or two folders.")
    return tuple((path, answers / path.name) for path in case_files(cases))


def case_files(cases: Path) -> tuple[Path, ...]:
    """The file, or the files in the folder (not below it); BadRun where there is none."""
    if cases.is_file():
        return (cases,)
    if not cases.is_dir():
        raise BadRun(f"{cases} does not exist. Name a file of cases, or a folder of such files.")
    found = tuple(sorted(cases.glob(f"*{_ENDING}")))
    if not found:
        raise BadRun(f"{cases} holds no file of cases (*{_ENDING}). Name another folder, or a file.")
    return found


def score_into(folder: Path, system: str, answered: Sequence[AnsweredCases]) -> Results:
    """The figures of a system, after the files of SCORED were written into `folder`. Errors of reading."""
    clock = _Clock()
    scored = []
    needed: list[Needed] = []
    for each in answered:
        by_id = {case.id: case.kind for case in each.cases.file.cases}
        answers = clock.noting(read_answers(each.answers), by_id)
        found = score_answers(each.cases.file, each.cases.resolved, answers, each.cases.texts)
        needed.extend(needed_of(found.cases.name, each.cases.resolved, found.scores, each.cases.texts))
        scored.append(found)
    results = results_of(system, scored)
    write_scores(folder / SCORES, [score for each in scored for score in each.scores])
    write_results(folder / RESULTS, results)
    write_text(folder / NEEDED, needed_jsonl(needed))
    write_json(folder / TIMINGS, {"latency_ms": clock.by_kind()})
    return results


def score_given(files: Sequence[tuple[Path, Path]], folder: Path, system: str, corpora: Corpora) -> Results:
    """The figures of answers that were recorded anywhere, in a folder that a report can be written from.

    `files` are pairs of cases and answers; both are copied into `folder`. BadRun for answers that are not there.
    """
    for _, answers in files:
        if not answers.is_file():
            raise BadRun(
                f"{answers} does not exist. Give the file of answers, or a folder that holds one of that name."
            )
    refuse_other_cases(folder, {path.stem for path, _ in files})
    refuse_baselines_of_others(folder, system)
    answered = [
        AnsweredCases(cases, answers)
        for cases, (_, answers) in zip(cases_over([path for path, _ in files], corpora), files, strict=True)
    ]
    results = score_into(folder, system, answered)
    write_run(folder, system, [each.cases for each in answered])
    add_timings(folder, {})
    for each in answered:
        name = f"{each.cases.file.name}{_ENDING}"
        copy_into(folder / "cases" / name, each.cases.file.path)
        copy_into(folder / "answers" / name, each.answers)
    write_text(folder / JUNIT, junit_xml(results.rows, read_scores(folder / SCORES)))
    return results


def read_side(folder: Path) -> Side:
    """The scored run in `folder` as one side of a comparison; BadRun where there is none."""
    return Side(read_results(folder / RESULTS).cases, read_scores(folder / SCORES))


def write_run(folder: Path, system: str, cases: Sequence[CasesOver], more: Mapping[str, Any] | None = None) -> None:
    """Writes run.json: what the figures were made of and with, and nothing that varies from run to run."""
    told = {
        "format": 1,
        "system": system,
        "version": candour_version(),
        "program_sha256": program_hash(*_PROGRAM),
        "libraries": versions((*ANSWERING, *SCORING)),
        "cases": {each.file.name: _case_file(each) for each in cases},
        "corpora": {each.prepared.name: _corpus(each) for each in cases},
    }
    write_json(folder / "run.json", {**told, **(more or {})})


def _case_file(each: CasesOver) -> dict[str, Any]:
    return {"sha256": each.file.sha256, "cases": len(each.file.cases), "corpus": each.prepared.name}


def _corpus(each: CasesOver) -> dict[str, Any]:
    return {
        "corpus": each.file.header.model_dump(mode="json")["corpus"],
        "index": each.prepared.home.name,
        "texts_sha256": each.texts.fingerprint,
        "organizations": len({text.organization for text in each.texts.texts}),
        "documents": len(each.texts.texts),
        "problems": list(each.prepared.problems),
        "notes": list(each.prepared.notes),
    }


def add_timings(folder: Path, values: Mapping[str, Any]) -> None:
    """Adds to timings.json, with the time of day; all that varies from run to run stands there."""
    path = folder / TIMINGS
    told: dict[str, Any] = {}
    with suppress(OSError, ValueError, TypeError):  # a damaged file loses its times, which the next run has again
        told = dict(json.loads(path.read_text(encoding="utf-8")))
    write_json(path, {**told, "made": datetime.now(UTC).isoformat(timespec="seconds"), **values})


def copy_into(path: Path, original: Path) -> None:
    """Copies a file to `path` unless it is there already; CannotWrite where it cannot."""
    if path.exists() and path.samefile(original):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}). Name another folder with --out.") from error


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Writes a JSON file, keys sorted; CannotWrite where it cannot."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes a text file; CannotWrite where it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}). Name another folder with --out.") from error


class _Clock:
    """Notes how long answers took while they are read for something else."""

    def __init__(self) -> None:
        self._times: dict[str, list[float]] = {}

    def noting(self, answers: Iterable[AnswerRecord], kinds: Mapping[str, str]) -> Iterator[AnswerRecord]:
        for answer in answers:
            if answer.id in kinds and "total" in answer.timing_ms:
                self._times.setdefault(kinds[answer.id], []).append(answer.timing_ms["total"])
            yield answer

    def by_kind(self) -> dict[str, dict[str, float]]:
        return {kind: _summary(times) for kind, times in self._times.items()}


def _summary(times: Sequence[float]) -> dict[str, float]:
    p50, p95 = np.percentile(times, (50, 95))
    values = {"mean": np.mean(times), "p50": p50, "p95": p95, "max": max(times)}
    return {"n": len(times), **{name: round(float(value), 2) for name, value in values.items()}}
