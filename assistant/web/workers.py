"""Several processes that serve one address: this one with the chat's page, workers beside it for all the rest.

All of them accept from one listening socket, so that the system hands each connection to one that is free.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_LOOK_S = 0.25  # how soon a worker that ended is missed
_AGAIN_S = 2.0  # a worker that ended is started again after this: one that cannot start must not fill the machine
_END_S = 8.0  # workers finish what they answer; then they are killed


@dataclass(frozen=True, slots=True)
class Shared:
    """What the processes of one server share: a folder that only this user can enter, gone when the server ends."""

    folder: Path

    @property
    def chat(self) -> Path:
        """The socket of the process that has the chat's page."""
        return self.folder / "chat"

    @property
    def rates(self) -> Path:
        """How often visitors asked."""
        return self.folder / "rates.sqlite"

    @property
    def metrics(self) -> Path:
        """The counts of all processes; prometheus_client's files."""
        return self.folder / "metrics"


@contextmanager
def shared_folder() -> Iterator[Shared]:
    """What the processes share, for as long as they serve."""
    with tempfile.TemporaryDirectory(prefix="candour-", ignore_cleanup_errors=True) as folder:
        shared = Shared(Path(folder))
        shared.metrics.mkdir()
        yield shared


def chat_listener(shared: Shared) -> socket.socket:
    """The socket on which the process with the chat is reached by the workers."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(shared.chat))
    listener.listen(socket.SOMAXCONN)
    return listener


class Workers:
    """Keeps worker processes running, each ended and started again where it fails, until they are stopped."""

    def __init__(self, command: list[str], listener: socket.socket, ended: Callable[[int, int], object]) -> None:
        """`command` starts one that serves `listener`, passed on to it under its own number.

        `ended` is told of each that ended by itself: its process id and exit code.
        """
        self._command = command
        self._listener = listener
        self._ended = ended
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopping = Event()
        self._keeper: Thread | None = None

    def start(self, count: int) -> None:
        """Nothing; starts so many."""
        self._running = [self._started() for _ in range(count)]
        self._keeper = Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """Nothing; ends all, those that do not end by themselves by force."""
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join()
        for each in self._running:
            _let_go(each)
        until = time.monotonic() + _END_S
        for each in self._running:
            try:
                each.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()

    def _keep(self) -> None:
        while not self._stopping.wait(_LOOK_S):
            for at, each in enumerate(self._running):
                if (code := each.poll()) is None:
                    continue
                _let_go(each)
                self._ended(each.pid, code)
                if self._stopping.wait(_AGAIN_S):
                    return
                self._running[at] = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        # Its standard input ends when this process does, however it ends: then the worker ends too.
        # A session of its own: Ctrl+C in a terminal is for the first process, which then ends the others.
        number = self._listener.fileno()
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, pass_fds=(number,), start_new_session=True)


def _let_go(worker: subprocess.Popen[bytes]) -> None:
    if worker.stdin is not None:
        with suppress(OSError):
            worker.stdin.close()


def worker_command(listener: socket.socket, shared: Shared, count: int) -> list[str]:
    """The command line of a worker; see assistant/worker.py."""
    return [sys.executable, "-m", "assistant.worker", str(listener.fileno()), str(shared.folder), str(count)]


def end_with_the_parent(end: Callable[[], object]) -> None:
    """Nothing; calls `end` once the process that started this one has gone, or let go of it."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        end()

    Thread(target=watch, daemon=True).start()
