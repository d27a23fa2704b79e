"""How a Word document numbers its paragraphs: which are list entries, at which level, with a bullet or a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docx.oxml.ns import qn

from corpus.readers.blocks import entry_marker

# A style based on a style based on ...: Word itself stops at about ten.
_MAX_STYLE_DEPTH = 20
# The format knows nine levels. Every list names those of another, so that many would take the square of their number.
_MAX_LEVELS = 9
_LIST_STYLE = re.compile(r"list (bullet|number)(?: (\d))?$", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(heading \d|title|subtitle)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph's list and level within it (0 is outermost)."""

    number_id: str
    level: int


@dataclass(slots=True)
class Numbering:
    """The markers of a document's list paragraphs. Counts as it is asked, so ask once a paragraph, in order.

    Elements are lxml's, which has no types here, hence Any.
    """

    styles: Mapping[str, Any]
    formats: Mapping[tuple[str, int], str]
    starts: Mapping[tuple[str, int], int]
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:  # noqa: ANN401  (python-docx has no types)
        """The numbering of a document as python-docx opens it."""
        styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
        formats: dict[tuple[str, int], str] = {}
        starts: dict[tuple[str, int], int] = {}
        numbering = _numbering_element(document)
        if numbering is not None:
            abstract = {
                element.get(qn("w:abstractNumId")): element for element in numbering.findall(qn("w:abstractNum"))
            }
            for number in numbering.findall(qn("w:num")):
                number_id = number.get(qn("w:numId"))
                for level in _levels(abstract.get(_value(number, "w:abstractNumId")), number):
                    key = (number_id, int(level.get(qn("w:ilvl"), "0")))
                    formats[key] = _value(level, "w:numFmt") or "decimal"
                    starts[key] = int(_value(level, "w:start") or "1")
        return cls(styles, formats, starts)

    def marker(self, paragraph: Any) -> str | None:  # noqa: ANN401
        """What opens a list paragraph ("• ", "  • ", "2. "); None for one that is no list entry, such as a heading."""
        chain = self._style_chain(paragraph)
        names = [_value(style, "w:name") or "" for style in chain]
        if any(_HEADING_STYLE.match(name) for name in names):
            return None
        listed = next(filter(None, map(_LIST_STYLE.match, names)), None)
        style_level = int(listed.group(2) or "1") - 1 if listed else 0
        place = _place_of([paragraph, *chain])
        if place is not None:
            kind = self.formats.get((place.number_id, place.level), "none")
        elif listed is not None:
            place = _Place(listed.group().lower(), style_level)
            kind = "bullet" if listed.group(1).lower() == "bullet" else "decimal"
        else:
            return None
        if kind == "none":
            return None
        # "List Bullet 2" is the first level of a list of its own, indented by its style.
        depth = max(place.level, style_level) + 1
        return entry_marker(depth, None if kind == "bullet" else self._count(place))

    def _count(self, place: _Place) -> int:
        for key in [key for key in self._counts if key[0] == place.number_id and key[1] > place.level]:
            del self._counts[key]
        key = (place.number_id, place.level)
        self._counts[key] = self._counts.get(key, self.starts.get(key, 1) - 1) + 1
        return self._counts[key]

    def _style_chain(self, paragraph: Any) -> list[Any]:  # noqa: ANN401
        """The paragraph's style and those it is based on, nearest first."""
        chain: list[Any] = []
        properties = paragraph.find(qn("w:pPr"))
        style_id = None if properties is None else _value(properties, "w:pStyle")
        while style_id is not None and style_id in self.styles and len(chain) < _MAX_STYLE_DEPTH:
            chain.append(self.styles[style_id])
            style_id = _value(chain[-1], "w:basedOn")
        return chain


def _place_of(carriers: list[Any]) -> _Place | None:
    """The list named nearest: in the paragraph itself, then in its styles. Number 0 says that it is in none."""
    for carrier in carriers:
        properties = carrier.find(qn("w:pPr"))
        numbering = None if properties is None else properties.find(qn("w:numPr"))
        if numbering is not None and (number_id := _value(numbering, "w:numId")) is not None:
            return None if number_id == "0" else _Place(number_id, int(_value(numbering, "w:ilvl") or "0"))
    return None


def _levels(abstract: Any, number: Any) -> list[Any]:  # noqa: ANN401
    """The levels of a list's definition, then those the list itself sets anew."""
    levels = [] if abstract is None else list(islice(abstract.iterchildren(qn("w:lvl")), _MAX_LEVELS))
    for override in islice(number.iterchildren(qn("w:lvlOverride")), _MAX_LEVELS):
        levels += islice(override.iterchildren(qn("w:lvl")), _MAX_LEVELS)
    return levels


def _numbering_element(document: Any) -> Any:  # noqa: ANN401
    relations = document.part.rels.values()
    part = next((relation.target_part for relation in relations if relation.reltype.endswith("/numbering")), None)
    return getattr(part, "element", None)


def _value(element: Any, name: str) -> str | None:  # noqa: ANN401
    child = element.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
