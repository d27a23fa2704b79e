"""What was odd about the answers, what could not be measured, and what two runs do not share, in words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.words import Words
from evals.score.compare import FilePair
from evals.score.results import Problem


def problem_lines(problems: Sequence[Problem], unmeasured: Sequence[str], words: Words) -> list[str]:
    """One line for each."""
    lines = [_line(each, words) for each in problems]
    if unmeasured:
        names = ", ".join(words(f"measures.{name}") for name in unmeasured)
        lines.append(words("problems_are.unmeasured", measures=names))
    return lines


def _line(problem: Problem, words: Words) -> str:
    names = ", ".join(problem.names)
    if more := problem.count - len(problem.names) if problem.what != "unknown_field" else 0:
        names = words("problems_are.and_more", names=names, count=more)
    return words(f"problems_are.{problem.what}", cases=problem.cases, count=problem.count, names=names)


def file_notes(file: FilePair, words: Words) -> list[str]:
    """What makes the comparison of two runs over a file of cases less than one of equals."""
    if file.before is None or file.after is None:
        return [words("only_earlier" if file.after is None else "only_later", cases=file.cases)]
    notes = [words("other_cases", cases=file.cases)] if file.exchanged else []
    if file.odd:
        counts = {"paired": file.paired, "before": file.only_before, "after": file.only_after}
        notes.append(words("unpaired", cases=file.cases, **counts))
    return notes
