"""Economy: how much is shown for what was needed."""

from __future__ import annotations

from collections.abc import Sequence


def words_per_needed(quotes: Sequence[str], needed: int) -> float | None:
    """Words quoted for each word needed; None without quotations or where no words are needed."""
    if not quotes or not needed:
        return None
    return sum(len(quote.split()) for quote in quotes) / needed
