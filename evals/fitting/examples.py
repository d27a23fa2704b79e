"""Questions with the features of what was looked through: what the fitting learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answers.features import Asked, Looked, Numbers
from assistant.assistant import Assistant
from assistant.types import Conversation
from corpus.folding import folded
from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its answer stands: words under an item of an organization (None: any); () for nowhere.

    Questions of one `group` are not independent of one another. `judged` is True for those by which the thresholds
    are chosen: a training question is harder than what people ask.
    """

    question: str
    history: tuple[str, ...]
    language: Language
    organization: str | None
    evidence: tuple[tuple[int, str], ...]
    group: str
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A question that is read as a look-up, with the places of the sentences that answer; () for none."""

    question: Question
    asked: Asked
    rows: Numbers
    nowhere: tuple[bool, ...]
    right: npt.NDArray[np.int64]
    passages: tuple[str, ...]


def examples(assistant: Assistant, questions: Sequence[Question]) -> Iterator[Example]:
    """The questions that are looked up, in order; others are left out."""
    for each in questions:
        found = assistant.look(each.question, Conversation(each.history), each.language)
        if found is None or not found.looked.sentences:
            continue
        right = np.array(list(_right(each, found.looked)), dtype=np.int64)
        passages = tuple(sentence.found.passage.id for sentence in found.looked.sentences)
        yield Example(each, found.asked, found.looked.rows, found.looked.nowhere, right, passages)


def _right(question: Question, looked: Looked) -> Iterator[int]:
    for place, sentence in enumerate(looked.sentences):
        passage = sentence.found.passage
        if question.organization in (None, passage.organization):
            said = _words(sentence.text)
            if any(item == passage.item and _words(quote) in said for item, quote in question.evidence):
                yield place


def _words(text: str) -> str:
    return folded(" ".join(text.split()))
