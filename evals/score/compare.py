"""Two runs over the same cases: what changed, and whether that is more than accident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.score.measures.definitions import LOWER_IS_BETTER, NAMES
from evals.score.results import DECIMALS, Score
from evals.score.statistics import paired_p

_NOTHING = "No case stands in both runs: nothing to compare.\n"
_SURE = 0.05
_HEAD = ("cases", "split", "kind", "measure", "n", "before", "after", "difference", "p", "")


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs, over the `n` cases that have it in both; `p` is two-sided."""

    cases: str
    split: str
    kind: str
    measure: str
    n: int
    before: float
    after: float
    p: float

    @property
    def verdict(self) -> str:
        """Whether it is better or worse; "" where that may be accident (p of 0.05 or more)."""
        if self.p >= _SURE or self.after == self.before:
            return ""
        return "better" if (self.after > self.before) != (self.measure in LOWER_IS_BETTER) else "worse"


def compare_scores(before: Sequence[Score], after: Sequence[Score]) -> tuple[Difference, ...]:
    """Every measure that both runs have, by file of cases, split and kind, both languages together."""
    earlier = {(score.cases, score.id): score for score in before}
    pairs: dict[tuple[str, str, str], list[tuple[Score, Score]]] = {}
    for score in after:
        other = earlier.get((score.cases, score.id))
        if other is not None:
            pairs.setdefault((score.cases, score.split, score.kind), []).append((other, score))
    return tuple(
        _difference(place, measure, having)
        for place, group in sorted(pairs.items())
        for measure in NAMES
        if (having := [pair for pair in group if all(measure in score.values for score in pair)])
    )


def _difference(place: tuple[str, str, str], measure: str, pairs: Sequence[tuple[Score, Score]]) -> Difference:
    values = [(old.values[measure], new.values[measure]) for old, new in pairs]
    p = paired_p([new - old for old, new in values], [new.cluster for _, new in pairs])
    before, after = (sum(side) / len(values) for side in zip(*values, strict=True))
    return Difference(*place, measure, len(values), round(before, DECIMALS), round(after, DECIMALS), round(p, DECIMALS))


def comparison_text(differences: Sequence[Difference]) -> str:
    """The differences as a table for a terminal, one measure a line."""
    if not differences:
        return _NOTHING
    lines = [_HEAD, *(_cells(each) for each in differences)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    return "".join(_aligned(line, widths) + "\n" for line in lines)


def _cells(each: Difference) -> tuple[str, ...]:
    numbers = (f"{each.before:.4f}", f"{each.after:.4f}", f"{each.after - each.before:+.4f}", f"{each.p:.4f}")
    return (each.cases, each.split, each.kind, each.measure, str(each.n), *numbers, each.verdict)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells of a line: words to the left, numbers to the right."""
    words = [cell.ljust(width) for cell, width in zip(cells[:4], widths[:4], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(cells[4:-1], widths[4:-1], strict=True)]
    return "  ".join([*words, *numbers, cells[-1]]).rstrip()
