"""Citations: do they show what was needed, nothing else, exactly, and where they say.

A case's evidence and an answer's citations meet in `Matches`, made once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.records import CoverageRecord
from evals.score.evidence import ExpectedEvidence, ExpectedWords
from evals.score.given import Given, GivenCell, GivenCitation
from evals.texts import Words
from index.types import State

FIRST_FEW = 3


@dataclass(frozen=True, slots=True)
class Match:
    """What one citation shows: the numbers of the needed evidence that it holds, and whether it touches any at all."""

    held: frozenset[int]
    touches: bool


def matches(evidence: Sequence[ExpectedEvidence], citations: Sequence[Collection[Words]]) -> tuple[Match, ...]:
    """What each citation shows, in order; a citation is all places its words may be from. Numbers count `evidence`."""
    by_document: dict[str, list[tuple[int, bool, ExpectedWords]]] = {}
    for number, each in enumerate(evidence):
        for expected in each.places:
            by_document.setdefault(expected.whole.document, []).append((number, each.needed, expected))
    return tuple(_match(by_document, places) for places in citations)


def _match(by_document: dict[str, list[tuple[int, bool, ExpectedWords]]], places: Collection[Words]) -> Match:
    held = set()
    touches = False
    for place in places:
        for number, needed, expected in by_document.get(place.document, ()):
            if expected.touched_by(place):
                touches = True
                if needed and expected.shown_by(place):
                    held.add(number)
    return Match(frozenset(held), touches)


def citation_recall(needed: int, found: Sequence[Match]) -> float:
    """The share of the needed evidence that some citation holds; `needed` is how many there are, at least 1."""
    return len(frozenset[int]().union(*(match.held for match in found))) / needed


def citation_precision(found: Sequence[Match]) -> float | None:
    """The share of the citations that touch any evidence, None without citations."""
    return sum(match.touches for match in found) / len(found) if found else None


def evidence_within(found: Sequence[Match], first: int | None) -> float:
    """1 where one of the first citations (of all for None) holds needed evidence, else 0."""
    return float(any(match.held for match in found[:first]))


def considered(given: Given) -> tuple[int, ...]:
    """The positions of the citations that stand for the answer: of the matching rows' cells, without rows all."""
    if not given.states:
        return tuple(range(len(given.citations)))
    numbers = {cell.citation for cell in given.cells if cell.state == "matching"}
    return tuple(index for index, citation in enumerate(given.citations) if citation.number in numbers)


def quotation_fidelity(citations: Sequence[GivenCitation]) -> float | None:
    """The share of the citations whose words stand in the text as quoted, None without citations."""
    return sum(citation.exact for citation in citations) / len(citations) if citations else None


def citation_in_place(cells: Sequence[GivenCell], citations: Sequence[GivenCitation]) -> float | None:
    """The share of the cells with a citation whose citation is of their organization and item, None without any."""
    by_number = {citation.number: citation for citation in citations}
    cited = [(cell, by_number.get(cell.citation)) for cell in cells if cell.citation is not None]
    if not cited:
        return None
    right = sum(
        citation is not None and (citation.organization, citation.item) == (cell.organization, cell.item)
        for cell, citation in cited
    )
    return right / len(cited)


def marks_right(marks: Sequence[int], numbers: Sequence[int]) -> float | None:
    """1 where the text has marks, each a citation's, and no two citations share a number; None without citations."""
    if not numbers:
        return None
    return float(bool(marks) and set(marks) <= set(numbers) and len(set(numbers)) == len(numbers))


def coverage_adds_up(coverage: CoverageRecord | None, states: Collection[Sequence[State]]) -> float | None:
    """1 where the states add up to the organizations and, if there are rows, to these; None without coverage."""
    if coverage is None:
        return None
    said: dict[State, int] = {
        "matching": coverage.matching,
        "not_matching": coverage.not_matching,
        "not_stated": coverage.not_stated,
    }
    counted = Counter(state for each in states for state in each)
    return float(
        sum(said.values()) == coverage.organizations
        and (not counted or all(counted[state] == number for state, number in said.items()))
    )
