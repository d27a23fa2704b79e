"""The commands under `candour eval`, plugged into the assistant's command line by name.

Heavy imports wait until a command runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from evals.names import BASELINES, CANDOUR, SYSTEMS

if TYPE_CHECKING:
    from evals.corpora import Corpora
    from evals.names import SystemName
    from evals.score.results import Results

_CASES = Path(__file__).parent / "cases"
_SMOKE = _CASES / "smoke"
_STOPPED = 130  # as a shell has it for Ctrl+C

_path = click.Path(path_type=Path)
_folder = click.Path(path_type=Path, file_okay=False)
_new_file = click.Path(path_type=Path, dir_okay=False)
_MODEL_HELP = "A chat model, provider:model."
_chat_model_option = click.option(
    "--chat-model", envvar="CANDOUR_MODEL", show_envvar=True, metavar="NAME", help=_MODEL_HELP
)
_processes_option = click.option(
    "--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer at a time."
)


@click.group(name="eval")
def eval_group() -> None:
    """Evaluate offline: questions from files, answers into files, figures and a report from both."""


@eval_group.command()
@click.argument("cases", required=False, type=_path)
@click.option("--out", type=_folder, help="The run's folder. Default: the next number in CANDOUR_HOME/evaluation/runs.")
@click.option("--smoke", is_flag=True, help="The short files that the tests run; without baselines.")
@click.option("--baselines/--no-baselines", default=None, help="Answer with the baselines too.")
@_chat_model_option
@_processes_option
def run(
    cases: Path | None, out: Path | None, smoke: bool, baselines: bool | None, chat_model: str | None, processes: int
) -> None:
    """Do all of it: prepare the corpora, answer, score, and write a report.

    CASES is a file or folder of cases; by default those that ship with Candour. A run that was stopped goes on where
    it was when it is started again. With a chat model it is one of the baselines.
    """
    from evals.headline import figure_lines
    from evals.run import Plan, next_folder
    from evals.run import run as run_all
    from evals.scoring import case_files

    beside: tuple[SystemName, ...] = ()
    if baselines or (baselines is None and not smoke):
        beside = (*BASELINES, "chat-model") if chat_model else BASELINES
    plan = Plan(case_files(cases or (_SMOKE if smoke else _CASES)), beside, chat_model, processes)
    corpora = _corpora()
    with _stoppable():
        finished = run_all(plan, out or next_folder(corpora.root / "runs", plan), corpora, _say, _bar)
    click.echo("\n".join(figure_lines(finished.results)))
    _say_problems(finished.results[0])
    click.echo(f"Report: {finished.report}")


@eval_group.command()
@click.argument("cases", type=_path)
@click.option("--out", required=True, type=_path, help="Where the answers go, one JSON a line.")
@click.option("--system", default=CANDOUR, show_default=True, type=click.Choice(SYSTEMS), help="Who answers.")
@_chat_model_option
@_processes_option
@click.option("--record", type=_folder, help="Answer with CANDOUR_MODEL, and record here what it wrote and cited.")
def answer(
    cases: Path, out: Path, system: SystemName, chat_model: str | None, processes: int, record: Path | None
) -> None:
    """Answer a JSONL file of questions, or each file of a folder.

    A file of cases is answered over the corpus that its first line names. A plain file (fields id, question, optional
    history and language) is answered from the index in CANDOUR_HOME.
    """
    if record is not None:
        from assistant.app import parts_of
        from evals.sentences.record import record as recorded

        written = recorded(cases, out, record, parts_of())
        click.echo(
            f"{written} sentences recorded in {record}. `candour eval sentences {record}` tells what becomes of them."
        )
        return
    from evals.answering import answer_all
    from evals.scoring import paired

    with _stoppable():
        for path, written in answer_all(paired(cases, out), system, chat_model, processes, _corpora(), _say, _bar):
            click.echo(f"{written} answers written to {path}", err=True)


@eval_group.command()
@click.argument("cases", type=_path)
@click.argument("answers", type=_path)
@click.option("--out", required=True, type=_folder, help="The folder for scores.csv and results.json.")
@click.option("--name", default="", help="What the system is called in tables. Default: the name of ANSWERS.")
def score(cases: Path, answers: Path, out: Path, name: str) -> None:
    """Score the answers of any system to a file of cases, or to each file of a folder."""
    from evals.headline import figure_lines
    from evals.scoring import paired, score_given

    results = score_given(paired(cases, answers), out, name or answers.stem, _corpora())
    click.echo("\n".join(figure_lines([results])))
    _say_problems(results)


@eval_group.command()
@click.argument("folder", type=_folder)
@click.option("--since", type=_folder, help="An earlier run; what has changed since then is told.")
def report(folder: Path, since: Path | None) -> None:
    """Write the report of a scored run: report.html, report.md, report.csv."""
    from evals.report.write import write_report

    click.echo(str(write_report(folder, since)))


@eval_group.command()
@click.argument("before", type=_folder)
@click.argument("after", type=_folder)
def compare(before: Path, after: Path) -> None:
    """Compare two scored runs, case by case, and tell what may be accident."""
    from evals.report.comparison import comparison_text
    from evals.score.compare import compare_runs
    from evals.scoring import read_side

    click.echo(comparison_text(compare_runs(read_side(before), read_side(after))), nl=False)


@eval_group.command()
@click.argument("folder", type=_folder)
@click.option("--thresholds", required=True, type=_path, help="The TOML file of thresholds.")
@click.option("--raise", "raising", is_flag=True, help="Tighten the thresholds to what was reached; never loosen any.")
@click.option(
    "--anew",
    multiple=True,
    metavar="NAME",
    help="With --raise: forget the thresholds of this file of cases first, as when its cases were exchanged.",
)
def gate(folder: Path, thresholds: Path, raising: bool, anew: tuple[str, ...]) -> None:
    """Exit with 1 where a scored run falls short of its thresholds, in a figure or in the number of its cases."""
    from evals.gate import gated

    verdict = gated(folder, thresholds, raising, anew)
    for line in verdict.lines:
        click.echo(line)
    if verdict.unmeasured:
        measures = ", ".join(dict.fromkeys(key.rpartition("/")[2] for key in verdict.unmeasured))
        _say(f"Not judged: {len(verdict.unmeasured)} figures ({measures}), as ir-measures is not installed here.")
    if not verdict.passed:
        _say(f"{len(verdict.lines)} lines tell what falls short of {thresholds}.")
        click.get_current_context().exit(1)
    _say(f"No figure falls short of {thresholds}.")


@eval_group.command()
@click.argument("cases", type=_path)
@click.option("--out", required=True, type=_folder, help="The folder for the corpus's files.")
def corpus(cases: Path, out: Path) -> None:
    """Write the corpus that a file of cases is about, for other systems to answer over.

    The folder then holds the assessments in forms/, the organizations in registry.toml, and in texts/ the text of each
    assessment as it is stored and scored: offsets count its characters, and its name is the document's.
    """
    from evals.corpora import write_corpus, write_texts
    from evals.score.read import read_cases

    header = read_cases(cases).header
    prepared = _corpora().prepared(header, cases)
    written = write_corpus(header, cases, out) + write_texts(prepared.texts(), out / "texts")
    click.echo(f"{written} files written to {out}", err=True)


@eval_group.command()
@click.option("--out", default=_CASES, type=_folder, help="Another folder for the files.")
def generate(out: Path) -> None:
    """Write the generated files of cases that ship with Candour again."""
    from evals.generator.cases.shipped import write_shipped

    for path, count in write_shipped(out).items():
        click.echo(f"{count} cases written to {path}", err=True)


@eval_group.command()
@click.argument("folder", type=_folder)
@click.option("--chat-model", envvar="CANDOUR_MODEL", show_envvar=True, required=True, metavar="NAME", help=_MODEL_HELP)
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="At most so many answers.")
@click.option(
    "--split",
    default="dev",
    show_default=True,
    type=click.Choice(("dev", "test", "all")),
    help="Whose answers; test questions are kept from the judge unless asked for.",
)
def judge(folder: Path, chat_model: str, limit: int, split: Literal["dev", "test", "all"]) -> None:
    """Let a chat model judge a run's answers for faithfulness and completeness.

    Never part of the gate: how far the model agrees with answers graded by hand stands beside its scores.
    """
    from evals.judge.run import run_judge

    click.echo(run_judge(folder, chat_model, limit, ("dev", "test") if split == "all" else (split,)))


@eval_group.command()
@click.argument("folder", required=False, type=_folder)
@click.option(
    "--split", default="dev", show_default=True, type=click.Choice(("dev", "test")), help="Of the shipped ones."
)
def sentences(folder: Path | None, split: str) -> None:
    """Tell how the checks of a language model's sentences do.

    How many faithful sentences fall back to the quotation, how many wrong ones are stopped, and which slip. FOLDER is
    one of your own, such as `candour eval answer --record` writes.
    """
    from evals.sentences.judge import judged
    from evals.sentences.read import FOLDER, read_sentences

    for line in judged(read_sentences(folder or FOLDER / split)).lines():
        click.echo(line)


@eval_group.command()
@click.argument("folder", type=_folder)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Another file than the one that is shown.")
def measured(folder: Path, out: Path | None) -> None:
    """Take a run's figures over to Candour's page about itself."""
    from datetime import UTC, datetime

    from assistant.measured import SHIPPED
    from evals.measured import write_measured

    for figure in write_measured(folder, out or SHIPPED, datetime.now(UTC).date()):
        click.echo(f"{figure.name}: {figure.share:.1%} of {figure.questions}")


@eval_group.command("from-feedback")
@click.option("--out", required=True, type=_new_file, help="The new file of drafts, one JSON a line.")
def from_feedback(out: Path) -> None:
    """Write drafts of cases from what people found not helpful.

    Only feedback with which the question was sent along is taken. A draft holds no answer: whoever reviews it adds what
    is expected and moves it to a file of cases.
    """
    from assistant.app import parts_of
    from evals.from_feedback import write_drafts

    click.echo(f"{write_drafts(parts_of(), out)} drafts written to {out}", err=True)


@eval_group.command("fit-look-ups")
@click.option("--out", type=_new_file, help="Another file for the weights. Default: the one that Candour reads.")
@click.option("--without-each", is_flag=True, help="Write nothing: print what each part of a look-up is good for.")
def fit_look_ups(out: Path | None, without_each: bool) -> None:
    """Fit how look-ups are ranked and declined, on training questions and development cases (some minutes)."""
    from assistant.answers.ranking import SHIPPED
    from evals.fitting.run import fit_look_ups as fitting
    from evals.fitting.run import without_each_part

    if without_each:
        click.echo(without_each_part(_corpora(), _CASES, _say))
        return
    fitted = fitting(_corpora(), _CASES, out or SHIPPED, _say)
    click.echo(
        f"On questions not fitted to: first passage right {fitted.first:.3f}, one of three {fitted.among_three:.3f}"
    )
    click.echo(f"with an answer:    stated {fitted.stated_right:.3f}, declined {fitted.declined_wrong:.3f}")
    click.echo(f"without an answer: stated {fitted.stated_wrong:.3f}, declined {fitted.declined_right:.3f}")
    click.echo(f"without, on topic: stated {fitted.near_stated:.3f}, declined {fitted.near_declined:.3f}")


@eval_group.command()
def bench() -> None:
    """Measure speed and memory on this machine, in a temporary home over the shipped assessments.

    Then where the time of a look-up goes, over the 104 forms of the development corpus, which is made once and kept,
    and how long 200 visitors wait, as `candour eval bench-load`.
    """
    from evals.bench import look_up_figures, machine, measure
    from evals.bench_look_up import look_up_times

    click.echo(machine())
    measure(lambda figure: click.echo(figure.line()))
    times = look_up_times(_corpora())
    for figure in look_up_figures(times):
        click.echo(figure.line())
    for part in times:
        click.echo(part.line())
    _bench_load()


@eval_group.command("bench-load")
def bench_load() -> None:
    """Measure how long 200 visitors wait for a list, at the API and the chat page, and who is sent away how soon.

    Over the development corpus of 86 organizations, which is made once and kept. Beside it, the same answers from a
    plain FastAPI route and from a chat with Gradio's queue as it comes. The limit a minute is raised for it.
    """
    from evals.bench import machine

    click.echo(machine())
    _bench_load()


def _bench_load() -> None:
    from evals.bench_look_up import CASES
    from evals.load.run import measure
    from evals.score.read import read_cases

    prepared = _corpora().prepared(read_cases(CASES).header, CASES)
    measure(prepared.home, lambda figure: click.echo(figure.line()))


@eval_group.command("bench-scale")
@click.option("--sizes", default="100,1000,10000", show_default=True, help="Organizations: parsing, table, keywords.")
@click.option("--vectors", default="100,1000", show_default=True, help="Organizations, vectors too; empty for none.")
def bench_scale(sizes: str, vectors: str) -> None:
    """Print how time, memory and disk grow with the number of organizations (text forms, in a temporary folder).

    First come 104 forms from files to a served index, with a plain LangChain pipeline over the same forms beside it.
    """
    from assistant.app import home_of
    from assistant.settings import load_settings
    from evals.bench import machine
    from evals.scale.beside import measure as measure_beside
    from evals.scale.run import measure as measure_scale

    click.echo(machine())
    models = home_of(load_settings()).models
    measure_beside(models, click.echo)
    measure_scale(_numbers(sizes), _numbers(vectors), models, click.echo)


def _numbers(text: str) -> list[int]:
    try:
        return [int(each) for each in text.split(",") if each.strip()]
    except ValueError as error:
        raise click.UsageError(f"'{text}' is no list of numbers such as 100,1000.") from error


def _corpora() -> Corpora:
    from assistant.settings import load_settings
    from evals.corpora import usual_corpora

    return usual_corpora(load_settings(), _say, _bar)


def _say_problems(results: Results) -> None:
    from assistant.words import words_of
    from evals.report.problems import problem_lines

    for line in problem_lines(results.problems, results.unmeasured, words_of("report", "en", "evals")):
        _say(f"Note: {line}")


def _say(message: str) -> None:
    from tqdm import tqdm

    with tqdm.external_write_mode():  # a bar on the screen is drawn again below
        click.echo(message, err=True)


@contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], object]]:
    from tqdm import tqdm

    with tqdm(total=total or None, desc=title, delay=0.5, leave=False, unit="") as bar:
        yield lambda done: bar.update(done - bar.n)


@contextmanager
def _stoppable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        _say("Stopped. What is done is kept: the same command goes on from there.")
        click.get_current_context().exit(_STOPPED)
