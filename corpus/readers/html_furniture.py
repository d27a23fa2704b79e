"""Which elements of a web page are not its text."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

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


def furniture_of(part: Tag, furniture: PageFurniture) -> frozenset[int]:
    """The `id()` of every element within `part` that is to be left out: by tag, hidden, by class or id, by heading."""
    dropped: set[int] = set()
    for element in part.find_all(True):
        if _is_furniture(element, furniture):
            dropped.add(id(element))
        elif element.name in _HEADINGS or element.name in ("summary", "dt"):
            if furniture.names_heading(_short_text(element)):
                dropped.update(map(id, _headed_by(element, part)))
        elif element.name in _LABELLED and furniture.names_line(_short_text(element)):
            dropped.add(id(element))
    return frozenset(dropped)


def _is_furniture(element: Tag, furniture: PageFurniture) -> bool:
    name = element.name
    if name in _NEVER_TEXT:
        return True
    if name in ("header", "footer"):
        # An article's own header may hold the title, which names the organization.
        return element.find("h1") is None
    if name == "form":
        return element.find("input", type=["checkbox", "radio"]) is None
    attributes = element.attrs
    if not attributes:
        return False
    if "hidden" in attributes or str(attributes.get("aria-hidden", "")).lower() == "true":
        return True
    if _HIDING.search(str(attributes.get("style", ""))):
        return True
    return furniture.names_element(element.get_attribute_list("class"), str(attributes.get("id", "")))


def _short_text(element: Tag) -> str:
    """The words of an element; "" for a long one."""
    pieces: list[str] = []
    length = 0
    for count, node in enumerate(element.descendants):
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            pieces.append(node)
            length += len(node.strip())
        if length > _MAX_LABEL_CHARS or count > _MAX_LABEL_NODES:
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
