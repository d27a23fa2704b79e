"""A whole corpus: which organizations, which of them in which languages and layouts, and what is true of it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.errors import DataFileError
from corpus.types import LANGUAGES, Language
from evals.cases import GeneratedCorpus
from evals.generator import likelihood
from evals.generator.filling import Printed, printed_form
from evals.generator.form_words import FormWords
from evals.generator.forms import LAYOUTS, FilledForm, Layout
from evals.generator.likelihood import dealt_shares
from evals.generator.look_alike import look_alike_form
from evals.generator.organizations import MadeUp, registry_toml
from evals.generator.plan import Plan, Stated, planned
from evals.generator.pool import Pool
from evals.generator.truth import FactTruth, OrganizationTruth, TickTruth, Truth

SUFFIXES: Mapping[Layout, str] = {
    "compact": ".txt",
    "spaced": ".txt",
    "web": ".html",
    "printed": ".pdf",
    "word": ".docx",
}
# Most forms are published as pages.
_DEALT_LAYOUTS: tuple[Layout, ...] = (*LAYOUTS, "web", "compact", "spaced")
_ORGANIZATIONS_PER_LOOK_ALIKE = 40

_Words = TypeVar("_Words")


@dataclass(frozen=True, slots=True)
class Composed:
    """A corpus before it is written: forms by their file, the registry's data file, and the truth."""

    files: Mapping[str, FilledForm]
    registry: str
    truth: Truth


def composed(corpus: GeneratedCorpus, pool: Pool, organizations: Sequence[MadeUp], words: FormWords) -> Composed:
    """The corpus that `corpus` describes; DataFileError where it asks for more organizations than there are."""
    return _Composer(corpus, pool, organizations, words).composed()


class _Composer:
    def __init__(self, corpus: GeneratedCorpus, pool: Pool, organizations: Sequence[MadeUp], words: FormWords) -> None:
        if corpus.organizations > len(organizations):
            raise DataFileError(
                f"A generated corpus of {corpus.organizations} organizations was asked for, and the texts "
                f"'{corpus.texts}' have {len(organizations)}. Ask for fewer."
            )
        self._corpus = corpus
        self._pool = pool
        self._organizations = organizations
        self._words = words
        self._shares = dealt_shares(words, self._chance("shares"))
        self._layouts = self._dealt_layouts()
        self._files: dict[str, FilledForm] = {}

    def composed(self) -> Composed:
        chosen = self._chosen()
        languages = self._languages(chosen)
        registered = [each for each in self._organizations if each.registered]
        held_out = [each for each in registered if each not in chosen]
        filled = [self._filled(each, languages[each.id], held_out) for each in chosen]
        foreign = tuple(self._look_alikes(held_out or registered))
        truth = Truth(
            corpus=self._corpus,
            organizations=(*filled, *(_identity(each, has_form=False) for each in held_out)),
            foreign=foreign,
        )
        return Composed(dict(sorted(self._files.items())), registry_toml(self._organizations), truth)

    def _chance(self, *what: str) -> random.Random:
        """A random generator of its own for `what`: one thing changed leaves the others as they are."""
        return random.Random("/".join((self._corpus.texts, str(self._corpus.seed), *what)))

    def _chosen(self) -> list[MadeUp]:
        """The organizations with a form: those whose names hold one another first, else by chance."""
        chance, number = self._chance("organizations"), self._corpus.organizations
        unregistered = [each for each in self._organizations if not each.registered]
        registered = [each for each in self._organizations if each.registered]
        strangers = min(len(unregistered), max(round(number * likelihood.UNREGISTERED), number - len(registered)))
        chosen = set(each.id for each in chance.sample(unregistered, strangers))
        nested = [each for each in registered if _shares_its_name(each, registered)]
        others = [each for each in registered if each not in nested]
        chance.shuffle(others)
        chosen |= {each.id for each in [*nested, *others][: number - strangers]}
        return [each for each in self._organizations if each.id in chosen]

    def _languages(self, chosen: Sequence[MadeUp]) -> dict[str, tuple[Language, ...]]:
        """The languages each organization has a form in; who is not registered writes English only."""
        chance = self._chance("languages")
        registered = [each.id for each in chosen if each.registered]
        chance.shuffle(registered)
        both = min(len(registered), round(len(chosen) * self._corpus.bilingual))
        french = round((len(registered) - both) * likelihood.FRENCH_ONLY)
        languages: dict[str, tuple[Language, ...]] = {each.id: ("en",) for each in chosen}
        languages |= {each: LANGUAGES for each in registered[:both]}
        languages |= {each: ("fr",) for each in registered[both : both + french]}
        return languages

    def _dealt_layouts(self) -> Iterator[Layout]:
        chance = self._chance("layouts")
        # The first forms show every layout once.
        yield from chance.sample(LAYOUTS, len(LAYOUTS))
        while True:
            yield from chance.sample(_DEALT_LAYOUTS, len(_DEALT_LAYOUTS))

    def _filled(
        self, organization: MadeUp, languages: tuple[Language, ...], held_out: Sequence[MadeUp]
    ) -> OrganizationTruth:
        bilingual = len(languages) > 1
        chance = self._chance(organization.id)
        plan = planned(organization, bilingual, self._pool, self._words, self._shares, chance)
        printed: dict[Language, Printed] = {}
        files: dict[Language, str] = {}
        traps = set(plan.traps)
        for language in languages:
            chance = self._chance(organization.id, language)
            layout = next(self._layouts)
            stem, others = _stem(organization, language, held_out, chance)
            traps |= {"other_file_name"} if others else set()
            address = f"https://www.canada.ca/{language}/values-ethics/{_slug(organization.printed(language))}.html"
            printed[language] = printed_form(plan, language, layout, address, self._pool, self._words, chance)
            files[language] = self._added(stem, layout, printed[language].form)
            traps |= set(printed[language].traps)
        return _truth_of(plan, printed, files, tuple(sorted(traps)))

    def _look_alikes(self, organizations: Sequence[MadeUp]) -> Iterator[str]:
        chance = self._chance("look-alikes")
        others = self._words.look_alikes
        for number in range(1 + self._corpus.organizations // _ORGANIZATIONS_PER_LOOK_ALIKE):
            organization, layout = chance.choice(organizations), chance.choice(LAYOUTS)
            other = others[number % len(others)]
            form = look_alike_form(organization, other, layout, "https://www.canada.ca/", self._words)
            yield self._added(f"{organization.id}-{form.language}-self-assessment", layout, form)

    def _added(self, stem: str, layout: Layout, form: FilledForm) -> str:
        number, name = 2, f"forms/{stem}{SUFFIXES[layout]}"
        while name in self._files:
            number, name = number + 1, f"forms/{stem}-{number}{SUFFIXES[layout]}"
        self._files[name] = form
        return name


def _shares_its_name(organization: MadeUp, others: Sequence[MadeUp]) -> bool:
    name = organization.name["en"].name
    return any(
        name in other.name["en"].name or other.name["en"].name in name for other in others if other is not organization
    )


def _stem(
    organization: MadeUp, language: Language, held_out: Sequence[MadeUp], chance: random.Random
) -> tuple[str, bool]:
    """A file's name without suffix, and whether it is another organization's."""
    if held_out and chance.random() < likelihood.OTHER_FILE_NAME:
        return f"{_slug(chance.choice(held_out).printed(language))}-{language}", True
    ways = (
        f"{_slug(organization.printed(language))}.{language}",
        f"{organization.acronyms[language].lower()}-{language}",
        f"values-ethics-{chance.randint(1000, 9999)}",
    )
    return chance.choices(ways, [5, 3, 2])[0], False


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _identity(organization: MadeUp, *, has_form: bool) -> OrganizationTruth:
    names = {language: organization.printed(language) for language in LANGUAGES}
    legal = organization.legal or {}
    return OrganizationTruth(
        id=organization.id,
        registered=organization.registered,
        has_form=has_form,
        names=names,
        acronyms=dict(organization.acronyms),
        other_names=tuple(legal[language].alone for language in LANGUAGES if language in legal),
    )


def _truth_of(
    plan: Plan, printed: dict[Language, Printed], files: dict[Language, str], traps: tuple[str, ...]
) -> OrganizationTruth:
    facts = [stated for item in sorted(plan.facts) for stated in plan.facts[item]]
    headed = [block.text for each in printed.values() for block in each.form.blocks if block.kind == "name"]
    identity = _identity(plan.organization, has_form=True)
    known = {*identity.names.values(), *identity.other_names}
    return identity.model_copy(
        update={
            "other_names": (*identity.other_names, *(name for name in headed if name not in known)),
            "files": files,
            "layouts": {language: each.form.layout for language, each in printed.items()},
            "ticks": {item: _tick_truth(item, plan, printed) for item in sorted(plan.ticks)},
            "facts": tuple(_fact_truth(stated, printed) for stated in facts),
            "texts": plan.texts,
            "missing": plan.missing,
            "openings": _by_item({language: each.openings for language, each in printed.items()}),
            "said_nothing": _by_item({language: each.said_nothing for language, each in printed.items()}),
            "traps": traps,
        }
    )


def _tick_truth(item: int, plan: Plan, printed: dict[Language, Printed]) -> TickTruth:
    return TickTruth(
        options=plan.ticks[item],
        options_fr=plan.ticks_fr.get(item),
        labels={language: each.labels[item] for language, each in printed.items()},
        citable={language: each.citable[item] for language, each in printed.items()},
    )


def _fact_truth(stated: Stated, printed: dict[Language, Printed]) -> FactTruth:
    fact, value = stated.fact, stated.value
    quotes: dict[Language, str] = {}
    for language, each in printed.items():
        sentence = next(one for one in each.sentences[fact.item] if one.stated is stated)
        quotes[language] = " ".join(sentence.text.split())
    return FactTruth(
        fact=fact.id,
        item=fact.item,
        quotes=quotes,
        evidence={language: each.evidence[fact.id] for language, each in printed.items()},
        value={language: value.of(language) for language in LANGUAGES},
        accept={language: value.accepted(language) for language in LANGUAGES},
    )


def _by_item(found: dict[Language, dict[int, _Words]]) -> dict[int, dict[Language, _Words]]:
    items = sorted({item for by_item in found.values() for item in by_item})
    return {item: {language: by_item[item] for language, by_item in found.items() if item in by_item} for item in items}
