"""A small corpus for tests of evaluations. Top-level and picklable: other processes open it too."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fakes import HashEmbedder
from forms import five_forms, write_forms

from assistant.app import Parts, parts_of
from assistant.settings import Settings
from corpus.questionnaire import load_questionnaire
from evals.systems import Question
from index.build import ingest
from index.home import local_index

FOLDER_CASES: tuple[Mapping[str, Any], ...] = (
    {
        "id": "list",
        "kind": "list",
        "language": "en",
        "question": "Which organizations updated their code of conduct?",
        "organizations": ["Health Canada", "Statistics Canada", "Agence lunaire du Canada"],
    },
    {
        "id": "look up",
        "kind": "lookup",
        "language": "en",
        "question": "When was the Health Canada code adopted?",
        "evidence": [{"organization": "Health Canada", "item": 5, "quote": "adopted on May 3, 2024"}],
        "facts": [["May 3, 2024"]],
    },
    {
        "id": "silent",
        "kind": "abstain",
        "language": "fr",
        "question": "Que dit l'Agence du revenu du Canada ?",
        "reason": "no_assessment",
    },
)


@dataclass(frozen=True, slots=True)
class HashedParts:
    """Opens the index in a home folder with the embedder of tests."""

    home: Path

    def __call__(self) -> Parts:
        parts = parts_of(Settings(home=self.home))
        return replace(parts, index=local_index(parts.home, HashEmbedder()))


def small_home(home: Path, forms: Path) -> HashedParts:
    """What opens an index over the five forms, made in `home`; the forms are written into `forms`."""
    open_parts = HashedParts(home)
    parts = open_parts()
    folder = write_forms(forms, five_forms(parts.questionnaire))
    ingest(parts.index, [folder], False, parts.questionnaire, parts.registry)
    return open_parts


def write_lines(path: Path, *records: object) -> Path:
    """The path of a file of these JSON lines; text stands as it is."""
    lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def folder_cases(path: Path, *cases: Mapping[str, Any]) -> Path:
    """A file of cases over a folder of the five forms, written beside it."""
    write_forms(path.parent / "forms", five_forms(load_questionnaire()))
    marked = [{"split": "dev", "author": "tests", **case} for case in cases or FOLDER_CASES]
    return write_lines(path, {"corpus": {"folder": "forms"}}, *marked)


def questions(count: int) -> list[dict[str, str]]:
    """Plain questions of several kinds."""
    asked = (
        "Which organizations updated their code of conduct?",
        "How many organizations have reviewed their code?",
        "What is said about town halls?",
        "Quand le nouveau code a-t-il été adopté ?",
        "What does Parks Canada say about item 4?",
        "Who won the hockey game?",
    )
    return [{"id": f"q{number}", "question": asked[number % len(asked)]} for number in range(count)]


@dataclass(frozen=True, slots=True)
class Echo:
    """A system that answers with the question's id; as `open` of itself it can be handed to another process.

    It fails at the question `fails_at`, kills its process at `dies_at`, and takes `seconds` each.
    """

    fails_at: str = ""
    dies_at: str = ""
    seconds: float = 0.0

    def __call__(self) -> Echo:
        return self

    def answer(self, question: Question) -> str:
        time.sleep(self.seconds)
        if question.record.id == self.fails_at:
            raise ValueError("the system failed")
        if question.record.id == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return json.dumps({"id": question.record.id, "text": question.record.question, "pid": os.getpid()})
