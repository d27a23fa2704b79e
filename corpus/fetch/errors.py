"""What keeps a page from being fetched. The address is not in the message: who reports it has it at hand."""

from __future__ import annotations

from typing import Literal

from corpus.errors import CandourError

# not_there: 404, 410 · refused: other 4xx · trouble: 5xx, 429 · slow, unreachable, cut_off: the connection ·
# too_large, wrong_type, unreadable: what came · robots: asked not to · elsewhere: redirected to where we do not go
Reason = Literal[
    "not_there", "refused", "trouble", "slow", "unreachable", "cut_off", "too_large", "wrong_type", "unreadable",
    "robots", "elsewhere",
]  # fmt: skip

# What may be otherwise a moment later, and says that the host may be overburdened.
PASSING: frozenset[Reason] = frozenset({"trouble", "slow", "unreachable", "cut_off"})


class NotFetched(CandourError):
    """A page that could not be had: `reason` for programs, the message for people.

    `retry_after_s` is how long the host asked to be left alone.
    """

    code = "not_fetched"

    def __init__(self, reason: Reason, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.retry_after_s = retry_after_s


class CannotKeep(CandourError):
    """Fetched pages cannot be written to the home folder, or what is kept of them there cannot be used."""

    code = "cannot_keep"


class FetchRunning(CandourError):
    """Another fetch is writing to the same home folder."""

    code = "fetch_running"


class NotListed(CandourError):
    """An organization was asked for that has no page in the list."""

    code = "not_listed"
