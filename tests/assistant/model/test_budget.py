from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.model.budget import Budget
from assistant.model.failures import ModelFailed

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


def damaged(file: Path) -> None:
    file.write_bytes(b"This is no database. " * 100)


def a_folder(file: Path) -> None:
    file.mkdir()


def locked(file: Path) -> None:
    LOCKS.append(sqlite3.connect(file, isolation_level=None))
    LOCKS[-1].execute("BEGIN EXCLUSIVE")


LOCKS: list[sqlite3.Connection] = []


@pytest.mark.parametrize("spoil", [damaged, a_folder, locked])
def test_a_file_that_cannot_be_used_is_a_failure_with_one_line_in_the_log(
    spoil: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(tmp_path / "model.sqlite")
    with pytest.raises(ModelFailed) as failed:
        Budget(tmp_path / "model.sqlite", 1000).is_left()
    while LOCKS:
        LOCKS.pop().close()
    assert failed.value.failure == "budget_unknown"
    assert len(caplog.records) == 1


def test_what_could_not_be_written_down_counts_and_is_written_with_the_next(tmp_path: Path) -> None:
    file = tmp_path / "model.sqlite"
    one, other = (Budget(file, 1000, lambda: DAY) for _ in range(2))
    one.spend(300)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        one.spend(300)
        assert one.spent() == 600
        connection.execute("ROLLBACK")
    one.spend(400)
    assert other.spent() == 1000


def test_more_tokens_than_there_can_be_use_the_budget_up(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "model.sqlite", 1000)
    for _ in range(3):
        budget.spend(10**30)
    assert not budget.is_left()
