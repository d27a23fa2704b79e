from __future__ import annotations

from pathlib import Path

import pytest

from evals.score.thresholds import read_thresholds, thresholds_toml

SHIPPED = Path(__file__).parents[2] / "evals" / "thresholds"


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.name)
def test_the_shipped_thresholds_are_as_a_run_would_write_them(file: Path) -> None:
    thresholds = read_thresholds(file)
    assert thresholds_toml(thresholds) == file.read_text("utf-8")
    assert list(thresholds.figures) == sorted(thresholds.figures)
    assert len(thresholds.figures) > 100
