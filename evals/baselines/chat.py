"""Baseline: a chat model over the plain LangChain pipeline, asked to answer from ten numbered passages."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.app import Parts
from corpus.errors import CandourError
from evals.baselines.langchain_pipeline import LangChainPipeline
from evals.baselines.passages import PassageAnswers, Shown
from evals.systems import Question
from index.types import Passage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_COUNT = 10
_NOT_FOUND = "not found"
_INSTRUCTION = (
    "Answer the question from the numbered passages alone, in the question's language. Behind every statement put the "
    "number of the passage that says it, as in [2]. Where the passages do not hold the answer, say only: Not found."
)
_MARK = re.compile(r"\[(\d+)\]")


class ChatModelFailed(CandourError):
    """A chat model that gave no answer."""

    code = "chat_model_failed"


class ChatOverPassages:
    """What the model writes from the ten passages nearest to the question; it cites those whose numbers it gives.

    It abstains where it says that nothing was found. Earlier questions are not read.
    """

    def __init__(self, parts: Parts, model: BaseChatModel, name: str) -> None:
        self._model = model
        self._name = name
        self._pipeline = LangChainPipeline(parts, _COUNT)
        self._answers = PassageAnswers(parts)

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON; ChatModelFailed where the provider fails."""
        started = time.perf_counter()
        passages = self._pipeline.passages(question.record.question)
        shown = shown_in(self._reply(prompt(question.record.question, passages)), passages)
        return self._answers.line(self._name, question, shown, passages, started)

    def _reply(self, asked: str) -> str:
        try:
            return self._model.invoke([("system", _INSTRUCTION), ("human", asked)]).text
        except Exception as error:  # each provider has errors of its own
            raise ChatModelFailed(
                f"The chat model {self._name} gave no answer ({type(error).__name__}: {error}). "
                "What was answered is kept: run the command again."
            ) from error


def prompt(question: str, passages: Sequence[Passage]) -> str:
    """What the model is asked: the passages, numbered from 1, then the question."""
    numbered = [f"[{number}] {passage.text}" for number, passage in enumerate(passages, start=1)]
    return "\n\n".join(["Passages:", *numbered, f"Question: {question}"])


def shown_in(reply: str, passages: Sequence[Passage]) -> Shown:
    """The reply with the passages whose numbers it gives; a number that no passage has stays in the text."""
    numbers = dict.fromkeys(int(mark) for mark in _MARK.findall(reply))
    cited = {number: passages[number - 1] for number in numbers if 1 <= number <= len(passages)}
    return Shown(reply, cited, abstained=reply.strip().strip(".").lower() == _NOT_FOUND)
