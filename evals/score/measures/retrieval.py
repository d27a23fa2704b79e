"""What the search found, measured with ir-measures: each needed evidence is one relevant document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.score.measures.citations import Match

# Our names and theirs.
_THEIRS = {
    "ndcg_10": "nDCG@10",
    "recall_5": "R@5",
    "recall_10": "R@10",
    "recall_20": "R@20",
    "reciprocal_rank": "RR",
}
RETRIEVAL = tuple(_THEIRS)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for one case, best first: the number of a relevant hit (from 0), None for what was not needed.

    `needed` is how many there are to find: the relevant hits, and one for each evidence that no hit holds.
    """

    needed: int
    found: tuple[int | None, ...]


def ranking(needed: int, found: Sequence[Match]) -> Ranking:
    """The ranking of hits that were matched with the needed evidence alone.

    A hit is relevant where it holds evidence that no better hit does. What stands together in one passage is found
    together: nobody is the worse for passages that hold much.
    """
    left = set(range(needed))
    ranked: list[int | None] = []
    relevant = 0
    for match in found:
        new = match.held & left
        left -= new
        ranked.append(relevant if new else None)
        relevant += bool(new)
    return Ranking(relevant + len(left), tuple(ranked))


def unmeasured() -> tuple[str, ...]:
    """The measures that cannot be had: all of these where ir-measures is not there, else none."""
    try:
        import ir_measures  # noqa: F401
    except ModuleNotFoundError:
        return RETRIEVAL
    return ()


def retrieval_measures(rankings: Mapping[str, Ranking]) -> dict[str, dict[str, float]]:
    """The measures of each ranking, by its key; empty where ir-measures is not there (no wheel for Linux on ARM)."""
    if not rankings or unmeasured():
        return {}
    import ir_measures

    by_measure = {ir_measures.parse_measure(theirs): ours for ours, theirs in _THEIRS.items()}
    relevant = {key: {str(number): 1 for number in range(each.needed)} for key, each in rankings.items()}
    # Their order is by score, so scores fall with the rank; what was not needed gets an id of its own.
    run = {
        key: {
            f"-{rank}" if number is None else str(number): float(len(each.found) - rank)
            for rank, number in enumerate(each.found)
        }
        for key, each in rankings.items()
    }
    values: dict[str, dict[str, float]] = {key: {} for key in rankings}
    for metric in ir_measures.iter_calc(list(by_measure), relevant, run):
        values[metric.query_id][by_measure[metric.measure]] = float(metric.value)
    return values
