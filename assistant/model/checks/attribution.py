"""Of which organization each part of a sentence is told, where it names several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model.checks.names import named_in
from assistant.model.checks.support import Supporter
from assistant.model.checks.types import Evidence
from corpus.organizations import Registry
from corpus.types import Language

_FEWEST = 2  # organizations, from which on what is told of one can be taken for another's
Part = tuple[str, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A place of a sentence where organizations are named, one after the other: "both the CBSA and the IRB"."""

    start: int
    stop: int
    organizations: tuple[str, ...]


def organizations_named(text: str, cited: Sequence[Evidence], registry: Registry) -> frozenset[str]:
    """The ids of the organizations that are cited and named in a text, as the registry or a document calls them."""
    return frozenset(name for each in _mentioned(text, cited, registry) for name in each.organizations)


def parts_of_each(
    text: str, language: Language, cited: Sequence[Evidence], registry: Registry, supporter: Supporter
) -> tuple[tuple[Part, ...], ...] | None:
    """The ways to read which part of a sentence is told of which organization; None where it names fewer than two.

    In each way the parts, without names, beside all passages of the organization. What belongs to a name may stand
    after it or before it ("71% at the CBSA and 56% at the IRB"), in the same way throughout. What is told of
    organizations named together is told of each. Of every name something is told.
    """
    named = _mentioned(text, cited, registry)
    if len({name for each in named for name in each.organizations}) < _FEWEST:
        return None
    bare = _without(text, named)
    ways: list[tuple[Part, ...]] = []
    for mentioned in (_together(text, language, named, supporter), named):
        after = (0, *(each.start for each in mentioned[1:]), len(text))
        before = (0, *(each.stop for each in mentioned[:-1]), len(text))
        for bounds in (after, before):
            parts = [bare[start:stop] for start, stop in pairwise(bounds)]
            if not any(supporter.tells_nothing(part, language) for part in parts):
                ways.append(
                    tuple(
                        (part, tuple(passage for passage in cited if passage.organization.id == name))
                        for part, each in zip(parts, mentioned, strict=True)
                        for name in each.organizations
                    )
                )
    return tuple(ways)


def _mentioned(text: str, cited: Sequence[Evidence], registry: Registry) -> list[Mentioned]:
    """Where those who are cited are named, in order; of names within names the longer."""
    ids = {each.organization.id for each in cited}
    places = [(each.start, each.end, each.organization.id) for each in registry.found_in(text)]
    places += named_in(text, cited)
    taken: list[Mentioned] = []
    for start, stop, name in sorted(places, key=lambda place: (place[0] - place[1], place[0])):
        if not any(start < other.stop and other.start < stop for other in taken):
            taken.append(Mentioned(start, stop, (name,)))
    return sorted((each for each in taken if ids.issuperset(each.organizations)), key=lambda each: each.start)


def _together(text: str, language: Language, mentioned: Sequence[Mentioned], supporter: Supporter) -> list[Mentioned]:
    """The places, those joined between which nothing is told."""
    joined: list[Mentioned] = []
    for each in mentioned:
        if joined and supporter.tells_nothing(text[joined[-1].stop : each.start], language):
            last = joined.pop()
            each = Mentioned(last.start, each.stop, (*last.organizations, *each.organizations))
        joined.append(each)
    return joined


def _without(text: str, named: Sequence[Mentioned]) -> str:
    """The text with blanks for the names, so that places stay."""
    for each in named:
        text = text[: each.start] + " " * (each.stop - each.start) + text[each.stop :]
    return text
