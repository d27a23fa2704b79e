"""A comparison of two runs as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.words import words_of
from evals.report.problems import file_notes
from evals.score.compare import SURE, Comparison, Difference

_NOTHING = "No case stands in both runs: nothing to compare.\n"
_HEAD = ("cases", "split", "kind", "measure", "n", "before", "after", "difference", "p", "q", "")


def comparison_text(comparison: Comparison) -> str:
    """The differences, one measure a line, after what is odd about the two runs' cases."""
    words = words_of("report", "en", "evals")
    notes = "".join(f"{note}\n" for each in comparison.files if each.odd for note in file_notes(each, words))
    if not comparison.differences:
        return notes + _NOTHING
    lines = [_HEAD, *(_cells(each) for each in comparison.differences)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    table = "".join(_aligned(line, widths) + "\n" for line in lines)
    return f"{notes}{table}{_explained(comparison.tests)}"


def _explained(tests: int) -> str:
    return (
        f"p: two-sided permutation test. q: p corrected for {tests} comparisons, those in which any case differs "
        f"(Benjamini and Hochberg).\nBetter or worse stands where q is below {SURE:g}: of these, about one in twenty "
        "is expected to be accident.\n"
    )


def _cells(each: Difference) -> tuple[str, ...]:
    numbers = (f"{each.before:.4f}", f"{each.after:.4f}", f"{each.after - each.before:+.4f}")
    chances = (f"{each.p:.4f}", f"{each.q:.4f}")
    return (each.cases, each.split, each.kind, each.measure, str(each.n), *numbers, *chances, each.verdict)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a line: words to the left, numbers to the right."""
    words = [cell.ljust(width) for cell, width in zip(cells[:4], widths[:4], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(cells[4:-1], widths[4:-1], strict=True)]
    return "  ".join([*words, *numbers, cells[-1]]).rstrip()
