"""What each part of a look-up is good for: the models fitted again with one part left out at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answers.features import NAMES
from evals.fitting.examples import Example
from evals.fitting.fit import Fitted, fit

# Which features (see assistant/answers/features.py) a part gives.
PARTS = {
    "keyword search": ("keywords", "first by keywords"),
    "vector search": ("meaning", "meaning, other language", "nearest by meaning"),
    "the question's own words": ("words", "two rarest", "rarest", "pairs"),
    "words that say the same": ("same words", "same words, other language"),
    "the passage around a sentence": ("around", "opens passage"),
    "the item's own wording": ("in item",),
    "the item asked about": (
        "topic",
        "log topic",
        "named item",
        "topic of what was told",
        "log topic of what was told",
    ),
    "numbers and codes": ("codes",),
    "the kind of thing asked for": (
        *("kind shown", "kind missing", "date", "number", "person", "reason", "means", "place", "title", "list"),
    ),
    "tick or text, length, language": ("tick", "length", "french"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How look-ups do without a part; `part` is None for all of them together."""

    part: str | None
    fitted: Fitted


def parts_left_out(examples: Sequence[Example]) -> Iterator[LeftOut]:
    """Everything first, then each part of PARTS left out, fitted and judged in the same folds."""
    yield LeftOut(None, fit(examples))
    for part, names in PARTS.items():
        columns = [NAMES.index(name) for name in names]
        yield LeftOut(part, fit([_without(each, columns) for each in examples]))


def _without(example: Example, columns: Sequence[int]) -> Example:
    rows = np.array(example.rows)
    rows[:, columns] = 0.0
    return replace(example, rows=rows)


def parts_table(left_out: Sequence[LeftOut]) -> str:
    """The figures as a Markdown table, shares of questions that were not fitted to."""
    lines = [
        "| without | first passage right | one of three right | answerable stated | unanswerable declined |",
        "| --- | --- | --- | --- | --- |",
    ]
    for each in left_out:
        found = each.fitted
        shares = (found.first, found.among_three, found.stated_right, found.declined_right)
        lines.append(
            f"| {each.part or '(nothing left out)'} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"
        )
    return "\n".join(lines)
