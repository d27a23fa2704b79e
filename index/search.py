"""Passages for a question, by words and by meaning.

The score contract, for every Hit: higher is better; a score says something only beside the other scores of the same
call, not across questions, filters or generations, and there is no value from which on a passage answers the question.
It is the sum over the searches that found the passage of weight / (60 + rank), see index/fusion.py; the order is
total, equal scores by passage id, so the same question to the same generation has the same hits.
"""

from __future__ import annotations

from index.fusion import fuse
from index.home import Index
from index.meaning import question_vector
from index.types import Filter, Hit

KEYWORDS, MEANING = "keywords", "meaning"

# In a trial on the shipped assessments words alone found the passage first for 85 questions of 100 and the English
# model for 54; at equal weights it pulled good passages from the first place down.
_WEIGHTS = {KEYWORDS: 1.0, MEANING: 0.5}
# Each search is asked for more than is wanted, so that a passage both rank well can overtake one that only one has.
_DEPTH = 3
_LEAST = 30


def search(
    index: Index,
    generation: str,
    question: str,
    count: int,
    where: Filter | None = None,
    by_meaning: bool = True,
) -> tuple[Hit, ...]:
    """At most `count` passages for the question, best first; none for a question without words or a count below 1.

    `by_meaning=False` leaves the embedder alone and searches by words only; so does an embedder that fails. Errors are
    those of the index's parts.
    """
    if count < 1 or not question.strip():
        return ()
    depth = max(_LEAST, _DEPTH * count)
    rankings = {KEYWORDS: [passage for passage, _ in index.keywords.search(generation, question, depth, where)]}
    vector = question_vector(index.embedder, question) if by_meaning else None
    if vector is not None:
        rankings[MEANING] = [passage for passage, _ in index.passage_store.nearest(generation, vector, depth, where)]
    fused = fuse(rankings, _WEIGHTS, count=count)
    passages = index.table.passages(generation, [each.id for each in fused])
    return tuple(Hit(passage, each.score, each.found_by) for passage, each in zip(passages, fused, strict=True))
