"""The few figures of a run that Candour's own page tells its visitors, out of the run's report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from assistant.measured import Figure, FigureName
from evals.errors import BadRun, CannotWrite

# Name of a figure: kind of question and measure, see docs/evaluation/README.md.
_FIGURES: Mapping[FigureName, tuple[str, str]] = {
    "lists": ("list", "set_exact"),
    "counts": ("count", "set_exact"),
    "look_ups": ("lookup", "first_citation"),
    "look_ups_of_three": ("lookup", "citation_at_3"),
    "unanswerable_stated": ("abstain", "answered_as_stated"),
    "quotations": ("lookup", "quotation_fidelity"),
}
_CASES = "generated-test"
_HEAD = """# How well Candour did on questions whose wordings nobody who tuned it had seen; shown on its page "About".
# Written by `candour eval measured`; do not edit.

"""


def write_measured(run: Path, out: Path, day: date) -> tuple[Figure, ...]:
    """The figures of a run with a report, written to `out`; BadRun where the run lacks one, CannotWrite."""
    report = run / "report.csv"
    try:
        with report.open(encoding="utf-8-sig", newline="") as file:
            figures = figures_of(csv.DictReader(file))
    except OSError as error:
        raise BadRun(f"{report} cannot be read: {error.strerror}. Name the folder of a run with a report.") from error
    missing = set(_FIGURES) - {figure.name for figure in figures}
    if missing:
        raise BadRun(f"{report} has no figures of {_CASES} for {', '.join(sorted(missing))}. Run the whole evaluation.")
    lines = [f'date = "{day.isoformat()}"']
    for each in figures:
        lines += ["", "[[figure]]", f'name = "{each.name}"', f"share = {each.share}", f"questions = {each.questions}"]
    try:
        out.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror}. Choose another place.") from error
    return figures


def figures_of(rows: Iterable[Mapping[str, str]]) -> tuple[Figure, ...]:
    """The figures among the rows of a report, in the order in which they are told."""
    found = {
        (row["kind"], row["measure"]): (float(row["mean"]), int(row["n"]))
        for row in rows
        if (row["system"], row["cases"], row["language"]) == ("candour", _CASES, "all")
    }
    return tuple(
        Figure(name, round(found[place][0], 3), found[place][1]) for name, place in _FIGURES.items() if place in found
    )
