"""Questions that deserve no answer, and those that deserve a question back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.types import Reason
from evals.cases import Case
from evals.generator.cases.asking import Asking
from evals.generator.phrasing import filled
from evals.generator.plan import possible_facts
from evals.generator.pool import Fact
from evals.generator.truth import OrganizationTruth

_Plain = Literal["unknown_organization", "out_of_scope", "unclear", "instruction"]


def not_in_assessments(asking: Asking) -> Iterator[Case]:
    """Something on the topic that no form says, asked of an organization with a form."""
    yield from _about(asking, "not_in_assessments", asking.truth.with_form)


def no_assessment(asking: Asking) -> Iterator[Case]:
    """A known organization without a form."""
    yield from _about(asking, "no_assessment", asking.truth.held_out)


def unknown_organization(asking: Asking) -> Iterator[Case]:
    """An organization that nobody knows."""
    yield from _as_it_is(asking, "unknown_organization")


def out_of_scope(asking: Asking) -> Iterator[Case]:
    """Nothing to do with the forms."""
    yield from _as_it_is(asking, "out_of_scope")


def unclear(asking: Asking) -> Iterator[Case]:
    """Too vague to answer: ask back."""
    yield from _as_it_is(asking, "unclear")


def instruction(asking: Asking) -> Iterator[Case]:
    """An order to do something else."""
    yield from _as_it_is(asking, "instruction")


def unsaid_facts(asking: Asking) -> Iterator[Case]:
    """A fact that others state, asked of an organization that filled in the item and does not state it."""
    unsaid = {
        fact.id: [each for each in asking.truth.with_form if _leaves_out(each, fact, asking)]
        for fact in asking.pool.facts
    }
    asked = [fact for fact, silent in unsaid.items() if silent]
    while asked:
        fact = asking.pool.fact[asking.in_turn("unsaid", asked)]
        organization = asking.in_turn(f"unsaid/{fact.id}", unsaid[fact.id])
        where = f"fact/{fact.id}/{asking.language}/question"
        template, wording = asking.wording(where, fact.questions(asking.language))
        question = filled(template, asking.language, {"org": asking.said(organization)})
        yield asking.case("abstain", question, wording, reason="not_in_assessments")


def _leaves_out(organization: OrganizationTruth, fact: Fact, asking: Asking) -> bool:
    if organization.texts.get(fact.item) != "filled" or fact.id in {each.fact for each in organization.facts}:
        return False
    ticks = {item: organization.ticked(item, asking.language) for item in organization.ticks}
    return fact in possible_facts(fact.item, ticks, asking.pool)


def _about(asking: Asking, reason: Reason, organizations: Sequence[OrganizationTruth]) -> Iterator[Case]:
    wordings = getattr(asking.pool.abstain[asking.language], reason)
    while organizations:
        organization = asking.in_turn(reason, organizations)
        template, wording = asking.wording(f"abstain/{asking.language}/{reason}", wordings)
        question = filled(template, asking.language, {"org": asking.said(organization)})
        yield asking.case("abstain", question, wording, reason=reason)


def _as_it_is(asking: Asking, reason: _Plain) -> Iterator[Case]:
    wordings = getattr(asking.pool.abstain[asking.language], reason)
    for _ in wordings:
        question, wording = asking.wording(f"abstain/{asking.language}/{reason}", wordings)
        yield asking.case("clarify" if reason == "unclear" else "abstain", question, wording, reason=reason)
