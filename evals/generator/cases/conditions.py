"""Conditions on ticks and their truth for one organization: Kleene's strong logic of three values, None is unknown.

Written for the generator alone, so that a mistake in how answers are computed is not made twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.types import Language
from evals.generator.form_words import item_of
from evals.generator.truth import OrganizationTruth, Truth

Holds = bool | None


@dataclass(frozen=True, slots=True)
class Ticked:
    """The option is ticked."""

    option: str


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class And:
    """Both conditions hold."""

    first: Condition
    second: Condition


@dataclass(frozen=True, slots=True)
class Or:
    """One of the conditions holds, or both do."""

    first: Condition
    second: Condition


Condition = Ticked | Not | And | Or


@dataclass(frozen=True, slots=True)
class Sets:
    """How a condition divides the organizations, by what cases call them, in order; the rest does not match."""

    matching: tuple[str, ...]
    not_stated: tuple[str, ...]


def holds(condition: Condition, organization: OrganizationTruth, language: Language) -> Holds:
    """Whether the condition holds for the organization, by its version for a question in `language`."""
    match condition:
        case Ticked():
            ticks = organization.ticked(item_of(condition.option), language)
            return condition.option in ticks if ticks else None
        case Not():
            inner = holds(condition.condition, organization, language)
            return None if inner is None else not inner
        case And():
            both = (holds(condition.first, organization, language), holds(condition.second, organization, language))
            return False if False in both else None if None in both else True
        case Or():
            both = (holds(condition.first, organization, language), holds(condition.second, organization, language))
            return True if True in both else None if None in both else False


def options_of(condition: Condition) -> tuple[str, ...]:
    """The options that the condition is about, in its order."""
    match condition:
        case Ticked():
            return (condition.option,)
        case Not():
            return options_of(condition.condition)
        case And() | Or():
            return (*options_of(condition.first), *options_of(condition.second))


def items_of(condition: Condition) -> tuple[int, ...]:
    """The numbers of the items that the condition is about, in order, each once."""
    return tuple(sorted({item_of(option) for option in options_of(condition)}))


def sets_of(condition: Condition, truth: Truth, language: Language) -> Sets:
    """The organizations for which the condition holds, and those whose forms do not say."""
    found = {each.case_name: holds(condition, each, language) for each in truth.with_form}
    return Sets(
        matching=tuple(sorted(name for name, held in found.items() if held)),
        not_stated=tuple(sorted(name for name, held in found.items() if held is None)),
    )


def said_otherwise(condition: Condition, siblings: Mapping[str, str]) -> tuple[Condition, ...]:
    """The condition in all ways that the same words may mean, itself first.

    `siblings` maps each option of an item of two to the other. Not to have the one and to have the other is said in
    the same words ("has no plan"), and differs where a form ticks both, or prints an option that is not on the form.
    """
    match condition:
        case Ticked(option) if option in siblings:
            return (condition, Not(Ticked(siblings[option])))
        case Not(Ticked(option)) if option in siblings:
            return (condition, Ticked(siblings[option]))
        case And(first, second) | Or(first, second):
            return tuple(
                type(condition)(one, other)
                for one in said_otherwise(first, siblings)
                for other in said_otherwise(second, siblings)
            )
    return (condition,)
