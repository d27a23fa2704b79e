"""One question's use of the model: its deadline, the circuit breaker, the budget, and what it used."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event
from typing import Any

from assistant.leaving import left_of_now
from assistant.model.budget import Budget
from assistant.model.circuit import Circuit
from assistant.model.failures import ModelFailed, VisitorLeft
from assistant.model.speaking import ChatModel, Messages, Schema, Tokens

log = logging.getLogger(__name__)

_LEAST_S = 0.5  # with less time left no model is asked


@dataclass
class Use:
    """What a question has used of the model so far. `ends_at` is its deadline, by time.monotonic.

    `left` is set once whoever asked has gone.
    """

    ends_at: float
    tokens: list[Tokens] = field(default_factory=list)
    left: Event = field(default_factory=Event)

    @property
    def sent(self) -> int:
        """Tokens sent."""
        return sum(each.sent for each in self.tokens)

    @property
    def received(self) -> int:
        """Tokens received."""
        return sum(each.received for each in self.tokens)


class Caller:
    """Asks the model, or says at once that it cannot be asked. May be used from several threads."""

    def __init__(self, model: ChatModel, seconds: float, circuit: Circuit, budget: Budget, at_once: int) -> None:
        self._model = model
        self._free = BoundedSemaphore(at_once)
        self._seconds = seconds
        self._circuit = circuit
        self._budget = budget

    def begin(self) -> Use:
        """The use of the model for one question, whose deadline begins now."""
        return Use(time.monotonic() + self._seconds, left=left_of_now())

    def objects(
        self, use: Use, messages: Messages, schema: Schema, is_usable: Callable[[dict[str, Any]], bool] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The object that the model makes, again and again as it grows.

        ModelFailed where nothing comes, or where the last one is not what `is_usable` takes. Without that, whoever asks
        says how it went: `used` or `unusable`. VisitorLeft where nobody waits for it any more.
        """
        if use.left.is_set():
            raise VisitorLeft
        left = use.ends_at - time.monotonic()
        if left < _LEAST_S:
            raise ModelFailed("too_slow")
        if not self._budget.is_left():
            raise ModelFailed("over_budget")
        # Whoever would have to wait gets the answer without it: a model that hangs must not hold everybody up.
        if not self._free.acquire(blocking=False):
            raise ModelFailed("too_many")
        try:
            # Last of all: after a pause, who may ask is the one that tries.
            if not self._circuit.may_ask():
                raise ModelFailed("paused")
            yield from self._watched(use, messages, schema, left, is_usable)
        finally:
            self._free.release()

    def _watched(
        self,
        use: Use,
        messages: Messages,
        schema: Schema,
        seconds: float,
        is_usable: Callable[[dict[str, Any]], bool] | None,
    ) -> Iterator[dict[str, Any]]:
        """The object as it grows; the circuit breaker and the budget are told of it, however it ends."""
        spent: list[Tokens] = []
        started = time.monotonic()
        usable, failure = False, None
        try:
            for part in self._model.objects(messages, schema, seconds, spent, use.left):
                usable = is_usable is not None and is_usable(part)
                yield part
            if is_usable is not None and not usable:
                raise ModelFailed("unusable")
        except ModelFailed as error:
            failure = error
            raise
        finally:
            # An end before the end is our own doing: a model that said something usable until then works.
            if failure is not None:
                self._failed(failure, time.monotonic() - started)
            elif usable:
                self._circuit.succeeded()
            else:
                self._circuit.undecided()
            use.tokens += spent
            self._budget.spend(sum(each.sent + each.received for each in spent))

    def used(self) -> None:
        """Nothing; what came was of use."""
        self._circuit.succeeded()

    def unusable(self) -> ModelFailed:
        """The failure to raise where an object came that is no use; counted and logged like any other."""
        error = ModelFailed("unusable")
        self._failed(error, 0.0)
        return error

    def _failed(self, error: ModelFailed, seconds: float) -> None:
        self._circuit.failed(error.retry_after)
        log.warning("The language model failed after %.1f s: %s.", seconds, error.failure)

    def open(self) -> None:
        """Nothing; opens the model. ChatModelUnavailable where it cannot be had."""
        self._model.open()
