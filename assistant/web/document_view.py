"""One assessment as a page shows it: item by item, with an exact span of the document's characters highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.web.facade import Form
from corpus.types import Assessment, Item, Language, Response, ResponseState

_ENTRY = re.compile(r"[^\S\n]*(?P<bullet>[•◦▪‣●○·*–—-]|\d{1,2}[.)])[^\S\n]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, highlighted or not; `first` is true of the first highlighted one on the page."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One option of an item: ticked as printed in the document, or not ticked with the questionnaire's label."""

    ticked: bool
    pieces: tuple[Piece, ...]
    language: Language
    meaning: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an entry of a list; `number` is a numbered entry's own number as printed."""

    kind: Literal["paragraph", "entry"]
    pieces: tuple[Piece, ...]
    deep: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with what the document records for it. `around` holds highlighted words from outside the response."""

    number: int
    part: str
    short: str
    wording: str
    prompt: str
    several: bool
    state: ResponseState
    options: tuple[OptionLine, ...]
    blocks: tuple[tuple[Block, ...], ...]
    around: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole assessment. `around` is what is highlighted before the first item or after the last response."""

    items: tuple[ItemView, ...]
    around: tuple[Block, ...]
    highlighted: bool


def document_view(
    assessment: Assessment, form: Form, language: Language, span: tuple[int, int] | None = None
) -> DocumentView:
    """The assessment with questionnaire wording in `language` and `span` (code points) highlighted."""
    marker = _Marker(assessment.source.text, span)
    starts = [each.where.start if each.where else None for each in assessment.responses]
    text_end = len(assessment.source.text)
    known_starts = sorted(start for start in starts if start is not None)
    first_start = known_starts[0] if known_starts else text_end
    preamble = marker.outside(0, first_start, ())
    items = []
    for item in form.items:
        response = assessment.response(item.number)
        if response.where is None:
            region = (0, 0)
        else:
            following = [start for start in known_starts if start > response.where.start]
            region = (response.where.start, following[0] if following else text_end)
        items.append(_item_view(item, response, assessment, form, language, marker, region))
    return DocumentView(tuple(items), preamble, marker.begun)


def is_span_of(text: str, span: tuple[int, int]) -> bool:
    """Whether `span` names at least one visible character of `text`."""
    start, end = span
    return 0 <= start < end <= len(text) and bool(text[start:end].strip())


def _item_view(
    item: Item,
    response: Response,
    assessment: Assessment,
    form: Form,
    language: Language,
    marker: _Marker,
    region: tuple[int, int],
) -> ItemView:
    covered = [(tick.span.start, tick.span.end) for tick in response.ticks]
    if response.free_text:
        covered.append((response.free_text.start, response.free_text.end))
    around = marker.outside(*region, covered)
    options = _options(item, response, assessment, language, marker)
    blocks: tuple[tuple[Block, ...], ...] = ()
    if response.free_text:
        blocks = _grouped(marker.blocks(response.free_text.start, response.free_text.end))
    return ItemView(
        number=item.number,
        part=form.parts[item.part - 1].of(language) if 0 < item.part <= len(form.parts) else "",
        short=item.short.of(language),
        wording=item.wording.of(language),
        prompt=item.prompt.of(language) if item.prompt else "",
        several=item.kind == "several",
        state=response.state,
        options=options,
        blocks=blocks,
        around=around,
    )


def _options(
    item: Item, response: Response, assessment: Assessment, language: Language, marker: _Marker
) -> tuple[OptionLine, ...]:
    """The questionnaire's options in order, then those only the document knows."""
    ticks = {tick.option: tick for tick in response.ticks}
    lines = []
    for option in item.options:
        tick = ticks.get(option.id)
        label = option.label.of(language)
        if tick is None:
            lines.append(OptionLine(False, (Piece(label),), language))
        else:
            pieces = marker.pieces(tick.span.start, tick.span.end)
            meaning = label if language != assessment.language else ""
            lines.append(OptionLine(True, pieces, assessment.language, meaning))
    known = {option.id for option in item.options}
    lines += [
        OptionLine(True, marker.pieces(tick.span.start, tick.span.end), assessment.language, known=False)
        for tick in response.ticks
        if tick.option not in known
    ]
    return tuple(lines)


def _grouped(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], ...]:
    """Neighbouring list entries together, every paragraph alone."""
    gathered: list[list[Block]] = []
    for block in blocks:
        if gathered and block.kind == "entry" and gathered[-1][0].kind == "entry":
            gathered[-1].append(block)
        else:
            gathered.append([block])
    return tuple(tuple(group) for group in gathered)


class _Marker:
    """Cuts a text into pieces along one highlighted span, in the order in which a page shows them."""

    def __init__(self, text: str, span: tuple[int, int] | None) -> None:
        self._text = text
        self._span = span or (0, 0)
        self.begun = False

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """`text[start:end]`, with what lies in the span marked."""
        low, high = max(start, self._span[0]), min(end, self._span[1])
        if low >= high:
            return (Piece(self._text[start:end]),)
        first, self.begun = not self.begun, True
        found = (
            Piece(self._text[start:low]),
            Piece(self._text[low:high], marked=True, first=first),
            Piece(self._text[high:end]),
        )
        return tuple(piece for piece in found if piece.text)

    def blocks(self, start: int, end: int) -> tuple[Block, ...]:
        """The lines of `text[start:end]` as paragraphs and list entries."""
        found = []
        indents: list[int] = []
        at = start
        for line in self._text[start:end].split("\n"):
            line_start, at = at, at + len(line) + 1
            if not line.strip():
                continue
            opening = _ENTRY.match(line)
            skip = opening.end() if opening else len(line) - len(line.lstrip())
            pieces = self.pieces(line_start + skip, line_start + len(line.rstrip()))
            if opening is None:
                indents = []
                found.append(Block("paragraph", pieces))
                continue
            indents.append(opening.start("bullet"))
            bullet = opening["bullet"]
            deep = indents[-1] > min(indents)
            found.append(Block("entry", pieces, deep=deep, number=bullet if bullet[0].isdigit() else ""))
        return tuple(found)

    def outside(self, start: int, end: int, covered: Sequence[tuple[int, int]]) -> tuple[Block, ...]:
        """The lines of `text[start:end]` that are highlighted and lie outside the `covered` spans."""
        edges = [(start, start), *sorted(covered), (end, end)]
        found: list[Block] = []
        for (_, gap_start), (gap_end, _) in pairwise(edges):
            low, high = max(gap_start, self._span[0]), min(gap_end, self._span[1])
            if low < high and any(letter.isalnum() for letter in self._text[low:high]):
                line_start = max(gap_start, self._text.rfind("\n", 0, low) + 1)
                line_end = self._text.find("\n", high - 1) if high > low else high
                line_end = gap_end if line_end < 0 else min(gap_end, max(line_end, high))
                found.extend(self.blocks(line_start, line_end))
        return tuple(found)
