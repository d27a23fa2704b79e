"""The report as one page that needs nothing else: both languages, no script, no outside file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from assistant.web.html import page_templates
from assistant.web.markdown import Group, groups
from assistant.words import Words, words_of
from corpus.types import LANGUAGES, Language
from evals.cases import Case, Evidence
from evals.needed import Needed, NeededWords
from evals.records import AnswerRecord, CitationRecord
from evals.report.charts import bars_of, by_category, by_share
from evals.report.figures import (
    CaseKey,
    Fate,
    fate,
    headlines,
    lengths_shown,
    risk_coverage,
    sets_by_length,
    times,
    worst,
)
from evals.report.folder import RunFolder, read_run
from evals.report.numbers import Numbers
from evals.report.problems import problem_lines
from evals.score.compare import Difference, FilePair, compare_runs
from evals.score.measures.definitions import LOWER_IS_BETTER, NAMES
from evals.score.results import Row, Score

WORST_SHOWN = 10
_LONGEST_ANSWER = 1500
_PASSAGES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One language's version of the report: its words and its way of writing numbers."""

    language: Language
    words: Words
    numbers: Numbers
    made: str
    problems: tuple[str, ...]

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
    """A case that went wrong: what was asked and expected, what was said, the passages of both.

    `more` is how many more passages would have answered, beside those shown.
    """

    cases: str
    id: str
    kind: str
    fate: Fate
    question: str
    history: tuple[str, ...]
    organizations: tuple[str, ...] | None
    count: int | None
    reason: str | None
    facts: tuple[tuple[str, ...], ...]
    answer: tuple[Group, ...]
    cited: tuple[Passage, ...]
    wanted: tuple[Passage, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Table:
    """All figures of one file of cases."""

    cases: str
    split: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed since an earlier run. `files` are those whose cases are not the same in both."""

    earlier: str
    lines: tuple[Difference, ...]
    files: tuple[FilePair, ...]
    tests: int


def report_page(run: RunFolder, since: Path | None = None) -> str:
    """The page as HTML. With `since`, an earlier run's folder, it tells what changed."""
    cases = run.cases()
    expected = {key: case.expected_count for key, case in cases.items() if case.expected_count is not None}
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
        explained=_measures_shown(run),
        sets=by_category(sets_by_length(run.systems, expected), [_class_of(*each) for each in shown]),
        risk=by_share(risk_coverage(run.systems)),
        times=bars_of(times(own), "ms"),
        latency=times(own),
        change=_change(run, since),
        worst=_failed(run, cases, worst(cases, own.scores, WORST_SHOWN)),
        worst_count=WORST_SHOWN,
        tables=tables_of(own.rows),
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
    problems = problem_lines(run.problems, run.unmeasured, words)
    return Page(language, words, Numbers(language), made, tuple(problems))


def _measures_shown(run: RunFolder) -> tuple[str, ...]:
    """The measures that the run has figures of, in the order of their table."""
    having = {row.measure for system in run.systems for row in system.rows}
    return tuple(name for name in NAMES if name in having)


def _class_of(low: int, high: int | None) -> str:
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def _change(run: RunFolder, since: Path | None) -> Change | None:
    if since is None:
        return None
    found = compare_runs(read_run(since).systems[0].side, run.systems[0].side)
    lines = tuple(each for each in found.differences if each.before != each.after)
    return Change(since.name, lines, tuple(each for each in found.files if each.odd), found.tests)


def _failed(run: RunFolder, cases: dict[CaseKey, Case], scores: Sequence[Score]) -> list[Failed]:
    answers, needed = run.answers(score.key for score in scores), run.needed()
    return [_failure(score, cases[score.key], answers.get(score.key), needed.get(score.key)) for score in scores]


def _failure(score: Score, case: Case, answer: AnswerRecord | None, needed: Needed | None) -> Failed:
    organizations = case.organizations if needed is None else needed.organizations
    wanted, more = _wanted(case, needed)
    return Failed(
        cases=score.cases,
        id=case.id,
        kind=case.kind,
        fate=fate(score, answered=answer is not None),
        question=case.question,
        history=case.history,
        organizations=organizations,
        count=case.count if organizations is None else None,
        reason=case.reason,
        facts=case.facts,
        answer=groups(_shortened((answer.text or answer.headline).strip()) if answer else ""),
        cited=tuple(_passage(each) for each in answer.citations[:_PASSAGES_SHOWN]) if answer else (),
        wanted=wanted,
        more=more,
    )


def _wanted(case: Case, needed: Needed | None) -> tuple[tuple[Passage, ...], int]:
    """The words that would have answered, as far as they are shown, and how many more there are."""
    if needed is not None:
        return tuple(_passage(each) for each in needed.words), needed.more
    shown = tuple(_passage(each) for each in case.evidence[:_PASSAGES_SHOWN])
    return shown, len(case.evidence) - len(shown)


def _shortened(text: str) -> str:
    """The text, cut where a line ends if it is too long to be read beside others."""
    if len(text) <= _LONGEST_ANSWER:
        return text
    cut = text.rfind("\n", 0, _LONGEST_ANSWER)
    return text[: cut if cut > 0 else _LONGEST_ANSWER].rstrip() + "\n\n[…]"


def _passage(quoted: CitationRecord | Evidence | NeededWords) -> Passage:
    source = f"{quoted.organization}, {quoted.item}" if quoted.item else quoted.organization
    return Passage(quoted.quote, source)
