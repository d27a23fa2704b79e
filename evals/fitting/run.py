"""`candour eval fit-look-ups`: corpora made ready, questions looked up, models fitted, the data file written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.app import Parts, home_of, open_assistant, parts_of
from assistant.settings import Settings
from evals.cases import Case
from evals.corpora import Corpora
from evals.errors import BadRun, CannotWrite
from evals.fitting.examples import Example, Question, examples
from evals.fitting.fit import Fitted, fit
from evals.fitting.parts import parts_left_out, parts_table
from evals.fitting.questions import training_questions, write_corpus
from evals.generator.generate import REGISTRY_FILE
from evals.score.read import read_cases
from index.build import ingest

_HEAD = """# How much each feature of a sentence counts when a look-up is answered: `sentence` orders the sentences,
# `answered` and `bias` decide whether the best of them answers at all, at which chance (0 to 1) it counts as stated,
# and from which on it is shown as the closest. Written by `candour eval fit-look-ups`; do not edit.

"""
_UNANSWERED = ("not_in_assessments", "out_of_scope")

Say = Callable[[str], None]


def without_each_part(corpora: Corpora, cases: Path, say: Say) -> str:
    """The table of what look-ups are without each of their parts, over the same questions as `fit_look_ups`."""
    made = [*_of_training(corpora.settings, say), *_of_development(corpora, cases, say)]
    found = []
    for each in parts_left_out(made):
        say(f"{each.part or 'everything'}: {each.fitted.first:.3f}")
        found.append(each)
    return parts_table(found)


def fit_look_ups(corpora: Corpora, cases: Path, out: Path, say: Say) -> Fitted:
    """The models fitted to the training questions and the development cases in the folder `cases`, written to `out`."""
    made = [*_of_training(corpora.settings, say), *_of_development(corpora, cases, say)]
    say(f"{len(made)} questions that are looked up, {sum(bool(len(each.right)) for each in made)} of them answered")
    fitted = fit(made)
    _write(fitted, out)
    return fitted


def _of_training(settings: Settings, say: Say) -> Iterator[Example]:
    models = home_of(settings).models
    with tempfile.TemporaryDirectory(prefix="candour-fit-") as name:
        folder = Path(name)
        truth = write_corpus(folder)
        own = {"home": folder / "home", "models": models, "organizations": folder / REGISTRY_FILE}
        parts = parts_of(settings.model_copy(update=own))
        say("The training corpus is being ingested ...")
        ingest(parts.index, [folder / "forms"], False, parts.questionnaire, parts.registry)
        yield from _looked_up(parts, list(training_questions(truth)))


def _of_development(corpora: Corpora, cases: Path, say: Say) -> Iterator[Example]:
    for path in sorted(cases.glob("*-dev.jsonl")):
        file = read_cases(path)
        if any(case.split != "dev" for case in file.cases):
            raise BadRun(f"{path} holds other cases than those of development. Nothing is fitted to them.")
        say(f"{path.name} ...")
        parts = corpora.prepared(file.header, path).parts()
        yield from _looked_up(parts, [each for case in file.cases for each in _question(case)])


def _looked_up(parts: Parts, questions: list[Question]) -> Iterator[Example]:
    yield from examples(open_assistant(parts), questions)


def _question(case: Case) -> Iterator[Question]:
    """The case as a question to fit to; none for kinds that are not looked up."""
    if case.kind == "abstain" and case.reason not in _UNANSWERED:
        return
    if case.kind in ("lookup", "abstain"):
        needed = [each for each in case.evidence if each.needed]
        evidence = tuple(
            [(each.item, each.quote) for each in needed] + [(p.item, p.quote) for each in needed for p in each.also]
        )
        group = case.wording or case.id
        yield Question(case.question, case.history, case.language, None, evidence, group, judged=True)


def _write(fitted: Fitted, out: Path) -> None:
    ranking = fitted.ranking
    lines = [f"bias = {ranking.bias}", f"stated = {ranking.stated}", f"closest = {ranking.closest}"]
    for table, weights in (("sentence", ranking.sentence), ("answered", ranking.answered)):
        lines += ["", f"[{table}]", *(f'"{name}" = {weight}' for name, weight in weights.items())]
    try:
        out.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror}. Choose another place.") from error
