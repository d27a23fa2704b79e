"""One generation as answers see it: the questionnaire, who is in it, and the documents' stored texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.reading.options import PrintedOption
from assistant.reading.wording import PrintedLabels
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Assessment, Organization
from index.types import AnswerTable, DocumentInfo


@dataclass(frozen=True, slots=True)
class View:
    """A pinned generation. `registry` also knows the organizations that only the corpus has."""

    generation: str
    table: AnswerTable
    questionnaire: Questionnaire
    registry: Registry
    printed: tuple[PrintedOption, ...]
    organizations: dict[str, Organization]
    documents: dict[str, DocumentInfo]
    _assessments: dict[str, Assessment] = field(default_factory=dict)

    def assessment(self, document: str) -> Assessment:
        """The stored assessment, read once; KeyError for an unknown document."""
        if document not in self._assessments:
            self._assessments[document] = self.table.assessment(self.generation, document)
        return self._assessments[document]

    @property
    def printed_labels(self) -> PrintedLabels:
        """Labels of the options that the questionnaire does not know, by id."""
        return {option.id: option.label for option in self.printed}


def view_of(generation: str, table: AnswerTable, questionnaire: Questionnaire, registry: Registry) -> View:
    """The view of a generation."""
    organizations = {organization.id: organization for organization in table.organizations(generation)}
    documents = {document.id: document for document in table.documents(generation)}
    choices = [item.number for item in questionnaire.items if item.options]
    printed = {
        tick.option: PrintedOption(tick.option, tick.label)
        for language in LANGUAGES
        for cell in table.cells(generation, choices, language)
        for tick in cell.response.ticks
        if not tick.known
    }
    return View(
        generation,
        table,
        questionnaire,
        registry.extended(organizations.values()),
        tuple(printed.values()),
        organizations,
        documents,
    )
