"""What can go wrong with a language model, in a few stable codes; none of a provider's own words are passed on."""

from __future__ import annotations

from typing import Literal

from corpus.errors import CandourError

FailureCode = Literal[
    "unreachable", "too_slow", "key_refused", "too_many", "server_error", "not_found", "bad_request", "declined",
    "unusable", "paused", "over_budget", "budget_unknown",
]  # fmt: skip


class VisitorLeft(Exception):
    """Whoever asked has gone: the model is not waited for, and nothing failed."""


class ModelFailed(CandourError):
    """The model gave nothing that can be used. `failure` says why, `retry_after` in how many seconds to ask again.

    A provider's message may repeat the question or a part of the key: it is never kept.
    """

    code = "model_failed"

    def __init__(self, failure: FailureCode, retry_after: float | None = None) -> None:
        super().__init__(f"The language model failed: {failure}.")
        self.failure: FailureCode = failure
        self.retry_after = retry_after
