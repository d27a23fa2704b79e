"""The report as Markdown for a pull request: the summary, what changed, what went wrong in numbers."""

from __future__ import annotations

from pathlib import Path

from assistant.words import Words, words_of
from corpus.types import Language
from evals.report.figures import headlines
from evals.report.folder import RunFolder, read_run
from evals.report.numbers import Numbers
from evals.report.problems import file_notes, problem_lines
from evals.score.compare import compare_runs


def report_markdown(run: RunFolder, language: Language = "en", since: Path | None = None) -> str:
    """The report's summary in `language`; with `since`, an earlier run's folder, the changes too."""
    words, numbers = words_of("report", language, "evals"), Numbers(language)
    systems = [system.name for system in run.systems]
    blocks = [
        f"## {words('title', system=systems[0])}",
        _table(
            [words("cases"), words("kind"), words("measure"), words("n"), *systems],
            [
                [
                    f"{line.cases} ({words(line.split)})",
                    words(f"kinds.{line.kind}"),
                    words(f"measures.{line.measure}"),
                    str(line.figures[0].n if line.figures[0] else 0),
                    *(
                        f"{numbers.number(row.mean, row.measure)} ({numbers.interval(row)})" if row else "–"
                        for row in line.figures
                    ),
                ]
                for line in headlines(run.systems)
            ],
        ),
    ]
    if since is not None:
        blocks.extend(_change(run, since, words, numbers))
    if lines := problem_lines(run.problems, run.unmeasured, words):
        blocks.append("\n".join([f"**{words('problems')}**", "", *(f"- {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def _change(run: RunFolder, since: Path, words: Words, numbers: Numbers) -> list[str]:
    found = compare_runs(read_run(since).systems[0].side, run.systems[0].side)
    lines = [each for each in found.differences if each.before != each.after]
    title = f"### {words('change', earlier=since.name)}"
    notes = [note for each in found.files for note in file_notes(each, words)]
    if not lines:
        return [title, *notes, words("change_none")]
    rows = [
        [
            each.cases,
            words(f"kinds.{each.kind}"),
            words(f"measures.{each.measure}"),
            str(each.n),
            numbers.number(each.before, each.measure),
            numbers.number(each.after, each.measure),
            numbers.difference(each.after - each.before, each.measure),
            numbers.p_value(each.p),
            numbers.p_value(each.q) + (" *" if each.verdict else ""),
        ]
        for each in lines
    ]
    names = ("cases", "kind", "measure", "n", "before", "after", "difference", "p", "q")
    return [title, *notes, words("change_words", tests=found.tests), _table([words(name) for name in names], rows)]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
