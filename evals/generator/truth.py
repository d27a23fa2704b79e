"""What is true of a generated corpus (truth.json)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.types import LANGUAGES, Language
from evals.cases import GeneratedCorpus
from evals.generator.forms import Layout

TextState = Literal["filled", "not_applicable", "no_response", "missing"]
PRINTED = "printed"  # "q6.printed": a tick that the questionnaire does not have


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TickTruth(_Strict):
    """The ticks of one item, printed as `labels`. `citable` are the labels that stand under the item only once.

    Where the versions in the two languages differ, `options` is the English one and `options_fr` the French one.
    """

    options: tuple[str, ...]
    options_fr: tuple[str, ...] | None = None
    labels: dict[Language, tuple[str, ...]]
    citable: dict[Language, tuple[str, ...]]


class FactTruth(_Strict):
    """A fact that is stated: the sentence as printed, and in it the fewest words that hold the value."""

    fact: str
    item: int
    quotes: dict[Language, str]
    evidence: dict[Language, str]
    value: dict[Language, str]
    accept: dict[Language, tuple[str, ...]]


class OrganizationTruth(_Strict):
    """One organization of the corpus, or one that the registry knows and that has no form.

    `traps` are those of its forms. `openings` are the first words of each paragraph and list entry under text items,
    `said_nothing` the words of those that say "N/A" or the like; both only where they stand under the item once.
    """

    id: str
    registered: bool
    has_form: bool
    names: dict[Language, str]
    acronyms: dict[Language, str]
    other_names: tuple[str, ...] = ()
    files: dict[Language, str] = {}
    layouts: dict[Language, Layout] = {}
    ticks: dict[int, TickTruth] = {}
    facts: tuple[FactTruth, ...] = ()
    texts: dict[int, TextState] = {}
    missing: tuple[int, ...] = ()
    openings: dict[int, dict[Language, tuple[str, ...]]] = {}
    said_nothing: dict[int, dict[Language, str]] = {}
    traps: tuple[str, ...] = ()

    @property
    def case_name(self) -> str:
        """What cases call it: its id, or the printed name where no registry gives it one."""
        return self.id if self.registered else self.names["en"]

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name it may be called by, acronyms included."""
        return tuple(dict.fromkeys((*self.names.values(), *self.acronyms.values(), *self.other_names)))

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it has a form in."""
        return tuple(language for language in LANGUAGES if language in self.files)

    def version(self, language: Language) -> Language:
        """The language of the form that a question in `language` is answered from."""
        return language if language in self.files else self.languages[0]

    def ticked(self, item: int, language: Language) -> tuple[str, ...]:
        """The options ticked in the version for a question in `language`; empty where nothing is."""
        ticks = self.ticks.get(item)
        if ticks is None:
            return ()
        french = self.version(language) == "fr" and ticks.options_fr is not None
        return (ticks.options_fr or ()) if french else ticks.options


class Truth(_Strict):
    """All of it. `foreign` are files that look like forms of the questionnaire and are none."""

    corpus: GeneratedCorpus
    organizations: tuple[OrganizationTruth, ...]
    foreign: tuple[str, ...] = ()

    @property
    def with_form(self) -> tuple[OrganizationTruth, ...]:
        """The organizations that make up the corpus."""
        return tuple(each for each in self.organizations if each.has_form)

    @property
    def held_out(self) -> tuple[OrganizationTruth, ...]:
        """The organizations that the registry knows and that have no form."""
        return tuple(each for each in self.organizations if not each.has_form)

    def files(self) -> Iterator[str]:
        """Every form's file."""
        for each in self.with_form:
            yield from (each.files[language] for language in each.languages)
