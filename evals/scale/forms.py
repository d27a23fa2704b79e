"""Any number of filled forms as text: generated ones, each under many names."""

from __future__ import annotations

from pathlib import Path

from evals.cases import GeneratedCorpus
from evals.generator.forms import FilledForm
from evals.generator.generate import composed_corpus
from evals.generator.layouts import compact, spaced

_TEMPLATES = 130
_SEED = 5
_WRITERS = {"compact": compact.write, "spaced": spaced.write}


def write_forms(folder: Path, count: int) -> None:
    """Writes `count` forms of as many organizations into `folder`; the same count gives the same bytes.

    Ticks and texts repeat after some tens of organizations, under other names, so that sets grow with the corpus.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = composed_corpus(GeneratedCorpus(texts="dev", seed=_SEED, organizations=_TEMPLATES, bilingual=0))
    written = [
        (form, _WRITERS[form.layout](form).decode("utf-8"), name)
        for file, form in made.files.items()
        if form.layout in _WRITERS and file not in made.truth.foreign and (name := _name(form))
    ]
    # A name printed with other characters than it is written with could not be replaced.
    texts = [each for each in written if each[2] in each[1].splitlines()[0]]
    for number in range(count):
        form, text, name = texts[number % len(texts)]
        other = f"Bureau régional {number:05}" if form.language == "fr" else f"Regional Office {number:05}"
        path = folder / f"organization-{number:05}.{form.language}.txt"
        path.write_text(text.replace(name, other), encoding="utf-8")


def _name(form: FilledForm) -> str:
    return next((block.text for block in form.blocks if block.kind == "name"), "")
