"""A source text becomes an assessment. Items are found by heading and position; offsets stay those of the text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import NotAnAssessment
from corpus.headings import Heading, Headings, find_headings
from corpus.lines import Line, folded_wording, likeness, lines_of
from corpus.organizations import Registry
from corpus.preface import find_organization, find_title
from corpus.questionnaire import Questionnaire
from corpus.responses import parse_response
from corpus.types import (
    LANGUAGES,
    Assessment,
    Language,
    Oddity,
    ParseReport,
    Provenance,
    Response,
    SourceText,
)

# Without a title of ours, this share of the items found must carry this questionnaire's own wording.
_FITTING_ITEMS = 0.7
_FITTING_WORDING = 0.8
# Under our title, in English, where the printed wording is known: below this it is another form with a like title.
_FITTING_UNDER_TITLE = 0.3


def assessment_of(
    source: SourceText, questionnaire: Questionnaire, registry: Registry, provenance: Provenance | None = None
) -> Assessment:
    """The assessment that `source` holds; NotAnAssessment where it is no filled form of `questionnaire`.

    A form with missing items is accepted, and its report says which are missing.
    """
    lines = lines_of(source.text)
    headings = find_headings(lines, questionnaire)
    if not headings.chosen:
        raise NotAnAssessment(
            f"{source.name}: no item of the questionnaire was found (looked for headings such as 'Question 1'). "
            "Give the text of a filled self-assessment."
        )
    preface = lines[: _preface_end(lines, headings.chosen[0].line, questionnaire)]
    title = find_title(preface, questionnaire)
    _refuse_another_questionnaire(source, lines, preface, title.ours, title.other, headings, questionnaire)
    name = find_organization(preface, title.ours, questionnaire, registry, source.name)
    if name is None:
        raise NotAnAssessment(
            f"{source.name}: no organization's name stands before item {headings.chosen[0].item}. "
            "Put it on the first line."
        )
    language = _language(lines, headings, title.language, questionnaire)
    organization = name.organization
    if not organization.known:
        organization = registry.added(name.printed_name, language)
    document = f"{organization.id}-{questionnaire.cycle}-{language}-{_digest(source.text)[:8]}"
    oddities = _oddities_of_the_whole(source, headings, lines, title.ours, name.printed, questionnaire)
    responses: list[Response] = []
    for item in questionnaire.items:
        bounds = _bounds(item.number, headings, lines, questionnaire)
        if bounds is None:
            responses.append(Response(item.number, "missing"))
            oddities.append(Oddity("missing_item", item.number, f"Item {item.number} is not in {source.name}."))
            continue
        parsed = parse_response(document, source, item, bounds.heading, bounds.body, questionnaire.layout)
        responses.append(parsed.response)
        oddities.extend(parsed.oddities)
    found = tuple(sorted(heading.item for heading in headings.chosen))
    recognized = sum(tick.known for response in responses for tick in response.ticks)
    return Assessment(
        id=document,
        questionnaire=questionnaire.id,
        cycle=questionnaire.cycle,
        language=language,
        organization=organization,
        printed_name=name.printed_name,
        source=source,
        responses=tuple(responses),
        report=ParseReport(found, recognized, tuple(oddities)),
        provenance=provenance or Provenance(),
    )


@dataclass(frozen=True, slots=True)
class _Bounds:
    heading: Line
    body: Sequence[Line]


def _bounds(number: int, headings: Headings, lines: Sequence[Line], questionnaire: Questionnaire) -> _Bounds | None:
    """An item's heading line and the lines of its response, None for an item that is missing."""
    for index, heading in enumerate(headings.chosen):
        if heading.item != number:
            continue
        if index + 1 < len(headings.chosen):
            end = _preface_end(lines, headings.chosen[index + 1].line, questionnaire)
        else:
            end = _trailer_start(lines, heading.body, questionnaire)
        return _Bounds(lines[heading.line], lines[heading.body : max(end, heading.body)])
    return None


def _preface_end(lines: Sequence[Line], heading: int, questionnaire: Questionnaire) -> int:
    """Where the lines before an item's heading end: a part's heading directly before it does not belong to them."""
    if heading > 0 and any(re.fullmatch(pattern, lines[heading - 1].folded) for pattern in questionnaire.layout.part):
        return heading - 1
    return heading


def _trailer_start(lines: Sequence[Line], body: int, questionnaire: Questionnaire) -> int:
    """The first line of the page's own words after the last response: nothing but short lines may follow it."""
    trailers = [
        folded_wording(phrase) for language in LANGUAGES for phrase in questionnaire.layout.trailer.of(language)
    ]
    for index in range(body, len(lines)):
        line = lines[index]
        opening = line.folded.split(":")[0].strip(" *_")
        if not line.bullet and opening in trailers:
            return index
    return len(lines)


def _refuse_another_questionnaire(
    source: SourceText,
    lines: Sequence[Line],
    preface: Sequence[Line],
    title: int | None,
    other_title: int | None,
    headings: Headings,
    questionnaire: Questionnaire,
) -> None:
    fitting = sum(each.wording_likeness >= _FITTING_WORDING for each in headings.chosen) / len(headings.chosen)
    if title is not None:
        in_french = find_title([preface[title]], questionnaire).language == "fr"
        if in_french or fitting >= _FITTING_UNDER_TITLE or not _any_wording(headings, lines):
            return
        reason = f"its title fits but {1 - fitting:.0%} of its items ask something else"
    elif other_title is not None:
        reason = f"its title is '{preface[other_title].text[:120]}'"
    elif fitting >= _FITTING_ITEMS:
        return
    else:
        reason = f"it has no title of ours and only {fitting:.0%} of its items carry our wording"
    raise NotAnAssessment(
        f"{source.name}: this looks like a filled form of another questionnaire: {reason}. Expected "
        f"'{questionnaire.title.en}' or '{questionnaire.title.fr}'."
    )


def _any_wording(headings: Headings, lines: Sequence[Line]) -> bool:
    """Whether the form prints wordings at all (a bare list of headings and responses is accepted under our title)."""
    return any(heading.body > heading.line + 1 or not _bare(lines[heading.line]) for heading in headings.chosen)


def _bare(line: Line) -> bool:
    return len(line.folded) <= len("question no. 13 .")


def _language(
    lines: Sequence[Line], headings: Headings, title: Language | None, questionnaire: Questionnaire
) -> Language:
    """The language whose wordings, prompts and labels the form's own lines are more alike to; else the title's."""
    totals: dict[Language, float] = {"en": 0.0, "fr": 0.0}
    for heading in headings.chosen:
        item = questionnaire.item(heading.item)
        printed = " ".join(line.folded for line in lines[heading.line : max(heading.body, heading.line + 1)])
        following = lines[heading.body].folded if heading.body < len(lines) else ""
        for language in LANGUAGES:
            totals[language] += likeness(printed, folded_wording(item.wording.of(language)))
            totals[language] += max(
                (likeness(following, folded_wording(option.label.of(language))) for option in item.options), default=0.0
            )
    if totals["en"] == totals["fr"]:
        return title or "en"
    return "en" if totals["en"] > totals["fr"] else "fr"


def _oddities_of_the_whole(
    source: SourceText,
    headings: Headings,
    lines: Sequence[Line],
    title: int | None,
    name_printed: bool,
    questionnaire: Questionnaire,
) -> list[Oddity]:
    oddities: list[Oddity] = []
    if title is None:
        oddities.append(Oddity("no_title", None, f"{source.name} has no title; its items were recognized by wording."))
    if not name_printed:
        message = f"{source.name} does not print the organization's name; it was taken from the file's name."
        oddities.append(Oddity("name_from_file", None, message))
    for ignored in headings.ignored:
        if not any(_within(ignored, chosen) for chosen in headings.chosen):
            text = lines[ignored.line].text[:80]
            message = f"'{text}' looks like the heading of item {ignored.item} but stands inside a response."
            oddities.append(Oddity("heading_ignored", ignored.item, message))
    return oddities


def _within(ignored: Heading, chosen: Heading) -> bool:
    return chosen.line <= ignored.line < chosen.body


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
