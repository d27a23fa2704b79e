"""The commands under `candour eval`, plugged into the assistant's command line by name."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="eval")
def eval_group() -> None:
    """Evaluate offline: questions from a file, answers into a file."""


@eval_group.command()
@click.argument("cases", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the answers go, one JSON a line.")
def answer(cases: Path, out: Path) -> None:
    """Answer a JSONL file of questions (fields id, question, optional history and language)."""
    from tqdm import tqdm

    from assistant.app import open_assistant
    from evals.answer import write_answers
    from evals.records import read_questions

    records = [question.record for question in read_questions(cases)]
    with tqdm(total=len(records), desc="Answering", delay=0.5, leave=False, unit="") as bar:
        written = write_answers(open_assistant(), records, out, lambda done: bar.update(done - bar.n))
    click.echo(f"{written} answers written to {out}", err=True)


@eval_group.command()
def bench() -> None:
    """Measure speed and memory on this machine, in a temporary home over the shipped assessments."""
    from evals.bench import machine, measure

    click.echo(machine())
    measure(lambda figure: click.echo(figure.line()))
