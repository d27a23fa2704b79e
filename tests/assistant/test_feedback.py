from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.app import feedback_store, parts_of
from assistant.errors import BadSettings, FeedbackUnusable
from assistant.feedback import Feedback, FeedbackStore, KeptFeedback
from assistant.settings import Settings, load_settings

TODAY = date(2026, 11, 28)
HELPFUL = Feedback("helpful", "en", "list", "g1")
ASKED = Feedback(
    "not_helpful",
    "fr",
    "lookup",
    "g2",
    reasons=("wrong", "other"),
    text="Pas « ça ».",
    question="quels organismes?",
    reading="élément 5",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "feedback.sqlite"


def store(file: Path, days: int = 365, ago: int = 0) -> FeedbackStore:
    """The store as it was so many days ago."""
    return FeedbackStore(file, days, lambda: TODAY - timedelta(days=ago))


def test_nothing_is_made_before_the_first_feedback(file: Path) -> None:
    unused = store(file)
    unused.drop_old()
    assert unused.kept() == ()
    assert not file.parent.exists()


def test_what_is_kept_is_what_was_given_with_its_day_and_a_number(file: Path) -> None:
    store(file, ago=3).keep(HELPFUL)
    store(file).keep(ASKED)
    assert store(file).kept() == (KeptFeedback(1, TODAY - timedelta(days=3), HELPFUL), KeptFeedback(2, TODAY, ASKED))


def test_a_reading_can_repeat_the_question_and_is_not_kept_without_it(file: Path) -> None:
    store(file).keep(Feedback("not_helpful", "en", "list", "g", reading="organizations that mention “my boss”"))
    assert store(file).kept()[0].feedback.reading is None
    assert b"my boss" not in file.read_bytes()


def test_the_table_has_no_place_for_anything_else(file: Path) -> None:
    store(file).keep(ASKED)
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(feedback)")]
    assert tables == [("feedback",)]
    assert columns == [
        "number", "day", "verdict", "language", "kind", "index_id", "reasons", "text", "question", "reading",
    ]  # fmt: skip


def test_only_its_owner_may_read_the_file(file: Path) -> None:
    store(file).keep(HELPFUL)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("ago", "left"), [(30, 2), (31, 1)])
def test_feedback_is_deleted_after_its_days_when_more_is_kept(file: Path, ago: int, left: int) -> None:
    store(file, days=30, ago=ago).keep(ASKED)
    store(file, days=30).keep(HELPFUL)
    assert len(store(file, days=30).kept()) == left
    assert (b"quels organismes" in file.read_bytes()) is (left == 2)


def test_feedback_is_deleted_after_its_days_even_where_no_more_comes(file: Path) -> None:
    store(file, days=30, ago=31).keep(ASKED)
    store(file, days=30).drop_old()
    assert b"quels organismes" not in file.read_bytes()


def test_no_number_is_given_twice(file: Path) -> None:
    store(file, days=30, ago=31).keep(ASKED)
    store(file, days=30).keep(HELPFUL)
    assert [each.number for each in store(file, days=30).kept()] == [2]


def test_many_may_give_feedback_at_once(file: Path) -> None:
    shared = store(file)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(shared.keep, [HELPFUL] * 40))
    assert len(shared.kept()) == 40


@pytest.mark.parametrize("content", [b"this is no database, " * 100, b"\x00" * 3])
def test_a_file_that_is_no_database_is_left_alone_and_named(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    for use in (lambda: store(file).keep(HELPFUL), store(file).kept, store(file).drop_old):
        with pytest.raises(FeedbackUnusable, match=r"feedback\.sqlite .*move it away"):
            use()
    assert file.read_bytes() == content


def test_a_file_of_a_later_format_is_left_alone(file: Path) -> None:
    store(file).keep(HELPFUL)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(FeedbackUnusable, match="format 7, not 1"):
        store(file).keep(HELPFUL)


def test_an_entry_that_is_no_feedback_is_named(file: Path) -> None:
    store(file).keep(HELPFUL)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE feedback SET verdict = 'perhaps'")
    with pytest.raises(FeedbackUnusable, match=r"verdict(.|\n)*Delete the entry"):
        store(file).kept()


def test_a_folder_that_cannot_be_written_is_said(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(FeedbackUnusable, match="cannot be used"):
        store(file).keep(HELPFUL)


def test_feedback_is_kept_in_the_home_for_a_year_unless_set_otherwise(tmp_path: Path) -> None:
    usual = feedback_store(parts_of(Settings(home=tmp_path)))
    assert usual is not None
    assert (usual.path, usual.days) == (tmp_path / "feedback.sqlite", 365)
    assert feedback_store(parts_of(Settings(home=tmp_path, feedback_days=0))) is None


@pytest.mark.parametrize("days", ["-1", "a year", "1000000"])
def test_days_that_are_no_number_of_days_are_refused(days: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOUR_FEEDBACK_DAYS", days)
    with pytest.raises(BadSettings, match=f"CANDOUR_FEEDBACK_DAYS is '{days}'"):
        load_settings()
