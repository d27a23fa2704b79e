"""The gate: which figures fall short of their thresholds.

Thresholds start at what is reached and only ever tighten. Beside each stands over how many cases it was reached, and
beside each file of cases its hash, so that neither a measure that no longer applies nor other cases go unnoticed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evals.score.measures.definitions import LOWER_IS_BETTER
from evals.score.results import Results, Row

_STEP = Decimal("0.0001")
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure must reach (the least, for measures where lower is better the most) and over how many cases."""

    bound: float
    n: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`figures` by key, and in `cases` the hash of each file of cases that they were reached with, by its name."""

    cases: Mapping[str, str]
    figures: Mapping[str, Threshold]

    def without(self, names: Collection[str]) -> Thresholds:
        """Those of all files of cases but these."""
        return Thresholds(
            {name: sha256 for name, sha256 in self.cases.items() if name not in names},
            {key: each for key, each in self.figures.items() if cases_of(key) not in names},
        )


@dataclass(frozen=True, slots=True)
class Short:
    """A figure that falls short. `reached` is None and `n` 0 where the run has no such figure."""

    key: str
    threshold: Threshold
    reached: float | None
    n: int

    @property
    def lines(self) -> tuple[str, ...]:
        """What falls short, for people: the figure, the number of its cases, or both."""
        if self.reached is None:
            return (f"{self.key}: the run has no such figure, needs {self._needed}",)
        lines = []
        if falls_short(self.key, self.reached, self.threshold.bound):
            lines.append(f"{self.key}: reached {self.reached:g}, needs {self._needed}")
        if self.n < self.threshold.n:
            lines.append(f"{self.key}: over {self.n} cases, needs at least {self.threshold.n}")
        return tuple(lines)

    @property
    def _needed(self) -> str:
        return f"{'at most' if is_maximum(self.key) else 'at least'} {self.threshold.bound:g}"


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A file of cases that is not the one its thresholds were reached with; `found` is None where the run has none."""

    cases: str
    wanted: str
    found: str | None

    @property
    def line(self) -> str:
        """The same for people."""
        if self.found is None:
            return f"{self.cases}: the run has no such file of cases, and there are thresholds for it"
        return (
            f"{self.cases}: other cases ({self.found[:_HASH_SHOWN]}) than the thresholds were reached with "
            f"({self.wanted[:_HASH_SHOWN]}), so its figures are not judged. If that is meant, begin its thresholds "
            f"anew: --raise --anew {self.cases}"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate says. `unmeasured` are the keys that were not judged because a library is not there."""

    shorts: tuple[Short, ...] = ()
    exchanged: tuple[Exchanged, ...] = ()
    unmeasured: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing falls short."""
        return not self.shorts and not self.exchanged

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is wrong, one a line: exchanged files of cases first."""
        return (*(each.line for each in self.exchanged), *(line for each in self.shorts for line in each.lines))


@dataclass(frozen=True, slots=True)
class _Reached:
    """A figure as thresholds see it: of several splits the worst mean, and all their cases."""

    mean: float
    n: int


def key_of(row: Row) -> str:
    """The name under which a figure's threshold stands. Splits of one file share it: each of them must reach it."""
    return f"{row.cases}/{row.kind}/{row.language}/{row.measure}"


def cases_of(key: str) -> str:
    """The file of cases that a key is about."""
    return key.split("/")[0]


def verdict_on(thresholds: Thresholds, results: Results) -> Verdict:
    """What falls short, in the order of the thresholds; a figure that is missing is short too.

    The figures of a file of other cases are not judged: they say nothing about these.
    """
    found = {name: counts.sha256 for name, counts in results.cases.items()}
    files = tuple(Exchanged(name, wanted, found.get(name)) for name, wanted in thresholds.cases.items())
    exchanged = tuple(each for each in files if each.found != each.wanted)
    judged = thresholds.without([each.cases for each in exchanged])
    reached = _reached(results.rows)
    unmeasured = tuple(key for key in judged.figures if key not in reached and _measure_of(key) in results.unmeasured)
    shorts = []
    for key, threshold in judged.figures.items():
        figure = reached.get(key)
        if figure is None:
            if key not in unmeasured:
                shorts.append(Short(key, threshold, None, 0))
        elif figure.n < threshold.n or falls_short(key, figure.mean, threshold.bound):
            shorts.append(Short(key, threshold, figure.mean, figure.n))
    return Verdict(tuple(shorts), exchanged, unmeasured)


def raised(thresholds: Thresholds, results: Results) -> Thresholds:
    """The thresholds with every figure that is better than its own, and those that had none yet; sorted.

    Neither a bound nor a number of cases is ever loosened. Files of other cases than before keep what they have.
    """
    cases = {name: counts.sha256 for name, counts in results.cases.items()} | dict(thresholds.cases)
    tightened = dict(thresholds.figures)
    for key, figure in _reached(results.rows).items():
        if cases[cases_of(key)] == results.cases[cases_of(key)].sha256:
            tightened[key] = _tightened(key, tightened.get(key), figure)
    return Thresholds(dict(sorted(cases.items())), dict(sorted(tightened.items())))


def falls_short(key: str, reached: float, bound: float) -> bool:
    """Whether the figure of that key is worse than its bound."""
    return reached > bound if is_maximum(key) else reached < bound


def is_maximum(key: str) -> bool:
    """Whether lower is better of that key's measure."""
    return _measure_of(key) in LOWER_IS_BETTER


def _measure_of(key: str) -> str:
    return key.split("/")[-1]


def _reached(rows: Sequence[Row]) -> dict[str, _Reached]:
    reached: dict[str, _Reached] = {}
    for row in rows:
        key = key_of(row)
        other = reached.get(key, _Reached(row.mean, 0))
        worst = max(other.mean, row.mean) if is_maximum(key) else min(other.mean, row.mean)
        reached[key] = _Reached(worst, other.n + row.n)
    return reached


def _tightened(key: str, old: Threshold | None, figure: _Reached) -> Threshold:
    new = Threshold(_rounded(key, figure.mean), figure.n)
    if old is None:
        return new
    bound = min(old.bound, new.bound) if is_maximum(key) else max(old.bound, new.bound)
    return Threshold(bound, max(old.n, new.n))


def _rounded(key: str, reached: float) -> float:
    """The figure to four decimals, rounded to the side on which it passes."""
    exact = Decimal(repr(reached))
    rounding = ROUND_CEILING if is_maximum(key) else ROUND_FLOOR
    return float(exact.quantize(_STEP, rounding))
