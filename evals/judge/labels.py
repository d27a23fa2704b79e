"""Answers graded by hand, by the rules that the judge's prompt gives; judging them again says how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.types import AnswerKind
from corpus.types import Language
from evals.errors import BadQuestionFile
from evals.judge.prompt import Grade, Material, Passage

Fault = Literal[
    "none", "number", "organization", "overstated", "negation", "extra", "date", "incomplete", "off_point", "citation",
    "instruction",
]  # fmt: skip
SHIPPED = Path(__file__).with_name("labels.jsonl")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabelsHeader(_Strict):
    """The first line of a file of labels: who graded what."""

    about: str


class LabelPassage(_Strict):
    """Exact words of a shipped assessment. The first of the cited ones is [1] in the answer."""

    organization: str
    item: int
    quote: str = Field(min_length=1)


class Label(_Strict):
    """An answer with the grades it deserves and why. `fault` is what was planted in it; the rest as in `Material`."""

    id: str
    language: Language
    kind: AnswerKind
    fault: Fault
    question: str
    answer: str
    cited: tuple[LabelPassage, ...]
    needed: tuple[LabelPassage, ...]
    matching: tuple[str, ...] | None = None
    count: int | None = None
    faithful: Grade
    complete: Grade
    why: str

    def material(self) -> Material:
        """What the judge is shown: everything but the grades."""
        cited, needed = _numbered(self.cited), _numbered(self.needed)
        return Material(self.question, self.answer, cited, needed, matching=self.matching, count=self.count)


@dataclass(frozen=True, slots=True)
class Labels:
    """A file of labels, read."""

    labels: tuple[Label, ...]
    sha256: str


def read_labels(path: Path = SHIPPED) -> Labels:
    """The labels of a file; BadQuestionFile names the line of a mistake."""
    content = path.read_bytes()
    labels = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            if number == 1:
                LabelsHeader.model_validate_json(line)
            else:
                labels.append(Label.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the line"
            raise BadQuestionFile(f"{path}, line {number}: {place}: {first['msg']}. Mend the line.") from error
    return Labels(tuple(labels), sha256(content).hexdigest())


def _numbered(passages: tuple[LabelPassage, ...]) -> tuple[Passage, ...]:
    return tuple(
        Passage(number, each.organization, each.item, each.quote) for number, each in enumerate(passages, start=1)
    )
