"""Silence: rightly kept, wrongly kept, and the truth of what is said instead.

`silent` is an abstention or a question back, `closest` an answer that only shows the closest passage and says so.
"""

from __future__ import annotations


def abstained_right(silent: bool) -> float:
    """Of an unanswerable case: 1 where nothing is claimed."""
    return float(silent)


def reason_right(expected: str | None, silent: bool, reason: str | None) -> float | None:
    """Of an unanswerable case: 1 where the reason for the silence is the expected one; None without silence."""
    return float(reason == expected) if silent else None


def answered_as_stated(silent: bool, closest: bool) -> float:
    """Of an unanswerable case: 1 where it is answered as if the texts said so."""
    return float(not silent and not closest)


def wrongly_abstained(silent: bool) -> float:
    """Of an answerable case: 1 where nothing is said."""
    return float(silent)


def only_closest(closest: bool) -> float:
    """Of an answerable case: 1 where only the closest passage is shown."""
    return float(closest)


def truthfulness(answerable: bool, silent: bool, closest: bool, correct: bool) -> float:
    """1 for right (silence about the unanswerable included), 0 for careful, -1 for wrong."""
    if silent:
        return 0.0 if answerable else 1.0
    if closest:
        return 0.0
    return 1.0 if answerable and correct else -1.0


def language_right(expected: str, given: str | None) -> float | None:
    """1 where the answer is in the question's language, None where it does not say its language."""
    return None if given is None else float(given == expected)
