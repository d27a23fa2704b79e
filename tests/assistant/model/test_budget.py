from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.model.budget import Budget

DAY = datetime(2026, 11, 29, 12, tzinfo=UTC)


def test_a_budget_is_used_up_by_all_processes_together_and_is_new_the_next_day(tmp_path: Path) -> None:
    now = [DAY]
    one, other = (Budget(tmp_path / "model.sqlite", 1000, lambda: now[0]) for _ in range(2))
    one.spend(600)
    assert other.is_left()
    other.spend(400)
    assert not one.is_left()
    assert one.spent() == 1000
    now[0] = DAY + timedelta(days=1)
    assert one.is_left()
    one.spend(1)
    assert other.spent() == 1


def test_many_at_once_are_all_counted(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "model.sqlite", 10**9, lambda: DAY)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(budget.spend, [3] * 200))
    assert budget.spent() == 600


def test_a_budget_of_nothing_asks_no_model(tmp_path: Path) -> None:
    assert not Budget(tmp_path / "model.sqlite", 0, lambda: DAY).is_left()


def test_without_a_limit_nothing_is_written_down(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "model.sqlite", None)
    budget.spend(1000)
    assert budget.is_left()
    assert not (tmp_path / "model.sqlite").exists()
