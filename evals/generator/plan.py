"""What an organization says, before any words: ticks, facts and where it says nothing. The same in both languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evals.generator import likelihood
from evals.generator.form_words import FormWords
from evals.generator.likelihood import Shares
from evals.generator.organizations import MadeUp
from evals.generator.pool import Fact, Pool, Value
from evals.generator.truth import PRINTED, TextState

_REVIEWED, _REVIEWING = "q3.reviewed", "q3.reviewing"


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact with the value that one organization states."""

    fact: Fact
    value: Value


@dataclass(frozen=True, slots=True)
class Plan:
    """One organization's response. `ticks_fr` holds the items in which its French version is another."""

    organization: MadeUp
    ticks: dict[int, tuple[str, ...]]
    ticks_fr: dict[int, tuple[str, ...]]
    texts: dict[int, TextState]
    facts: dict[int, tuple[Stated, ...]]
    missing: tuple[int, ...] = ()
    traps: tuple[str, ...] = ()


def planned(
    organization: MadeUp, bilingual: bool, pool: Pool, words: FormWords, shares: Shares, chance: random.Random
) -> Plan:
    """What `organization` says, drawn by `chance`."""
    ticks = {item: _ticks(item, options, words, shares, chance) for item, options in words.options.items() if options}
    if _REVIEWED not in ticks[3] and chance.random() > likelihood.UPDATED_WHILE_REVIEWING:
        ticks[5] = ()
    plan = Plan(organization, ticks, {}, {}, {})
    for trap in (_two_ticks, _unknown_option):
        plan = trap(plan, words, chance)
    if bilingual and chance.random() < likelihood.LANGUAGES_DIFFER:
        plan = _another_french_tick(plan, words, chance)
    if chance.random() < likelihood.MISSING_ITEM:
        plan = _without_item(plan, chance.choice([item.number for item in words.items]))
    if plan.ticks.get(5) and _REVIEWING in plan.ticks.get(3, ()):
        plan = replace(plan, traps=(*plan.traps, "item_5_while_reviewing"))
    texts = {item: _text_state(item, plan, words, chance) for item in words.with_text}
    facts = {item: tuple(_facts(item, plan.ticks, pool, chance)) for item, state in texts.items() if state == "filled"}
    return replace(plan, texts=texts, facts=facts)


def _ticks(
    item: int, options: tuple[str, ...], words: FormWords, shares: Shares, chance: random.Random
) -> tuple[str, ...]:
    return (shares.several if words.kind(item) == "several" else shares.single)(options, chance)


def _two_ticks(plan: Plan, words: FormWords, chance: random.Random) -> Plan:
    if chance.random() >= likelihood.TWO_TICKS:
        return plan
    item = chance.choice([item for item in sorted(plan.ticks) if words.kind(item) == "single"])
    both = chance.sample(words.options[item], 2)
    ticks = tuple(option for option in words.options[item] if option in both)
    return replace(plan, ticks={**plan.ticks, item: ticks}, traps=(*plan.traps, "two_ticks"))


def _unknown_option(plan: Plan, words: FormWords, chance: random.Random) -> Plan:
    if chance.random() >= likelihood.UNKNOWN_OPTION:
        return plan
    item = chance.choice(sorted(words.unknown_options))
    others = plan.ticks[item] if words.kind(item) == "several" else ()
    return replace(
        plan,
        ticks={**plan.ticks, item: (*others, f"q{item}.{PRINTED}")},
        traps=(*plan.traps, "unknown_option"),
    )


def _another_french_tick(plan: Plan, words: FormWords, chance: random.Random) -> Plan:
    item = chance.choice([item for item in sorted(plan.ticks) if len(plan.ticks[item]) == 1])
    others = [option for option in words.options[item] if option not in plan.ticks[item]]
    return replace(plan, ticks_fr={item: (chance.choice(others),)}, traps=(*plan.traps, "languages_differ"))


def _without_item(plan: Plan, item: int) -> Plan:
    return replace(
        plan,
        ticks={number: ticks for number, ticks in plan.ticks.items() if number != item},
        ticks_fr={number: ticks for number, ticks in plan.ticks_fr.items() if number != item},
        missing=(item,),
        traps=(*plan.traps, "missing_item"),
    )


def _text_state(item: int, plan: Plan, words: FormWords, chance: random.Random) -> TextState:
    if item in plan.missing:
        return "missing"
    drawn = chance.random()
    filled, not_applicable = _shares_of_texts(item, plan, words)
    if drawn < filled:
        return "filled"
    return "not_applicable" if drawn < filled + not_applicable else "no_response"


def _shares_of_texts(item: int, plan: Plan, words: FormWords) -> tuple[float, float]:
    """How likely an item's text is filled, and says that it does not apply; else there is no response."""
    if item == 4:
        return (0.92, 0.04) if _REVIEWING in plan.ticks.get(3, ()) else (0.08, 0.8)
    if words.kind(item) == "text":
        return 0.87, 0.07
    if words.kind(item) == "several":
        return 0.84, 0.06
    if not plan.ticks[item]:
        return (0.1, 0.6) if item == 5 else (0.35, 0.15)
    return (0.85, 0.05) if item == 5 or plan.ticks[item][0].endswith(".no") else (0.5, 0.4)


def _facts(item: int, ticks: dict[int, tuple[str, ...]], pool: Pool, chance: random.Random) -> Iterator[Stated]:
    for fact in possible_facts(item, ticks, pool):
        if chance.random() < likelihood.FACT:
            yield Stated(fact, chance.choice(fact.values))


def possible_facts(item: int, ticks: dict[int, tuple[str, ...]], pool: Pool) -> Sequence[Fact]:
    """The facts that may stand under `item` of an organization with `ticks`."""
    ticked = {option for options in ticks.values() for option in options}
    return [fact for fact in pool.facts_by_item.get(item, ()) if fact.needs is None or fact.needs in ticked]
