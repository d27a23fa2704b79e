"""An assessment cut into passages. Organization, item and language stand beside a passage, never in its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from corpus.types import Assessment, Response, Tick
from index.sentences import Block, Offsets, blocks_of, sentences_of, trimmed
from index.types import Passage, PassageKind

Fits = Callable[[str], bool]

_BETWEEN_TICKS = re.compile(r"[\s\-•*–—·◦▪‣●○o☒☑✓✔xX\[\]]*")
_CLAUSE_END = re.compile(r"[,;:)–—](?=\s)")
_SPACE = re.compile(r"\s+")
_BEYOND = 200  # characters
_EVEN = 1.15  # how much longer than the mean a piece may be, so that units need not be of one length to be even


def passages_of(assessment: Assessment, fits: Fits) -> tuple[Passage, ...]:
    """The passages of all responses, in the order of the text.

    One for the ticks of a response, one for each paragraph or list of its free text; what does not fit (the
    embedder's window) is cut between sentences or list entries, and a sentence that does not fit between clauses, then
    words. Passages do not overlap, and together they hold every character of ticks and free text but blank space.
    """
    passages = [
        _passage(assessment, response.item, kind, offsets)
        for response in assessment.responses
        for kind, offsets in _pieces(assessment.source.text, response, fits)
    ]
    return tuple(sorted(passages, key=lambda passage: passage.start))


def _passage(assessment: Assessment, item: int, kind: PassageKind, offsets: Offsets) -> Passage:
    start, end = offsets
    return Passage(
        id=f"{assessment.id}#{start}-{end}",
        document=assessment.id,
        organization=assessment.organization.id,
        item=item,
        language=assessment.language,
        kind=kind,
        text=assessment.source.text[start:end],
        start=start,
        end=end,
        page=assessment.source.page_at(start),
    )


def _pieces(text: str, response: Response, fits: Fits) -> Iterator[tuple[PassageKind, Offsets]]:
    for run in _tick_runs(text, response.ticks):
        for piece in _packed(text, [(tick.span.start, tick.span.end) for tick in run], fits):
            yield "ticks", piece
    if response.free_text is not None:
        for block in blocks_of(text, response.free_text.start, response.free_text.end):
            for piece in _packed(text, list(_units(text, block)), fits):
                yield "text", piece


def _tick_runs(text: str, ticks: Sequence[Tick]) -> Iterator[list[Tick]]:
    """Ticks with nothing but list marks between them, together."""
    if not ticks:
        return
    run = [ticks[0]]
    for before, tick in pairwise(ticks):
        if not _BETWEEN_TICKS.fullmatch(text, before.span.end, tick.span.start):
            yield run
            run = []
        run.append(tick)
    yield run


def _units(text: str, block: Block) -> Iterator[Offsets]:
    """What a block is cut between: the sentences of a paragraph or lead-in, the entries of a list."""
    for number, line in enumerate(block.lines):
        if block.is_list and not (block.leads_in and number == 0):
            yield line
        else:
            yield from sentences_of(text, *line)


def _packed(text: str, units: Sequence[Offsets], fits: Fits) -> list[Offsets]:
    """Neighbouring units together, in as few and even pieces as fit; a unit that does not fit by itself is cut."""
    start, end = units[0][0], units[-1][1]
    if fits(text[start:end]):
        return [(start, end)]
    small = [piece for unit in units for piece in ([unit] if fits(text[unit[0] : unit[1]]) else _cut(text, unit, fits))]
    greedy = _joined(text, small, fits, end - start)
    # Filled to the brim, the last piece is often a single entry, which says little without the others.
    even = _joined(text, small, fits, round(_EVEN * (end - start) / len(greedy)))
    return even if len(even) == len(greedy) else greedy


def _joined(text: str, units: Sequence[Offsets], fits: Fits, most: int) -> list[Offsets]:
    """Neighbouring units together while they fit and have no more than `most` characters."""
    ends = [unit[1] for unit in units]
    pieces: list[Offsets] = []
    first = 0
    while first < len(units):
        start = units[first][0]
        # Tried one by one, the units of a long list would each be measured together with all before it.
        end = _furthest(ends[first : bisect_right(ends, start + most)], text, start, fits) or ends[first]
        pieces.append((start, end))
        first = bisect_right(ends, end, lo=first)
    return pieces


def _cut(text: str, unit: Offsets, fits: Fits) -> list[Offsets]:
    """A unit too long for the window, in pieces that fit: its sentences, else clauses, else words, else characters."""
    sentences = sentences_of(text, *unit)
    if len(sentences) > 1:
        return _packed(text, sentences, fits)
    pieces: list[Offsets] = []
    start, end = unit
    while not fits(text[start:end]):
        cut = _best_cut(text, start, end, fits)
        pieces.append(trimmed(text, start, cut))
        start, _ = trimmed(text, cut, end)
    return [*pieces, (start, end)]


def _best_cut(text: str, start: int, end: int, fits: Fits) -> int:
    """Where the longest piece from `start` that fits may end."""
    anywhere = _furthest(range(start + 1, end), text, start, fits) or start + 1
    # Words that are cut take more tokens than whole ones, so a better end may lie a little beyond.
    beyond = min(end, anywhere + _BEYOND)
    for pattern in (_CLAUSE_END, _SPACE):
        cut = _furthest([found.end() for found in pattern.finditer(text, start, beyond)], text, start, fits)
        if cut is not None and text[start:cut].strip():
            return cut
    return anywhere


def _furthest(cuts: Sequence[int], text: str, start: int, fits: Fits) -> int | None:
    """The last of `cuts` up to which the text from `start` fits; None where not even the first does.

    Doubles its steps before it halves them, so that no more than twice the window is ever measured.
    """
    low, step = -1, 1
    while low + step < len(cuts) and fits(text[start : cuts[low + step]]):
        low, step = low + step, step * 2
    high = min(low + step, len(cuts))
    while high - low > 1:
        middle = (low + high) // 2
        if fits(text[start : cuts[middle]]):
            low = middle
        else:
            high = middle
    return cuts[low] if low >= 0 else None
