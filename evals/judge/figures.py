"""Verdicts become scores by file and kind, and agreement with the labels by language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.judge.agreement import Agreement, agreement
from evals.judge.judge import Judged
from evals.judge.labels import Label
from evals.judge.material import Item
from evals.judge.prompt import Grade, Verdict
from evals.score.statistics import Interval, interval

Measure = Literal["faithful", "complete"]
MEASURES: tuple[Measure, ...] = ("faithful", "complete")
LANGUAGES = ("all", "en", "fr")
VALUES: dict[Grade, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One measure over one kind of a file of cases; `score` is None where nothing could be judged.

    There is no row over all kinds: the sample is spread evenly over them, so that row would be about the sample.
    """

    cases: str
    kind: str
    measure: Measure
    score: Interval | None
    grades: dict[Grade, int]
    unjudged: int

    @property
    def n(self) -> int:
        """How many answers were judged."""
        return sum(self.grades.values())


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How far the judge and the labels agree on one measure; `agreement` is None where it judged none of them."""

    measure: Measure
    language: str
    agreement: Agreement | None
    unjudged: int


def score_rows(items: Sequence[Item], judged: Sequence[Judged]) -> list[ScoreRow]:
    """The scores, by file, kind and measure."""
    rows = []
    for place in sorted({(item.cases, item.kind) for item in items}):
        own = [pair for pair in zip(items, judged, strict=True) if (pair[0].cases, pair[0].kind) == place]
        graded = [(item.cluster, result.verdict) for item, result in own if result.verdict is not None]
        clusters = [cluster for cluster, _ in graded]
        for measure in MEASURES:
            grades = [_grade(verdict, measure) for _, verdict in graded]
            score = interval([VALUES[grade] for grade in grades], clusters) if grades else None
            counts = {grade: grades.count(grade) for grade in VALUES}
            rows.append(ScoreRow(*place, measure, score, counts, len(own) - len(graded)))
    return rows


def agreement_rows(labels: Sequence[Label], judged: Sequence[Judged]) -> list[AgreementRow]:
    """The agreement with the labels, by measure, over all of them and by language."""
    rows = []
    for measure in MEASURES:
        for language in LANGUAGES:
            own = [pair for pair in zip(labels, judged, strict=True) if language in ("all", pair[0].language)]
            graded = [(label, result.verdict) for label, result in own if result.verdict is not None]
            by_hand = [_grade(label, measure) for label, _ in graded]
            by_judge = [_grade(verdict, measure) for _, verdict in graded]
            rows.append(AgreementRow(measure, language, agreement(by_hand, by_judge), len(own) - len(graded)))
    return rows


def _grade(graded: Verdict | Label, measure: Measure) -> Grade:
    return graded.faithful if measure == "faithful" else graded.complete
