"""A generated corpus written into a folder: forms, registry and truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.cases import GeneratedCorpus
from evals.errors import CannotWrite
from evals.generator.compose import Composed, composed
from evals.generator.data import FOLDER
from evals.generator.form_words import FormWords, load_form_words
from evals.generator.forms import FilledForm, Layout
from evals.generator.layouts import compact, printed, spaced, web_page, word
from evals.generator.organizations import MadeUp, load_organizations
from evals.generator.pool import Pool, load_pool
from evals.generator.truth import Truth

REGISTRY_FILE = "registry.toml"
TRUTH_FILE = "truth.json"
_WRITERS: Mapping[Layout, Callable[[FilledForm], bytes]] = {
    "compact": compact.write,
    "spaced": spaced.write,
    "web": web_page.write,
    "printed": printed.write,
    "word": word.write,
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The data that a corpus is made from: a pool of wordings, organizations and the form's words."""

    pool: Pool
    organizations: tuple[MadeUp, ...]
    words: FormWords


def load_texts(split: str, folder: Path = FOLDER / "texts") -> Texts:
    """The texts in the folder named `split`; DataFileError names file and entry of a mistake."""
    words = load_form_words()
    return Texts(load_pool(split, words, folder), load_organizations(split, folder), words)


def composed_corpus(corpus: GeneratedCorpus, texts: Texts | None = None) -> Composed:
    """The corpus before it is written. Without `texts`, those that ship are read."""
    texts = texts or load_texts(corpus.texts)
    return composed(corpus, texts.pool, texts.organizations, texts.words)


def generate(corpus: GeneratedCorpus, folder: Path, texts: Texts | None = None) -> Truth:
    """The truth of the corpus, written into `folder`: forms/, registry.toml for those registered, truth.json.

    The same values give the same bytes. DataFileError for texts with a mistake, CannotWrite for the folder.
    """
    made = composed_corpus(corpus, texts)
    contents = {name: _WRITERS[form.layout](form) for name, form in made.files.items()}
    contents[REGISTRY_FILE] = made.registry.encode()
    contents[TRUTH_FILE] = (made.truth.model_dump_json(indent=1, exclude_defaults=True) + "\n").encode()
    try:
        (folder / "forms").mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise CannotWrite(
            f"The corpus cannot be written to {folder}: {error.strerror}. Choose another place."
        ) from error
    return made.truth


def read_truth(folder: Path) -> Truth:
    """The truth that `generate` wrote into `folder`."""
    return Truth.model_validate_json((folder / TRUTH_FILE).read_text(encoding="utf-8"))
