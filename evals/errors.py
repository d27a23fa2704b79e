"""The evaluation's part of the error tree (its root is corpus.errors.CandourError)."""

from __future__ import annotations

from corpus.errors import CandourError


class BadQuestionFile(CandourError):
    """A file of questions with a mistake in it; the message names file and line."""

    code = "bad_question_file"


class CannotWrite(CandourError):
    """A file or folder of results that cannot be written."""

    code = "cannot_write"


class BadCases(BadQuestionFile):
    """A file of cases or answers with mistakes in it; the message names file and line of each, one a line."""

    code = "bad_cases"


class NoFeedback(CandourError):
    """There is no feedback that cases could be drafted from; the message says why."""

    code = "no_feedback"


class BadRun(CandourError):
    """A run's folder, or a file of it, that cannot be read."""

    code = "bad_run"


class BadThresholds(CandourError):
    """A file of thresholds with a mistake in it."""

    code = "bad_thresholds"
