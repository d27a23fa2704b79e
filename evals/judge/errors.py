"""The judge's part of the error tree (its root is corpus.errors.CandourError)."""

from __future__ import annotations

from corpus.errors import CandourError


class NothingToJudge(CandourError):
    """A run's folder without an answer that a judge could look at."""

    code = "nothing_to_judge"


class JudgeFailed(CandourError):
    """The chat model that judges failed again and again."""

    code = "judge_failed"
