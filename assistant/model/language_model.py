"""The language model that is configured: what it is called, and a turn of it for each question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.model.caller import Caller
from assistant.model.checks.check import Checker
from assistant.model.turn import ModelTurn, Prices
from assistant.types import ModelUse


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What people are told of the model: its name, and whether what is sent to it leaves this machine."""

    name: str
    outside: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Reads and words through one model. Keeps nothing of a question; may be used from several threads."""

    info: ModelInfo
    caller: Caller
    checker: Checker
    prices: Prices = (0.0, 0.0)
    watching: list[Callable[[ModelUse], None]] = field(default_factory=list)

    def begin(self) -> ModelTurn:
        """The turn of one question; its deadline begins now."""
        return ModelTurn(self.info.name, self.caller, self.checker, self.prices, self._used)

    def open(self) -> None:
        """Nothing; opens the model. ChatModelUnavailable where it cannot be had."""
        self.caller.open()

    def _used(self, use: ModelUse) -> None:
        for told in self.watching:
            told(use)
