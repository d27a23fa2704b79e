"""One trial of the smoke cases against their thresholds: file by file, the shortest first, until one falls short.

Runs inside the copy of Candour that is tried. Prints one JSON line: the verdict, and the first words of why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from assistant.settings import load_settings
from corpus.errors import CandourError
from evals.answer import read_question_file
from evals.corpora import Corpora, usual_corpora
from evals.faults.kept_questions import KeptQuestions
from evals.names import CANDOUR
from evals.score.gate import Thresholds, verdict_on
from evals.score.read import read_answers
from evals.score.score import results_of, score_answers
from evals.score.thresholds import read_thresholds
from evals.scoring import CasesOver, case_files, cases_over
from evals.systems import opener

MODULES = "modules.json"


def lines_short(cases: Path, thresholds: Thresholds, corpora: Corpora, folder: Path) -> Iterator[str]:
    """What falls short, a line each, as the gate says it; files of cases nobody asks for are never answered.

    `folder` takes the answers. Errors of the corpora and of answering.
    """
    files = sorted(case_files(cases), key=lambda path: (path.read_bytes().count(b"\n"), path.name))
    for file in files:
        (over,) = cases_over((file,), corpora)
        answers = folder / file.name
        answers.write_text(_answered(over, corpora.root / f"questions-{over.file.name}.npz"), encoding="utf-8")
        scored = score_answers(over.file, over.resolved, read_answers(answers), over.texts)
        others = set(thresholds.cases) - {over.file.name}
        yield from verdict_on(thresholds.without(others), results_of(CANDOUR, [scored])).lines
    for name in sorted(set(thresholds.cases) - {path.stem for path in files}):
        yield f"{name}: there is no such file of cases, and there are thresholds for it"


def _answered(over: CasesOver, kept: Path) -> str:
    parts = over.prepared.parts()
    embedder = KeptQuestions(parts.index.embedder, kept)
    system = opener(CANDOUR, lambda: replace(parts, index=replace(parts.index, embedder=embedder)))()
    answers = [system.answer(each) for each in read_question_file(over.file.path).questions]
    embedder.keep()
    return "".join(f"{answer}\n" for answer in answers)


def _libraries() -> list[str]:
    """The modules of other packages that the trial has loaded, in the order in which they were."""
    return [
        name for name, module in list(sys.modules.items()) if "site-packages" in (getattr(module, "__file__", "") or "")
    ]


@click.command()
@click.argument("cases", type=click.Path(path_type=Path))
@click.argument("thresholds", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def main(cases: Path, thresholds: Path, folder: Path) -> None:
    """Try the program this belongs to: CASES, their THRESHOLDS, and a FOLDER for the answers."""
    assert Path(__file__).is_relative_to(Path.cwd()), "the program tried is not the one in this folder"
    folder.mkdir(parents=True, exist_ok=True)
    corpora = usual_corpora(load_settings())
    try:
        short = next(lines_short(cases, read_thresholds(thresholds), corpora, folder), None)
    except CandourError as error:
        click.echo(json.dumps({"verdict": "broken", "why": str(error).splitlines()[0]}))
        return
    (folder / MODULES).write_text(json.dumps(_libraries()), encoding="utf-8")
    click.echo(json.dumps({"verdict": "green" if short is None else "red", "why": short or ""}))


if __name__ == "__main__":
    main()
