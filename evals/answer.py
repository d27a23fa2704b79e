"""A file of questions becomes a file of answers, one Answer object a line, in the same order."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.types import Answer, Conversation
from evals.errors import CannotWrite
from evals.records import QuestionRecord


def answer_of(assistant: Assistant, record: QuestionRecord) -> Answer:
    """The answer to a question after its history, with the question's id."""
    answer = assistant.ask(record.question, Conversation(record.history), record.language)
    return replace(answer, id=record.id)


def write_answers(
    assistant: Assistant, records: Sequence[QuestionRecord], out: Path, progress: Callable[[int], object]
) -> int:
    """The number of answers written to `out`, which appears whole or not at all; CannotWrite where it cannot.

    `progress` gets the number done.
    """
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as file:
            for number, record in enumerate(records, start=1):
                file.write(json.dumps(answer_of(assistant, record).to_json(), ensure_ascii=False) + "\n")
                progress(number)
        unfinished.replace(out)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written ({error.strerror}). Name another file with --out.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return len(records)
