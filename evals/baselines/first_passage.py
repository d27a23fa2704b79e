"""Baseline: copies one passage, always the first. What it reaches, nobody needs to be praised for."""

from __future__ import annotations

import time

from assistant.app import Parts
from evals.baselines.passages import PassageAnswers, quoted
from evals.systems import Question


class FirstPassage:
    """The first stored passage of the first organization that the question names, else of the whole corpus.

    Of an organization's language versions the one in the page's language counts. Never abstains.
    """

    def __init__(self, parts: Parts) -> None:
        self._table = parts.index.table
        self._answers = PassageAnswers(parts)
        generation = self._answers.generation
        self._documents = self._table.documents(generation)
        self._registry = parts.registry.extended(self._table.organizations(generation))

    def answer(self, question: Question) -> str:
        """The answer as one line of JSON."""
        started = time.perf_counter()
        document = self._document(question)
        passages = self._table.document_passages(self._answers.generation, document)[:1]
        return self._answers.line("first-passage", question, quoted(passages), passages, started)

    def _document(self, question: Question) -> str:
        record = question.record
        named = [match.organization.id for match in self._registry.found_in(record.question)]
        present = [each for each in named if any(document.organization == each for document in self._documents)]
        own = [each for each in self._documents if not present or each.organization == present[0]]
        if not present:
            own = [each for each in own if each.organization == own[0].organization]
        return next((each.id for each in own if each.language == record.language), own[0].id)
