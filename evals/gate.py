"""A scored run held against its file of thresholds."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from evals.errors import BadRun, BadThresholds
from evals.score.gate import Thresholds, Verdict, raised, verdict_on
from evals.score.junit import junit_xml
from evals.score.results import Results, read_results, read_scores
from evals.score.thresholds import read_thresholds, write_thresholds
from evals.scoring import JUNIT, RESULTS, SCORES, write_text


def gated(folder: Path, thresholds: Path, raising: bool = False, anew: Collection[str] = ()) -> Verdict:
    """What of the run in `folder` falls short; its junit.xml then tells the same as failures.

    With `raising` the file of thresholds (begun where there is none) is tightened to what was reached. Those of the
    files of cases `anew` are forgotten before, which is the only way to loosen any.
    """
    results = read_results(folder / RESULTS)
    asked = _asked(thresholds, raising, anew, results)
    verdict = verdict_on(asked, results)
    write_text(folder / JUNIT, junit_xml(results.rows, read_scores(folder / SCORES), verdict))
    if raising:
        write_thresholds(thresholds, raised(asked, results))
    return verdict


def _asked(path: Path, raising: bool, anew: Collection[str], results: Results) -> Thresholds:
    if anew and not raising:
        raise BadThresholds("Thresholds are begun anew where they are raised: give --raise with --anew.")
    if strange := sorted(set(anew) - set(results.cases)):
        known = ", ".join(results.cases)
        raise BadThresholds(f"The run has no file of cases {strange[0]!r} to begin anew. It has {known}.")
    if anew and results.unmeasured:
        raise BadRun(
            f"The run lacks {', '.join(results.unmeasured)}, which would be without thresholds. "
            "Begin anew from a run where ir-measures is installed."
        )
    if raising and not path.exists():
        return Thresholds({}, {})
    asked = read_thresholds(path)
    if not asked.figures and not raising:
        raise BadThresholds(f"{path} has no threshold, so nothing can fall short. Write some with --raise.")
    return asked.without(anew)
