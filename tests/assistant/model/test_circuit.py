from __future__ import annotations

from assistant.model.circuit import FAILURES, LONGEST_PAUSE_S, PAUSE_S, Circuit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(circuit: Circuit, times: int) -> None:
    for _ in range(times):
        assert circuit.may_ask()
        circuit.failed()


def test_after_several_failures_in_a_row_the_model_is_left_alone_for_a_minute_and_then_tried_once() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    failing(circuit, FAILURES)
    assert not circuit.may_ask()
    clock.now = PAUSE_S + 0.1
    assert circuit.may_ask()
    assert not circuit.may_ask(), "one question tries; the others do not wait for it"
    circuit.succeeded()
    assert circuit.may_ask()


def test_a_trial_that_fails_begins_the_pause_anew() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    failing(circuit, FAILURES)
    clock.now = PAUSE_S + 0.1
    assert circuit.may_ask()
    circuit.failed()
    assert not circuit.may_ask()
    clock.now += PAUSE_S + 0.1
    assert circuit.may_ask()


def test_a_success_between_failures_begins_the_count_anew() -> None:
    circuit = Circuit(Clock())
    failing(circuit, FAILURES - 1)
    circuit.succeeded()
    failing(circuit, FAILURES - 1)
    assert circuit.may_ask()


def test_a_provider_that_says_when_to_come_again_is_heard_within_reason() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    circuit.failed(retry_after=7)
    clock.now = 6.9
    assert not circuit.may_ask()
    clock.now = 7.1
    assert circuit.may_ask()
    circuit.failed(retry_after=86_400)
    clock.now += LONGEST_PAUSE_S + 0.1
    assert circuit.may_ask()


def test_a_trial_that_ends_before_it_is_known_how_it_went_leaves_it_to_the_next() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    failing(circuit, FAILURES)
    circuit.undecided()
    assert not circuit.may_ask(), "it was asked before the pause"
    clock.now = PAUSE_S + 0.1
    assert circuit.may_ask()
    assert not circuit.may_ask()
    circuit.undecided()
    assert circuit.may_ask()
