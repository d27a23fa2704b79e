"""What stands before the first item: the form's title and the organization's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus.lines import Line, folded_wording, words_of
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Language, Organization

_LONGEST_NAME_WORDS = 16


@dataclass(frozen=True, slots=True)
class TitleFound:
    """The line that is this questionnaire's title, or the one that is another's; both None without any title."""

    ours: int | None
    language: Language | None
    other: int | None


@dataclass(frozen=True, slots=True)
class NameFound:
    """The organization and its name as printed; `printed` is False where only the file's name gave it."""

    organization: Organization
    printed_name: str
    printed: bool = True


def find_title(preface: Sequence[Line], questionnaire: Questionnaire) -> TitleFound:
    """The title among the lines before the first item."""
    other: int | None = None
    for index, line in enumerate(preface):
        words = words_of(line.folded)
        for language in LANGUAGES:
            for entry in questionnaire.title.recognize.of(language):
                if all(any(word.startswith(start) for word in words) for start in words_of(folded_wording(entry))):
                    return TitleFound(index, language, None)
            if other is None and any(
                line.folded.startswith(folded_wording(s)) for s in questionnaire.title.opens.of(language)
            ):
                other = index
    return TitleFound(None, None, other)


def find_organization(
    preface: Sequence[Line], title: int | None, questionnaire: Questionnaire, registry: Registry, file_name: str
) -> NameFound | None:
    """The organization a form is about: a known name near the title, else the line before the title; None without."""
    lines = [line for line in _by_nearness(preface, title) if not _is_part(line, questionnaire)]
    for line in lines:
        if organization := registry.named(line.text):
            return NameFound(organization, line.text)
    around = [preface[title], *lines] if title is not None else lines
    for line in around:
        matches = registry.found_in(line.text)
        if len({match.organization.id for match in matches}) == 1:
            match = matches[0]
            return NameFound(match.organization, line.text[match.start : match.end])
    for line in lines:
        if len(words_of(line.folded)) <= _LONGEST_NAME_WORDS and not line.text.endswith((".", "?", ":")):
            return NameFound(registry.added(line.text, "en"), line.text)
    name = re.sub(r"[-_.]+", " ", re.sub(r"\.(en|fr)$", "", PurePath(file_name).stem)).strip()
    if organization := registry.named(name):
        return NameFound(organization, organization.applied.en, printed=False)
    return None


def _by_nearness(preface: Sequence[Line], title: int | None) -> list[Line]:
    """The lines without the title: those before it from the nearest on, then those after it."""
    if title is None:
        return list(preface)
    return [*reversed(preface[:title]), *preface[title + 1 :]]


def _is_part(line: Line, questionnaire: Questionnaire) -> bool:
    return any(re.fullmatch(pattern, line.folded) for pattern in questionnaire.layout.part)
