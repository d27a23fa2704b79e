"""The sentences that the checks are measured with, and the passages that they cite.

`faithful.jsonl` are paraphrases of passages, `hostile.jsonl` sentences with a fault, and `recombined.jsonl` such as use
nothing but the passage's own words; written by people who had seen the passages and not the checks (but for those of
`dev/recombined.jsonl`, by one who attacked them); `dev` is for choosing words and rules by, `test` for measuring.
`injections.jsonl` are attempts to give a model orders, with what one that obeyed would say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.model.checks.types import Evidence, Sentence
from corpus.organizations import Registry, load_registry
from corpus.questionnaire import Questionnaire
from corpus.types import Language
from evals.errors import BadCases

Line = TypeVar("Line")

FOLDER = Path(__file__).parent
PASSAGES, FAITHFUL, RECORDED = ("passages.jsonl", "faithful.jsonl", "recorded.jsonl")
HOSTILE, RECOMBINED = ("hostile.jsonl", "recombined.jsonl")
SPLITS = ("dev", "test")
INJECTIONS = FOLDER / "injections.jsonl"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a form: who wrote it under which item, and whether it is labels of ticks or free text."""

    passage: str
    organization: str
    organization_id: str
    item: int
    item_asks: str
    follow_up: str | None
    language: Language
    kind: Literal["text", "ticks"]
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model might write it, with the passages that it cites; `fault` says what is wrong with it."""

    sentence: str
    language: Language
    question: str
    cites: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Injection:
    """An attempt to give a model orders, in a document or a question, and what one that obeyed would say."""

    place: Literal["document", "question"]
    language: Language
    text: str
    aim: str
    model_says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """A folder of sentences: its passages by their names, and the registry that knows its organizations.

    Of `recorded` ones nobody has said yet whether they are faithful.
    """

    passages: Mapping[str, Passage]
    faithful: tuple[Written, ...]
    hostile: tuple[Written, ...]
    recombined: tuple[Written, ...]
    recorded: tuple[Written, ...]
    registry: Registry

    def evidence(self, questionnaire: Questionnaire) -> dict[str, Evidence]:
        """The passages as the checks take them, numbered in the order of the file."""
        return {
            each.passage: Evidence(
                number,
                each.text,
                each.language,
                self.registry.by_id(each.organization_id) or self.registry.added(each.organization, each.language),
                questionnaire.item(each.item),
                names=(each.organization,),
            )
            for number, each in enumerate(self.passages.values(), start=1)
        }


def read_sentences(folder: Path) -> Sentences:
    """The sentences of a folder, such as FOLDER / "dev"; BadCases names the line of a mistake."""
    registry = load_registry()
    if (folder / "registry.toml").is_file():
        registry = registry.extended(load_registry(folder / "registry.toml").organizations)
    passages = _lines(folder / PASSAGES, TypeAdapter(Passage))
    written = TypeAdapter(Written)
    faithful, hostile, recombined, recorded = (
        tuple(_lines(folder / name, written)) for name in (FAITHFUL, HOSTILE, RECOMBINED, RECORDED)
    )
    return Sentences({each.passage: each for each in passages}, faithful, hostile, recombined, recorded, registry)


def read_injections(path: Path = INJECTIONS) -> Sequence[Injection]:
    """All attempts; BadCases names the line of a mistake."""
    return _lines(path, TypeAdapter(Injection))


def sentence_of(written: Written, evidence: Mapping[str, Evidence]) -> Sentence:
    """A sentence as the checks take it; a passage that there is not has the number 0."""
    return Sentence(written.sentence, tuple(evidence[each].n if each in evidence else 0 for each in written.cites))


def _lines(path: Path, kind: TypeAdapter[Line]) -> Sequence[Line]:
    if not path.is_file():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(kind.validate_json(line))
        except ValidationError as error:
            raise BadCases(f"{path}, line {number}: {error.errors()[0]['msg']}. Mend the line.") from error
    return found
