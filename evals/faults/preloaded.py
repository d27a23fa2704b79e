"""A process that has the libraries loaded and forks one trial after the other: loading them takes longer than a trial.

Run as a script, so that nothing of Candour itself is loaded here: each child takes that from the copy it tries. Takes
a JSON line for each trial (folder of the program, environment, arguments, file for its output) and answers with a line
once it has ended. Its first argument is a file with the names of the modules to load, as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any


def main() -> None:
    """Loads, then forks for every line until there are no more."""
    sys.path.pop(0)
    for name in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        # Some can only be loaded by others, which then do it; the child loads whatever is still missing.
        with suppress(Exception):
            importlib.import_module(name)
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            _trial(wanted)
        os.waitpid(child, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


def _trial(wanted: dict[str, Any]) -> None:
    """Becomes the trial; never comes back."""
    output = os.open(wanted["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(wanted["source"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.path.insert(0, wanted["source"])
    sys.argv = ["trial", *wanted["arguments"]]
    try:
        runpy.run_module("evals.faults.trial", run_name="__main__")
    except SystemExit:
        pass
    except BaseException as error:
        sys.stdout.write(f"{type(error).__name__}: {error}\n")
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
