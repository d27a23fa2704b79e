"""How sure a mean is, and whether two runs differ: resampling whole clusters, always with the same seed.

Cases made from one wording are not independent of one another, so they are one cluster: they are drawn, or have their
signs flipped, together.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 2_000
FLIPS = 10_000
CONFIDENCE = 0.95
_SEED = 20_241_031
# What two sums that should be equal may differ by.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the 95 % interval around it; `low` and `high` are None where the values do not say how sure it is."""

    mean: float
    low: float | None
    high: float | None


def interval(values: Sequence[float], clusters: Sequence[Hashable], share: bool = True) -> Interval:
    """The mean of at least one value; `clusters[i]` says what `values[i]` belongs to.

    Percentile bootstrap over the clusters. Where these are all alike there is nothing to resample. Of a share (values
    from 0 to 1) that is 0 or 1 throughout, Wilson's interval still says how far it may be from that, with the clusters
    as trials; otherwise nothing does, and there is no interval.
    """
    mean = float(np.mean(values))
    sums, counts = _by_cluster(values, clusters)
    if share and set(values) in ({0.0}, {1.0}):
        return Interval(mean, *wilson(len(sums) * round(mean), len(sums)))
    if float(np.ptp(sums / counts)) < _ROUNDING:
        return Interval(mean, None, None)
    drawn = _drawn(len(sums))
    means = (drawn @ sums) / (drawn @ counts)
    tail = 50 * (1 - CONFIDENCE)
    low, high = np.percentile(means, [tail, 100 - tail])
    return Interval(mean, float(low), float(high))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    found = binomtest(successes, trials).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def paired_p(differences: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """The two-sided p of the differences' mean being no accident: sign flips of clusters, all of them where few.

    1 where nothing differs.
    """
    sums, _ = _by_cluster(differences, clusters)
    moved = sums[np.abs(sums) > _ROUNDING]
    reached = abs(moved.sum()) - _ROUNDING
    if 2 ** len(moved) <= FLIPS:
        return float(np.mean(np.abs(_all_signs(len(moved)) @ moved) >= reached))
    as_far = int(np.sum(np.abs(_random_signs(len(moved)) @ moved) >= reached))
    return (as_far + 1) / (FLIPS + 1)


def corrected(p_values: Sequence[float]) -> list[float]:
    """Each p corrected for their number (Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995), 289-300).

    Of all those called sure at 0.05, about one in twenty is expected to be accident, however many are looked at.
    """
    from scipy.stats import false_discovery_control

    return [float(each) for each in false_discovery_control(p_values)] if p_values else []


def _by_cluster(values: Sequence[float], clusters: Sequence[Hashable]) -> tuple[Floats, Floats]:
    """Sum and number of each cluster's values, clusters in the order in which they appear."""
    numbers: dict[Hashable, int] = {}
    index = [numbers.setdefault(cluster, len(numbers)) for cluster in clusters]
    sums = np.bincount(index, weights=np.asarray(values, dtype=np.float64))
    return sums.astype(np.float64), np.bincount(index).astype(np.float64)


@lru_cache(maxsize=4)
def _drawn(clusters: int) -> Floats:
    """How often each cluster is drawn in each resample: shape (resamples, clusters)."""
    chosen = np.random.default_rng(_SEED).integers(clusters, size=(RESAMPLES, clusters))
    places = chosen + clusters * np.arange(RESAMPLES)[:, np.newaxis]
    drawn = np.bincount(places.ravel(), minlength=RESAMPLES * clusters)
    return drawn.reshape(RESAMPLES, clusters).astype(np.float64)


def _all_signs(count: int) -> Floats:
    """Every way to choose `count` signs: shape (2 ** count, count)."""
    ways = np.arange(2**count)[:, np.newaxis] >> np.arange(count)
    return (1 - 2 * (ways & 1)).astype(np.float64)


@lru_cache(maxsize=4)
def _random_signs(count: int) -> Floats:
    """Random signs: shape (flips, count)."""
    drawn = np.random.default_rng(_SEED).integers(2, size=(FLIPS, count))
    return (1 - 2 * drawn).astype(np.float64)
