"""How far two people, or a person and a judge, grade alike.

Cohen's kappa, three-way and unweighted: J. Cohen, "A coefficient of agreement for nominal scales", Educational and
Psychological Measurement 20 (1960), 37-46. Unweighted although the grades have an order: that is the stricter figure
(taking "partly" for "yes" counts as much as taking "no" for it), and the common reading of its size, from 0.61
"substantial" (J. R. Landis, G. G. Koch, Biometrics 33 (1977), 159-174), is of unweighted kappa.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.judge.prompt import GRADES, Grade
from evals.score.statistics import CONFIDENCE, RESAMPLES, Interval, interval

ENOUGH_KAPPA = 0.6  # below this the judge's scores are shown with a warning

_Floats = npt.NDArray[np.float64]
_SEED = 20_241_104


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two columns of grades compared.

    `same` is the share graded alike. `kappa` is None where it is not defined: both columns are one and the same grade
    throughout. `table[i][j]` counts the items that the first graded `GRADES[i]` and the second `GRADES[j]`.
    """

    n: int
    same: Interval
    kappa: Interval | None
    table: tuple[tuple[int, ...], ...]

    @property
    def enough(self) -> bool:
        """Whether kappa is high enough to rely on the scores; not where it is not defined."""
        return self.kappa is not None and self.kappa.mean >= ENOUGH_KAPPA


def agreement(first: Sequence[Grade], second: Sequence[Grade]) -> Agreement | None:
    """How far two equally long columns of grades agree, with 95 % intervals; None for no grades at all."""
    pairs = [len(GRADES) * GRADES.index(one) + GRADES.index(other) for one, other in zip(first, second, strict=True)]
    if not pairs:
        return None
    table = np.bincount(pairs, minlength=len(GRADES) ** 2).reshape(len(GRADES), len(GRADES))
    alike = [float(one == other) for one, other in zip(first, second, strict=True)]
    counts = tuple(tuple(int(cell) for cell in row) for row in table)
    return Agreement(len(pairs), interval(alike, range(len(alike))), _kappa(table), counts)


def _kappa(table: npt.NDArray[np.int64]) -> Interval | None:
    """Kappa with its percentile bootstrap interval; resamples in which it is not defined are passed over."""
    value = float(_kappas(table[np.newaxis])[0])
    if np.isnan(value):
        return None
    total = int(table.sum())
    # Drawing items with replacement is drawing the counts of the table's cells.
    drawn = np.random.default_rng(_SEED).multinomial(total, table.ravel() / total, RESAMPLES)
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.nanpercentile(_kappas(drawn.reshape(-1, *table.shape)), [tail, 100 - tail])
    return Interval(value, float(low), float(high))


def _kappas(tables: npt.NDArray[np.int64]) -> _Floats:
    """The kappa of each table (float64, one a table), NaN where chance alone gives full agreement."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    observed = np.trace(shares, axis1=1, axis2=2)
    expected = (shares.sum(axis=1) * shares.sum(axis=2)).sum(axis=1)
    # Sums of thirds and the like may miss 1 by a rounding.
    defined = expected < 1 - 1e-12
    result: _Floats = np.where(defined, (observed - expected) / np.where(defined, 1 - expected, 1), np.nan)
    return result
