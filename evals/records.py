"""What the evaluation files hold, one JSON object a line: questions in, answers out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.types import Language
from evals.errors import BadQuestionFile
from index.types import State


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


class _Lenient(BaseModel):
    """Fields that nobody reads are kept, so that it can be told which they are."""

    model_config = ConfigDict(extra="allow", frozen=True)


class CitationRecord(_Lenient):
    """A citation of an answer. Without offsets its words are looked for in the organization's text."""

    n: int | None = None
    organization: str = ""
    organization_id: str | None = None
    document: str | None = None
    language: Language | None = None
    item: int | None = None
    quote: str
    start: int | None = None
    end: int | None = None
    page: int | None = None


class CellRecord(_Lenient):
    """One cell of a row: the item, the options ticked, the number of its citation, and what is shown."""

    item: int
    options: tuple[str, ...] | None = None
    citation: int | None = None
    words: str = ""


class RowRecord(_Lenient):
    """One organization in an answer and its state; `name` is what it is called there, where not as printed."""

    organization: str
    organization_id: str | None = None
    name: str = ""
    state: State
    cells: tuple[CellRecord, ...] = ()


class CoverageRecord(_Lenient):
    """How many organizations were examined, by state."""

    organizations: int
    matching: int
    not_matching: int
    not_stated: int


class OtherReadingRecord(_Lenient):
    """What else the question may mean, as a condition, and how many organizations meet it."""

    where: str = ""
    matching: int


class HitRecord(_Lenient):
    """A passage that the search found, best first; with offsets, else its words."""

    organization: str = ""
    document: str | None = None
    language: Language | None = None
    item: int | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


class AnswerRecord(_Lenient):
    """An answer of any system, one JSON object a line: Candour's Answer, or as much of it as another system has.

    The least is `id` and `text`. `organizations` (names or ids) may stand instead of `rows`, `count` instead of
    `coverage`. `hits` are the passages retrieved, best first.
    """

    id: str
    text: str = ""
    headline: str = ""
    language: Language | None = None
    kind: str | None = None
    confidence: Literal["stated", "closest"] | None = None
    abstained: bool = False
    reason: str | None = None
    rows: tuple[RowRecord, ...] | None = None
    organizations: tuple[str, ...] | None = None
    count: int | None = None
    coverage: CoverageRecord | None = None
    other_readings: tuple[OtherReadingRecord, ...] = ()
    citations: tuple[CitationRecord, ...] = ()
    hits: tuple[HitRecord, ...] | None = None
    timing_ms: dict[str, float] = {}
