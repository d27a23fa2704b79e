"""Forms that are not this questionnaire's: refused, because their answers would be read as answers to our items."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import NotAnAssessment
from corpus.headings import Headings
from corpus.lines import Line
from corpus.preface import TitleFound, find_title
from corpus.questionnaire import Questionnaire
from corpus.types import Language, Response

# Without a title of ours, this share of the items found must carry this questionnaire's own wording.
_FITTING_ITEMS = 0.7
_FITTING_WORDING = 0.8
# Under our title, in English, where the printed wording is known: below this it is another form with a like title. A
# title that has our words among others must be borne out by more items.
_FITTING_UNDER_TITLE = 0.3
_FITTING_UNDER_LIKE_TITLE = 0.5
_OUR_TITLE = 0.8
_LONGEST_TITLE = 200
# In French the printed wordings are not the ones we know; on average they are still more alike than this.
_FRENCH_LIKENESS = 0.35


def refuse_another_questionnaire(
    name: str,
    preface: Sequence[Line],
    title: TitleFound,
    headings: Headings,
    language: Language,
    questionnaire: Questionnaire,
) -> None:
    """Nothing, for a form of `questionnaire`; NotAnAssessment, which names the file, for one of another."""
    worded = [each.wording_likeness for each in headings.chosen if each.carries_wording]
    fitting = sum(likeness >= _FITTING_WORDING for likeness in worded) / len(headings.chosen)
    if title.ours is not None:
        # A bare list of headings and responses is accepted under our title.
        ours = title.ours.likeness >= _OUR_TITLE
        fits = fitting >= (_FITTING_UNDER_TITLE if ours else _FITTING_UNDER_LIKE_TITLE)
        if language == "fr":
            fits = fits or sum(worded) / max(1, len(worded)) >= _FRENCH_LIKENESS
        if fits or not worded:
            return
        reason = f"its title fits but {1 - fitting:.0%} of its items ask something else"
    elif title.other is not None:
        reason = f"its title is '{preface[title.other].text[:120]}'"
    elif fitting >= _FITTING_ITEMS:
        return
    else:
        reason = f"it has no title of ours and only {fitting:.0%} of its items carry our wording"
    raise NotAnAssessment(
        f"{name}: this looks like a filled form of another questionnaire: {reason}. Expected "
        f"'{questionnaire.title.en}' or '{questionnaire.title.fr}'."
    )


def refuse_several_forms(name: str, lines: Sequence[Line], headings: Headings, questionnaire: Questionnaire) -> None:
    """Nothing, for one form; NotAnAssessment for a file in which a second title and its items follow the first."""
    others = [*headings.repeated, *headings.ignored]
    first = headings.chosen[0].line
    if len({each.item for each in others if each.line > first}) <= len(questionnaire.items) / 2:
        return
    for index in range(first, len(lines)):
        if len(lines[index].text) <= _LONGEST_TITLE and find_title([lines[index]], questionnaire).ours:
            raise NotAnAssessment(
                f"{name} holds more than one form: a second title, '{lines[index].text[:120]}', stands after item "
                f"{headings.chosen[0].item}. Give each form in a file of its own."
            )


def refuse_blank_form(name: str, responses: Sequence[Response], questionnaire: Questionnaire) -> None:
    """Nothing, for a filled form; NotAnAssessment for one that prints options, all of them, and no text."""
    choices = [
        response for response in responses if questionnaire.item(response.item).options and response.state != "missing"
    ]
    everything = all(len({tick.option for tick in response.ticks}) > 1 for response in choices)
    silent = all(response.free_text is None for response in responses)
    if choices and everything and silent:
        raise NotAnAssessment(f"{name}: this is the blank questionnaire, nobody's answers. Give a filled form.")
