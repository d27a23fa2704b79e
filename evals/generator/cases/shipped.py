"""The files of generated cases that ship with Candour, and how they are written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.cases import GeneratedCorpus
from evals.generator.cases.mix import generated_cases
from evals.generator.cases.probes import probe_cases
from evals.generator.cases.typed import typed_cases
from evals.generator.cases.write import MakeCases, write_cases

CASES_FOLDER = Path(__file__).parents[2] / "cases"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One file: its corpus, how many cases it has, and what makes them."""

    corpus: GeneratedCorpus
    count: int
    make: MakeCases = generated_cases


# More organizations than any list that is cut off would show, in every layout.
_SMOKE = GeneratedCorpus(texts="dev", seed=7, organizations=30, bilingual=0.25)


# 86 organizations, of which 18 in both languages, are 104 forms.
SHIPPED: Mapping[str, Shipped] = {
    "generated-dev": Shipped(GeneratedCorpus(texts="dev", seed=2024, organizations=86, bilingual=0.21), 1550),
    "generated-test": Shipped(GeneratedCorpus(texts="test", seed=4048, organizations=86, bilingual=0.21), 1650),
    "smoke/generated": Shipped(_SMOKE, 150),
    "smoke/typed": Shipped(_SMOKE, 40, typed_cases),
    "smoke/probes": Shipped(_SMOKE, 78, probe_cases),
}


def write_shipped(folder: Path = CASES_FOLDER) -> dict[Path, int]:
    """How many cases were written to which file in `folder`."""
    paths = {name: folder / f"{name}.jsonl" for name in SHIPPED}
    return {
        paths[name]: write_cases(paths[name], each.corpus, each.count, make=each.make) for name, each in SHIPPED.items()
    }
