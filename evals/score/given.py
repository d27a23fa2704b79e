"""An answer as it is compared with a case: its set, its states, and where its citations stand in the stored texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.types import Language
from evals.records import AnswerRecord, CitationRecord, HitRecord
from evals.score.places import Places, alike
from evals.texts import StoredText, Tick, Words
from index.types import State

# Stands before the name of an organization that the corpus does not have, so that it equals no id.
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation. `organization` is None for an unknown one or where document, id and name contradict one another.

    `places` is where its words stand: one place, without offsets every place they may be from. `shown` are those of
    them that count as shown: where the citation names an item, places that it reaches into. `exact` says whether the
    quotation is there, character for character.
    """

    number: int
    organization: str | None
    item: int | None
    quote: str
    places: tuple[Words, ...]
    exact: bool
    shown: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenCell:
    """A cell of a row: whose it is, in which state, and the number of its citation."""

    organization: str
    state: State
    item: int
    citation: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. `silent` is an abstention or a question back; `states` has an organization's states, by id.

    `organizations` is the set it gives, None where it gives none (an abstention, an answer that is no set).
    `number` is how many it says there are. `pages` has the page, the start and the text of each citation of a known
    document, `ticks` the options, the words and what was printed of each cell that tells its options, `names` what each
    organization cited is called.
    """

    record: AnswerRecord
    silent: bool
    states: Mapping[str, tuple[State, ...]]
    organizations: frozenset[str] | None
    number: int
    cells: tuple[GivenCell, ...]
    citations: tuple[GivenCitation, ...]
    hits: tuple[tuple[Words, ...], ...] | None
    pages: tuple[tuple[int | None, int | None, StoredText], ...] = ()
    ticks: tuple[tuple[Sequence[str], str, Tick | None], ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def closest(self) -> bool:
        """Whether it only shows the closest passage and says so."""
        return not self.silent and self.record.confidence == "closest"

    @property
    def only_number(self) -> bool:
        """Whether it says how many there are and not which."""
        told = self.record.coverage is not None or self.record.count is not None
        return told and not self.record.rows and self.record.organizations is None


def given(record: AnswerRecord, places: Places) -> Given:
    """The answer, looked up in the corpus's texts."""
    silent = record.abstained or record.kind == "clarify"
    states: dict[str, tuple[State, ...]] = {}
    cells = []
    for row in record.rows or ():
        organization = _identity(places, row.organization_id, row.organization)
        states[organization] = (*states.get(organization, ()), row.state)
        cells += [GivenCell(organization, row.state, cell.item, cell.citation) for cell in row.cells]
    organizations = None if silent else _set(record, states, places)
    return Given(
        record,
        silent,
        states,
        organizations,
        _number(record, organizations or frozenset()),
        tuple(cells),
        tuple(_citation(each, number, places) for number, each in enumerate(record.citations, start=1)),
        None if record.hits is None else tuple(_hit(each, places) for each in record.hits),
        tuple(
            (each.page, each.start, text)
            for each in record.citations
            if (text := places.texts.by_document.get(each.document or "")) is not None
        ),
        tuple(_ticks(record, places)),
        {each: places.texts.names[each] for each in _cited(record, places)},
    )


def _ticks(record: AnswerRecord, places: Places) -> Iterator[tuple[Sequence[str], str, Tick | None]]:
    for row in record.rows or ():
        organization = places.identity(row.organization_id, row.organization)
        text = places.text_of(organization, record.language or "en") if organization else None
        for cell in row.cells:
            if text is not None and cell.options is not None:
                yield cell.options, cell.words, places.tick(text, cell.item)


def _cited(record: AnswerRecord, places: Places) -> Iterator[str]:
    for each in record.citations:
        organization = places.identity(each.organization_id, each.organization)
        if organization is not None:
            yield organization


def _identity(places: Places, organization_id: str | None, name: str) -> str:
    return places.identity(organization_id, name) or f"{_UNKNOWN}{organization_id or ''} {name}"


def _set(record: AnswerRecord, states: Mapping[str, tuple[State, ...]], places: Places) -> frozenset[str] | None:
    if record.rows:
        return frozenset(organization for organization, each in states.items() if "matching" in each)
    if record.organizations is not None:
        return frozenset(_identity(places, None, name) for name in record.organizations)
    return None if record.coverage is None and record.count is None else frozenset()


def _number(record: AnswerRecord, organizations: frozenset[str]) -> int:
    if record.coverage is not None:
        return record.coverage.matching
    return len(organizations) if record.count is None else record.count


def _citation(record: CitationRecord, position: int, places: Places) -> GivenCitation:
    organization = places.identity(record.organization_id, record.organization)
    text = places.texts.by_document.get(record.document or "")
    if text is not None:
        named = record.organization_id or record.organization
        organization = text.organization if organization == text.organization or not named else None
    texts = _texts(text, organization, record.language, places)
    number = position if record.n is None else record.n
    found = _places(record, texts, places)
    # Offsets count characters of one document: of one that nobody knows, nothing can be looked up.
    lost = text is None and record.document is not None and record.start is not None
    shown = tuple(place for place in found if places.reaches_item(place, record.item))
    exact = not lost and _exact(record, texts)
    return GivenCitation(number, organization, record.item, record.quote, found, exact, shown)


def _hit(record: HitRecord, places: Places) -> tuple[Words, ...]:
    text = places.texts.by_document.get(record.document or "")
    organization = places.identity(None, record.organization)
    return _places(record, _texts(text, organization, record.language, places), places)


def _texts(
    text: StoredText | None, organization: str | None, language: Language | None, places: Places
) -> tuple[StoredText, ...]:
    """The texts that the words may be from: the document, else the organization's, in the language where one is."""
    if text is not None:
        return (text,)
    own = places.own_texts(organization or "")
    return tuple(each for each in own if each.language == language) or own


def _places(record: CitationRecord | HitRecord, texts: tuple[StoredText, ...], places: Places) -> tuple[Words, ...]:
    """Where the words stand: by their offsets, else by what they are, under their item if they stand there.

    Either way it does not matter with which apostrophes, hyphens and the like they are written.
    """
    start, end = record.start, record.end
    if start is None or end is None:
        found = [place for text in texts for place in places.read_as(text, record.quote)]
        within = [place for place in found if places.is_under(place, record.item)]
        return tuple(within or found)
    # Offsets that lead to other words than those shown lead nowhere: what is read is the quotation.
    if record.quote or len(texts) > 1:
        texts = tuple(text for text in texts if alike(text.text[start:end], record.quote))
    return tuple(Words(text.document, start, end) for text in texts if _has(text, start, end))


def _exact(record: CitationRecord, texts: tuple[StoredText, ...]) -> bool:
    """Whether the quotation is `text[start:end]`; without offsets, whether the text has it, to the character."""
    start, end, quote = record.start, record.end, record.quote
    if not quote:
        return False
    if start is None or end is None:
        return any(quote in text.text for text in texts)
    return any(_has(text, start, end) and text.text[start:end] == quote for text in texts)


def _has(text: StoredText, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a place of the text that is not empty."""
    return 0 <= start < end <= len(text.text)
