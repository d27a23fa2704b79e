"""Questions that go on from an answer, each of which the corpus answers; also what is offered in place of one."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.reading.types import Reading
from assistant.reading.wording import predicate
from assistant.types import Answer
from assistant.words import Words
from index.conditions import Condition, Ticked, items_of, opposite, parse_condition

# Answers that quote free texts: of a passage, or who mentions something.
_OF_TEXTS = ("lookup", "list", "count", "share")


def next_questions(reading: Reading, answer: Answer, view: View, words: Words) -> tuple[str, ...]:
    """At most two: those for whom the contrary holds (of one organization: all for whom it holds), and the words told.

    After a rank: who ticked what comes first; after all that stands under an item: who ticked its first option. ()
    where nothing lies near.
    """
    found = []
    if answer.kind == "rank" and answer.table and answer.table.rows and answer.table.rows[0].where:
        found.append(which_question(parse_condition(answer.table.rows[0].where), view, words))
    elif reading.condition is not None and answer.rows:
        asked = reading.condition if reading.yes_no else opposite(reading.condition)
        found.append(which_question(asked, view, words))
        item = items_of(reading.condition)[0]
        found.append(item_question(view.questionnaire.item(item).told_in or item, answer.rows[0].name, view, words))
    elif answer.kind in _OF_TEXTS and answer.citations:
        first = answer.citations[0]
        options = view.questionnaire.item(first.item).options
        if not reading.only_item:
            found.append(item_question(first.item, first.name, view, words))
        elif options:
            found.append(which_question(Ticked(options[0].id), view, words))
    return tuple(found)


def which_question(condition: Condition, view: View, words: Words) -> str:
    """The question for the organizations that meet a condition."""
    says = predicate(condition, view.questionnaire, view.printed_labels, words, many=True)
    return words("suggest.which", predicate=says)


def item_question(number: int, organization: str | None, view: View, words: Words) -> str:
    """The question for all that an organization recorded under an item; without one, for what all of them did."""
    values = {"item": number, "short": view.questionnaire.item(number).short.of(words.language)}
    if organization is None:
        return words("suggest.item", **values)
    return words("suggest.item_of", organization=organization, **values)
