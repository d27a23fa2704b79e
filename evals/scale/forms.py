"""Any number of filled forms as text: generated ones, each under many names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.types import Language
from evals.cases import GeneratedCorpus
from evals.generator.forms import FilledForm
from evals.generator.generate import composed_corpus
from evals.generator.layouts import compact, spaced
from evals.generator.truth import OrganizationTruth

_TEMPLATES = 130
_SEED = 5
_WRITERS = {"compact": compact.write, "spaced": spaced.write}


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form's file, the name printed in it, and the options ticked."""

    path: Path
    organization: str
    options: frozenset[str]


def write_forms(folder: Path, count: int) -> tuple[WrittenForm, ...]:
    """Writes `count` forms of as many organizations into `folder`; the same count gives the same bytes.

    Ticks and texts repeat after some tens of organizations, under other names, so that sets grow with the corpus.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = composed_corpus(GeneratedCorpus(texts="dev", seed=_SEED, organizations=_TEMPLATES, bilingual=0))
    ticked = {file: _ticked(each, language) for each in made.truth.with_form for language, file in each.files.items()}
    written = [
        (form, _WRITERS[form.layout](form).decode("utf-8"), name, ticked[file])
        for file, form in made.files.items()
        if form.layout in _WRITERS and file not in made.truth.foreign and (name := _name(form))
    ]
    # A name printed with other characters than it is written with could not be replaced.
    texts = [each for each in written if each[2] in each[1].splitlines()[0]]
    forms = []
    for number in range(count):
        form, text, name, options = texts[number % len(texts)]
        other = f"Bureau régional {number:05}" if form.language == "fr" else f"Regional Office {number:05}"
        path = folder / f"organization-{number:05}.{form.language}.txt"
        path.write_text(text.replace(name, other), encoding="utf-8")
        forms.append(WrittenForm(path, other, options))
    return tuple(forms)


def _ticked(organization: OrganizationTruth, language: Language) -> frozenset[str]:
    """The options that an organization's form in `language` has ticked."""
    ticks = organization.ticks.values()
    return frozenset(
        option
        for tick in ticks
        for option in (tick.options_fr if language == "fr" and tick.options_fr is not None else tick.options)
    )


def _name(form: FilledForm) -> str:
    return next((block.text for block in form.blocks if block.kind == "name"), "")
