"""Files of questions answered one after the other, each over its corpus or from the index in the home folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from assistant.app import parts_of
from evals.answer import QuestionFile, answer_file, made_of, read_question_file
from evals.corpora import Corpora
from evals.names import SystemName
from evals.progress import Bar, Say
from evals.stored import fingerprint_of
from evals.systems import OpenParts, opener
from evals.workers import Workers


def answer_all(
    files: Sequence[tuple[Path, Path]],
    system: SystemName,
    chat_model: str | None,
    processes: int,
    corpora: Corpora,
    say: Say,
    bar: Bar,
) -> Iterator[tuple[Path, int]]:
    """Each file of answers with the number of answers in it, once it is written. All questions are read before."""
    read = [(read_question_file(path), out) for path, out in files]
    with Workers(processes) as workers:
        for questions, out in read:
            if questions.doubt:
                say(questions.doubt)
            open_parts, index = _index_of(questions, corpora)
            of = made_of(system, chat_model, index, corpora.settings)
            with bar("Answering", len(questions.questions)) as progress:
                open_system = opener(system, open_parts, chat_model)
                answered = answer_file(questions, out, open_system, workers, of, progress, say)
            yield out, answered.answers


def _index_of(questions: QuestionFile, corpora: Corpora) -> tuple[OpenParts, str]:
    """What opens the parts over the questions' index, and a name that changes with the index."""
    if questions.header is not None:
        prepared = corpora.prepared(questions.header, questions.path)
        return prepared.parts, prepared.index
    parts = parts_of(corpora.settings)
    generation = parts.index.generations.current()
    index = f"{generation} {fingerprint_of(parts.index.table.documents(generation))}"
    parts.index.close(generation)
    return partial(parts_of, corpora.settings), index
