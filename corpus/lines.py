"""A document's text as lines that know where they stand, and how alike two wordings are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import folded

_WORD = re.compile(r"[^\W_]+")
# Marks, not words: bullets of the layouts seen, boxes of forms, Markdown task lists and headings. Three of them in a
# row ("- [x] ") are more than any layout has.
_BULLET = r"(?:[-*+•●▪◦‣·○■–—](?=\s)|o(?=\s{2}|\t)|[☑☒✓✔☐□❏]|[\[(][xX ][\])])\s*"
_BULLETS = re.compile(rf"(?:{_BULLET}){{1,3}}(?=\S)")
_TICKED = re.compile(r"[\[(][xX][\])]|[☑☒✓✔]")
_UNTICKED = re.compile(r"[\[(] [\])]|[☐□❏]")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_EMPHASIS = ("**", "__")
# Rulers, underlines of headings, lone bullets and dashes: nothing is said by them.
_ORNAMENT = re.compile(r"[-=_*~#•●▪◦‣·○■–—|\s]+")
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s")
_SENTENCE_END = re.compile(r"(?:[?!]|\w{3}\)?[.:])[)\"'*_ ]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it. `text[start:end]` of the document is its content without bullet or heading mark.

    `folded` is the content for comparison, with single spaces and without emphasis. `indent` counts the characters
    before the bullet or the content; `gap` is True where a blank line stands before it.
    """

    text: str
    folded: str
    start: int
    end: int
    indent: int
    gap: bool
    bullet: bool
    unticked: bool

    @property
    def list_entry(self) -> bool:
        """Whether an entry of a list, with a bullet or numbered, begins with this line."""
        return self.bullet or _NUMBERED.match(self.folded) is not None

    @property
    def closed(self) -> bool:
        """Whether a sentence, question or lead-in ends with this line ("p. ex." does not end one)."""
        return _SENTENCE_END.search(self.folded[-12:]) is not None


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of `text` that say something, in order."""
    lines: list[Line] = []
    offset, gap = 0, False
    # Folding the text at once is faster than line by line, and keeps line ends where they are.
    for raw, raw_folded in zip(text.split("\n"), folded(text).split("\n"), strict=True):
        line = _line(raw, raw_folded, offset, gap and bool(lines))
        if line is not None:
            lines.append(line)
        gap = line is None
        offset += len(raw) + 1
    return tuple(lines)


def _line(raw: str, raw_folded: str, offset: int, gap: bool) -> Line | None:
    content = raw.strip()
    if not content or _ORNAMENT.fullmatch(content):
        return None
    indent = raw.index(content)
    start = offset + indent
    unticked = False
    if mark := _HEADING_MARK.match(content):
        content, start = content[mark.end() :], start + mark.end()
    if bullet := _BULLETS.match(content):
        unticked = bool(_UNTICKED.search(bullet[0])) and not _TICKED.search(bullet[0])
        content, start = content[bullet.end() :], start + bullet.end()
    for emphasis in _EMPHASIS:
        if content.startswith(emphasis) and content.endswith(emphasis) and len(content) > 2 * len(emphasis):
            content, start = content[len(emphasis) : -len(emphasis)], start + len(emphasis)
    # Spaces and marks before the content are one character each, folded or not.
    comparable = raw_folded[start - offset :]
    for emphasis in _EMPHASIS:
        comparable = comparable.replace(emphasis, "")
    comparable = " ".join(comparable.split())
    if not comparable:
        return None
    return Line(content, comparable, start, start + len(content), indent, gap, bullet is not None, unticked)


def words_of(folded_text: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded_text)


@lru_cache(maxsize=4096)
def word_set(folded_text: str) -> frozenset[str]:
    """The different words of a folded text. Kept, because each line is compared with every wording."""
    return frozenset(_WORD.findall(folded_text))


@lru_cache(maxsize=1024)
def folded_wording(wording: str) -> str:
    """One of the questionnaire's wordings, folded once."""
    return folded(wording)


def likeness(first: str, second: str) -> float:
    """How alike two folded texts are: Dice's coefficient of their sets of words, 0 to 1."""
    one, other = word_set(first), word_set(second)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def is_phrase(folded_text: str, phrases: Iterable[str]) -> bool:
    """Whether the whole text is one of the phrases, whatever its punctuation at the ends and its spaces."""
    bare = _bare(folded_text)
    return bool(bare) and any(bare == _bare(folded_wording(phrase)) for phrase in phrases)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:!?*_-–—()[]\"'")
