"""The little Markdown that answers are written in, as blocks: paragraphs, list entries, quotations and [n] marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "entry", "quotation"]
_INLINE = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|\[(?P<mark>\d{1,4})\]|\*\*(?P<strong>(?:\\.|[^*\\])+)\*\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")  # an odd number of backslashes at a line's end breaks the line
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


def plain_text(text: str) -> str:
    """`text` as plain lines, [n] marks kept: what a clipboard gets."""
    lines = []
    opening = {"paragraph": "", "entry": "- ", "quotation": "> "}
    for group in groups(text):
        lines += [opening[group.kind] + "".join(part.text for part in block.inlines) for block in group.blocks]
    return "\n".join(lines)


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
        words = _BREAK.sub(r"\1", (line[opening.end() :] if opening else line).strip())
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
        elif match["escaped"]:
            found.append(Inline(match["escaped"]))
        else:
            found.append(Inline(_ESCAPED.sub(r"\1", match["strong"]), strong=True))
        at = match.end()
    if at < len(line):
        found.append(Inline(line[at:]))
    return _joined(found)


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """The same with neighbouring plain runs as one, so that an escaped character does not split a word."""
    joined: list[Inline] = []
    for inline in inlines:
        plain = inline.mark is None and not inline.strong
        if plain and joined and joined[-1].mark is None and not joined[-1].strong:
            joined[-1] = Inline(joined[-1].text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)
