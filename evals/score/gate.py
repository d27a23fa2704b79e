"""The gate: which figures fall short of their thresholds. Thresholds start at what is reached and only ever tighten."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from evals.errors import BadThresholds, CannotWrite
from evals.score.measures.definitions import LOWER_IS_BETTER, NAMES
from evals.score.results import Row

_HEAD = """\
# What a run must reach: "cases/kind/language/measure" = the least, for measures where lower is better the most.
# Written by `candour eval gate DIR --thresholds FILE --raise`, which only ever tightens them.
[thresholds]
"""
_STEP = Decimal("0.0001")
_PARTS = 4

Thresholds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Short:
    """A figure that falls short: what was asked for and what was reached, None where the run has no such figure."""

    key: str
    threshold: float
    reached: float | None

    @property
    def line(self) -> str:
        """The shortfall for people."""
        bound = "at most" if _is_maximum(self.key) else "at least"
        reached = "the run has no such figure" if self.reached is None else f"reached {self.reached:g}"
        return f"{self.key}: {reached}, needs {bound} {self.threshold:g}"


def key_of(row: Row) -> str:
    """The name under which a figure's threshold stands. Splits of one file share it: each of them must reach it."""
    return f"{row.cases}/{row.kind}/{row.language}/{row.measure}"


def short_rows(thresholds: Thresholds, rows: Sequence[Row]) -> tuple[Short, ...]:
    """The figures that fall short, in the order of the thresholds; a figure that is missing is short too."""
    reached = _worst(rows)
    return tuple(
        Short(key, threshold, reached.get(key))
        for key, threshold in thresholds.items()
        if key not in reached or falls_short(key, reached[key], threshold)
    )


def raised(thresholds: Thresholds, rows: Sequence[Row]) -> dict[str, float]:
    """The thresholds with every figure that is better than its own, and those that had none yet; sorted."""
    tightened = dict(thresholds)
    for key, reached in _worst(rows).items():
        rounded = _rounded(key, reached)
        old = tightened.get(key, rounded)
        tightened[key] = min(old, rounded) if _is_maximum(key) else max(old, rounded)
    return dict(sorted(tightened.items()))


def read_thresholds(path: Path) -> dict[str, float]:
    """The thresholds of a TOML file; BadThresholds names a mistake."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadThresholds(f"{path} cannot be read ({error}). Mend the file or name another.") from error
    table = read.get("thresholds")
    if set(read) != {"thresholds"} or not isinstance(table, dict):
        raise BadThresholds(f"{path}: thresholds stand in one table [thresholds]. Mend the file.")
    for key, value in table.items():
        _check(path, key, value)
    return {key: float(value) for key, value in table.items()}


def thresholds_toml(thresholds: Thresholds) -> str:
    """The text of a file of thresholds."""
    return _HEAD + "".join(f'"{key}" = {value!r}\n' for key, value in thresholds.items())


def write_thresholds(path: Path, thresholds: Thresholds) -> None:
    """Writes a file of thresholds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(thresholds_toml(thresholds).encode("utf-8"))
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}). Name another file.") from error


def _check(path: Path, key: str, value: object) -> None:
    parts = key.split("/")
    if len(parts) != _PARTS or parts[-1] not in NAMES:
        raise BadThresholds(f'{path}: {key!r} is no "cases/kind/language/measure" of a known measure. Mend the line.')
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadThresholds(f"{path}: {key} is {value!r}. Give a number.")


def _worst(rows: Sequence[Row]) -> dict[str, float]:
    """What was reached, by key; of several splits the worst."""
    worst: dict[str, float] = {}
    for row in rows:
        key = key_of(row)
        other = worst.get(key, row.mean)
        worst[key] = max(other, row.mean) if _is_maximum(key) else min(other, row.mean)
    return worst


def falls_short(key: str, reached: float, threshold: float) -> bool:
    """Whether the figure of that key is worse than its threshold."""
    return reached > threshold if _is_maximum(key) else reached < threshold


def _is_maximum(key: str) -> bool:
    return key.split("/")[-1] in LOWER_IS_BETTER


def _rounded(key: str, reached: float) -> float:
    """The figure to four decimals, rounded to the side on which it passes."""
    exact = Decimal(repr(reached))
    rounding = ROUND_CEILING if _is_maximum(key) else ROUND_FLOOR
    return float(exact.quantize(_STEP, rounding))
