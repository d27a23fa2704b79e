"""What docs/langchain.md shows runs as it stands, over the shipped assessments."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")
PROGRAM = re.search(r"```python\n(.*?)```", DOC, re.DOTALL)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    environment = {**os.environ, "CANDOUR_HOME": str(tmp_path / "home")}
    command = [str(Path(sys.executable).with_name("candour")), "ingest", str(ROOT / "corpus" / "assessments")]
    subprocess.run(command, env=environment, capture_output=True, timeout=180, check=True)
    return environment


def test_the_documented_lines_run_as_they_stand(environment: dict[str, str]) -> None:
    assert PROGRAM is not None
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM[1]],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "social media" in run.stdout
    assert "1 of 2 organizations updated" in run.stdout
    assert run.stdout.rstrip().endswith("— Canada Border Services Agency, item 5 [2]"), "the follow-up was streamed"


def test_they_are_ten_lines() -> None:
    assert PROGRAM is not None
    assert len([line for line in PROGRAM[1].splitlines() if line.strip()]) == 10
