"""What the API gives beside answers: organizations, items, documents and the state of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.matrix import ItemResponses, OptionCount
from assistant.types import Citation, Row
from corpus.types import Assessment, Bilingual, Item, ItemKind, Language, Provenance, ResponseState


@dataclass(frozen=True, slots=True)
class OrganizationReply:
    """One organization of the corpus: its id, its name as printed, and the languages of its assessment."""

    id: str
    organization: str
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class TickReply:
    """A ticked option: its id, its label as printed, and where that stands in the document's text."""

    option: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ResponseReply:
    """What a document records under an item: ticks, and words of its own with their place (None without any)."""

    item: int
    state: ResponseState
    ticks: tuple[TickReply, ...]
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class AssessmentReply:
    """One organization's assessment in one language, with its responses by item."""

    document: str
    language: Language
    cycle: str
    organization: str
    responses: tuple[ResponseReply, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class OrganizationAssessments:
    """An organization with its assessment in each language that there is."""

    id: str
    name: Bilingual
    assessments: tuple[AssessmentReply, ...]


@dataclass(frozen=True, slots=True)
class OptionReply:
    """One choice of an item."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class ItemReply:
    """One item of the form."""

    number: int
    kind: ItemKind
    short: Bilingual
    wording: Bilingual
    options: tuple[OptionReply, ...]


@dataclass(frozen=True, slots=True)
class ItemResponsesReply:
    """One item across all organizations: how many ticked each option, and a row for each organization."""

    item: ItemReply
    options: tuple[OptionCount, ...]
    rows: tuple[Row, ...]
    citations: tuple[Citation, ...]
    index: str


@dataclass(frozen=True, slots=True)
class DocumentReply:
    """A document's stored text, in which the places of citations count (Unicode code points)."""

    document: str
    organization_id: str
    language: Language
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class StatusReply:
    """What is served: the program's version, how many organizations and documents, the day and the id of the index.

    `sha256` tells the texts apart from others: it is made of theirs. `model` is the language model that words answers,
    None where there is none.
    """

    version: str
    organizations: int
    documents: int
    date: str
    index: str
    sha256: str
    model: str | None = None


def item_reply(item: Item) -> ItemReply:
    """An item of the form."""
    options = tuple(OptionReply(each.id, each.label) for each in item.options)
    return ItemReply(item.number, item.kind, item.short, item.wording, options)


def item_responses_reply(found: ItemResponses) -> ItemResponsesReply:
    """An item across all organizations."""
    return ItemResponsesReply(
        item_reply(found.item), found.options, found.rows, tuple(found.citations.values()), found.index
    )


def organization_reply(documents: Sequence[Assessment]) -> OrganizationAssessments:
    """An organization with its assessments, of which there is at least one."""
    organization = documents[0].organization
    return OrganizationAssessments(
        organization.id, organization.applied, tuple(_assessment_reply(each) for each in documents)
    )


def document_reply(assessment: Assessment) -> DocumentReply:
    """A document's text."""
    source = assessment.source
    return DocumentReply(assessment.id, assessment.organization.id, assessment.language, source.sha256, source.text)


def _assessment_reply(assessment: Assessment) -> AssessmentReply:
    responses = []
    for each in assessment.responses:
        ticks = tuple(TickReply(tick.option, tick.label, tick.span.start, tick.span.end) for tick in each.ticks)
        text = each.free_text
        words, start, end = (assessment.words(text), text.start, text.end) if text else ("", None, None)
        responses.append(ResponseReply(each.item, each.state, ticks, words, start, end))
    return AssessmentReply(
        assessment.id,
        assessment.language,
        assessment.cycle,
        assessment.printed_name,
        tuple(responses),
        assessment.provenance,
    )
