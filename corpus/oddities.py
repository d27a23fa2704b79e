"""What is odd about a form as a whole: one part of its parse report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.headings import Headings
from corpus.lines import Line
from corpus.organizations import Registry
from corpus.preface import NameFound, TitleFound, organization_of_file_name
from corpus.types import Language, Oddity

_OUR_WORDING = 0.5


def preface_oddities(file_name: str, title: TitleFound, name: NameFound, registry: Registry) -> Iterator[Oddity]:
    """What is odd about title and organization's name."""
    if title.ours is None:
        yield Oddity("no_title", None, f"{file_name} has no title; its items were recognized by wording.")
    if not name.printed:
        message = f"{file_name} does not print the organization's name; it was taken from the file's name."
        yield Oddity("name_from_file", None, message)
    if not name.organization.known:
        message = f"'{name.printed_name}' is in no registry; it is taken for an organization as {file_name} prints it."
        yield Oddity("unknown_organization", None, message)
    named_after = organization_of_file_name(file_name, registry)
    if named_after and named_after.id != name.organization.id:
        message = f"{file_name} prints the name '{name.printed_name}', which is not the one the file is named after."
        yield Oddity("file_name_differs", None, message)


def heading_oddities(file_name: str, headings: Headings, lines: Sequence[Line], language: Language) -> Iterator[Oddity]:
    """What is odd about the headings, their order and, in English, where the exact ones are known, their wordings."""
    for repeated in headings.repeated:
        message = f"Item {repeated.item} is in {file_name} more than once; the first one counts."
        yield Oddity("repeated_item", repeated.item, message)
    for before, heading in pairwise(headings.chosen):
        if heading.item < before.item:
            yield Oddity("out_of_order", heading.item, f"Item {heading.item} stands after item {before.item}.")
    most_have_wordings = sum(each.carries_wording for each in headings.chosen) > len(headings.chosen) / 2
    for heading in headings.chosen:
        if most_have_wordings and not heading.carries_wording:
            message = f"Item {heading.item} is without its wording, unlike most items of {file_name}."
            yield Oddity("no_wording", heading.item, message)
        if language == "en" and heading.carries_wording and heading.wording_likeness < _OUR_WORDING:
            message = f"Item {heading.item} of {file_name} is not worded as in the questionnaire."
            yield Oddity("other_wording", heading.item, message)
    for ignored in headings.ignored:
        if headings.chosen[0].line < ignored.line:
            text = lines[ignored.line].text[:80]
            message = f"'{text}' looks like the heading of item {ignored.item} but stands inside a response."
            yield Oddity("heading_ignored", ignored.item, message)
