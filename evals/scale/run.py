"""The curve of time, memory and disk over the number of organizations, each size in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.errors import BadRun
from evals.scale.forms import write_forms

_COLUMNS = (
    ("organizations", "organizations", "{:.0f}"),
    ("passages", "passages", "{:.0f}"),
    ("parse_s", "parse s", "{:.1f}"),
    ("table_s", "table s", "{:.1f}"),
    ("keywords_s", "keywords s", "{:.1f}"),
    ("embed_s", "embed s", "{:.0f}"),
    ("vectors_s", "vectors s", "{:.1f}"),
    ("question_p50_ms", "question p50 ms", "{:.0f}"),
    ("question_p95_ms", "p95 ms", "{:.0f}"),
    ("memory_mb", "memory MB", "{:.0f}"),
    ("disk_mb", "disk MB", "{:.0f}"),
)


def measure(sizes: Sequence[int], vectors: Sequence[int], models: Path, say: Callable[[str], None]) -> None:
    """Tells a line for each size, with vectors for those in `vectors`; `models` is where the embedder's graph lies."""
    with tempfile.TemporaryDirectory(prefix="candour-scale-") as name:
        folder = Path(name)
        write_forms(folder / "forms", max((*sizes, *vectors)))
        say("  ".join(f"{title:>15}" for _, title, _ in _COLUMNS))
        for count, with_vectors in [*((size, False) for size in sizes), *((size, True) for size in vectors)]:
            home = folder / f"home-{count}-{with_vectors}"
            home.mkdir()
            if models.is_dir():
                (home / "models").symlink_to(models)
            figures = _measured(folder / "forms", home, count, with_vectors)
            say("  ".join(f"{_cell(figures, key, shape):>15}" for key, _, shape in _COLUMNS))


def _measured(forms: Path, home: Path, count: int, with_vectors: bool) -> dict[str, float]:
    """The figures of one size; BadRun where its process failed."""
    command = [sys.executable, "-m", "evals.scale.measure", str(forms), str(home), str(count)]
    done = subprocess.run(
        [*command, *(["--vectors"] if with_vectors else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadRun(f"{count} organizations could not be measured: {done.stderr.strip().splitlines()[-1]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _cell(figures: dict[str, float], key: str, shape: str) -> str:
    return shape.format(figures[key]) if key in figures else "-"
