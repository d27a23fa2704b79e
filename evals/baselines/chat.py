"""Baseline: a chat model over the plain LangChain pipeline, asked to answer from ten numbered passages."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.app import Parts
from corpus.errors import CandourError
from corpus.folding import folded
from evals.baselines.langchain_pipeline import LangChainPipeline
from evals.baselines.passages import PassageAnswers, Shown
from evals.systems import Question
from index.types import Passage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_COUNT = 10
# How a reply says that nothing was found, in either language, folded and without what stands around words.
_NOT_FOUND = frozenset({"not found", "introuvable", "non trouve", "pas trouve", "aucune reponse trouvee"})
_INSTRUCTION = (
    "Answer the question from the numbered passages alone, in the question's language. Each passage opens with the "
    "organization that wrote it and the number of the item that it answers. Behind every statement put the number of "
    "the passage that says it, as in [2]. Where the passages do not hold the answer, say only: Not found. "
    "(In French: Introuvable.)"
)
_MARK = re.compile(r"\[(\d+)\]")
_AROUND_WORDS = re.compile(r"^\W+|\W+$")


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
        asked = prompt(question.record.question, [(self._answers.printed(each), each) for each in passages])
        shown = shown_in(self._reply(asked), passages)
        return self._answers.line(self._name, question, shown, passages, started)

    def _reply(self, asked: str) -> str:
        try:
            return self._model.invoke([("system", _INSTRUCTION), ("human", asked)]).text
        except Exception as error:  # each provider has errors of its own
            raise ChatModelFailed(
                f"The chat model {self._name} gave no answer ({type(error).__name__}: {error}). "
                "What was answered is kept: run the command again."
            ) from error


def prompt(question: str, passages: Sequence[tuple[str, Passage]]) -> str:
    """What the model is asked: the passages, numbered from 1, each with its organization's name, then the question."""
    numbered = [
        f"[{number}] {name}, item {passage.item}:\n{passage.text}"
        for number, (name, passage) in enumerate(passages, start=1)
    ]
    return "\n\n".join(["Passages:", *numbered, f"Question: {question}"])


def shown_in(reply: str, passages: Sequence[Passage]) -> Shown:
    """The reply with the passages whose numbers it gives; a number that no passage has stays in the text."""
    numbers = dict.fromkeys(int(mark) for mark in _MARK.findall(reply))
    cited = {number: passages[number - 1] for number in numbers if 1 <= number <= len(passages)}
    return Shown(reply, cited, abstained=_AROUND_WORDS.sub("", folded(_MARK.sub("", reply))) in _NOT_FOUND)
