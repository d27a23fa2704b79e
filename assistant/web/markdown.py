"""The little Markdown that answers are written in, as blocks: paragraphs, list entries, quotations and [n] marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "entry", "quotation"]
_INLINE = re.compile(r"\[(?P<mark>\d{1,4})\]|\*\*(?P<strong>[^*]+)\*\*")
_OPENING = re.compile(r"^\s*(?:(?P<entry>[-*•])\s+|(?P<quotation>>)\s?|#{1,6}\s+)")


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text, strong or not; or a mark, whose `mark` is the citation's number."""

    text: str
    strong: bool = False
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list entry or quotation."""

    kind: BlockKind
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring blocks of one kind, so that list entries make one list."""

    kind: BlockKind
    blocks: tuple[Block, ...]


def groups(text: str) -> tuple[Group, ...]:
    """The blocks of `text`, neighbours of one kind together. Anything that is not this little Markdown stays text."""
    gathered: list[tuple[BlockKind, list[Block]]] = []
    for block in _blocks(text):
        if gathered and gathered[-1][0] == block.kind:
            gathered[-1][1].append(block)
        else:
            gathered.append((block.kind, [block]))
    return tuple(Group(kind, tuple(blocks)) for kind, blocks in gathered)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    joinable = False
    for line in text.split("\n"):
        if not line.strip():
            joinable = False
            continue
        opening = _OPENING.match(line)
        kind: BlockKind = "paragraph"
        if opening and opening["entry"]:
            kind = "entry"
        elif opening and opening["quotation"]:
            kind = "quotation"
        words = line[opening.end() :] if opening else line.strip()
        if joinable and blocks and not (opening and kind == "entry") and blocks[-1].kind == kind:
            blocks[-1] = Block(kind, (*blocks[-1].inlines, Inline(" "), *_inlines(words)))
        else:
            blocks.append(Block(kind, _inlines(words)))
        joinable = True
    return blocks


def _inlines(line: str) -> tuple[Inline, ...]:
    found: list[Inline] = []
    at = 0
    for match in _INLINE.finditer(line):
        if match.start() > at:
            found.append(Inline(line[at : match.start()]))
        if match["mark"]:
            found.append(Inline(match[0], mark=int(match["mark"])))
        else:
            found.append(Inline(match["strong"], strong=True))
        at = match.end()
    if at < len(line):
        found.append(Inline(line[at:]))
    return tuple(found)
