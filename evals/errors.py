"""The evaluation's part of the error tree (its root is corpus.errors.CandourError)."""

from __future__ import annotations

from corpus.errors import CandourError


class BadQuestionFile(CandourError):
    """A file of questions with a mistake in it; the message names file and line."""

    code = "bad_question_file"


class CannotWrite(CandourError):
    """A file or folder of results that cannot be written."""

    code = "cannot_write"
