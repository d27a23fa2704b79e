"""A condition in words: what is said of organizations that meet it. The reading understands its own wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.words import Words
from corpus.questionnaire import Questionnaire
from corpus.types import Language
from index.conditions import And, Condition, Not, Or, Responded, Ticked, items_of, opposite

PrintedLabels = Mapping[str, str]  # labels of options the questionnaire does not know, by id


def predicate(
    condition: Condition, questionnaire: Questionnaire, printed: PrintedLabels, words: Words, many: bool
) -> str:
    """What is said of one or many organizations that meet the condition: "updated their code of conduct"."""
    number = "many" if many else "one"
    match condition:
        case Ticked():
            option = questionnaire.option(condition.option)
            if option:
                return (option.many if many else option.one).of(words.language)
            return words(f"reading.ticked_{number}", label=printed.get(condition.option, condition.option))
        case Not(Ticked() as inner):
            option = questionnaire.option(inner.option)
            own = (option.not_many if many else option.not_one) if option else None
            if own:
                return own.of(words.language)
            label = _label(inner.option, questionnaire, printed, words.language)
            return words(f"reading.not_ticked_{number}", label=label)
        case Responded():
            return words(f"reading.responded_{number}", item=condition.item)
        case Not(Responded() as inner):
            return words(f"reading.not_responded_{number}", item=inner.item)
        case And() | Or():
            link = words("reading.and" if isinstance(condition, And) else "reading.or")
            return link.join(predicate(each, questionnaire, printed, words, many) for each in condition.conditions)
        case Not(Not() as inner):
            return predicate(inner.condition, questionnaire, printed, words, many)
        case Not(And() | Or() as inner):
            # "Not (this or that)" is said as "not this and not that", and the other way round (De Morgan).
            each_denied = tuple(opposite(each) for each in inner.conditions)
            turned = Or(each_denied) if isinstance(inner, And) else And(each_denied)
            return predicate(turned, questionnaire, printed, words, many)
        case Not():
            return words(f"reading.meets_{number}", where=str(condition))


def reading_text(
    condition: Condition,
    organizations: Sequence[str],
    questionnaire: Questionnaire,
    printed: PrintedLabels,
    words: Words,
    sets: Sequence[str] = (),
) -> str:
    """How the question was understood: "Item 5: organizations that updated their code of conduct".

    `organizations` are those named one by one, `sets` what groups of them were called.
    """
    items = items_of(condition)
    says = predicate(condition, questionnaire, printed, words, many=bool(sets) or len(organizations) != 1)
    values = {"items": ", ".join(map(str, items)), "predicate": says}
    number = "one" if len(items) == 1 else "many"
    if sets:
        named = words("reading.and").join([*sets, *organizations])
        return words(f"reading.set_{number}", organizations=named, **values)
    if organizations:
        return words(f"reading.some_{number}", organizations=words("reading.and").join(organizations), **values)
    return words(f"reading.list_{number}", **values)


def _label(option_id: str, questionnaire: Questionnaire, printed: PrintedLabels, language: Language) -> str:
    option = questionnaire.option(option_id)
    return option.label.of(language) if option else printed.get(option_id, option_id)
