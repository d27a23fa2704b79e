"""Which figures a report shows, and where they come from: pure selections from a run's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from assistant.types import AnswerKind
from evals.cases import SET_KINDS, Case
from evals.report.charts import Series
from evals.score.compare import Side
from evals.score.results import CaseCounts, Row, Score

CaseKey = tuple[str, str]  # the name of a file of cases, and an id in it
Fate = Literal["wrong", "closest", "silent", "missing"]

# What a reader sees first: one measure for each thing asked, as kind and measure.
HEADLINES: tuple[tuple[AnswerKind, str], ...] = (
    ("list", "set_exact"),
    ("count", "set_exact"),
    ("share", "set_exact"),
    ("lookup", "first_citation"),
    ("lookup", "citation_at_3"),
    ("lookup", "truthfulness"),
    ("compare", "citation_at_3"),
    ("compare", "truthfulness"),
    ("overview", "citation_at_3"),
    ("overview", "truthfulness"),
    ("rank", "citation_recall"),
    ("rank", "truthfulness"),
    ("abstain", "abstained_right"),
    ("abstain", "answered_as_stated"),
)
# Lengths of the right list, as (first, last); the last class is open.
LENGTHS: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 1), (2, 4), (5, 10), (11, 20), (21, 40), (41, None))


@dataclass(frozen=True, slots=True)
class System:
    """One system of a run: its name, its rows of results, its scores by case and its times in milliseconds by kind.

    `cases` tells its files of cases by name.
    """

    name: str
    rows: tuple[Row, ...]
    scores: tuple[Score, ...]
    latency: Mapping[str, Mapping[str, float]]
    cases: Mapping[str, CaseCounts] = field(default_factory=dict)

    @property
    def side(self) -> Side:
        """The system as one side of a comparison."""
        return Side(self.cases, self.scores)

    def row(self, cases: str, split: str, kind: str, measure: str, language: str = "all") -> Row | None:
        """The figure of that place, None where there is none."""
        place = (cases, split, kind, language, measure)
        return next(
            (each for each in self.rows if (each.cases, each.split, each.kind, each.language, each.measure) == place),
            None,
        )


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of the summary: a figure of the system and the same of each baseline, None where it has none."""

    cases: str
    split: str
    kind: str
    measure: str
    figures: tuple[Row | None, ...]


def headlines(systems: Sequence[System]) -> tuple[Headline, ...]:
    """The summary's lines, by file of cases; the first system is the one the report is about."""
    lines = []
    for cases, split in sorted({(row.cases, row.split) for row in systems[0].rows}):
        for kind, measure in HEADLINES:
            figures = tuple(system.row(cases, split, kind, measure) for system in systems)
            if figures[0] is not None:
                lines.append(Headline(cases, split, kind, measure, figures))
    return tuple(lines)


def lengths_shown(expected: Mapping[CaseKey, int]) -> tuple[tuple[int, int | None], ...]:
    """Those of LENGTHS that some case has; `expected` gives the length of each case's right list."""
    return tuple(
        (low, high) for low, high in LENGTHS if any(low <= n and (high is None or n <= high) for n in expected.values())
    )


def sets_by_length(systems: Sequence[System], expected: Mapping[CaseKey, int]) -> tuple[Series, ...]:
    """Each system's mean recall by the length of the right list (cases whose kind asks for a set)."""
    shown = lengths_shown(expected)
    return tuple(
        Series(system.name, tuple(_recall(system, expected, low, high) for low, high in shown)) for system in systems
    )


def _recall(system: System, expected: Mapping[CaseKey, int], low: int, high: int | None) -> float | None:
    values = [
        score.values["set_recall"]
        for score in system.scores
        if score.kind in SET_KINDS
        and "set_recall" in score.values
        and low <= expected.get(score.key, -1)
        and (high is None or expected[score.key] <= high)
    ]
    return sum(values) / len(values) if values else None


def risk_coverage(systems: Sequence[System]) -> tuple[Series, ...]:
    """Each system's points (share answered, share of these wrong): stated answers only, then closest passages too.

    Over look-ups and unanswerable questions; an answer to an unanswerable question is wrong.
    """
    return tuple(Series(system.name, points=_risks(system.scores)) for system in systems)


def _risks(scores: Sequence[Score]) -> tuple[tuple[float, float], ...]:
    asked = [score for score in scores if score.kind in ("lookup", "abstain", "clarify")]
    points = []
    for levels in (("stated", ""), ("stated", "", "closest")):
        answered = [score for score in asked if _answered(score) and score.confidence in levels]
        if answered:
            wrong = sum(1 for score in answered if not score.correct)
            points.append((len(answered) / len(asked), wrong / len(answered)))
    return tuple(dict.fromkeys(points))


def _answered(score: Score) -> bool:
    return score.values.get("abstained_right", score.values.get("wrongly_abstained", 0.0)) == 0.0


def times(system: System) -> tuple[tuple[str, float, float], ...]:
    """Kind, median and 95th percentile in milliseconds, for each kind that was timed."""
    return tuple((kind, each["p50"], each["p95"]) for kind, each in sorted(system.latency.items()))


def fate(score: Score, answered: bool) -> Fate:
    """What became of a case that is not right; `answered` says whether there is an answer at all."""
    if not answered:
        return "missing"
    if score.values.get("wrongly_abstained"):
        return "silent"
    return "closest" if score.confidence == "closest" else "wrong"


def worst(cases: Mapping[CaseKey, Case], scores: Sequence[Score], count: int) -> tuple[Score, ...]:
    """The development cases with the lowest truthfulness, at most `count` a file, one of each wording.

    A case that is right is never among them. Wrong comes before silent; beyond that the file's order counts.
    """
    chosen: list[Score] = []
    for _, of_file in groupby(sorted(scores, key=lambda score: score.cases), key=lambda score: score.cases):
        wrong = [each for each in of_file if each.split == "dev" and not each.correct and each.key in cases]
        wrong.sort(key=lambda score: score.values.get("truthfulness", 0.0))
        by_wording: dict[str, Score] = {}
        for score in wrong:
            by_wording.setdefault(score.wording or score.id, score)
        chosen.extend(list(by_wording.values())[:count])
    return tuple(chosen)
