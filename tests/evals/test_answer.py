from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forms import assistant_over
from small_corpus import Echo, HashedParts, folder_cases, questions, small_home, write_lines

from assistant.settings import Settings
from assistant.types import Conversation
from evals.answer import answer_file, made_of, read_question_file
from evals.errors import BadQuestionFile, CannotWrite
from evals.records import AnswerRecord, QuestionRecord, read_questions
from evals.systems import Candour, Question, opener
from evals.workers import WorkerLost, Workers

MADE_OF = {"index": "one", "system": "echo"}
ALONE = Workers(1)


@pytest.fixture(scope="module")
def open_parts(tmp_path_factory: pytest.TempPathFactory) -> HashedParts:
    return small_home(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("forms"))


def answers_in(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def timeless(path: Path) -> list[dict[str, object]]:
    return [{**answer, "timing_ms": None} for answer in answers_in(path)]


def test_each_question_gets_one_answer_in_order_with_its_id(open_parts: HashedParts, tmp_path: Path) -> None:
    file = read_question_file(
        write_lines(
            tmp_path / "cases.jsonl",
            {"corpus": "made up"},
            {"id": "a", "question": "which agencies revised their codes", "expected": ["x"]},
            "",
            {"id": "b", "question": "and which did not?", "history": ["which agencies revised their codes"]},
            {"id": "c", "question": "?", "language": "fr"},
        )
    )
    out, done = tmp_path / "new" / "answers.jsonl", []
    assert answer_file(file, out, opener("candour", open_parts), ALONE, MADE_OF, done.append).answers == 3
    answers = answers_in(out)
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["where"] == "q5.updated"
    assert answers[1]["where"] == "not q5.updated"
    assert (answers[2]["language"], answers[2]["reason"]) == ("fr", "unclear")
    assert done == [0, 1, 2, 3]
    assert [path.name for path in out.parent.iterdir()] == ["answers.jsonl"]


def test_candours_line_is_its_answer_as_the_contract_has_it(open_parts: HashedParts) -> None:
    assistant = assistant_over(open_parts().index)
    record = QuestionRecord(id="1", question="and which did not?", history=("which updated their code?",))
    line = json.loads(Candour(assistant).answer(Question(record)))
    expected = assistant.ask(record.question, Conversation(record.history)).to_json()
    assert {**line, "timing_ms": None} == json.loads(json.dumps({**expected, "id": "1", "timing_ms": None}))


def test_hits_are_the_passages_that_a_look_up_is_answered_from(open_parts: HashedParts) -> None:
    assistant = assistant_over(open_parts().index)
    record = QuestionRecord(id="1", question="When was the code of Health Canada adopted?", language="en")
    answer = AnswerRecord.model_validate_json(Candour(assistant).answer(Question(record, with_hits=True)))
    assert answer.hits
    assert {hit.organization for hit in answer.hits} == {"health"}
    assert len({(hit.document, hit.start) for hit in answer.hits}) == len(answer.hits)
    texts = {document.id: document.source.text for document in assistant.documents_of("health")}
    for hit in answer.hits:
        assert hit.quote == texts[hit.document or ""][hit.start : hit.end]
    assert any("May 3, 2024" in hit.quote for hit in answer.hits)


def test_passages_of_a_question_with_a_condition_are_those_of_its_words(open_parts: HashedParts) -> None:
    assistant = assistant_over(open_parts().index)
    found = assistant.passages("Which organizations updated their code of conduct?", count=3)
    assert len(found) == 3
    assert all("code" in hit.passage.text for hit in found)
    assert assistant.passages("why " * 1000) == ()


def test_hits_are_told_of_looked_up_cases_alone(tmp_path: Path) -> None:
    file = read_question_file(folder_cases(tmp_path / "cases.jsonl"))
    assert {each.record.id: each.with_hits for each in file.questions} == {
        "list": False,
        "look up": True,
        "silent": False,
    }
    assert file.header is not None


def test_two_processes_answer_as_one_does(open_parts: HashedParts, tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(30)))
    answer_file(file, tmp_path / "alone", opener("candour", open_parts), ALONE, MADE_OF)
    with Workers(2) as workers:
        workers.start()
        answer_file(file, tmp_path / "together", opener("candour", open_parts), workers, MADE_OF)
        # The same processes answer with another system, and share the work.
        answer_file(file, tmp_path / "echo", Echo(seconds=0.01), workers, MADE_OF)
    assert timeless(tmp_path / "alone") == timeless(tmp_path / "together")
    pids = {answer["pid"] for answer in answers_in(tmp_path / "echo")}
    assert len(pids) == 2
    assert os.getpid() not in pids


@pytest.mark.parametrize("processes", [1, 2])
def test_a_failure_keeps_what_was_answered(processes: int, tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(40)))
    out, said = tmp_path / "answers", []
    with Workers(processes) as workers:
        workers.start()
        with pytest.raises((ValueError, RuntimeError), match="the system failed"):
            answer_file(file, out, Echo(fails_at="q30"), workers, MADE_OF)
        assert not out.exists()
        answered = answer_file(file, out, Echo(), workers, MADE_OF, say=said.append)
    assert answered.answers == 40
    # Of two processes the one that fails may be far ahead of the other.
    assert answered.resumed == 30 if processes == 1 else answered.resumed <= 30
    assert said == [f"Going on after {answered.resumed} of 40 answers of an earlier start"] * bool(answered.resumed)
    assert [answer["id"] for answer in answers_in(out)] == [f"q{number}" for number in range(40)]


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(40)))
    with Workers(2) as workers:
        workers.start()
        with pytest.raises(WorkerLost, match="exit code -9"):
            answer_file(file, tmp_path / "answers", Echo(dies_at="q20"), workers, MADE_OF)


SLOW = """
import sys
from pathlib import Path
from small_corpus import Echo
from evals.answer import answer_file, read_question_file
from evals.workers import Workers
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Workers(2) as workers:
        workers.start()
        file = read_question_file(folder / "q.jsonl")
        answer_file(file, folder / "answers", Echo(seconds=0.05), workers, {"index": "one", "system": "echo"}, print)
"""


def test_a_killed_start_is_gone_on_with_and_leaves_no_process(tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(200)))
    (tmp_path / "slow.py").write_text(SLOW)
    paths = os.pathsep.join(str(folder) for folder in (Path(__file__).parents[2], Path(__file__).parents[1]))
    with subprocess.Popen(
        [sys.executable, tmp_path / "slow.py", tmp_path],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 8:
            pass
        process.kill()
    part = (tmp_path / "answers.part").read_bytes()
    (tmp_path / "answers.part").write_bytes(part + b'{"id": "q')  # as a write that was cut short leaves it
    answered = answer_file(file, tmp_path / "answers", Echo(), ALONE, MADE_OF)
    assert answered.resumed >= 8
    assert [answer["id"] for answer in answers_in(tmp_path / "answers")] == [f"q{number}" for number in range(200)]
    assert _ends(process.pid)


def _ends(session: int) -> bool:
    """Whether all processes of the session end within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(session, signal.SIGKILL)
    return False


@pytest.mark.parametrize("changed", ["questions", "index"])
def test_answers_to_something_else_are_not_used(changed: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "q.jsonl", *questions(6))
    with pytest.raises(ValueError, match="failed"):
        answer_file(read_question_file(path), tmp_path / "answers", Echo(fails_at="q3"), ALONE, MADE_OF)
    made_of = MADE_OF
    if changed == "questions":
        write_lines(path, *questions(7))
    else:
        made_of = {**MADE_OF, "index": "another"}
    said: list[str] = []
    answered = answer_file(read_question_file(path), tmp_path / "answers", Echo(), ALONE, made_of, say=said.append)
    assert answered.resumed == 0
    assert "Starting afresh" in said[0]


def test_two_starts_do_not_write_into_one_another(tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(3)))

    def second_start(done: int) -> None:
        with pytest.raises(CannotWrite, match="another process"):
            answer_file(file, tmp_path / "answers", Echo(), Workers(1), MADE_OF)

    answer_file(file, tmp_path / "answers", Echo(), ALONE, MADE_OF, second_start)
    assert len(answers_in(tmp_path / "answers")) == 3


def test_what_the_answers_are_made_of_changes_with_the_data_files_named(tmp_path: Path) -> None:
    vocabulary = tmp_path / "words.toml"
    vocabulary.write_text("a = 1")
    settings = Settings(vocabulary=vocabulary)
    first = made_of("candour", None, "one", settings)
    assert made_of("candour", None, "one", settings) == first
    vocabulary.write_text("a = 2")
    assert made_of("candour", None, "one", settings) != first
    assert made_of("candour", None, "one", Settings()) != first


def test_a_first_line_whose_corpus_cannot_be_prepared_is_told(tmp_path: Path) -> None:
    file = read_question_file(write_lines(tmp_path / "q.jsonl", {"corpus": "shiped"}, *questions(1)))
    assert file.header is None
    assert "names no corpus" in (file.doubt or "")
    plain = read_question_file(write_lines(tmp_path / "p.jsonl", {"about": "our questions"}, *questions(1)))
    assert (plain.header, plain.doubt) == (None, None)


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
        read_question_file(path)
    assert "bad.jsonl" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("content", ["", "\n\n", '{"corpus": "made up"}'])
def test_a_file_without_questions_is_an_error(content: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "none.jsonl", content)
    with pytest.raises(BadQuestionFile, match="has no question"):
        read_question_file(path)


def test_a_line_separator_inside_a_question_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "who\u2028updated?"}\n', "utf-8")
    assert [each.record.question for each in read_questions(path)] == ["who\u2028updated?"]
    assert [each.record.question for each in read_question_file(path).questions] == ["who\u2028updated?"]


def test_answers_that_cannot_be_written_are_an_error_for_the_user(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = read_question_file(write_lines(tmp_path / "q.jsonl", *questions(1)))
    with pytest.raises(CannotWrite, match="--out"):
        answer_file(file, tmp_path / "file" / "answers.jsonl", Echo(), ALONE, MADE_OF)
