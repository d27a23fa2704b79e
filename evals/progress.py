"""How a long step tells how far it is, without knowing whom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext

Say = Callable[[str], object]
Progress = Callable[[int], object]  # gets the number done
Bar = Callable[[str, int], AbstractContextManager[Progress]]  # a progress bar from a title and a total


def no_say(message: str) -> None:
    """Says nothing."""


def no_bar(title: str, total: int) -> AbstractContextManager[Progress]:
    """A progress bar that nobody sees."""
    return nullcontext(lambda done: None)


class StepBars:
    """A bar for each step of an ingest, one after the other. A context manager that ends the last one."""

    def __init__(self, title: str, bar: Bar) -> None:
        self._title = title
        self._bar = bar
        self._step = ""
        self._progress: Progress = lambda done: None
        self._open = ExitStack()

    def __enter__(self) -> StepBars:
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def step(self, step: str, done: int, total: int) -> None:
        """Takes note of how far a step is."""
        if step != self._step:
            self._open.close()
            self._step = step
            self._progress = self._open.enter_context(self._bar(f"{self._title}: {step}", total))
        self._progress(done)
