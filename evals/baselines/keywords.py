"""Baseline: the ten passages that share most words with the question, all of them shown."""

from __future__ import annotations

import time

from assistant.app import Parts
from evals.baselines.passages import PassageAnswers, quoted
from evals.systems import Question

_COUNT = 10


class Keywords:
    """Keyword search alone. The question counts as it stands: earlier ones are not read, nothing is filtered.

    As a set it gives the organizations of its passages. It abstains only where no word of the question is known.
    """

    def __init__(self, parts: Parts) -> None:
        self._index = parts.index
        self._answers = PassageAnswers(parts)

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON."""
        started = time.perf_counter()
        generation = self._answers.generation
        found = self._index.keywords.search(generation, question.record.question, _COUNT)
        passages = self._index.table.passages(generation, [passage for passage, _ in found])
        return self._answers.line("keywords", question, quoted(passages), passages, started)
