"""Answers that are nothing but passages: the shape in which all baselines answer."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.app import Parts
from evals.systems import MOST_HITS, Question, hit_json
from index.home import open_checked
from index.types import Hit, Passage


@dataclass(frozen=True, slots=True)
class Shown:
    """What a baseline answers: its text with [n] marks, and the passages they stand for, by number."""

    text: str
    passages: dict[int, Passage]
    abstained: bool = False


class PassageAnswers:
    """Makes answers of passages of the current index. NoIndex, IndexMismatch and the like where it cannot be used."""

    def __init__(self, parts: Parts) -> None:
        self.generation = parts.index.generations.current()
        open_checked(parts.index, parts.questionnaire, self.generation)
        self._printed = {each.id: each.printed_name for each in parts.index.table.documents(self.generation)}

    def printed(self, passage: Passage) -> str:
        """The name of the passage's organization as its assessment prints it."""
        return self._printed[passage.document]

    def line(self, system: str, question: Question, shown: Shown, ranked: Sequence[Passage], started: float) -> str:
        """The answer as one line of JSON. `ranked` is what was found, best first; `started` is of perf_counter."""
        organizations = dict.fromkeys(passage.organization for passage in shown.passages.values())
        answer: dict[str, Any] = {
            "id": question.record.id,
            "question": question.record.question,
            "text": shown.text,
            "abstained": shown.abstained,
            "organizations": list(organizations),
            "citations": [self._citation(number, passage) for number, passage in shown.passages.items()],
            "written_by": system,
            "index": self.generation,
            "timing_ms": {"total": round((time.perf_counter() - started) * 1000, 2)},
        }
        if question.with_hits:
            answer["hits"] = [hit_json(Hit(passage, 0.0, ())) for passage in ranked[:MOST_HITS]]
        return json.dumps(answer, ensure_ascii=False)

    def _citation(self, number: int, passage: Passage) -> dict[str, Any]:
        return {
            "n": number,
            "organization": self.printed(passage),
            "organization_id": passage.organization,
            "document": passage.document,
            "language": passage.language,
            "item": passage.item,
            "quote": passage.text,
            "start": passage.start,
            "end": passage.end,
        }


def quoted(passages: Sequence[Passage]) -> Shown:
    """All the passages, one after the other, each with its mark; an abstention where there are none."""
    numbered = dict(enumerate(passages, start=1))
    text = "\n\n".join(f"{passage.text} [{number}]" for number, passage in numbered.items())
    return Shown(text, numbered, abstained=not numbered)
