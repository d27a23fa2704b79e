"""The words of the checks: the evidence a model was given, a sentence it wrote, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.types import Item, Language, Organization

# In the order in which they are looked for: what can harm whoever reads it comes first.
Fault = Literal["plain", "citation", "language", "quotation", "name", "number", "polarity", "words"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A numbered passage as the model was given it: `text` is the exact words of a document.

    Where they are the labels of ticked options, `meanings` are the questionnaire's own labels of these, each with its
    language: a label may be no more than "Yes". `names` are what the organization may be called beside the names of the
    registry: as the document prints it.
    """

    n: int
    text: str
    language: Language
    organization: Organization
    item: Item
    meanings: tuple[tuple[Language, str], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a model wrote it, on one line, with the numbers of the evidence that it cites."""

    text: str
    citations: tuple[int, ...]
