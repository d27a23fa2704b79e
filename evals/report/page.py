"""The report as one page that needs nothing else: both languages, no script, no outside file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.web.html import page_templates
from assistant.words import Words, words_of
from corpus.types import LANGUAGES, Language
from evals.cases import Case
from evals.records import AnswerRecord
from evals.report.charts import bars_of, by_category, by_share
from evals.report.figures import (
    headlines,
    lengths_shown,
    risk_coverage,
    sets_by_length,
    times,
    worst,
)
from evals.report.folder import RunFolder, read_run
from evals.report.numbers import Numbers
from evals.score.compare import Difference, compare_scores
from evals.score.measures.definitions import LOWER_IS_BETTER
from evals.score.results import Row, Score

WORST_SHOWN = 10
_LONGEST_ANSWER = 1500


@dataclass(frozen=True, slots=True)
class Page:
    """One language's version of the report: its words and its way of writing numbers."""

    language: Language
    words: Words
    numbers: Numbers
    made: str

    def about(self, system: str) -> str:
        """What a system is, in a sentence."""
        key = f"systems_are.{system}"
        return self.words(key if key in self.words.by_key else "systems_are.other")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and whose they are."""

    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A case that went wrong: what was asked and expected, what was said, the passages of both."""

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    organizations: tuple[str, ...] | None
    reason: str | None
    facts: tuple[tuple[str, ...], ...]
    answer: str
    cited: tuple[Passage, ...]
    wanted: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All figures of one file of cases."""

    cases: str
    split: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since an earlier run."""

    earlier: str
    lines: tuple[Difference, ...]


def report_page(run: RunFolder, since: Path | None = None) -> str:
    """The page as HTML. With `since`, an earlier run's folder, it tells what changed."""
    cases = run.cases()
    expected = {case.id: case.expected_count for case in cases.values() if case.expected_count is not None}
    own = run.systems[0]
    shown = lengths_shown(expected)
    template = page_templates("evals.report").get_template("report.html")
    return template.render(
        pages=[_page(language, run) for language in LANGUAGES],
        style=files("evals.report").joinpath("templates", "report.css").read_text(encoding="utf-8"),
        system=own.name,
        systems=[system.name for system in run.systems],
        headlines=headlines(run.systems),
        lower=LOWER_IS_BETTER,
        sets=by_category(sets_by_length(run.systems, expected), [_class_of(*each) for each in shown]),
        risk=by_share(risk_coverage(run.systems)),
        times=bars_of(times(own), "ms"),
        latency=times(own),
        change=_change(run, since),
        worst=_failed(run, cases, worst(cases, own.scores, WORST_SHOWN)),
        worst_count=WORST_SHOWN,
        tables=tables_of(own.rows),
        problems=run.problems,
        run=json.dumps(run.run, ensure_ascii=False, indent=2, sort_keys=True),
    )


def tables_of(rows: Sequence[Row]) -> tuple[Table, ...]:
    """The rows by file of cases and split, each as one table."""
    ordered = sorted(rows, key=lambda row: (row.cases, row.split))
    return tuple(
        Table(cases, split, tuple(sorted(group, key=lambda row: row.kind)))
        for (cases, split), group in groupby(ordered, key=lambda row: (row.cases, row.split))
    )


def _page(language: Language, run: RunFolder) -> Page:
    words = words_of("report", language, "evals")
    made = words(
        "made",
        date=run.made[:10] or "–",
        version=run.run.get("version", "–"),
        cases=len(run.systems[0].scores),
        corpora=run.corpora,
    )
    return Page(language, words, Numbers(language), made)


def _class_of(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def _change(run: RunFolder, since: Path | None) -> Change | None:
    if since is None:
        return None
    earlier = read_run(since).systems[0]
    lines = compare_scores(earlier.scores, run.systems[0].scores)
    return Change(since.name, tuple(each for each in lines if each.before != each.after))


def _failed(run: RunFolder, cases: dict[str, Case], scores: Sequence[Score]) -> list[Failed]:
    answers = run.answers(score.id for score in scores)
    return [_failure(cases[score.id], answers.get(score.id)) for score in scores]


def _failure(case: Case, answer: AnswerRecord | None) -> Failed:
    said = (answer.text or answer.headline).strip() if answer else ""
    return Failed(
        case.id,
        case.kind,
        case.question,
        case.history,
        case.organizations,
        case.reason,
        case.facts,
        said if len(said) <= _LONGEST_ANSWER else said[:_LONGEST_ANSWER].rstrip() + " […]",
        tuple(Passage(each.quote, _source(each.organization, each.item)) for each in answer.citations[:3])
        if answer
        else (),
        tuple(Passage(each.quote, _source(each.organization, each.item)) for each in case.evidence[:3]),
    )


def _source(organization: str, item: Any) -> str:  # noqa: ANN401 - a number or nothing, of an answer from outside
    return f"{organization}, {item}" if item else organization
