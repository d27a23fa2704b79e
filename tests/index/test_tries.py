from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from langchain_core.exceptions import ModelAuthenticationError, ModelRateLimitError

from index.tries import is_about_the_text, is_final, reason_of, tried, within


class Response:
    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status_code = status
        self.headers = headers


class Refused(Exception):
    """As the clients of providers have it: the status on the error, or on its response alone."""

    def __init__(self, status: int, on_response: bool = False, code: str | None = None, **headers: str) -> None:
        super().__init__("sk-secret was not accepted")
        self.response = Response(status, {name.replace("_", "-"): value for name, value in headers.items()})
        self.code = code
        if not on_response:
            self.status_code = status


class Failing:
    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_what_fails_twice_is_had_at_the_third_try_with_growing_pauses():
    call, slept = Failing(Refused(500), ConnectionResetError()), []

    assert tried(call, slept.append) == "done"
    assert slept == [1.0, 3.0]


def test_there_are_three_tries_at_most():
    call, slept = Failing(*(Refused(503) for _ in range(9))), []

    with pytest.raises(Refused):
        tried(call, slept.append)
    assert (call.calls, len(slept)) == (3, 2)


@pytest.mark.parametrize(
    ("told", "pause"), [("7", 7.0), ("0", 1.0), ("3600", 30.0), ("-5", 1.0), ("nan", 1.0), ("inf", 30.0), ("soon", 1.0)]
)
def test_a_provider_gets_the_pause_it_asks_for_up_to_half_a_minute(told, pause):
    slept: list[float] = []
    tried(Failing(Refused(429, retry_after=told)), slept.append)

    assert slept == [pause]


def test_the_pause_may_be_told_as_a_date():
    slept: list[float] = []
    tried(Failing(Refused(429, retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=20)))), slept.append)

    assert 15 < slept[0] <= 20


@pytest.mark.parametrize(
    ("error", "final"),
    [
        *((Refused(status), True) for status in (400, 401, 403, 404, 413, 422)),
        *((Refused(status), False) for status in (408, 409, 429, 500, 502, 503, 529)),
        (Refused(401, on_response=True), True),
        (Refused(500, on_response=True), False),
        (Refused(429, code="insufficient_quota"), True),
        (ModelAuthenticationError("no"), True),
        (ModelRateLimitError("slowly"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
        (RuntimeError("something"), False),
        (ValueError("no JSON"), True),
        (TypeError("not made for this"), True),
    ],
)
def test_what_a_further_try_cannot_mend_is_final(error, final):
    call = Failing(error)
    if final:
        with pytest.raises(type(error)):
            tried(call, lambda seconds: None)
    else:
        tried(call, lambda seconds: None)

    assert is_final(error) == final
    assert call.calls == (1 if final else 2)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Refused(401, code="invalid_api_key"), "it refused the key: status 401 invalid_api_key"),
        (Refused(403), "it refused the key: status 403"),
        (Refused(404), "it knows no such model or address: status 404"),
        (Refused(429), "it was asked too often or too much: status 429"),
        (Refused(503), "it had an error of its own: status 503"),
        (Refused(400, code="context_length_exceeded"), "it refused the request: status 400 context_length_exceeded"),
        (Refused(400, code="sk-Secret1"), "it refused the request: status 400"),
        (TimeoutError(), "it did not answer in time"),
        (ConnectionRefusedError(), "it could not be reached"),
        (RuntimeError("sk-secret"), "what came of it cannot be used: RuntimeError"),
    ],
)
def test_a_reason_is_told_in_our_own_words(error, reason):
    assert reason_of(error) == reason


def test_a_refusal_may_be_about_the_text_alone():
    assert [status for status in (400, 401, 404, 413, 422, 429, 500) if is_about_the_text(Refused(status))] == [
        400,
        413,
        422,
    ]


def test_within_the_time_a_call_s_value_or_error_comes_back():
    assert within(5, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 / 0)


def test_a_call_that_takes_longer_is_given_up():
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        within(0.05, lambda: time.sleep(1))

    assert time.monotonic() - began < 0.9
