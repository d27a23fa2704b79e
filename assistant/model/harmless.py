"""Names that a model may be told: a document prints what it likes where its organization's name stands."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_NAME = 200  # characters; no organization has a longer one
NAMELESS = "organization"  # what is said in place of a name that may not be told


def is_harmless(name: str, gives_orders: Callable[[str], bool]) -> bool:
    """Whether a name is none that was written for a model."""
    return len(name) <= LONGEST_NAME and not gives_orders(name)
