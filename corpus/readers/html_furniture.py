"""Which elements of a web page are not its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from corpus.readers.furniture import PageFurniture

# fmt: off
_NEVER_TEXT = frozenset((
    "script", "style", "template", "noscript", "nav", "aside", "head", "title", "meta", "link", "button", "select",
    "datalist", "textarea", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map", "dialog",
))
# fmt: on
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_GROUPS = ("section", "div", "details", "dl", "fieldset")
_LABELLED = ("p", "dt", "div", "li", "span", "a", "time", "small")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# Labels are short and simple; the words of longer elements are not gathered to be compared, which on a page of
# elements within elements would take the square of its length.
_MAX_LABEL_CHARS = 120
_MAX_LABEL_NODES = 40

# A site puts a handful of such blocks on a page; finding out what each heads takes a look at the whole page.
_MAX_FURNITURE_HEADINGS = 50


def furniture_of(part: Tag, furniture: PageFurniture) -> frozenset[int]:
    """The `id()` of every element within `part` that is to be left out: by tag, hidden, by class or id, by heading."""
    dropped: set[int] = set()
    elements = part.find_all(True)
    needed = _needed(elements)
    headings = 0
    for element in elements:
        if _is_furniture(element, furniture, needed):
            dropped.add(id(element))
        elif element.name in _HEADINGS or element.name in ("summary", "dt"):
            if headings < _MAX_FURNITURE_HEADINGS and furniture.names_heading(_short_text(element)):
                headings += 1
                dropped.update(map(id, _headed_by(element, part)))
        elif element.name in _LABELLED and furniture.names_line(_short_text(element)):
            dropped.add(id(element))
    return frozenset(dropped)


def _needed(elements: Sequence[Tag]) -> set[int]:
    """The `id()` of everything around a title or a check box.

    An article's own header may hold the title, which names the organization; a filled form's boxes are in a <form>.
    """
    needed: set[int] = set()
    for element in elements:
        box = element.name == "input" and str(element.get("type", "")).lower() in ("checkbox", "radio")
        if box or element.name == "h1":
            for around in element.parents:
                if id(around) in needed:
                    break
                needed.add(id(around))
    return needed


def _is_furniture(element: Tag, furniture: PageFurniture, needed: set[int]) -> bool:
    if element.name in _NEVER_TEXT:
        return True
    if element.name in ("header", "footer", "form") and id(element) not in needed:
        return True
    attributes = element.attrs
    if not attributes:
        return False
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).lower() == "true":
        return True
    if _HIDING.search(str(attributes.get("style", ""))):
        return True
    return furniture.names_element(element.get_attribute_list("class"), str(attributes.get("id", "")))


def _short_text(element: Tag) -> str:
    """The words of an element; "" for a long one. Looks no further than it must, however much is inside."""
    pieces: list[str] = []
    waiting: list[PageElement] = [element]
    seen = length = 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if isinstance(node, Tag):
            if len(node.contents) > _MAX_LABEL_NODES:
                return ""
            waiting.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            pieces.append(node)
            length += len(node.strip())
        if length > _MAX_LABEL_CHARS or seen > _MAX_LABEL_NODES:
            return ""
    return " ".join("".join(pieces).split())


def _headed_by(heading: Tag, part: Tag) -> list[Tag]:
    """The elements a heading stands for: the group it opens, else itself and what follows up to the next heading."""
    group = heading.parent
    if group is not None and group is not part and group.name in _GROUPS and _opens(heading, group):
        return [group]
    level = heading.name if heading.name in _HEADINGS else "h6"
    headed = [heading]
    for sibling in heading.find_next_siblings(True):
        if sibling.name in ("dt", "summary") or (sibling.name in _HEADINGS and sibling.name <= level):
            break
        if sibling.find(_HEADINGS) is not None:
            break
        headed.append(sibling)
    return headed


def _opens(heading: Tag, group: Tag) -> bool:
    """Whether `heading` is the first text of `group` and its only heading, so that the group is about nothing else."""
    headings = group.find_all([*_HEADINGS, "summary", "dt"])
    first = next((text for text in group.strings if text.strip()), None)
    return len(headings) == 1 and first is not None and any(parent is heading for parent in first.parents)
