"""What the organizations that are cited are called, and where a text calls them so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.model.checks.types import Evidence
from corpus.types import LANGUAGES, Organization


def names_of(organization: Organization, printed: Sequence[str]) -> tuple[str, ...]:
    """All that an organization is called, in both languages."""
    both = (organization.official, organization.applied, organization.short)
    more = (organization.acronyms, organization.other_names, organization.former_names, organization.nicknames)
    return (
        *printed,
        *(name.of(language) for name in both for language in LANGUAGES),
        *(name for names in more for language in LANGUAGES for name in names.of(language)),
    )


def named_in(text: str, cited: Sequence[Evidence]) -> Iterator[tuple[int, int, str]]:
    """Every place where a text has a name of a cited organization, with the id of that; places may overlap."""
    for evidence in cited:
        for name in filter(None, names_of(evidence.organization, evidence.names)):
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield found.start(), found.end(), evidence.organization.id


def without_names(text: str, cited: Sequence[Evidence], instead: str = " ") -> str:
    """The text without what the organizations that are cited are called, in whatever language."""
    for name in sorted({name for each in cited for name in names_of(each.organization, each.names)}, key=len)[::-1]:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text)
    return text
