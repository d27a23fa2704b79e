"""Questions answered by several processes at once, the answers in the questions' order.

Each process opens a system once for a file and lives as long as the one that started it: where that one is gone, even
killed, the pipe ends and the process with it.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

from corpus.errors import CandourError
from evals.systems import OpenSystem, Question

# Small enough for a progress bar that moves and for both processes to end together, large enough to cost nothing.
_AT_ONCE = 8
# Starting a process and opening a system in it takes a few seconds, in which one alone answers some hundred questions.
WORTH_PROCESSES = 400
_PATIENCE_S = 10.0
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # what numpy's libraries read


class WorkerLost(CandourError):
    """A process that answered questions ended by itself."""

    code = "worker_lost"


class Workers:
    """`count` processes, started when there is enough to do; with one, everything happens in this process.

    A context manager: the processes end with it.
    """

    def __init__(self, count: int = 2) -> None:
        self._count = count
        self._processes: list[BaseProcess] = []
        self._connections: list[Connection] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answers(self, open_system: OpenSystem, questions: Sequence[Question]) -> Generator[str, None, None]:
        """The answers' lines, in order, each as soon as it and all before it are there.

        Errors of the system are raised here; WorkerLost where a process ends by itself.
        """
        if self._count < 2 or (not self._processes and len(questions) < WORTH_PROCESSES):
            system = open_system()
            for question in questions:
                yield system.answer(question)
            return
        self.start()
        try:
            yield from self._shared_out(open_system, questions)
        except BaseException:
            self.stop()  # answers that nobody waits for any more are in the pipes
            raise

    def stop(self) -> None:
        """Ends the processes. They are started again should more be asked."""
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.join(_PATIENCE_S)
            if process.is_alive():
                process.terminate()
                process.join(_PATIENCE_S)
        self._connections, self._processes = [], []

    def start(self) -> None:
        """Starts the processes, which then load while something else is done; does nothing where there are any."""
        if self._processes or self._count < 2:
            return
        # Not forked: the embedder and Chroma have threads, which a fork would leave half alive.
        context = get_context("spawn")
        with _one_thread_each():
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs,), daemon=True)
                process.start()
                theirs.close()
                self._processes.append(process)
                self._connections.append(ours)

    def _shared_out(self, open_system: OpenSystem, questions: Sequence[Question]) -> Iterator[str]:
        starts = range(0, len(questions), _AT_ONCE)
        left = deque(enumerate(questions[start : start + _AT_ONCE] for start in starts))
        under_way: dict[Connection, int] = {}
        done: dict[int, list[str]] = {}
        next_one = 0
        for connection in self._connections:
            self._send(connection, open_system)
            if left:
                under_way[connection] = self._give(connection, left)
        while under_way:
            for ready in wait(list(under_way)):
                assert isinstance(ready, Connection)
                done[under_way.pop(ready)] = self._received(ready)
                if left:
                    under_way[ready] = self._give(ready, left)
            while next_one in done:
                yield from done.pop(next_one)
                next_one += 1

    def _give(self, connection: Connection, left: deque[tuple[int, Sequence[Question]]]) -> int:
        number, chunk = left.popleft()
        self._send(connection, list(chunk))
        return number

    def _send(self, connection: Connection, what: OpenSystem | list[Question]) -> None:
        try:
            connection.send(what)
        except OSError as error:
            raise self._lost(connection) from error

    def _received(self, connection: Connection) -> list[str]:
        try:
            lines: list[str] | BaseException = connection.recv()
        except (EOFError, OSError) as error:
            raise self._lost(connection) from error
        if isinstance(lines, BaseException):
            raise lines
        return lines

    def _lost(self, connection: Connection) -> WorkerLost:
        process = self._processes[self._connections.index(connection)]
        process.join(_PATIENCE_S)
        return WorkerLost(
            f"A process that answered questions ended by itself (exit code {process.exitcode}). "
            "Most often memory is short. What was answered is kept: run the command again."
        )


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Started within, a process computes with one thread: several of them would only wait for each other."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _serve(connection: Connection) -> None:
    """Answers what comes through the pipe until it ends. Ctrl+C is the starting process's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    open_system: OpenSystem | None = None
    system = None
    with suppress(EOFError, OSError):
        while True:
            received = connection.recv()
            if not isinstance(received, list):
                open_system, system = received, None
                continue
            answered: list[str] | BaseException
            try:
                if system is None:
                    assert open_system is not None, "a system comes before the first questions"
                    system = open_system()
                answered = [system.answer(question) for question in received]
            except BaseException as error:
                answered = _told(error)
            connection.send(answered)


def _told(error: BaseException) -> BaseException:
    """The error as it can be sent; the traceback of one that is a bug goes with it."""
    if isinstance(error, CandourError):
        return error
    return RuntimeError(f"A process that answered questions failed:\n{''.join(traceback.format_exception(error))}")
