"""A file of generated cases: the corpus first, then one case a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evals.cases import Case, CasesHeader, GeneratedCorpus
from evals.errors import CannotWrite
from evals.generator.cases.mix import generated_cases
from evals.generator.generate import Texts, composed_corpus, load_texts
from evals.generator.truth import Truth

_ABOUT = "Questions over made-up organizations; written by the generator from its texts '{texts}', not by hand."


MakeCases = Callable[[Truth, Texts, int, int], list[Case]]


def write_cases(
    path: Path, corpus: GeneratedCorpus, count: int, texts: Texts | None = None, make: MakeCases = generated_cases
) -> int:
    """How many cases were written to `path` over `corpus`: `count`, or fewer where the texts do not suffice.

    The seed of the corpus is that of the cases too. CannotWrite where `path` cannot be written.
    """
    texts = texts or load_texts(corpus.texts)
    truth = composed_corpus(corpus, texts).truth
    cases = make(truth, texts, corpus.seed, count)
    header = CasesHeader(corpus=corpus, about=_ABOUT.format(texts=corpus.texts))
    lines = [header.model_dump_json(), *(case.model_dump_json(exclude_defaults=True) for case in cases)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}. Choose another place.") from error
    return len(cases)
