"""Wordings as printed: wrapped over several lines, and in French not the ones we know.

A wording begins where its position says and ends where a sentence ends; likeness to the known wording says how sure
that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import Line, folded_wording, likeness
from corpus.types import LANGUAGES, Bilingual

# The longest wording has some 450 characters: ten lines of a narrow column.
_LONGEST_LINES = 10
# From here on the printed wording is the one we know, and needs no sentence's end to be told from what follows it.
_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Printed:
    """How many lines a wording takes, how alike it is to the known one, and whether it ends as a question does."""

    lines: int
    likeness: float
    question: bool


def printed_from(
    lines: Sequence[Line], index: int, wording: Bilingual, *, end: int | None = None, first: str | None = None
) -> Printed:
    """The printed wording that begins with the line at `index`, at most up to the line `end`.

    `first` is that line's folded text without a heading. The wording goes on over lines without bullet or blank line
    before them, to the end of a sentence or, where the known one is printed, to where it is most alike to that.
    """
    end = len(lines) if end is None else end
    joined = ""
    best = Printed(0, 0.0, False)
    last = best
    for count, line in enumerate(lines[index : min(end, index + _LONGEST_LINES)], start=1):
        if count > 1 and (line.bullet or line.gap):
            break
        joined = (joined + " " + (first if count == 1 and first is not None else line.folded)).strip()
        last = Printed(count, likeness_to(joined, wording), line.folded.rstrip(" )*_\"'").endswith("?"))
        if last.likeness > best.likeness:
            best = last
        if line.closed:
            break
    return best if best.likeness >= _KNOWN else last


def likeness_to(folded_text: str, wording: Bilingual) -> float:
    """How alike a folded text is to the wording in the language in which it is more so, 0 to 1."""
    return max(likeness(folded_text, folded_wording(wording.of(language))) for language in LANGUAGES)
