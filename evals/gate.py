"""A scored run held against its file of thresholds."""

from __future__ import annotations

from pathlib import Path

from evals.errors import BadThresholds
from evals.score.gate import Short, raised, read_thresholds, short_rows, write_thresholds
from evals.score.junit import junit_xml
from evals.score.results import read_results, read_scores
from evals.scoring import JUNIT, RESULTS, SCORES, write_text


def gated(folder: Path, thresholds: Path, raising: bool = False) -> tuple[Short, ...]:
    """The figures of the run in `folder` that fall short; its junit.xml then tells them as failures.

    With `raising` the file of thresholds (begun where there is none) is tightened to what was reached.
    """
    rows = read_results(folder / RESULTS).rows
    asked = {} if raising and not thresholds.exists() else read_thresholds(thresholds)
    if not asked and not raising:
        raise BadThresholds(f"{thresholds} has no threshold, so nothing can fall short. Write some with --raise.")
    shorts = short_rows(asked, rows)
    write_text(folder / JUNIT, junit_xml(rows, read_scores(folder / SCORES), shorts))
    if raising:
        write_thresholds(thresholds, raised(asked, rows))
    return shorts
