"""The judge's results as judge.json, judge.csv and as text for the terminal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.errors import CannotWrite
from evals.judge.agreement import ENOUGH_KAPPA
from evals.judge.figures import AgreementRow, ScoreRow, agreement_rows, score_rows
from evals.judge.judge import Judged
from evals.judge.labels import Labels
from evals.judge.material import SEED, Sample
from evals.judge.prompt import GRADES, prompt_version
from evals.score.statistics import Interval

_COLUMNS = (
    "cases", "id", "kind", "language", "faithful", "complete", "label_faithful", "label_complete", "why", "problem",
)  # fmt: skip
_DECIMALS = 6
# A spreadsheet takes a cell that opens with one of these for a formula; these cells hold a model's words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class JudgeRun:
    """All that a judge said: of the labels (one result a label) and of the sample (one result an item)."""

    model: str
    labels: Labels
    on_labels: Sequence[Judged]
    sample: Sample
    on_sample: Sequence[Judged]

    @property
    def scores(self) -> list[ScoreRow]:
        """The scores of the sample."""
        return score_rows(self.sample.items, self.on_sample)

    @property
    def agreement(self) -> list[AgreementRow]:
        """The agreement with the labels."""
        return agreement_rows(self.labels.labels, self.on_labels)


def write_judge_run(folder: Path, run: JudgeRun) -> None:
    """Writes judge.json and judge.csv into the run's folder; CannotWrite where it cannot."""
    try:
        (folder / "judge.json").write_text(json.dumps(judge_json(run), ensure_ascii=False, indent=1) + "\n", "utf-8")
        (folder / "judge.csv").write_text(judge_csv(run), "utf-8", newline="")
    except OSError as error:
        raise CannotWrite(f"{folder}: judge.json cannot be written ({error.strerror}). Free the folder.") from error


def judge_json(run: JudgeRun) -> dict[str, Any]:
    """Everything but the single verdicts, as plain JSON values."""
    return {
        "format": 1,
        "model": run.model,
        "prompt": prompt_version(),
        "labels": {"sha256": run.labels.sha256, "labels": len(run.labels.labels)},
        "sample": {
            "seed": SEED,
            "splits": list(run.sample.splits),
            "of_other_splits": run.sample.unread,
            "answers": len(run.sample.items),
            "candidates": run.sample.candidates,
            "left_out": dict(run.sample.left_out),
            "unjudged": sum(each.verdict is None for each in run.on_sample),
            # Equal hashes: the same answers were judged, shown in the same way.
            "sha256": sha256("\n".join(repr(each) for each in run.sample.items).encode()).hexdigest(),
        },
        "agreement": [_agreement_json(row) for row in run.agreement],
        "rows": [
            {
                "cases": row.cases,
                "kind": row.kind,
                "measure": row.measure,
                "n": row.n,
                "unjudged": row.unjudged,
                **_interval_json("mean", row.score),
                "grades": row.grades,
            }
            for row in run.scores
        ],
    }


def judge_csv(run: JudgeRun) -> str:
    """Every verdict, one a line, the labels first with the grades given by hand beside the judge's."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for label, result in zip(run.labels.labels, run.on_labels, strict=True):
        by_hand = (label.faithful, label.complete)
        writer.writerow(_line(("(labels)", label.id, label.kind, label.language), result, by_hand))
    for item, result in zip(run.sample.items, run.on_sample, strict=True):
        writer.writerow(_line((item.cases, item.id, item.kind, item.language), result, ("", "")))
    return "\ufeff" + out.getvalue()


def judge_text(run: JudgeRun) -> str:
    """The scores with the agreement beside them, and a warning where it is too low to rely on them."""
    agreements = run.agreement
    overall = {row.measure: row for row in agreements if row.language == "all"}
    kappas = {measure: _kappa_words(row) for measure, row in overall.items()}
    lines = [
        f"Judge: {run.model}, prompt {prompt_version()}. An opinion, not part of the gate.",
        "",
        f"Agreement with {len(run.labels.labels)} answers graded by hand (Cohen's kappa, three-way, unweighted):",
        *(
            f"  {row.measure:<9} {row.language:<4} kappa {_kappa_words(row):<20} {_same_words(row)}"
            + (f", {row.unjudged} unjudged" if row.unjudged else "")
            for row in agreements
        ),
        "",
        "Scores (yes 1, partly 0.5, no 0; 95 % interval), with the agreement on that measure:",
        *(_score_line(row, kappas[row.measure]) for row in run.scores),
        "",
        _counts(run),
    ]
    lines += [
        f"Warning: the judge agrees too little with the grades given by hand on “{measure}” "
        f"(kappa {kappas[measure]}, wanted {ENOUGH_KAPPA} or more): do not rely on these scores."
        for measure, row in overall.items()
        if row.agreement is None or not row.agreement.enough
    ]
    return "\n".join(lines)


def _score_line(row: ScoreRow, kappa: str) -> str:
    score = "nothing judged" if row.score is None else _interval_words(row.score)
    unjudged = f", {row.unjudged} unjudged" if row.unjudged else ""
    return f"  {row.cases} {row.kind:<9} {row.measure:<9} {score:<20} n {row.n}{unjudged}  [kappa {kappa}]"


def _counts(run: JudgeRun) -> str:
    sample = run.sample
    unjudged = sum(each.verdict is None for each in run.on_sample)
    left_out = "; ".join(f"{count} {reason}" for reason, count in sample.left_out.items())
    return (
        f"{len(sample.items)} of {sample.candidates} answers taken, {unjudged} of them unjudged. "
        f"Split: {' and '.join(sample.splits)}; of {sample.unread} cases of other splits the judge was shown nothing."
        + (f" Left out: {left_out}." if left_out else "")
        + " All verdicts are in judge.csv."
    )


def _agreement_json(row: AgreementRow) -> dict[str, Any]:
    found = row.agreement
    return {
        "measure": row.measure,
        "language": row.language,
        "n": 0 if found is None else found.n,
        "unjudged": row.unjudged,
        "same": _interval_json("mean", None if found is None else found.same),
        "kappa": _interval_json("kappa", None if found is None else found.kappa),
        "table": None if found is None else {"grades": GRADES, "rows_by_hand_columns_judge": found.table},
    }


def _interval_json(name: str, value: Interval | None) -> dict[str, float | None]:
    if value is None:
        return {name: None, "low": None, "high": None}
    return {
        name: round(value.mean, _DECIMALS),
        "low": None if value.low is None else round(value.low, _DECIMALS),
        "high": None if value.high is None else round(value.high, _DECIMALS),
    }


def _kappa_words(row: AgreementRow) -> str:
    kappa = None if row.agreement is None else row.agreement.kappa
    return "not defined" if kappa is None else _interval_words(kappa)


def _same_words(row: AgreementRow) -> str:
    found = row.agreement
    return "none judged" if found is None else f"{found.same.mean:.0%} of {found.n} graded the same"


def _interval_words(value: Interval) -> str:
    return f"{value.mean:.2f} ({'no spread' if value.low is None else f'{value.low:.2f} to {value.high:.2f}'})"


def _line(place: tuple[str, ...], result: Judged, by_hand: tuple[str, str]) -> list[str]:
    verdict = result.verdict
    grades = ("", "") if verdict is None else (verdict.faithful, verdict.complete)
    words = ("" if verdict is None else verdict.why, result.problem)
    return [_cell(each) for each in (*place, *grades, *by_hand, *words)]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
