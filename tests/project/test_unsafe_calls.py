"""What could run a document's or a visitor's words is refused by `make check`: ruff's security rules are on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ("corpus", "index", "assistant", "evals")
# No exception may be made to these: code from data, the shell, files of guessable names, unchecked certificates.
NEVER = ("S102", "S301", "S302", "S306", "S307", "S501", "S502", "S506", "S602", "S604", "S605", "S701")


@pytest.mark.parametrize("package", SHIPPED)
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("S301", "import pickle\n\npickle.loads(b'')\n"),
        ("S301", "from pickle import load\n\nload(None)\n"),
        ("S301", "import shelve\n\nshelve.open('x')\n"),
        ("S302", "import marshal\n\nmarshal.loads(b'')\n"),
        ("S307", "eval('1')\n"),
        ("S102", "exec('1')\n"),
        ("S506", "import yaml\n\nyaml.load('')\n"),
        ("S602", "import subprocess\n\nsubprocess.run('ls', shell=True)\n"),
        ("S605", "import os\n\nos.system('ls')\n"),
        ("S306", "import tempfile\n\ntempfile.mktemp()\n"),
        ("S501", "import httpx\n\nhttpx.get('https://x', verify=False)\n"),
        ("S701", "import jinja2\n\njinja2.Environment()\n"),
    ],
)
def test_a_call_that_could_run_words_is_refused(package: str, rule: str, code: str) -> None:
    done = ruff("--stdin-filename", f"{package}/new.py", "-", code=code)
    assert f" {rule} " in done.stdout


def test_no_exception_is_made_anywhere() -> None:
    done = ruff("--ignore-noqa", "--select", ",".join(NEVER), "--config", "lint.per-file-ignores={}", *SHIPPED)
    assert (done.returncode, done.stdout.strip()) == (0, "All checks passed!")


def test_arrays_are_read_without_what_pickle_would_run() -> None:
    """The models that are learned are kept as arrays; numpy would read objects of any kind if it were told to."""
    for package in SHIPPED:
        for path in (ROOT / package).rglob("*.py"):
            assert not re.search(
                r"allow_pickle\s*=\s*True|\bjoblib\b|\bcloudpickle\b|\bdill\b", path.read_text("utf-8")
            )


def ruff(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", *arguments]
    return subprocess.run(command, input=code, cwd=ROOT, capture_output=True, text=True, check=False)
