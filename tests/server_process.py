"""Servers of the tests as processes of their own."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def serving(
    command: list[str], port: int, log: Path, environment: dict[str, str], ready: str = "/readyz"
) -> Iterator[str]:
    """The address of a server process once its page `ready` answers; the process is ended afterwards."""
    with running(command, port, log, environment, ready) as (address, _):
        yield address


@contextmanager
def running(
    command: list[str], port: int, log: Path, environment: dict[str, str], ready: str = "/readyz"
) -> Iterator[tuple[str, subprocess.Popen]]:
    """The address of a server process, and the process, for as long as the block lasts; the process may end before."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, f"The server ended: {log.read_text(errors='replace')}"
            try:
                urllib.request.urlopen(f"{address}{ready}", timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < deadline, f"The server is not ready: {log.read_text(errors='replace')}"
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=10)
