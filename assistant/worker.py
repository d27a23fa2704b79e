"""A process that serves beside others: `python -m assistant.worker LISTENER FOLDER WORKERS` (see assistant/serving.py).

LISTENER is the number of a listening socket that was passed on, FOLDER what the processes share.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from assistant.serving import run_worker
from assistant.web.workers import Shared
from corpus.errors import CandourError


def main() -> None:
    """Serves until the process that started this one ends, or lets go of it."""
    number, folder, workers = sys.argv[1:]
    try:
        run_worker(socket.socket(fileno=int(number)), Shared(Path(folder)), int(workers))
    except CandourError as error:
        sys.exit(f"candour: {error}")


if __name__ == "__main__":
    main()
