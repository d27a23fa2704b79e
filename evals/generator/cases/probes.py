"""Questions written by hand for mistakes that random ones seldom meet; their answers come from the truth."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.types import AnswerKind, Reason
from corpus.types import Language
from evals.cases import SET_KINDS, Case, Evidence, Place
from evals.generator.cases.asking import Asking
from evals.generator.cases.conditions import Holds, Not, Ticked, holds
from evals.generator.data import Strict, read_data
from evals.generator.form_words import item_of
from evals.generator.generate import Texts
from evals.generator.truth import OrganizationTruth, Truth

_FILE = Path(__file__).with_name("probes.toml")
_ANSWERED = {"filled": True, "not_applicable": True, "no_response": False, "missing": None}
_NOT = "not "
_HEADLINES: Mapping[Language, str] = {"en": "{answered} of {total} items", "fr": "{answered} éléments sur {total}"}


class Probe(Strict):
    """A question, and what its answer is worked out from.

    `all_of` are options ("not q5.updated" for one not ticked), all of which must hold, `any_of` such of which one is
    enough; `responded` and `silent` are an item. `named` are the organizations it is about, `without` those it leaves
    out. `overview` is an organization, `fact` an organization and one of its facts, `shared` a fact and its English
    value, of all that state it, `written` an item that is asked of everybody. `facts` are wordings that the answer
    should have besides.
    """

    kind: AnswerKind
    language: Language
    question: str
    history: tuple[str, ...] = ()
    page: Language | None = None
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    responded: int | None = None
    silent: int | None = None
    named: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    overview: str | None = None
    fact: tuple[str, str] | None = None
    shared: tuple[str, str] | None = None
    written: int | None = None
    facts: tuple[tuple[str, ...], ...] = ()
    offers: tuple[str, ...] = ()
    reason: Reason | None = None


class _Probes(Strict):
    probe: tuple[Probe, ...]


def probe_cases(truth: Truth, texts: Texts, seed: int, count: int) -> list[Case]:
    """The first `count` cases; ids are "probe-dev-001" and so on. They ask by the names of one corpus, see the file."""
    split = truth.corpus.texts
    cases = []
    for number, probe in enumerate(read_data(_FILE, _Probes).probe[:count], start=1):
        asking = Asking(truth, texts, probe.language, random.Random(f"probes/{seed}"))
        same = {"history": probe.history, "page": probe.page, "offers": probe.offers, "reason": probe.reason}
        case = asking.case(probe.kind, probe.question, f"{split}/probes/{number}", **same, **_expected(probe, truth))
        cases.append(case.model_copy(update={"id": f"probe-{split}-{number:03}"}))
    return cases


def _expected(probe: Probe, truth: Truth) -> dict[str, Any]:
    """What the answer should be: by the truth, and the facts that the probe names."""
    if probe.kind in SET_KINDS:
        return {**_sets(probe, truth), "facts": probe.facts}
    by_id = {each.id: each for each in truth.with_form}
    if probe.overview is not None:
        return {"facts": (*probe.facts, (_headline(by_id[probe.overview], probe.language),))}
    if probe.fact is not None:
        organization, name = by_id[probe.fact[0]], probe.fact[1]
        fact = next(each for each in organization.facts if each.fact == name)
        version = organization.version(probe.language)
        quoted = Evidence(organization=organization.case_name, item=fact.item, quote=fact.evidence[version])
        return {"evidence": (quoted,), "facts": probe.facts or (fact.accept[version],)}
    if probe.shared is not None:
        return {"evidence": tuple(_shared(truth.with_form, *probe.shared, probe.language)), "facts": probe.facts}
    if probe.written is not None:
        return {"evidence": tuple(_written(truth.with_form, probe.written, probe.language)), "facts": probe.facts}
    return {"facts": probe.facts}


def _sets(probe: Probe, truth: Truth) -> dict[str, Any]:
    asked = [
        each for each in truth.with_form if each.id not in probe.without and (not probe.named or each.id in probe.named)
    ]
    found = {each.case_name: _holds(probe, each) for each in asked}
    options = [each.removeprefix(_NOT) for each in (*probe.all_of, *probe.any_of)]
    return {
        "organizations": tuple(sorted(name for name, held in found.items() if held)),
        "not_stated": tuple(sorted(name for name, held in found.items() if held is None)),
        "ticks": tuple(sorted({item_of(option) for option in options})),
        "options": tuple(options),
    }


def _holds(probe: Probe, organization: OrganizationTruth) -> Holds:
    if probe.responded is not None:
        return _responded(organization, probe.responded, probe.language)
    if probe.silent is not None:
        responded = _responded(organization, probe.silent, probe.language)
        return None if responded is None else not responded
    each = [_one(option, organization, probe.language) for option in probe.all_of or probe.any_of]
    decides = not probe.all_of
    return decides if decides in each else None if None in each else not decides


def _one(option: str, organization: OrganizationTruth, language: Language) -> Holds:
    ticked = Ticked(option.removeprefix(_NOT))
    return holds(Not(ticked) if option.startswith(_NOT) else ticked, organization, language)


def _responded(organization: OrganizationTruth, item: int, language: Language) -> Holds:
    return True if organization.ticked(item, language) else _ANSWERED[organization.texts.get(item, "no_response")]


def _headline(organization: OrganizationTruth, language: Language) -> str:
    items = sorted({*organization.ticks, *organization.texts, *organization.missing})
    answered = sum(_responded(organization, item, language) is True for item in items)
    return _HEADLINES[language].format(answered=answered, total=len(items))


def _shared(
    organizations: Sequence[OrganizationTruth], name: str, value: str, language: Language
) -> Iterator[Evidence]:
    """What each organization says that states the fact with that value."""
    for each in organizations:
        version = each.version(language)
        for fact in each.facts:
            if fact.fact == name and fact.value["en"] == value:
                yield Evidence(organization=each.case_name, item=fact.item, quote=fact.evidence[version])


def _written(organizations: Sequence[OrganizationTruth], item: int, language: Language) -> list[Evidence]:
    """Of each organization some words that it wrote under the item."""
    found = []
    for each in organizations:
        version = each.version(language)
        quotes = each.openings.get(item, {}).get(version, ())
        if each.texts.get(item) == "not_applicable" and version in each.said_nothing.get(item, {}):
            quotes = (each.said_nothing[item][version],)
        if quotes:
            also = tuple(Place(item=item, quote=quote) for quote in quotes[1:])
            found.append(Evidence(organization=each.case_name, item=item, quote=quotes[0], also=also))
    return found
