"""Where paragraphs, lists and sentences of a free text begin and end. Pure offsets; no word is changed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import DataFileError

Offsets = tuple[int, int]

_MARK = re.compile(r"(?:[-•*–—·◦▪‣●○o]|\d{1,2}[.)]|[a-z]\)|\([a-z\d]{1,4}\))[^\S\n]+(?=\S)")
_LEAD_IN_END = re.compile(r":\W*$")
# Only where a run of such signs begins: tried from each of them, a line of dots would take the square of its length.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[\"'”’)\]]|\s?»)*(?=\s)")
_FINISHED = re.compile(r"[.!?…:;][\"'”’)\]»\s]*$")
_LONGEST_ENDING = 80
_OPENERS = "\"'“‘«([ \u00a0\u202f\n\t"
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with the line that leads in to it.

    `lines` are the paragraph's or lead-in's offsets, then those of each list entry with its mark; no blank space at
    either end of any of them. `leads_in` is True where the first line announces the entries after it.
    """

    lines: tuple[Offsets, ...]
    is_list: bool
    leads_in: bool = False

    @property
    def start(self) -> int:
        """Where the block begins."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where the block ends."""
        return self.lines[-1][1]

    @property
    def entries(self) -> tuple[Offsets, ...]:
        """The list's entries, without a lead-in; empty for a paragraph."""
        if not self.is_list:
            return ()
        return self.lines[1:] if self.leads_in else self.lines


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    after_blank: bool
    is_entry: bool


@dataclass(slots=True)
class _Growing:
    """A block to which lines are still added."""

    lines: list[Offsets]
    is_list: bool
    leads_in: bool = False


def blocks_of(text: str, start: int = 0, end: int | None = None) -> tuple[Block, ...]:
    """The paragraphs and lists of `text[start:end]`, in order; every character but blank space is in exactly one.

    A line is a paragraph of its own, unless it only continues the line before (a text with hard line breaks).
    Consecutive lines that open with a list mark are one list, blank lines between them or not; a paragraph that ends
    in a colon right before a list belongs to it.
    """
    blocks: list[_Growing] = []
    for line in _joined(text, _lines(text, start, len(text) if end is None else end)):
        offsets = (line.start, line.end)
        before = blocks[-1] if blocks else None
        if before is None or not (line.is_entry or _wordless(text, offsets) or _wordless(text, before.lines[-1])):
            blocks.append(_Growing([offsets], line.is_entry))
        elif before.is_list or not line.is_entry:
            before.lines.append(offsets)
        elif _ends_with(_LEAD_IN_END, text, before.lines[0][0], before.lines[-1][1]):
            before.lines.append(offsets)
            before.is_list = before.leads_in = True
        else:
            blocks.append(_Growing([offsets], True))
    return tuple(Block(tuple(block.lines), block.is_list, block.leads_in) for block in blocks)


def sentences_of(text: str, start: int = 0, end: int | None = None) -> tuple[Offsets, ...]:
    """The sentences of `text[start:end]` in order, without blank space at their ends.

    Every character but blank space is in exactly one. A paragraph, list entry or lead-in is at least one sentence.
    """
    lines = (line for block in blocks_of(text, start, end) for line in block.lines)
    return tuple(sentence for line in lines for sentence in _split(text, *line))


def without_mark(text: str, start: int, end: int) -> Offsets:
    """The offsets of a list entry without its mark ("- ", "2. "); unchanged where there is none."""
    mark = _MARK.match(text, start, end)
    return (mark.end() if mark else start, end)


def trimmed(text: str, start: int, end: int) -> Offsets:
    """The offsets without blank space at either end."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    after_blank = True
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        first, last = trimmed(text, start, stop)
        if first < last:
            yield _Line(first, last, first - start, after_blank, _MARK.match(text, first, last) is not None)
        after_blank = first == last
        start = stop + 1


def _joined(text: str, lines: Iterator[_Line]) -> Iterator[_Line]:
    before: _Line | None = None
    for line in lines:
        if before is not None and _continues(text, before, line):
            before = _Line(before.start, line.end, before.indent, before.after_blank, before.is_entry)
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _continues(text: str, before: _Line, line: _Line) -> bool:
    """Whether `line` is only the rest of the one before, broken for width."""
    if line.after_blank or line.is_entry:
        return False
    if before.is_entry and line.indent > before.indent:
        return True
    return text[line.start].islower() and not _ends_with(_FINISHED, text, before.start, before.end)


def _ends_with(ending: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` has that ending, within so many characters as any real one has.

    Searched from the start, a text of ever more lines would be gone through again for each of them.
    """
    return ending.search(text, max(start, end - _LONGEST_ENDING), end) is not None


def _wordless(text: str, offsets: Offsets) -> bool:
    return not _WORD.search(text, *offsets)


def _split(text: str, start: int, end: int) -> Iterator[Offsets]:
    mark = _MARK.match(text, start, end)
    begin = start
    for found in _SENTENCE_END.finditer(text, mark.end() if mark else start, end):
        if _WORD.search(text, begin, found.start()) and _ends_sentence(text, begin, found, end):
            yield begin, found.end()
            begin, _ = trimmed(text, found.end(), end)
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    after, _ = trimmed(text, found.end(), end)
    while after < end and text[after] in _OPENERS:
        after += 1
    if after == end:
        return True
    following = text[after]
    if not (following.isupper() or following.isdigit() or not following.isalnum()):
        return False
    if found.group()[:1] != "." or found.group()[:2] in ("..", ".…"):
        return True
    return not _abbreviated(text, begin, found.start() + 1, after)


def _abbreviated(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether the full stop before `stop` belongs to an abbreviation rather than to the sentence."""
    words = text[max(begin, stop - 40) : stop].split()
    last = words[-1].lstrip("\"'“‘«([").rpartition("’")[2].rpartition("'")[2]
    word, pair = last.casefold(), " ".join(words[-2:]).casefold().lstrip("\"'“‘«([")
    if word in abbreviations().always or pair in abbreviations().always:
        return True
    if text[after].isdigit() and word in abbreviations().before_numbers:
        return True
    if word[:-1].isdigit() and len(word) <= 3 and (len(words) == 1 or words[-2][-1] in ":;-•*–—·"):
        return True  # the number of an entry that was written into the line: "We will: 1. Consult. 2. Publish."
    if _INITIALS.fullmatch(last) and (last[0].isupper() or len(last) > 2):
        following = _WORD.match(text, after)
        return following is None or following.group().casefold() not in abbreviations().starters
    return False


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The words of data/abbreviations.toml, both languages together, casefolded."""

    always: frozenset[str]
    before_numbers: frozenset[str]
    starters: frozenset[str]


@cache
def abbreviations() -> Abbreviations:
    """What data/abbreviations.toml holds; DataFileError where it is not what its first lines say."""
    file = files("index").joinpath("data/abbreviations.toml")
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
        return Abbreviations(
            *(
                frozenset(word.casefold() for language in ("en", "fr") for word in tables[language][key])
                for key in ("always", "before_numbers", "starters")
            )
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(f"{file} is not a list of abbreviations ({error}). Restore it or mend it.") from error
