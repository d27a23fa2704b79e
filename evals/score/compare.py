"""Two runs over the same cases: what changed, and whether that is more than accident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evals.score.measures.definitions import LOWER_IS_BETTER, NAMES
from evals.score.results import DECIMALS, CaseCounts, Score
from evals.score.statistics import corrected, paired_p

SURE = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs, over the `n` cases that have it in both; `p` is two-sided.

    `q` is `p` corrected for the number of differences in which anything differs; 1 where nothing does.
    """

    cases: str
    split: str
    kind: str
    measure: str
    n: int
    before: float
    after: float
    p: float
    q: float = 1.0

    @property
    def verdict(self) -> str:
        """Whether it is better or worse; "" where that may be accident (q of 0.05 or more)."""
        if self.q >= SURE or self.after == self.before:
            return ""
        return "better" if (self.after > self.before) != (self.measure in LOWER_IS_BETTER) else "worse"


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file of cases in two runs: its hashes (None: a run has no such file) and whose cases stand in both or one."""

    cases: str
    before: str | None
    after: str | None
    paired: int
    only_before: int
    only_after: int

    @property
    def exchanged(self) -> bool:
        """Whether both runs have it, with other cases: one of the same id may ask or expect something else."""
        return None not in (self.before, self.after) and self.before != self.after

    @property
    def odd(self) -> bool:
        """Whether anything about it makes the comparison less than one of equals."""
        return self.before != self.after or self.only_before > 0 or self.only_after > 0


@dataclass(frozen=True, slots=True)
class Side:
    """One run of a comparison: its files of cases by name, and its scores."""

    cases: Mapping[str, CaseCounts]
    scores: Sequence[Score]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared. `tests` is in how many of the differences any case differs: for so many `q` is corrected."""

    differences: tuple[Difference, ...]
    files: tuple[FilePair, ...]
    tests: int


def compare_runs(before: Side, after: Side) -> Comparison:
    """Every measure that both runs have, by file of cases, split and kind, both languages together."""
    earlier = {score.key: score for score in before.scores}
    pairs: dict[tuple[str, str, str], list[tuple[Score, Score]]] = {}
    for score in after.scores:
        other = earlier.get(score.key)
        if other is not None:
            pairs.setdefault((score.cases, score.split, score.kind), []).append((other, score))
    found = [
        _difference(place, measure, having)
        for place, group in sorted(pairs.items())
        for measure in NAMES
        if (having := [pair for pair in group if all(measure in score.values for score in pair)])
    ]
    tested = [difference for difference, differs in found if differs]
    by_place = dict(zip(map(_place, tested), corrected([each.p for each in tested]), strict=True))
    differences = (replace(each, q=round(by_place.get(_place(each), 1.0), DECIMALS)) for each, _ in found)
    return Comparison(tuple(differences), _files(before, after), len(tested))


def _difference(
    place: tuple[str, str, str], measure: str, pairs: Sequence[tuple[Score, Score]]
) -> tuple[Difference, bool]:
    """The difference before its p is corrected, and whether any case differs."""
    values = [(old.values[measure], new.values[measure]) for old, new in pairs]
    p = paired_p([new - old for old, new in values], [new.cluster for _, new in pairs])
    before, after = (sum(side) / len(values) for side in zip(*values, strict=True))
    numbers = (round(before, DECIMALS), round(after, DECIMALS), round(p, DECIMALS))
    return Difference(*place, measure, len(values), *numbers), any(old != new for old, new in values)


def _place(difference: Difference) -> tuple[str, str, str, str]:
    return difference.cases, difference.split, difference.kind, difference.measure


def _files(before: Side, after: Side) -> tuple[FilePair, ...]:
    found = []
    for name in sorted({*before.cases, *after.cases}):
        old, new = ({score.id for score in side.scores if score.cases == name} for side in (before, after))
        hashes = _sha256(before, name), _sha256(after, name)
        found.append(FilePair(name, *hashes, len(old & new), len(old - new), len(new - old)))
    return tuple(found)


def _sha256(side: Side, name: str) -> str | None:
    return side.cases[name].sha256 if name in side.cases else None
