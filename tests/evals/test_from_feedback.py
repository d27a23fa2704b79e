from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.feedback import Feedback, FeedbackStore
from evals.answer import read_question_file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANDOUR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def drafted(out: Path) -> Result:
    return CliRunner().invoke(main, ["eval", "from-feedback", "--out", str(out)])


def give(home: Path, *feedback: Feedback) -> None:
    store = FeedbackStore(home / "feedback.sqlite", 365)
    for each in feedback:
        store.keep(each)


ASKED = Feedback(
    "not_helpful", "fr", "lookup", "g", ("wrong", "other"), "Pas ça.", question="quand à été?", reading="élément 5"
)


def test_questions_that_were_answered_badly_and_sent_along_become_drafts(home: Path, tmp_path: Path) -> None:
    give(
        home,
        Feedback("helpful", "en", "list", "g"),
        ASKED,
        Feedback("not_helpful", "en", "list", "g", ("wrong",)),
        Feedback("not_helpful", "en", "abstain", "g", question="and theirs?"),
        Feedback("helpful", "en", "list", "g", question="which?"),
    )
    out = tmp_path / "new" / "drafts.jsonl"
    result = drafted(out)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert result.stderr == f"2 drafts written to {out}\n"
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == [
        {
            "id": "feedback-2",
            "question": "quand à été?",
            "language": "fr",
            "reasons": ["wrong", "other"],
            "text": "Pas ça.",
            "kind": "lookup",
            "reading": "élément 5",
            "split": "review",
        },
        {
            "id": "feedback-4",
            "question": "and theirs?",
            "language": "en",
            "reasons": [],
            "text": "",
            "kind": "abstain",
            "reading": None,
            "split": "review",
        },
    ]


def test_drafts_can_be_answered_again_as_they_are(home: Path, tmp_path: Path) -> None:
    give(home, ASKED)
    drafted(tmp_path / "drafts.jsonl")
    file = read_question_file(tmp_path / "drafts.jsonl")
    assert [(each.record.id, each.record.language) for each in file.questions] == [("feedback-1", "fr")]
    assert file.doubt is None


@pytest.mark.parametrize("given", [(), (Feedback("not_helpful", "en", "list", "g", ("wrong",)),)])
def test_where_there_is_nothing_to_draft_from_a_line_says_why(
    home: Path, tmp_path: Path, given: tuple[Feedback, ...]
) -> None:
    give(home, *given)
    result = drafted(tmp_path / "drafts.jsonl")
    assert result.exit_code == 2
    assert "feedback.sqlite holds no question whose answer was found not helpful" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "drafts.jsonl").exists()


def test_where_feedback_is_off_the_setting_is_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOUR_FEEDBACK_DAYS", "0")
    result = drafted(tmp_path / "drafts.jsonl")
    assert result.exit_code == 2
    assert "CANDOUR_FEEDBACK_DAYS is 0" in result.stderr


def test_what_a_reviewer_wrote_is_not_written_over(home: Path, tmp_path: Path) -> None:
    give(home, ASKED)
    (tmp_path / "drafts.jsonl").write_text("reviewed")
    result = drafted(tmp_path / "drafts.jsonl")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert (tmp_path / "drafts.jsonl").read_text() == "reviewed"


def test_a_file_that_cannot_be_written_is_named(home: Path, tmp_path: Path) -> None:
    give(home, ASKED)
    (tmp_path / "file").write_text("")
    result = drafted(tmp_path / "file" / "drafts.jsonl")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
