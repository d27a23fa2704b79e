"""What the evaluation files hold, one JSON object a line: questions in, answers out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.types import Language
from evals.errors import BadQuestionFile


class QuestionRecord(BaseModel):
    """A question of a file. Other fields (what is expected, say) may stand beside these and are not read here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    history: tuple[str, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question and the number of its line, 1-based."""

    line: int
    record: QuestionRecord


def read_questions(path: Path) -> Iterator[NumberedQuestion]:
    """The questions of a JSONL file, in order; BadQuestionFile names file and line of a mistake.

    Blank lines are passed over, and so is a first line without a question, which describes the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestionFile(f"{path} cannot be read ({error}). Give a UTF-8 file of JSON lines.") from error
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or (number == 1 and _describes_the_file(line)):
            continue
        try:
            record = QuestionRecord.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the line"
            raise BadQuestionFile(f"{path}, line {number}: {place}: {first['msg']}. Mend the line.") from error
        if record.id in seen:
            raise BadQuestionFile(f"{path}, line {number}: id {record.id!r} stands on line {seen[record.id]} already.")
        seen[record.id] = number
        yield NumberedQuestion(number, record)
    if not seen:
        raise BadQuestionFile(f"{path} has no question. Give one JSON object with id and question a line.")


def _describes_the_file(line: str) -> bool:
    try:
        value = json.loads(line)
    except ValueError:
        return False
    return isinstance(value, dict) and not {"id", "question"} & set(value)
