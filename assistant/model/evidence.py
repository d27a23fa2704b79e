"""What the model is given to word an answer from: the answer's own citations, and the passages next to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.citations import CitationBook
from assistant.answers.lookup import ranked_passages
from assistant.answers.view import View
from assistant.answers.wanted import LookUpWords
from assistant.model.checks.check import Checker
from assistant.model.checks.types import Evidence
from assistant.model.harmless import NAMELESS, is_harmless
from assistant.model.prompts import fenced
from assistant.personal_data import masked
from assistant.reading.types import Reading
from assistant.types import Answer, Citation
from corpus.types import LANGUAGES
from index.home import Index

# Kinds whose answers are words of the assessments; all others are exact, and are worded by code alone.
_WORDED = ("lookup", "overview", "compare")
_MOST_MORE = 6  # passages beside the citations
_MOST = 40
_LONGEST = 1_500  # characters of a passage; longer ones are not cut, but left out


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence by number, and the citation that shows each; the answer's own come first.

    `nameless` are the organizations whose printed name no model is told.
    """

    evidence: Mapping[int, Evidence]
    citations: Mapping[int, Citation]
    nameless: frozenset[str] = frozenset()

    def told(self) -> str:
        """The passages as the model is shown them: numbered, marked as data, and without personal data."""
        return "\n".join(
            fenced(
                "passage",
                masked(each.text, each.language),
                number=each.n,
                organization=self._name(each.n),
                item=each.item.number,
            )
            for each in self.evidence.values()
        )

    def _name(self, n: int) -> str:
        citation = self.citations[n]
        return NAMELESS if citation.organization_id in self.nameless else citation.name


def is_worded(answer: Answer) -> bool:
    """Whether a model may word the answer: it is of words, and there are some."""
    return answer.kind in _WORDED and not answer.abstained and bool(answer.citations)


def gather(
    answer: Answer, reading: Reading, view: View, index: Index, look_up_words: LookUpWords, checker: Checker
) -> Gathered:
    """The evidence for an answer. A passage that gives orders is left out: it was written for a model, not a reader."""
    book = CitationBook(view, answer.language)
    for citation in answer.citations:
        book.cite(citation.document, citation.item, citation.start, citation.end)
    if answer.kind == "lookup":
        own = book.citations
        for hit in ranked_passages(reading, view, index, look_up_words, _MOST_MORE):
            passage = hit.passage
            if not any(_is_within(passage.start, passage.end, passage.document, each) for each in own):
                book.cite(passage.document, passage.item, passage.start, passage.end)
    shown = [
        each for each in book.citations[:_MOST] if len(each.quote) <= _LONGEST and not checker.gives_orders(each.quote)
    ]
    nameless = {each.organization_id for each in shown if not is_harmless(each.name, checker.gives_orders)}
    return Gathered(
        {each.n: _evidence(each, view) for each in shown},
        {each.n: each for each in book.citations},
        frozenset(nameless),
    )


def _is_within(start: int, end: int, document: str, citation: Citation) -> bool:
    return citation.document == document and citation.start <= start and end <= citation.end


def _evidence(citation: Citation, view: View) -> Evidence:
    item = view.questionnaire.item(citation.item)
    ticked = _ticked(citation, view)
    meanings = tuple(
        (language, option.label.of(language))
        for option in item.options
        if option.id in ticked
        for language in LANGUAGES
    )
    return Evidence(
        citation.n,
        citation.quote,
        citation.language,
        view.organizations[citation.organization_id],
        item,
        meanings,
        (citation.organization, citation.name),
    )


def _ticked(citation: Citation, view: View) -> Sequence[str]:
    """The options whose labels the citation quotes."""
    response = view.assessment(citation.document).response(citation.item)
    return [
        tick.option for tick in response.ticks if citation.start <= tick.span.start and tick.span.end <= citation.end
    ]
