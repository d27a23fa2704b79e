"""Calls to a provider that may fail: tried again where that can help, ended where they take too long, told of plainly.

A provider's own words may repeat a part of the key or the text that was sent: they are never passed on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

# Seconds before the second and the third try; a provider that asks for longer (Retry-After) gets it, up to the most.
PAUSES_S = (1.0, 3.0)
LONGEST_PAUSE_S = 30.0

# Of what a provider refuses (400 to 499), only these may go better the next time.
_MAY_PASS = (408, 409, 425, 429)
# Its refusals that are about the text that was sent, not about whoever asks.
_OF_THE_TEXT = (400, 413, 422)
_SPENT = "insufficient_quota"  # a 429 that stays
_CODE = re.compile(r"[a-z_]{3,40}")
# Mistakes in what was sent or in what came back, which the same call makes again.
_MISTAKES = (ValueError, TypeError, LookupError, AttributeError)

_T = TypeVar("_T")


def tried(call: Callable[[], _T], sleep: Callable[[float], None] = time.sleep) -> _T:
    """What `call` returns, asked at most three times; its last error where it fails each time or for good."""
    for pause in PAUSES_S:
        try:
            return call()
        except Exception as error:  # every provider has errors of its own
            if is_final(error):
                raise
            sleep(max(pause, _retry_after(error)))
    return call()


def within(seconds: float, call: Callable[[], _T]) -> _T:
    """What `call` returns or raises, TimeoutError after `seconds`; a call that is given up ends in its own time."""
    told: SimpleQueue[tuple[_T] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            told.put((call(),))
        except Exception as error:  # raised again where it is waited for
            told.put(error)

    Thread(target=run, name="embedder", daemon=True).start()
    try:
        found = told.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"nothing came within {seconds:g} s") from None
    if isinstance(found, Exception):
        raise found
    return found[0]


def is_final(error: Exception) -> bool:
    """Whether the same call would fail again: as LangChain says (`is_retryable`), else by the response's status."""
    retryable = getattr(error, "is_retryable", None)
    if isinstance(retryable, bool):
        return not retryable
    status = _status(error)
    if status is not None:
        return (400 <= status < 500 and status not in _MAY_PASS) or _code(error) == _SPENT
    return isinstance(error, _MISTAKES)


def is_about_the_text(error: Exception) -> bool:
    """Whether the provider refused this one text, and may well take another."""
    return _status(error) in _OF_THE_TEXT


def reason_of(error: Exception) -> str:
    """What went wrong, in our own words, with the response's status and code where there are any."""
    status, name = _status(error), type(error).__name__
    if status is None:
        if isinstance(error, TimeoutError) or "timeout" in name.lower():
            return "it did not answer in time"
        if isinstance(error, OSError) or "connect" in name.lower():
            return "it could not be reached"
        return f"what came of it cannot be used: {name}"
    told = {
        401: "it refused the key",
        403: "it refused the key",
        404: "it knows no such model or address",
        429: "it was asked too often or too much",
    }.get(status, "it had an error of its own" if status >= 500 else "it refused the request")
    return f"{told}: {' '.join(['status', str(status), _code(error)]).strip()}"


def _status(error: Exception) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _code(error: Exception) -> str:
    """The provider's code of the error ("insufficient_quota"), "" where it gives none or something longer."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _retry_after(error: Exception) -> float:
    """The seconds that the provider asks to be left alone (a number or a date), at most 30; 0 where it does not ask."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    told = str(headers.get("retry-after", "")) if isinstance(headers, Mapping) else ""
    seconds = 0.0
    with suppress(ValueError, TypeError):
        seconds = (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    with suppress(ValueError):
        seconds = float(told)
    return min(max(0.0, seconds), LONGEST_PAUSE_S)
