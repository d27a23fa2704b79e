"""Questions for the organizations that ticked an option: lists, counts, shares, yes or no about one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.types import AnswerKind
from evals.cases import Case, OtherSet
from evals.generator.cases.asking import Asking
from evals.generator.cases.conditions import (
    And,
    Condition,
    Not,
    Or,
    Ticked,
    holds,
    items_of,
    options_of,
    said_otherwise,
    sets_of,
)
from evals.generator.form_words import item_of
from evals.generator.phrasing import filled
from evals.generator.pool import Option


def listed(asking: Asking) -> Iterator[Case]:
    """Who has, by every option in turn."""
    while True:
        option = _option(asking, "list")
        yield _framed(asking, "list", "list", option, asking.pool.frames[asking.language].list_)


def listed_not(asking: Asking) -> Iterator[Case]:
    """Who has not."""
    while True:
        option = _option(asking, "list_not", negated=True)
        yield _framed(asking, "list", "list", option, asking.pool.frames[asking.language].list_, negated=True)


def counted(asking: Asking) -> Iterator[Case]:
    """How many have, or every third time have not."""
    frames = asking.pool.frames[asking.language].count
    while True:
        for negated in (False, False, True):
            option = _option(asking, f"count_{negated}", negated=negated)
            yield _framed(asking, "count", "count", option, frames, negated=negated)


def shared(asking: Asking) -> Iterator[Case]:
    """What share has, or every fourth time has not."""
    frames = asking.pool.frames[asking.language].share
    while True:
        for negated in (False, False, False, True):
            option = _option(asking, f"share_{negated}", negated=negated)
            yield _framed(asking, "share", "share", option, frames, negated=negated)


def with_noun(asking: Asking) -> Iterator[Case]:
    """Who is there with something."""
    frames = asking.pool.frames[asking.language].with_
    while True:
        option = _option(asking, "with")
        noun, where = asking.wording(f"option/{option.id}/{asking.language}/noun", option.of(asking.language).noun)
        frame, in_frame = asking.wording(f"frames/{asking.language}/with", frames)
        question = filled(frame, asking.language, {"noun": noun})
        yield _case(asking, "list", question, _joined(where, in_frame), Ticked(option.id))


def bare(asking: Asking) -> Iterator[Case]:
    """A few words without a question."""
    while True:
        option = _option(asking, "bare")
        yield _as_it_is(asking, option, "bare", option.of(asking.language).bare)


def whole(asking: Asking) -> Iterator[Case]:
    """Whole questions of the option's own."""
    while True:
        option = _option(asking, "whole")
        yield _as_it_is(asking, option, "whole", option.of(asking.language).whole)


def both(asking: Asking) -> Iterator[Case]:
    """Who has one and another, of two items."""
    while True:
        yield _paired(asking, "both", asking.pool.frames[asking.language].both)


def either(asking: Asking) -> Iterator[Case]:
    """Who has one or another, of two items."""
    while True:
        yield _paired(asking, "either", asking.pool.frames[asking.language].either)


def but(asking: Asking) -> Iterator[Case]:
    """Who has one but has not another, of two items."""
    while True:
        yield _paired(asking, "but", asking.pool.frames[asking.language].but)


def yes_or_no(asking: Asking) -> Iterator[Case]:
    """Whether one organization has: the set is that organization, or empty."""
    while True:
        option = _option(asking, "one")
        organization = asking.in_turn("one/organizations", asking.truth.with_form)
        where = f"option/{option.id}/{asking.language}/one"
        template, wording = asking.wording(where, option.of(asking.language).one)
        held = holds(Ticked(option.id), organization, asking.language)
        name = (organization.case_name,)
        yield asking.case(
            "list",
            filled(template, asking.language, {"org": asking.said(organization)}),
            wording,
            organizations=name if held else (),
            not_stated=name if held is None else (),
            ticks=(item_of(option.id),),
            options=(option.id,),
        )


def _option(asking: Asking, what: str, *, negated: bool = False) -> Option:
    options = [each for each in asking.pool.options if not negated or each.of(asking.language).have_not]
    return asking.in_turn(f"options/{what}", options)


def _have(asking: Asking, option: Option, *, negated: bool = False) -> tuple[str, str]:
    words, kind = option.of(asking.language), "have_not" if negated else "have"
    return asking.wording(f"option/{option.id}/{asking.language}/{kind}", words.have_not if negated else words.have)


def _condition(option: Option, *, negated: bool = False) -> Condition:
    return Not(Ticked(option.id)) if negated else Ticked(option.id)


def _framed(
    asking: Asking, kind: AnswerKind, name: str, option: Option, frames: Sequence[str], *, negated: bool = False
) -> Case:
    words, where = _have(asking, option, negated=negated)
    frame, in_frame = asking.wording(f"frames/{asking.language}/{name}", frames)
    question = filled(frame, asking.language, {"have": words})
    return _case(asking, kind, question, _joined(where, in_frame), _condition(option, negated=negated))


def _as_it_is(asking: Asking, option: Option, kind: str, wordings: Sequence[str]) -> Case:
    question, wording = asking.wording(f"option/{option.id}/{asking.language}/{kind}", wordings)
    return _case(asking, "list", question, wording, Ticked(option.id))


def _paired(asking: Asking, name: str, frames: Sequence[str]) -> Case:
    negated = name == "but"
    first, second = _pair(asking, name, negated=negated)
    words, where = _have(asking, first)
    others, where_else = _have(asking, second, negated=negated)
    frame, in_frame = asking.wording(f"frames/{asking.language}/{name}", frames)
    values = {"have": words, "have_not" if negated else "have2": others}
    conditions = Ticked(first.id), _condition(second, negated=negated)
    condition = Or(*conditions) if name == "either" else And(*conditions)
    return _case(
        asking, "list", filled(frame, asking.language, dict(values)), _joined(where, where_else, in_frame), condition
    )


def _pair(asking: Asking, name: str, *, negated: bool) -> tuple[Option, Option]:
    """Two options of different items."""
    first = _option(asking, name)
    while True:
        second = _option(asking, f"{name}/second", negated=negated)
        if item_of(first.id) != item_of(second.id):
            return first, second


def _joined(*wordings: str) -> str:
    """One id for several wordings in one question: "test/option/q5.updated/en/have/3+list/2"."""
    first, *others = wordings
    return "+".join([first, *(_without_folder(other) for other in others)])


def _without_folder(wording: str) -> str:
    _, kind, *rest = wording.split("/")
    return "/".join(rest[1:] if kind == "frames" else [kind, *rest])


def _case(asking: Asking, kind: AnswerKind, question: str, wording: str, condition: Condition) -> Case:
    meant = said_otherwise(condition, asking.texts.words.siblings)
    sets, *others = (sets_of(each, asking.truth, asking.language) for each in meant)
    as_right = dict.fromkeys(each for each in others if each.matching != sets.matching)
    return asking.case(
        kind,
        question,
        wording,
        organizations=sets.matching,
        or_sets=tuple(OtherSet(organizations=each.matching, not_stated=each.not_stated) for each in as_right),
        not_stated=sets.not_stated,
        ticks=items_of(condition),
        options=options_of(condition),
    )
