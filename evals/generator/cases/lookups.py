"""Questions for what one organization's free text says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import LANGUAGES, Language
from evals.cases import Case, Evidence, Place
from evals.generator.cases.asking import Asking
from evals.generator.form_words import item_of
from evals.generator.phrasing import Said, filled
from evals.generator.pool import Fact
from evals.generator.truth import FactTruth, OrganizationTruth


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact that an organization states."""

    organization: OrganizationTruth
    truth: FactTruth


def facts(asking: Asking) -> Iterator[Case]:
    """What an organization states, asked for by naming it."""
    told = _told(asking, asking.pool.facts)
    while told:
        fact = asking.in_turn("facts", list(told))
        each = asking.in_turn(f"facts/{fact}", told[fact])
        questions = asking.pool.fact[fact].questions(asking.language)
        template, wording = asking.wording(f"fact/{fact}/{asking.language}/question", questions)
        yield _look_up(
            asking, each, filled(template, asking.language, {"org": asking.said(each.organization)}), wording
        )


def follow_ups(asking: Asking) -> Iterator[Case]:
    """What an organization states, asked for after a question that named it."""
    told = _told(asking, [fact for fact in asking.pool.facts if fact.follows(asking.language)])
    while told:
        fact = asking.pool.fact[asking.in_turn("follow_ups", list(told))]
        each = asking.in_turn(f"follow_ups/{fact.id}", told[fact.id])
        question, wording = asking.wording(f"fact/{fact.id}/{asking.language}/follow", fact.follows(asking.language))
        yield _look_up(asking, each, question, wording, history=(_question_before(asking, fact, each.organization),))


def said_nothing(asking: Asking) -> Iterator[Case]:
    """What an organization said about an item to which it wrote "N/A" or the like: that is the answer."""
    silent = [(each, item) for each in asking.truth.with_form for item in sorted(each.said_nothing)]
    while silent:
        organization, item = asking.in_turn("said_nothing", silent)
        quotes: dict[Language, tuple[str, ...]] = {
            language: (words,) for language, words in organization.said_nothing[item].items()
        }
        yield _what_was_said(asking, organization, item, quotes)


def said(asking: Asking) -> Iterator[Case]:
    """What an organization said about an item: any paragraph of its text is an answer."""
    items = sorted({item for each in asking.truth.with_form for item in each.openings})
    while items:
        item = asking.in_turn("said/items", items)
        tellers = [each for each in asking.truth.with_form if any(each.openings.get(item, {}).values())]
        organization = asking.in_turn(f"said/{item}", tellers)
        yield _what_was_said(asking, organization, item, organization.openings[item])


def _told(asking: Asking, among: Sequence[Fact]) -> dict[str, list[_Told]]:
    """Who states each fact; facts that nobody states are left out."""
    told: dict[str, list[_Told]] = {fact.id: [] for fact in among}
    for organization in asking.truth.with_form:
        for truth in organization.facts:
            if truth.fact in told:
                told[truth.fact].append(_Told(organization, truth))
    return {fact: tellers for fact, tellers in told.items() if tellers}


def _look_up(asking: Asking, told: _Told, question: str, wording: str, history: tuple[str, ...] = ()) -> Case:
    version = told.organization.version(asking.language)
    accepted: list[str] = []
    for language in (asking.language, *told.organization.languages):
        accepted += [words for words in told.truth.accept[language] if words not in accepted]
    return asking.case(
        "lookup",
        question,
        wording,
        history=history,
        evidence=(
            Evidence(
                organization=told.organization.case_name,
                item=told.truth.item,
                quote=told.truth.evidence[version],
                also=_elsewhere(told.truth.item, {k: (v,) for k, v in told.truth.evidence.items()}, version),
            ),
        ),
        facts=(tuple(accepted),),
    )


def _question_before(asking: Asking, fact: Fact, organization: OrganizationTruth) -> str:
    """A question on the fact's topic that names the organization: about the tick it goes with, else about its item."""
    options = [each for each in asking.pool.options if _goes_with(each.id, fact, organization, asking)]
    values: dict[str, str | Said] = {"org": asking.said(organization)}
    if options:
        return filled(asking.chance.choice(options[0].of(asking.language).one), asking.language, values)
    values["topic"] = asking.chance.choice(asking.pool.topics[fact.item].of(asking.language))
    return filled(asking.chance.choice(asking.pool.frames[asking.language].said), asking.language, values)


def _goes_with(option: str, fact: Fact, organization: OrganizationTruth, asking: Asking) -> bool:
    if fact.needs is not None:
        return option == fact.needs
    return option in organization.ticked(fact.item, asking.language) and item_of(option) == fact.item


def _what_was_said(
    asking: Asking, organization: OrganizationTruth, item: int, quotes: dict[Language, tuple[str, ...]]
) -> Case:
    topic, where = asking.wording(f"item/{item}/{asking.language}/topic", asking.pool.topics[item].of(asking.language))
    frames = asking.pool.frames[asking.language].said
    frame, in_frame = asking.wording(f"frames/{asking.language}/said", frames)
    version = organization.version(asking.language)
    if not quotes.get(version):
        version = next(language for language in LANGUAGES if quotes.get(language))
    first, *others = quotes[version]
    here = None if version == organization.version(asking.language) else version
    also = (
        *(Place(item=item, quote=quote, language=here) for quote in others),
        *_elsewhere(item, quotes, version),
    )
    return asking.case(
        "lookup",
        filled(frame, asking.language, {"org": asking.said(organization), "topic": topic}),
        f"{where}+said/{in_frame.rsplit('/', 1)[1]}",
        evidence=(Evidence(organization=organization.case_name, item=item, quote=first, language=here, also=also),),
    )


def _elsewhere(item: int, quotes: dict[Language, tuple[str, ...]], version: Language) -> tuple[Place, ...]:
    """The quotes in the languages other than `version`."""
    return tuple(
        Place(item=item, quote=quote, language=language)
        for language in LANGUAGES
        if language != version
        for quote in quotes.get(language, ())
    )
