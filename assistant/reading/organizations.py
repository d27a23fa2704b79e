"""The organizations that a question names: by name, mistyped, in part, together; and what it may name instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from assistant.reading.phrases import Word, find_any
from assistant.reading.vocabulary import Vocabulary
from corpus.naming import NameKind
from corpus.near_names import NearNames
from corpus.organization_sets import OrganizationSets, SetMatch
from corpus.organizations import NameMatch, PossibleName, Registry
from corpus.partial_names import PartialName, PartialNames
from corpus.types import Language, Organization

# Registries of generations that are in use at the same time.
_KEPT = 4
_MOST_OFFERED = 4
_BOTH = 2
# "Other than the CBSA", "à l'exception de la CISR": the phrase stands at most so many words before the name, its own
# among them, and at most so many words stand between the two.
_EXCEPTION_REACH, _BEFORE_THE_NAME = 6, 2


class _Placed(Protocol):
    """Anything that stands at `question[start:end]`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words at `question[start:end]` that may name each of `organizations`, the likelier first."""

    organizations: tuple[Organization, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    `matches` are single organizations and `sets` groups of them, in order; `doubts` are names that may be several's,
    `unknown` is what looks like a name and is nobody's, with those it may be meant for in `nearest`, as one doubt each.
    """

    matches: tuple[NameMatch, ...] = ()
    sets: tuple[SetMatch, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: tuple[Doubt, ...] = ()

    @property
    def all(self) -> tuple[NameMatch | SetMatch, ...]:
        """Single organizations and groups, in the question's order."""
        both: list[NameMatch | SetMatch] = [*self.matches, *self.sets]
        return tuple(sorted(both, key=lambda match: match.start))

    def outside(self, words: Sequence[Word], everyone: str) -> tuple[Word, ...]:
        """The words outside of names; a group's are `everyone`, as what is asked of a group is asked of all of it."""
        places = [(match.start, match.end) for match in self.matches]
        left = [word for word in words if not any(start <= word.start < end for start, end in places)]
        for match in self.sets:
            first = next((index for index, word in enumerate(left) if match.start <= word.start < match.end), None)
            left = [
                replace(word, text=everyone) if index == first else word
                for index, word in enumerate(left)
                if index == first or not match.start <= word.start < match.end
            ]
        return tuple(left)

    def without_names(self, question: str) -> str:
        """The question without what it calls organizations."""
        pieces, at = [], 0
        for match in self.all:
            pieces.append(question[at : match.start])
            at = match.end
        return " ".join([*pieces, question[at:]]).strip()


@dataclass(frozen=True, slots=True)
class _Searches:
    near: NearNames
    partial: PartialNames
    sets: OrganizationSets


@lru_cache(maxsize=_KEPT)
def _searches(registry: Registry) -> _Searches:
    near = NearNames(registry)
    return _Searches(near, PartialNames(registry, near), OrganizationSets(registry))


def everyone_word(registry: Registry, language: Language) -> str:
    """A word for organizations of any kind."""
    groups = [group for group in registry.words.groups if group.everyone and not group.kinds]
    return groups[0].words.of(language)[0] if groups else ""


def named_in(
    question: str,
    words: Sequence[Word],
    registry: Registry,
    vocabulary: Vocabulary,
    language: Language,
    here: Collection[str],
    spoken_of: Sequence[Organization] = (),
) -> Named:
    """What `question`, whose words are `words`, names.

    `here` are the ids of the organizations that have an assessment, none where that is not known; `spoken_of` are those
    the conversation was about, which a part of a name means before all others.
    """
    searches = _searches(registry)
    groups = searches.sets.in_text(question, language) or _all_there_are(words, registry, vocabulary, language, here)
    matches = _not_inside(registry.found_in(question), groups)
    sets = tuple(match for match in groups if not _overlaps(match, matches))
    named = _with_mistyped(Named(tuple(matches), sets), question, searches.near, here)
    partial = searches.partial.in_text(question, language)
    possible = registry.possible_organizations(question, language)
    named = _with_unknown(named, possible, partial, searches.near, here)
    asks = find_any(words, vocabulary.organizations.of(language), most_between=0) is not None
    if not (named.unknown or named.doubts or asks):
        named = _with_parts(named, partial, words, registry, here, spoken_of)
    return replace(named, matches=tuple(sorted(named.matches, key=lambda match: match.start)))


def _all_there_are(
    words: Sequence[Word], registry: Registry, vocabulary: Vocabulary, language: Language, here: Collection[str]
) -> tuple[SetMatch, ...]:
    """What "the two organizations" means, where there are two."""
    found = find_any(words, vocabulary.all_there_are.of(language), most_between=0)
    both = [each for name in sorted(here) if (each := registry.by_id(name))]
    everyone = next((group for group in registry.words.groups if group.everyone), None)
    if found is None or everyone is None or len(both) != _BOTH:
        return ()
    return (SetMatch(everyone, tuple(both), words[found.first].start, words[found.stop - 1].end),)


def _with_mistyped(named: Named, question: str, near_names: NearNames, here: Collection[str]) -> Named:
    """With the names that are mistyped, each instead of what is spelled right inside of it."""
    matches, doubts = list(named.matches), list(named.doubts)
    for near in near_names.in_text(question):
        inside = [each for each in matches if near.start <= each.start and each.end <= near.end]
        others: list[_Placed] = [*(each for each in matches if each not in inside), *named.sets]
        if _overlaps(near, others) or any(each.end - each.start == near.end - near.start for each in inside):
            continue
        matches = [each for each in matches if each not in inside]
        if len(near.organizations) == 1:
            matches.append(NameMatch(near.organizations[0], near.start, near.end, "near"))
        else:
            doubts.append(Doubt(_here_first(near.organizations, here), near.start, near.end))
    return replace(named, matches=tuple(matches), doubts=tuple(doubts))


def _with_unknown(
    named: Named,
    possible: Sequence[PossibleName],
    partial: Sequence[PartialName],
    near_names: NearNames,
    here: Collection[str],
) -> Named:
    """With what looks like a name and is in no registry: taken for the one it can only be, else unknown."""
    known: list[_Placed] = [*named.matches, *named.sets, *named.doubts]
    matches, unknown, nearest = list(named.matches), list(named.unknown), list(named.nearest)
    for name in possible:
        if _overlaps(name, known):
            continue
        found = near_names.nearest(name.text)
        if found.sure:
            matches.append(NameMatch(found.organizations[0], name.start, name.end, "near"))
        elif not any((part.start, part.end) == (name.start, name.end) for part in partial):
            unknown.append(name.text)
            offered = _here_first(found.organizations[:_MOST_OFFERED], here)
            nearest += [Doubt(offered, name.start, name.end)] if offered else []
    return replace(named, matches=tuple(matches), unknown=tuple(unknown), nearest=tuple(nearest))


def _with_parts(
    named: Named,
    partial: Sequence[PartialName],
    words: Sequence[Word],
    registry: Registry,
    here: Collection[str],
    spoken_of: Sequence[Organization],
) -> Named:
    """With parts of names: alone in the question, or beside the organizations it names."""
    beside: list[_Placed] = [*named.matches, *named.sets]
    matches, doubts = list(named.matches), list(named.doubts)
    for part in partial:
        if _overlaps(part, beside) or (beside and (part.alone or not _joined(part, beside, words, registry))):
            continue
        organization, offered = _meant(part, here, spoken_of)
        if organization is not None:
            kind: NameKind = "own" if organization in spoken_of else "part"
            matches.append(NameMatch(organization, part.start, part.end, kind))
        else:
            doubts.append(Doubt(offered, part.start, part.end))
    return replace(named, matches=tuple(matches), doubts=tuple(doubts))


def excepted(match: NameMatch | SetMatch, words: Sequence[Word], vocabulary: Vocabulary, language: Language) -> bool:
    """Whether "other than" or the like stands right before a name."""
    before = [word for word in words if word.end <= match.start][-_EXCEPTION_REACH:]
    found = find_any(before, vocabulary.exception.of(language), most_between=0)
    return found is not None and len(before) - found.stop <= _BEFORE_THE_NAME


def _meant(
    part: PartialName, here: Collection[str], spoken_of: Sequence[Organization]
) -> tuple[Organization | None, tuple[Organization, ...]]:
    """The organization that a part of a name means, or those it may mean."""
    before = [each for each in spoken_of if each in part.organizations]
    if len(before) == 1:
        return before[0], ()
    offered = _here_first(part.organizations, here)
    if part.alone:
        return None, offered
    present = [each for each in offered if each.id in here]
    if len(offered) == 1 or len(present) == 1:
        return offered[0], ()
    return None, offered


def _joined(part: PartialName, others: Iterable[_Placed], words: Sequence[Word], registry: Registry) -> bool:
    """Whether the part stands beside another organization: "the CBSA and the review board", not a board of the CBSA."""
    joins = registry.words.partial.joins
    for other in others:
        first, last = (other.end, part.start) if other.end <= part.start else (part.end, other.start)
        between = [word.text for word in words if first <= word.start and word.end <= last]
        if between and joins.issuperset(between):
            return True
    return False


def _here_first(organizations: Sequence[Organization], here: Collection[str]) -> tuple[Organization, ...]:
    return tuple(sorted(organizations, key=lambda each: each.id not in here))


def _not_inside(matches: Sequence[NameMatch], sets: Sequence[SetMatch]) -> list[NameMatch]:
    """The names that are no part of a group's words: "the RCMP's review bodies" are not the RCMP."""
    return [
        match
        for match in matches
        if not any(
            each.start <= match.start and match.end <= each.end and match.end - match.start < each.end - each.start
            for each in sets
        )
    ]


def _overlaps(place: _Placed, others: Iterable[_Placed]) -> bool:
    return any(each.start < place.end and place.start < each.end for each in others)
