"""One generation as answers see it: the questionnaire, who is in it, and the documents' stored texts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from assistant.reading.options import PrintedOption
from assistant.reading.types import Reading
from assistant.reading.wording import PrintedLabels
from corpus.folding import folded
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Assessment, Language, Organization
from index.query import ASKS, Found, Query, execute
from index.types import AnswerTable, Cell, DocumentInfo, State

Kept = TypeVar("Kept")

# Those that match come first.
STATE_ORDER: dict[State, int] = {"matching": 0, "not_matching": 1, "not_stated": 2}
# Names recur in every list, and folding one takes as long as the rest of its row.
_sorted_by = lru_cache(maxsize=16_384)(folded)


@dataclass(frozen=True)
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

    def called(self, organization: str, language: Language) -> str:
        """What an organization is called in `language`: as printed there, else its applied name in that language."""
        return self.kept(("called", language), lambda: self._called(language))[organization]

    def _called(self, language: Language) -> dict[str, str]:
        names = {name: organization.applied.of(language) for name, organization in self.organizations.items()}
        return names | {
            document.organization: document.printed_name
            for document in self.documents.values()
            if document.language == language
        }

    def examined(self, reading: Reading) -> tuple[str, ...]:
        """The ids of the organizations a question is about: those it names, else all, without those it leaves out.

        Where the question is about those that meet a condition ("of those, ..."), only they are.
        """
        excluded = {each.id for each in reading.excluded}
        asked = self.present(reading.organizations) or tuple(self.organizations)
        if reading.within is not None:
            query = Query("list", reading.within)
            found = execute(query, self.table, self.generation, reading.language, self.options).found
            meeting = {each.organization for each in found if each.state == "matching"}
            asked = tuple(each for each in asked if each in meeting)
        return tuple(each for each in asked if each not in excluded)

    def names_of(self, reading: Reading, language: Language) -> tuple[str, ...]:
        """What the organizations that a question names one by one, and that are here, are called; none for all."""
        in_sets = {each.id for one in reading.sets for each in one.organizations}
        single = [each for each in self.present(reading.organizations) if each not in in_sets]
        return tuple(self.organizations[each].applied.of(language) for each in single)

    def sets_of(self, reading: Reading) -> tuple[str, ...]:
        """What a question calls the groups that it asks about; one that is everybody ("both of them") needs no name."""
        everybody = set(self.organizations)
        return tuple(
            each.said for each in reading.sets if not everybody <= {member.id for member in each.organizations}
        )

    def listed(self, reading: Reading) -> tuple[Organization, ...]:
        """The organizations that the answer to a reading with a condition lists, in its order."""
        found = execute(self.query(reading), self.table, self.generation, reading.language, self.options).found
        return tuple(self.organizations[each.organization] for each in self.ordered(found, reading.language))

    def ordered(self, found: Sequence[Found], language: Language) -> tuple[Found, ...]:
        """What was found in the order in which people read it: matching first, then by the names that are shown."""
        return tuple(
            sorted(found, key=lambda each: (STATE_ORDER[each.state], *self.place(each.organization, language)))
        )

    def place(self, organization: str, language: Language) -> tuple[str, str]:
        """By what organizations are sorted: what each is called in `language`, accents and case aside, then its id."""
        return _sorted_by(self.called(organization, language)), organization

    def query(self, reading: Reading) -> Query:
        """What a reading asks of the table."""
        named = self.present(reading.organizations)
        kind = reading.kind if reading.kind in ASKS else "list"
        return Query(
            kind,
            reading.condition,
            frozenset(named) or None,
            frozenset(each.id for each in reading.excluded),
            reading.items,
            reading.order,
            reading.top,
        )

    def cells_by_organization(
        self, items: Sequence[int], query: Query | None, language: Language
    ) -> Iterator[Sequence[Cell]]:
        """The cells of those items of each organization that the query is about, of all without a query."""
        numbers = sorted(set(items))
        cells = self.table.cells(self.generation, numbers, language)
        for start in range(0, len(cells), len(numbers) or 1):
            if query is None or query.asks_about(cells[start].organization):
                yield cells[start : start + len(numbers)]

    def kept(self, key: Hashable, made: Callable[[], Kept]) -> Kept:
        """What `made` gives, made once: nothing in a generation ever changes."""
        if key not in self._kept:
            self._kept[key] = made()
        found: Kept = self._kept[key]
        return found

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The ids of all options: the questionnaire's in its order, then those that only assessments print."""
        known = [option.id for item in self.questionnaire.items for option in item.options]
        return (*known, *(option.id for option in self.printed))

    @cached_property
    def bilingual(self) -> frozenset[str]:
        """The ids of the organizations that have an assessment in both languages."""
        languages: dict[str, set[Language]] = {}
        for document in self.documents.values():
            languages.setdefault(document.organization, set()).add(document.language)
        return frozenset(each for each, there in languages.items() if len(there) > 1)

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
