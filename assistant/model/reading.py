"""Reading by the model: where the rules are unsure, it fills in the same typed query, which is then checked.

Only ids of options, items and organizations that there are can be filled in. What is shown of it ("Read as ...") is
written by code, but for the standalone question, which has no word that the visitor or the form did not use.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answers.view import View
from assistant.model.caller import Caller, Use
from assistant.model.checks.names import names_of
from assistant.model.checks.units import stems_in
from assistant.model.harmless import NAMELESS, is_harmless
from assistant.model.prompts import filled, one_line, prompts
from assistant.model.speaking import CHARACTERS_PER_TOKEN
from assistant.personal_data import masked
from assistant.reading.read import Reader
from assistant.reading.types import Reading
from assistant.types import Answer, Conversation
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Language, Organization
from index.conditions import And, Condition, Not, Or, Ticked, items_of

_TRIES = 2
_MOST_EARLIER_TOKENS = 500
# A longer list of organizations would be most of what is sent; then the rules' own reading of names counts.
_MOST_ORGANIZATIONS = 200
_LONGEST_STANDALONE = 400  # characters
_LONGEST_TOLD_BACK = 80  # characters of what was filled in wrongly
# Reasons that the rules are sure of: no model is asked about a question that gives orders, or names nobody known.
_UNSURE_REASONS = ("unclear", "not_in_assessments", "out_of_scope")


class _Tick(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    option: str
    ticked: bool


class Filled(BaseModel):
    """What the model fills in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: Literal["list", "count", "share", "rank", "crosstab", "compare", "overview", "lookup", "unclear"]
    organizations: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    options: Annotated[tuple[_Tick, ...], Field(max_length=8)] = ()
    combine: Literal["all", "any"] = "all"
    items: Annotated[tuple[int, ...], Field(max_length=13)] = ()
    standalone: Annotated[str, Field(max_length=_LONGEST_STANDALONE)] = ""


@dataclass(frozen=True, slots=True)
class _Unusable(Exception):
    """What was filled in names something that there is not; the message is for the model."""

    message: str


def rules_are_unsure(reading: Reading, answer: Answer) -> bool:
    """Whether the rules' answer is a question back, a refusal for want of anything found, or only the nearest words."""
    if reading.foreign or reading.doubts or reading.deadline is not None:
        return False
    return answer.reason in _UNSURE_REASONS or (answer.kind == "lookup" and answer.confidence == "closest")


def read_by_model(
    question: str,
    conversation: Conversation,
    rules: Reading,
    view: View,
    reader: Reader,
    caller: Caller,
    use: Use,
    gives_orders: Callable[[str], bool],
) -> Reading | None:
    """How the model reads the question, checked; None where it cannot tell either. ModelFailed where it fails.

    Organizations whose printed name `gives_orders` to a model are spoken of without it.
    """
    offered = _offered(rules, view, gives_orders)
    language = rules.language
    texts = prompts().reading
    system = filled(
        texts.system,
        form=_form(view.questionnaire, language),
        organizations="\n".join(_named(id, each, language) for id, each in offered.items()),
    )
    asked = filled(texts.user, earlier=_earlier(conversation, language), question=one_line(masked(question, language)))
    messages = [("system", system), ("user", asked)]
    schema = _schema(view, offered)
    for _ in range(_TRIES):
        told = deque(caller.objects(use, messages, schema), maxlen=1)
        try:
            given = _checked(told[0], view, offered)
            caller.used()
            return _reading(given, question, conversation, rules, offered, view, reader)
        except _Unusable as error:
            messages = [*messages[:2], ("user", filled(texts.again, error=error.message))]
    raise caller.unusable()


def _offered(rules: Reading, view: View, gives_orders: Callable[[str], bool]) -> Mapping[str, Organization]:
    """The organizations that the model may name, each by its id: all that are here, or, where they are many, those that
    the rules found.

    The name of an organization that nobody knows is what a document prints, and its id is made of that: where it may be
    meant for a model, neither is shown.
    """  # noqa: D205 - one sentence
    here = list(view.organizations.values())
    if len(here) > _MOST_ORGANIZATIONS:
        here = [each for each in rules.organizations if each.id in view.organizations]
    return {
        each.id if _may_be_named(each, gives_orders) else f"{NAMELESS}-{number}": each
        for number, each in enumerate(here, 1)
    }


def _may_be_named(organization: Organization, gives_orders: Callable[[str], bool]) -> bool:
    return all(is_harmless(organization.applied.of(language), gives_orders) for language in LANGUAGES)


def _named(id: str, organization: Organization, language: Language) -> str:
    """A line about an organization; without its name where that is not to be shown."""
    name = organization.applied.of(language) if id == organization.id else id
    return one_line(f"{id}: {name}")


def _form(questionnaire: Questionnaire, language: Language) -> str:
    lines = []
    for item in questionnaire.items:
        lines.append(f"item {item.number}: {item.wording.of(language)}")
        lines += [f"  {option.id}: {option.label.of(language)}" for option in item.options]
    return "\n".join(lines)


def _earlier(conversation: Conversation, language: Language) -> str:
    """The latest earlier questions that fit, a line each, oldest first."""
    kept: list[str] = []
    left = _MOST_EARLIER_TOKENS * CHARACTERS_PER_TOKEN
    for each in reversed(conversation.questions):
        left -= len(each)
        if left < 0:
            break
        kept.append(f"- {one_line(masked(each, language))}")
    return "\n".join(reversed(kept)) or "(none)"


def _schema(view: View, offered: Mapping[str, Organization]) -> dict[str, Any]:
    """The JSON schema of what is to be filled in, with every id that there is."""
    text = {"type": "string"}
    options = {"type": "string", "enum": list(view.options)}
    organizations = {"type": "string", "enum": list(offered)} if offered else text
    items = {"type": "integer", "enum": [item.number for item in view.questionnaire.items]}
    tick = _object({"option": options, "ticked": {"type": "boolean"}})
    properties = {
        "asks": {"type": "string", "enum": list(Filled.model_fields["asks"].annotation.__args__)},  # type: ignore[union-attr]
        "organizations": {"type": "array", "items": organizations},
        "options": {"type": "array", "items": tick},
        "combine": {"type": "string", "enum": ["all", "any"]},
        "items": {"type": "array", "items": items},
        "standalone": text,
    }
    return {"title": "question", "description": "What the visitor asks.", **_object(properties)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _checked(told: dict[str, Any], view: View, offered: Mapping[str, Organization]) -> Filled:
    try:
        given = Filled.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        raise _Unusable(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}.") from error
    known_items = {item.number for item in view.questionnaire.items}
    for what, named, known in (
        ("option", [each.option for each in given.options], set(view.options)),
        ("organization", given.organizations, set(offered)),
        ("item", given.items, known_items),
    ):
        for each in named:
            if each not in known:
                raise _Unusable(f"There is no {what} {one_line(str(each))[:_LONGEST_TOLD_BACK]!r}.")
    with_options = {item.number for item in view.questionnaire.items if item.options}
    if given.asks in ("list", "count", "share") and not given.options:
        raise _Unusable(f"{given.asks} needs options.")
    ticked = {each.option for each in given.options if each.ticked}
    if both := ticked & {each.option for each in given.options if not each.ticked}:
        raise _Unusable(f"{min(both)} cannot be both ticked and not ticked.")
    needed = {"rank": 1, "crosstab": 2}.get(given.asks, 0)
    if len(set(given.items) & with_options) < needed:
        raise _Unusable(f"{given.asks} needs {needed} of the items that have options.")
    return given


def _reading(
    given: Filled,
    question: str,
    conversation: Conversation,
    rules: Reading,
    offered: Mapping[str, Organization],
    view: View,
    reader: Reader,
) -> Reading | None:
    """The reading that the filled-in object is; None where it tells nothing that the rules do not.

    Organizations that the rules found are those that were named: no model may exchange them for others.
    """
    filled_in = tuple(offered[each] for each in dict.fromkeys(given.organizations))
    organizations = rules.organizations or filled_in
    standalone = _standalone(given, question, conversation, organizations, view)
    plain = Reading(
        question,
        standalone or question,
        rules.language,
        "lookup",
        organizations,
        excluded=rules.excluded,
        sets=rules.sets,
        read_as=rules.read_as,
    )
    with_options = {item.number for item in view.questionnaire.items if item.options}
    match given.asks:
        case "list" | "count" | "share":
            condition = _condition(given)
            return replace(plain, kind=given.asks, condition=condition, items=items_of(condition))
        case "rank" | "crosstab":
            items = tuple(each for each in dict.fromkeys(given.items) if each in with_options)
            return replace(plain, kind=given.asks, items=items[: 1 if given.asks == "rank" else 2])
        case "compare" if len(organizations) > 1:
            return replace(plain, kind="compare", items=tuple(dict.fromkeys(given.items)))
        case "overview" if organizations:
            return replace(plain, kind="overview")
        case "lookup" if standalone:
            again = reader.read(standalone, rules.language, organizations)
            if rules.organizations and not {each.id for each in again.organizations} <= {
                each.id for each in organizations
            }:
                return None
            if again.kind == "lookup" and again.reason is None:
                again = replace(
                    again,
                    organizations=again.organizations or organizations,
                    items=again.items or tuple(dict.fromkeys(given.items)),
                )
            return replace(again, question=question)
    return None


def _condition(given: Filled) -> Condition:
    ticks = tuple(Ticked(each.option) if each.ticked else Not(Ticked(each.option)) for each in given.options)
    if len(ticks) == 1:
        return ticks[0]
    return And(ticks) if given.combine == "all" else Or(ticks)


def _standalone(
    given: Filled, question: str, conversation: Conversation, organizations: Sequence[Organization], view: View
) -> str:
    """The standalone question, "" where it has a word that neither the visitor nor the form nor a name has."""
    said = " ".join([question, *conversation.questions])
    for language in LANGUAGES:
        known = set(stems_in(said, language))
        for item in view.questionnaire.items:
            texts = (item.wording, item.short, *(option.label for option in item.options))
            known |= stems_in(" ".join(text.of(language) for text in texts), language)
        for organization in organizations:
            known |= stems_in(" ".join(names_of(organization, ())), language)
        if stems_in(given.standalone, language) <= known:
            return " ".join(given.standalone.split())
    return ""
