"""A source text becomes an assessment. Items are found by heading and position; offsets stay those of the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from corpus.another_form import refuse_another_questionnaire, refuse_blank_form, refuse_several_forms
from corpus.errors import NotAnAssessment
from corpus.headings import Headings, end_before_parts, find_headings
from corpus.lines import Line, folded_wording, likeness, lines_of
from corpus.oddities import heading_oddities, preface_oddities
from corpus.organizations import Registry
from corpus.preface import find_organization, find_title
from corpus.questionnaire import Questionnaire
from corpus.responses import ParsedResponse, parse_response
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

_LONGEST_TRAILER_LINE = 100
# A page's navigation has some hundred short lines; title and name stand in none longer, and near the first item.
_PREFACE_LINES = 300
_LONGEST_PREFACE_LINE = 400


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
    preface = _preface(lines[: headings.chosen[0].first])
    title = find_title(preface, questionnaire)
    language = _language(lines, headings, title.ours.language if title.ours else None, questionnaire)
    refuse_another_questionnaire(source.name, preface, title, headings, language, questionnaire)
    refuse_several_forms(source.name, lines, headings, questionnaire)
    name = find_organization(preface, title.ours, questionnaire, registry, source.name)
    if name is None:
        raise NotAnAssessment(
            f"{source.name}: no organization's name stands before item {headings.chosen[0].item}. "
            "Put it on the first line."
        )
    organization = name.organization if name.organization.known else registry.added(name.printed_name, language)
    document = f"{organization.id}-{questionnaire.cycle}-{language}-{_digest(source.text)[:8]}"
    parsed = _parse_responses(document, source, lines, headings, questionnaire)
    responses = tuple(each.response for each in parsed)
    refuse_blank_form(source.name, responses, questionnaire)
    oddities = (
        *preface_oddities(source.name, title, name, registry),
        *heading_oddities(source.name, headings, lines, language),
        *(oddity for each in parsed for oddity in each.oddities),
    )
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
        responses=responses,
        report=ParseReport(found, recognized, oddities),
        provenance=provenance or Provenance(),
    )


def _parse_responses(
    document: str, source: SourceText, lines: Sequence[Line], headings: Headings, questionnaire: Questionnaire
) -> list[ParsedResponse]:
    """A response for every item of the questionnaire, in order."""
    last = headings.chosen[-1]
    page_end = _trailer_start(lines, last.body, questionnaire)
    part = questionnaire.item(last.item).part
    page_end = end_before_parts(lines, page_end, part, len(questionnaire.parts), questionnaire)
    parsed: list[ParsedResponse] = []
    for item in questionnaire.items:
        heading = next((each for each in headings.chosen if each.item == item.number), None)
        if heading is None:
            oddity = Oddity("missing_item", item.number, f"Item {item.number} is not in {source.name}.")
            parsed.append(ParsedResponse(Response(item.number, "missing"), (oddity,)))
        else:
            body = lines[heading.body : max(heading.body, headings.end_of(heading, page_end))]
            parsed.append(parse_response(document, source, item, lines[heading.line], body, questionnaire.layout))
    return parsed


def _preface(lines: Sequence[Line]) -> list[Line]:
    """Of the lines before the first item, those among which title and name are looked for."""
    return [line for line in lines[-_PREFACE_LINES:] if len(line.text) <= _LONGEST_PREFACE_LINE]


def _trailer_start(lines: Sequence[Line], body: int, questionnaire: Questionnaire) -> int:
    """The first line of the page's own words after the last response: nothing but short lines may follow it."""
    trailers = [
        folded_wording(phrase) for language in LANGUAGES for phrase in questionnaire.layout.trailer.of(language)
    ]
    start = len(lines)
    for index in range(len(lines) - 1, body - 1, -1):
        line = lines[index]
        if len(line.folded) > _LONGEST_TRAILER_LINE:
            break
        if not line.bullet and line.folded.split(":")[0].strip(" *_") in trailers:
            start = index
    return start


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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
