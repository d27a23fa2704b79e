"""A file of questions becomes a file of answers, one JSON object a line, in the same order.

Answers under way are kept in a file `<out>.part` whose first line says what they are answers to. Whoever stops and
starts again goes on from there, unless anything in that line has changed.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from assistant.settings import Settings
from evals.cases import SET_KINDS, Case, CasesHeader
from evals.errors import CannotWrite
from evals.hashes import file_hash, program_hash, value_hash
from evals.libraries import ANSWERING, versions
from evals.names import SystemName
from evals.progress import Progress, Say, no_say
from evals.records import QuestionRecord, read_questions
from evals.systems import OpenSystem, Question
from evals.workers import Workers

_NO_SEARCH = (*SET_KINDS, "abstain", "clarify")
_COPIED_AT_ONCE = 1 << 20

# What decides the answers beside questions and index.
_ANSWERING = ("corpus", "index", "assistant", "evals/answer.py", "evals/systems.py", "evals/baselines")


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file of questions, read. `header` names its corpus, None for a plain file; `doubt` says what is odd about it.

    Of a file with a header the passages found are told where they are measured: for questions that are looked up.
    """

    path: Path
    sha256: str
    header: CasesHeader | None
    questions: tuple[Question, ...]
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a file of questions: how many answers there are, and how many of them an earlier start had."""

    answers: int
    resumed: int


def read_question_file(path: Path) -> QuestionFile:
    """The questions of a file of cases, or of a plain file; BadQuestionFile names file and line of a mistake."""
    first = _first_value(path)
    if not isinstance(first, dict) or {"id", "question"} & set(first):
        return _plain(path)
    try:
        CasesHeader.model_validate(first)
    except ValidationError:
        doubt = None
        if "corpus" in first:
            doubt = f"{path}: the first line names no corpus that can be prepared; the index of CANDOUR_HOME answers."
        return _plain(path, doubt)
    from evals.score.read import read_cases

    file = read_cases(path)
    return QuestionFile(path, file.sha256, file.header, tuple(_asked(case) for case in file.cases))


def answer_file(
    file: QuestionFile,
    out: Path,
    open_system: OpenSystem,
    workers: Workers,
    made_of: Mapping[str, str],
    progress: Progress = lambda done: None,
    say: Say = no_say,
) -> Answered:
    """What was written to `out`, which appears whole or not at all; CannotWrite where it cannot, errors of the system.

    `made_of` names by hashes everything beside the questions that decides the answers. `progress` gets the number
    done; `say` hears where an earlier start's answers are used or dropped.
    """
    header = {"answers to": file.sha256, **made_of}
    part = out.with_name(f"{out.name}.part")
    with _opened(part, out) as kept:
        with _writing(out):
            done = _resumed(kept, header, file.questions, say)
        progress(done)
        with closing(workers.answers(open_system, file.questions[done:])) as answers:
            for number, line in enumerate(answers, start=done + 1):
                with _writing(out):
                    kept.write(f"{line}\n".encode())
                    kept.flush()
                progress(number)
        with _writing(out):
            _finish(kept, out)
            part.unlink()
    return Answered(len(file.questions), done)


@contextmanager
def _opened(part: Path, out: Path) -> Iterator[BinaryIO]:
    """The file of answers under way, which no other process writes to meanwhile."""
    with ExitStack() as stack:
        with _writing(out):
            part.parent.mkdir(parents=True, exist_ok=True)
            kept = stack.enter_context(part.open("a+b"))
            try:
                fcntl.flock(kept, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotWrite(f"{out} is being written by another process. Wait until it is done.") from None
        yield kept


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written ({error.strerror}). Name another file with --out.") from error


def made_of(system: SystemName, chat_model: str | None, index: str, settings: Settings) -> dict[str, str]:
    """What decides a system's answers beside the questions, by hashes. `index` names the index."""
    data = {name: file_hash(path) for name, path in data_files(settings).items()}
    return {
        "system": system_title(system, chat_model),
        "index": index,
        "settings": value_hash({"embedder": settings.embedder, **data}),
        "program": program_hash(*_ANSWERING),
        "libraries": value_hash(versions(ANSWERING)),
    }


def system_title(system: SystemName, chat_model: str | None) -> str:
    """What a system is called in tables: its name, and the chat model's where it has one."""
    return f"{system} {chat_model}" if system == "chat-model" else system


def data_files(settings: Settings) -> Mapping[str, Path]:
    """The data files that the settings name in place of those that ship."""
    named = {
        "questionnaire": settings.questionnaire,
        "vocabulary": settings.vocabulary,
        "same_words": settings.same_words,
    }
    return {name: path for name, path in named.items() if path is not None}


def _resumed(kept: BinaryIO, header: Mapping[str, str], questions: Sequence[Question], say: Say) -> int:
    """How many answers of an earlier start can be used; the file then ends after them and is open for more."""
    kept.seek(0)
    first = kept.readline()
    if first and _value(first) == header:
        end, done = kept.tell(), 0
        for line in kept:
            if not line.endswith(b"\n") or done == len(questions) or _id(line) != questions[done].record.id:
                break
            end, done = end + len(line), done + 1
        kept.truncate(end)
        if done:
            say(f"Going on after {done} of {len(questions)} answers of an earlier start")
        return done
    if first:
        say("Starting afresh: the answers of an earlier start are of other questions, another index or another program")
    kept.truncate(0)
    kept.write(json.dumps(header, ensure_ascii=False).encode() + b"\n")
    return 0


def _finish(kept: BinaryIO, out: Path) -> None:
    """Puts the answers, without the line before them, to where they belong, in one step."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    kept.seek(0)
    kept.readline()
    try:
        with unfinished.open("wb") as file:
            while block := kept.read(_COPIED_AT_ONCE):
                file.write(block)
        unfinished.replace(out)
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _asked(case: Case) -> Question:
    record = QuestionRecord(
        id=case.id, question=case.question, history=case.history, language=case.page or case.language
    )
    return Question(record, with_hits=case.kind not in _NO_SEARCH)


def _plain(path: Path, doubt: str | None = None) -> QuestionFile:
    questions = tuple(Question(each.record) for each in read_questions(path))
    return QuestionFile(path, file_hash(path), None, questions, doubt)


def _first_value(path: Path) -> object:
    """The JSON value of a file's first line that is not blank; None where there is none, as its reader will say."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return _value(next((line for line in file if line.strip()), ""))
    except (OSError, UnicodeDecodeError):
        return None


def _value(line: str | bytes) -> object:
    try:
        value: object = json.loads(line)
    except ValueError:
        return None
    return value


def _id(line: bytes) -> object:
    value = _value(line)
    return value.get("id") if isinstance(value, dict) else None
