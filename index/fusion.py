"""Several rankings of the same passages made into one, by rank alone.

Reciprocal rank fusion: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank
Learning Methods", SIGIR 2009: a passage scores the sum of 1 / (k + rank) over the rankings that have it, k = 60. The
weights before each term are ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The paper's k: large enough that the first few ranks of one search do not decide alone.
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage id of a fused ranking. `score` is comparable only within that ranking; higher is better."""

    id: str
    score: float
    found_by: tuple[str, ...]


def fuse(
    rankings: Mapping[str, Sequence[str]],
    weights: Mapping[str, float] | None = None,
    k: int = RANK_CONSTANT,
    count: int | None = None,
) -> tuple[Fused, ...]:
    """The ids of all `rankings`, best first, ties by id, at most `count` of them.

    `rankings` maps a search's name to ids, best first; an id's first place counts. `weights` are 1 for searches it does
    not name; a search of weight 0 or less adds nothing. `found_by` names the searches in the order of `rankings`.
    """
    terms: dict[str, list[float]] = {}
    found_by: dict[str, list[str]] = {}
    for search, ids in rankings.items():
        weight = 1.0 if weights is None else weights.get(search, 1.0)
        if weight <= 0:
            continue
        for rank, passage in enumerate(dict.fromkeys(ids), start=1):
            terms.setdefault(passage, []).append(weight / (k + rank))
            found_by.setdefault(passage, []).append(search)
    # fsum: equal ranks in another order must give equal scores, not ones that differ in the last bit.
    scores = {passage: math.fsum(of_passage) for passage, of_passage in terms.items()}
    best = sorted(scores, key=lambda passage: (-scores[passage], passage))
    return tuple(Fused(passage, scores[passage], tuple(found_by[passage])) for passage in best[:count])
