"""What a case expects, with its organizations as ids and its quotations as places in the stored texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.types import Language
from evals.cases import SET_KINDS, Case, Evidence, Place
from evals.errors import BadCases
from evals.score.places import Places
from evals.score.read import CaseFile
from evals.texts import CorpusTexts, StoredText, Tick, Words

# What may begin and end a quotation without an answer having to cite it: list marks, brackets, closing punctuation.
_OPENING = re.compile(r"^[\s\-–—•◦▪·*(\[{«“‘'\"]+")
_CLOSING = re.compile(r"[\s.,;:!?…)\]}»”’'\"]+$")


@dataclass(frozen=True, slots=True)
class ExpectedWords:
    """Words to cite. `core` is what a citation must hold: `whole` without list mark and closing punctuation."""

    whole: Words
    core: Words

    def shown_by(self, citation: Words) -> bool:
        """Whether the citation shows these words."""
        return citation.holds(self.core)

    def touched_by(self, citation: Words) -> bool:
        """Whether the citation shows these words or a part of them and nothing else."""
        return citation.holds(self.core) or self.whole.holds(citation)


@dataclass(frozen=True, slots=True)
class ExpectedEvidence:
    """What an answer should cite: any one of `places` will do. `words` is how many words the first of them has."""

    organization: str
    item: int
    needed: bool
    places: tuple[ExpectedWords, ...]
    words: int


@dataclass(frozen=True, slots=True)
class ResolvedCase:
    """A case as answers are compared with it. `organizations` and `not_stated` are ids.

    `others` are the same case with another set that is as right. `in_corpus` is how many organizations the corpus has.
    """

    case: Case
    organizations: frozenset[str] | None
    not_stated: frozenset[str] | None
    evidence: tuple[ExpectedEvidence, ...]
    in_corpus: int
    others: tuple[ResolvedCase, ...] = ()

    def answered_by(self, given: frozenset[str] | None) -> ResolvedCase:
        """The case with that one of its sets that was given; with its first where none was."""
        return next((each for each in (self, *self.others) if each.organizations == given), self)

    @property
    def needed(self) -> tuple[ExpectedEvidence, ...]:
        """The evidence that a complete answer cites."""
        return tuple(each for each in self.evidence if each.needed)


class _Unresolved(Exception):
    """A case that does not fit its corpus; the message says why and what to do."""


def resolve(file: CaseFile, texts: CorpusTexts) -> tuple[ResolvedCase, ...]:
    """The file's cases, in order; BadCases names every line that does not fit the corpus."""
    resolver = _Resolver(Places(texts))
    resolved, problems = [], []
    for line, case in zip(file.lines, file.cases, strict=True):
        try:
            resolved.append(resolver.resolved(case))
        except _Unresolved as problem:
            problems.append(f"{file.path}, line {line} ({case.id}): {problem}")
    if problems:
        raise BadCases("\n".join(problems))
    return tuple(resolved)


class _Resolver:
    """Resolves cases over one corpus; what many cases share (the ticks) is looked up once."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._by_tick: dict[tuple[str, int, Language, tuple[str, ...], bool], ExpectedEvidence | None] = {}

    def resolved(self, case: Case) -> ResolvedCase:
        """The case, and beside it the same with each of the other sets that it takes."""
        others = (
            case.model_copy(update={"organizations": each.organizations, "not_stated": each.not_stated, "or_sets": ()})
            for each in case.or_sets
        )
        return replace(self._resolved(case), others=tuple(self._resolved(each) for each in others))

    def _resolved(self, case: Case) -> ResolvedCase:
        organizations = self._ids(case.organizations)
        not_stated = self._ids(case.not_stated)
        if organizations and not_stated and organizations & not_stated:
            both = min(organizations & not_stated)
            raise _Unresolved(f"{both} cannot match and not be stated. Leave it out of one of the two.")
        if organizations is not None and case.count not in (None, len(organizations)):
            raise _Unresolved(f"count is {case.count}, but {len(organizations)} organizations are named. Mend either.")
        evidence = (
            *(self._evidence(each, case.language) for each in case.evidence),
            *self._ticks(case, organizations or frozenset()),
        )
        judged = case.kind in SET_KINDS or case.facts or any(each.needed for each in evidence)
        if case.answerable and not judged:
            raise _Unresolved("no evidence is needed and no fact is named. Say what makes an answer right.")
        return ResolvedCase(case, organizations, not_stated, evidence, len(self._places.texts.names))

    def _ids(self, names: tuple[str, ...] | None) -> frozenset[str] | None:
        if names is None:
            return None
        ids = [self._id(name) for name in names]
        if len(set(ids)) < len(ids):
            twice = next(each for each in ids if ids.count(each) > 1)
            raise _Unresolved(f"{twice} is named twice. Name each organization once.")
        return frozenset(ids)

    def _id(self, name: str) -> str:
        organization = self._places.texts.organization_of(name)
        if organization is None:
            raise _Unresolved(f"{name!r} is no organization of the corpus. Give its id or its name as printed.")
        return organization

    def _evidence(self, evidence: Evidence, language: Language) -> ExpectedEvidence:
        organization = self._id(evidence.organization)
        main = Place(item=evidence.item, quote=evidence.quote, language=evidence.language)
        places = tuple(self._place(organization, each, language) for each in (main, *evidence.also))
        return self._expected_evidence(organization, evidence.item, evidence.needed, places)

    def _place(self, organization: str, place: Place, language: Language) -> ExpectedWords:
        text = self._text(organization, place.language, language)
        found = self._places.occurrences(text, place.quote)
        if len(found) > 1:
            found = self._places.under_item(text, place.item, place.quote)
        where = f"{place.quote!r} under item {place.item} of {text.document}"
        if not found:
            raise _Unresolved(f"cannot find {where}. Copy the words from the stored text (`candour text`).")
        if len(found) > 1:
            raise _Unresolved(f"{len(found)} places have {where}. Quote more words, so that it is one.")
        return self._expected(found[0])

    def _text(self, organization: str, asked: Language | None, language: Language) -> StoredText:
        text = self._places.text_of(organization, asked or language)
        if text is None or (asked is not None and text.language != asked):
            which = f" in {asked!r}" if asked else ""
            raise _Unresolved(f"{organization} has no text{which} in the corpus. Leave the evidence out.")
        return text

    def _expected_evidence(
        self, organization: str, item: int, needed: bool, places: tuple[ExpectedWords, ...]
    ) -> ExpectedEvidence:
        return ExpectedEvidence(organization, item, needed, places, len(self._quote(places[0].core).split()))

    def _expected(self, whole: Words) -> ExpectedWords:
        quote = self._quote(whole)
        end = len(_CLOSING.sub("", quote))
        start = len(quote) - len(_OPENING.sub("", quote))
        core = Words(whole.document, whole.start + start, whole.start + end) if start < end else whole
        return ExpectedWords(whole, core)

    def _quote(self, words: Words) -> str:
        return self._places.texts.by_document[words.document].text[words.start : words.end]

    def _ticks(self, case: Case, matching: frozenset[str]) -> Iterable[ExpectedEvidence]:
        if not case.ticks:
            return
        if not self._places.texts.ticks:
            raise _Unresolved("ticks are known of generated corpora only. Name them as evidence.")
        without = set(matching)
        for organization in self._places.texts.names:
            for item in case.ticks:
                evidence = self._tick(organization, item, case.language, case.options, organization in matching)
                if evidence is not None:
                    without.discard(organization)
                    yield evidence
        if without:
            raise _Unresolved(f"{min(without)} matches, but ticked nothing in items {case.ticks}. Mend either.")

    def _tick(
        self, organization: str, item: int, language: Language, options: tuple[str, ...], needed: bool
    ) -> ExpectedEvidence | None:
        """An organization's tick as evidence, None where it ticked nothing in that item."""
        key = (organization, item, language, options, needed)
        if key not in self._by_tick:
            self._by_tick[key] = self._tick_found(*key)
        return self._by_tick[key]

    def _tick_found(
        self, organization: str, item: int, language: Language, options: tuple[str, ...], needed: bool
    ) -> ExpectedEvidence | None:
        counting = self._places.text_of(organization, language)
        texts = sorted(self._places.own_texts(organization), key=lambda text: text is not counting)
        ticks = [(text, tick) for text in texts if (tick := self._places.tick(text, item)) and tick.labels]
        if not ticks or ticks[0][0] is not counting:
            return None
        places = tuple(place for text, tick in ticks for place in self._labels(text, tick, options))
        return self._expected_evidence(organization, item, needed, places)

    def _labels(self, text: StoredText, tick: Tick, options: tuple[str, ...]) -> tuple[ExpectedWords, ...]:
        """The places that show the tick: the options asked about, all ticks together where none of them is ticked.

        Where it is not known which option is asked about, any tick of the item will do.
        """
        found = []
        for label, place in zip(tick.labels, self._places.labels(text, tick.item, tick.labels), strict=True):
            if place is None:
                where = f"the tick {label!r} under item {tick.item} of {text.document}"
                raise _Unresolved(f"cannot find {where}. Prepare the corpus again.")
            found.append(place)
        if not options:
            return tuple(self._expected(place) for place in found)
        asked = [place for option, place in zip(tick.options, found, strict=False) if option in options]
        if asked:
            return tuple(self._expected(place) for place in asked)
        return (self._expected(Words(text.document, found[0].start, found[-1].end)),)
