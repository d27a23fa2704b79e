"""What stands before the first item: the form's title and the organization's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus.folding import fold
from corpus.lines import Line, folded_wording, likeness, words_of
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import LANGUAGES, Language, Organization

_LONGEST_NAME_WORDS = 16
_LONGEST_TITLE_LINES = 3
# What stands between a title and a name on the same line.
_SEPARATORS = "-–—:|,;()/>» \u00a0"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of our questionnaire: the lines `first` to `last` of the preface, both included.

    `likeness` to the title we know is 0 to 1.
    """

    first: int
    last: int
    language: Language
    likeness: float


@dataclass(frozen=True, slots=True)
class TitleFound:
    """The title of our questionnaire, and the line that opens like another's; None where there is none."""

    ours: Title | None
    other: int | None


@dataclass(frozen=True, slots=True)
class NameFound:
    """The organization and its name as printed; `printed` is False where only the file's name gave it."""

    organization: Organization
    printed_name: str
    printed: bool = True


def find_title(preface: Sequence[Line], questionnaire: Questionnaire) -> TitleFound:
    """The title before the first item: of several like it, the one most alike, and of these the last."""
    best: tuple[float, int] = (0.0, 0)
    ours: Title | None = None
    other: int | None = None
    for first, line in enumerate(preface):
        for last in range(first, min(first + _LONGEST_TITLE_LINES, len(preface))):
            if last > first and (preface[last].gap or preface[last].bullet):
                break
            text = " ".join(each.folded for each in preface[first : last + 1])
            for language in LANGUAGES:
                alike = round(likeness(text, folded_wording(questionnaire.title.of(language))), 2)
                if _is_title(text, questionnaire, language) and (alike, first) > best:
                    best, ours = (alike, first), Title(first, last, language, alike)
        if other is None and _opens_like_a_title(line, questionnaire):
            other = first
    return TitleFound(ours, other)


def find_organization(
    preface: Sequence[Line], title: Title | None, questionnaire: Questionnaire, registry: Registry, file_name: str
) -> NameFound | None:
    """The organization a form is about, the nearer to the title the better; None where nothing looks like a name."""
    lines = [line for line in _by_nearness(preface, title) if not _is_byline(line, registry)]
    beside = list(_beside_title(preface, title, questionnaire))
    for text in [*beside, *(line.text for line in lines)]:
        if found := _recognized(text, registry):
            return found
    for text in [*beside, *(line.text for line in lines if _could_be_a_name(line, questionnaire))]:
        return NameFound(registry.added(text, "en"), text)
    organization = organization_of_file_name(file_name, registry)
    return NameFound(organization, organization.applied.en, printed=False) if organization else None


def organization_of_file_name(file_name: str, registry: Registry) -> Organization | None:
    """The organization that a file is named after, None where its name says none."""
    stem = re.sub(r"[-_.](en|fr|eng|fra)$", "", PurePath(file_name).stem)
    return registry.named(re.sub(r"[-_.]+", " ", stem).strip())


def _recognized(text: str, registry: Registry) -> NameFound | None:
    """A known organization, or one that looks like one, that `text` names; None where it names several."""
    if organization := registry.named(text):
        return NameFound(organization, text)
    # A form is headed by a name, not by what people call its organization in passing.
    matches = tuple(match for match in registry.found_in(text) if match.kind != "nickname")
    if len({match.organization.id for match in matches}) == 1:
        return NameFound(matches[0].organization, text[matches[0].start : matches[0].end])
    for language in LANGUAGES:
        for possible in registry.possible_organizations(text, language):
            if possible.text == text:
                return NameFound(registry.added(text, language), text)
    return None


def _beside_title(preface: Sequence[Line], title: Title | None, questionnaire: Questionnaire) -> Iterator[str]:
    """What stands on the title's lines before or after it, set off by a dash, a colon or the like."""
    if title is None:
        return
    wanted = [
        word for entry in questionnaire.title.recognize.of(title.language) for word in words_of(folded_wording(entry))
    ]
    for index in {title.first, title.last}:
        text = preface[index].text
        folding = fold(text)
        places = [found.span() for word in wanted for found in re.finditer(rf"\b{word}\w*", folding.text)]
        if not places:
            continue
        start, _ = folding.original(*min(places))
        _, end = folding.original(*max(places, key=lambda place: place[1]))
        before, after = text[:start].rstrip(), text[end:].lstrip()
        for piece, edge in ((before, before[-1:]), (after, after[:1])):
            name = piece.strip(_SEPARATORS)
            if edge and edge in _SEPARATORS and re.search(r"[^\W\d_]{2}", name):
                yield name


def _is_title(folded_text: str, questionnaire: Questionnaire, language: Language) -> bool:
    words = words_of(folded_text)
    return any(
        all(any(word.startswith(start) for word in words) for start in words_of(folded_wording(entry)))
        for entry in questionnaire.title.recognize.of(language)
    )


def _opens_like_a_title(line: Line, questionnaire: Questionnaire) -> bool:
    return any(
        line.folded.startswith(folded_wording(opening))
        for language in LANGUAGES
        for opening in questionnaire.title.opens.of(language)
    )


def _by_nearness(preface: Sequence[Line], title: Title | None) -> Iterator[Line]:
    """The lines without the title: those before it from the nearest on, then those after it."""
    if title is None:
        yield from preface
    else:
        yield from reversed(preface[: title.first])
        yield from preface[title.last + 1 :]


def _is_byline(line: Line, registry: Registry) -> bool:
    """Whether the line says who published the page: "From: Privy Council Office"."""
    opening, colon, _ = line.folded.partition(":")
    return bool(colon) and opening.strip() in registry.words.bylines


def _could_be_a_name(line: Line, questionnaire: Questionnaire) -> bool:
    words = words_of(line.folded)
    is_part = any(re.fullmatch(pattern, line.folded) for pattern in questionnaire.layout.part)
    return (
        len(words) <= _LONGEST_NAME_WORDS
        and re.search(r"[^\W\d_]{2}", line.folded) is not None
        and not line.text.endswith((".", "?", "!", ":"))
        and not any(sign in line.text for sign in (">", "»", "|", "://"))
        and not is_part
    )
