"""The texts of an index as cases and answers are compared with them, and what the generator says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.app import Parts
from corpus.folding import folded
from corpus.organizations import Registry
from corpus.registry_file import names_of
from corpus.types import Assessment, Organization
from evals.hashes import value_hash
from evals.texts import CorpusTexts, StoredText, Tick
from index.types import DocumentInfo

if TYPE_CHECKING:
    from evals.generator.truth import OrganizationTruth, Truth


def corpus_texts(parts: Parts, truth: Truth | None = None) -> CorpusTexts:
    """All texts of the parts' current index, with the ticks and further names that `truth` knows; errors of the index.

    The fingerprint is that of `fingerprint_of`.
    """
    table = parts.index.table
    with parts.index.generations.pin() as generation:
        documents = table.documents(generation)
        organizations = table.organizations(generation)
        texts = tuple(stored_text(table.assessment(generation, document.id)) for document in documents)
    names = {each.id: _names(each, parts.registry, documents) for each in organizations}
    ticks: list[Tick] = []
    if truth is not None:
        for told in truth.with_form:
            organization = _id_of(told, names)
            if organization is not None:
                names[organization] = _once([*names[organization], *_truth_names(told)])
                ticks.extend(_ticks(told, organization))
    return CorpusTexts(texts, names, tuple(ticks), fingerprint_of(documents))


def fingerprint_of(documents: Iterable[DocumentInfo]) -> str:
    """A hash that changes with any text: a document's id names its content."""
    return value_hash(sorted(document.id for document in documents))


def stored_text(assessment: Assessment) -> StoredText:
    """An assessment's text; under an item stands everything from its heading to the next one that is there."""
    text = assessment.source.text
    starts = sorted((response.where.start, response.item) for response in assessment.responses if response.where)
    ends = [*(start for start, _ in starts[1:]), len(text)]
    items = {item: (start, end) for (start, item), end in zip(starts, ends, strict=True)}
    return StoredText(
        assessment.id, assessment.organization.id, assessment.language, text, items, assessment.source.page_starts
    )


def _names(organization: Organization, registry: Registry, documents: Sequence[DocumentInfo]) -> tuple[str, ...]:
    printed = [document.printed_name for document in documents if document.organization == organization.id]
    registered = registry.by_id(organization.id)
    return _once([organization.id, *printed, *names_of(organization), *(names_of(registered) if registered else ())])


def _id_of(told: OrganizationTruth, names: dict[str, tuple[str, ...]]) -> str | None:
    """The id that the index gave to an organization of the truth: its own, else that of its printed name.

    The form may be printed with other apostrophes and hyphens than the truth is written with.
    """
    if told.id in names:
        return told.id
    printed = {folded(name) for name in told.names.values()}
    return next(
        (organization for organization, known in names.items() if printed & {folded(name) for name in known}), None
    )


def _truth_names(told: OrganizationTruth) -> Iterator[str]:
    yield from told.names.values()
    yield from told.acronyms.values()
    yield from told.other_names


def _ticks(told: OrganizationTruth, organization: str) -> Iterator[Tick]:
    for item, tick in told.ticks.items():
        for language in told.languages:
            options = tick.options_fr if language == "fr" and tick.options_fr is not None else tick.options
            yield Tick(organization, item, language, tick.labels.get(language, ()), options)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
