"""Look-ups of the same words are not independent of one another: which they are, by the places of their evidence.

Look-ups alone: in other kinds the same tick is evidence of many a question, and what is found out is how that is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from evals.score.evidence import ResolvedCase
from evals.texts import Words


def wordings(cases: Sequence[ResolvedCase]) -> Mapping[str, str | None]:
    """The wording of each case of a file, by id: its own, else one for all look-ups whose needed evidence overlaps.

    Only cases without a wording of their own are put together: those that need words of one place, and those that
    share a place with one of them. None where a case shares its words with no other.
    """
    found: dict[str, str | None] = {each.case.id: each.case.wording for each in cases}
    own = [each for each in cases if each.case.wording is None and each.case.kind == "lookup"]
    for number, group in enumerate(_groups([_places(each) for each in own]), start=1):
        for position in group:
            found[own[position].case.id] = f"same words {number}"
    return found


def _places(case: ResolvedCase) -> list[Words]:
    return [expected.core for evidence in case.needed for expected in evidence.places]


def _groups(places: Sequence[Sequence[Words]]) -> list[list[int]]:
    """The positions that overlap somewhere, directly or through others, in groups of two or more; in order."""
    leader = list(range(len(places)))

    def first_of(position: int) -> int:
        while leader[position] != position:
            position = leader[position]
        return position

    ordered = sorted((place.document, place.start, place.end, at) for at, each in enumerate(places) for place in each)
    reach: tuple[str, int, int] | None = None  # of the places so far that hang together: document, end, whose
    for document, start, end, position in ordered:
        if reach is not None and reach[0] == document and start < reach[1]:
            one, other = sorted((first_of(reach[2]), first_of(position)))
            leader[other] = one
            reach = (document, max(end, reach[1]), position)
        else:
            reach = (document, end, position)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for position in range(len(places)):
        groups[first_of(position)].append(position)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]
