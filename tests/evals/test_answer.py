from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import HashEmbedder
from forms import assistant_over, five_forms, write_forms

from assistant.assistant import Assistant
from assistant.cli import main
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from evals.answer import write_answers
from evals.errors import BadQuestionFile, CannotWrite
from evals.records import read_questions
from index.build import ingest
from index.home import Home, local_index


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    questionnaire, registry = load_questionnaire(), load_registry()
    folder = write_forms(tmp_path_factory.mktemp("forms"), five_forms(questionnaire))
    index = local_index(Home(tmp_path_factory.mktemp("home")), HashEmbedder())
    ingest(index, [folder], False, questionnaire, registry)
    return assistant_over(index)


def write_lines(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(each) if not isinstance(each, str) else each for each in records), "utf-8")
    return path


def test_each_question_gets_one_answer_in_order_with_its_id(assistant: Assistant, tmp_path: Path) -> None:
    questions = write_lines(
        tmp_path / "cases.jsonl",
        {"corpus": "made up"},
        {"id": "a", "question": "which agencies revised their codes", "expected": ["x"]},
        "",
        {"id": "b", "question": "and which did not?", "history": ["which agencies revised their codes"]},
        {"id": "c", "question": "?", "language": "fr"},
    )
    out = tmp_path / "answers.jsonl"
    done: list[int] = []
    records = [each.record for each in read_questions(questions)]
    assert write_answers(assistant, records, out, done.append) == 3
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["where"] == "q5.updated"
    assert answers[1]["where"] == "not q5.updated"
    assert (answers[2]["language"], answers[2]["reason"]) == ("fr", "unclear")
    assert done == [1, 2, 3]


def test_the_same_questions_give_the_same_answers_but_for_the_time(assistant: Assistant, tmp_path: Path) -> None:
    questions = write_lines(tmp_path / "q.jsonl", {"id": "1", "question": "When was the Health Canada code adopted?"})
    records = [each.record for each in read_questions(questions)]
    found = []
    for name in ("one", "two"):
        write_answers(assistant, records, tmp_path / name, lambda done: None)
        found.append({**json.loads((tmp_path / name).read_text("utf-8")), "timing_ms": None})
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "2"', "line 2"),
        ('{"id": "2"}', "line 2: question"),
        ('{"id": "1", "question": "again"}', "line 2: id '1' stands on line 1"),
        ('{"id": "2", "question": "q", "language": "de"}', "line 2: language"),
        ('{"id": "2", "question": 7}', "line 2: question"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(line: str, message: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "bad.jsonl", {"id": "1", "question": "who?"}, line)
    with pytest.raises(BadQuestionFile) as caught:
        list(read_questions(path))
    assert "bad.jsonl" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("content", ["", "\n\n", '{"corpus": "made up"}'])
def test_a_file_without_questions_is_an_error(content: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "none.jsonl", content)
    with pytest.raises(BadQuestionFile, match="has no question"):
        list(read_questions(path))


def test_a_line_separator_inside_a_question_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "who\u2028updated?"}\n', "utf-8")
    assert [each.record.question for each in read_questions(path)] == ["who\u2028updated?"]


def test_answers_that_cannot_be_written_are_an_error_for_the_user(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="--out"):
        write_answers(assistant, [], tmp_path / "file" / "answers.jsonl", lambda done: None)


def test_a_missing_file_ends_with_exit_code_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["eval", "answer", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "none.jsonl" in result.stderr
    assert not (tmp_path / "out").exists()
