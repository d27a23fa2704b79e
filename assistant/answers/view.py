"""One generation as answers see it: the questionnaire, who is in it, and the documents' stored texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.options import PrintedOption
from assistant.reading.types import Reading
from assistant.reading.wording import PrintedLabels
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Assessment, Language, Organization
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

    def assessment(self, document: str) -> Assessment:
        """The stored assessment; KeyError for an unknown document."""
        return self.table.assessment(self.generation, document)

    def present(self, organizations: Sequence[Organization]) -> tuple[str, ...]:
        """The ids of those of the organizations that have an assessment here."""
        return tuple(each.id for each in organizations if each.id in self.organizations)

    def counting(self, organizations: Sequence[str], language: Language) -> tuple[DocumentInfo, ...]:
        """Of each organization the document that counts for `language`: that in it, else the other one."""
        chosen: dict[str, DocumentInfo] = {}
        for document in self.documents.values():
            if document.organization in organizations and (
                document.organization not in chosen or document.language == language
            ):
                chosen[document.organization] = document
        return tuple(chosen.values())

    def examined(self, reading: Reading) -> tuple[str, ...]:
        """The ids of the organizations a question is about: those it names, else all, without those it leaves out."""
        excluded = {each.id for each in reading.excluded}
        asked = self.present(reading.organizations) or tuple(self.organizations)
        return tuple(each for each in asked if each not in excluded)

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
