from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import GeneratedCorpus
from evals.generator.generate import Texts, generate, load_texts, read_truth
from evals.generator.truth import Truth
from tests.evals.generator.tiny_texts import ORGANIZATIONS, tiny_pool, write_pool


@pytest.fixture(scope="session")
def texts_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pool(tmp_path_factory.mktemp("texts"), tiny_pool())


@pytest.fixture(scope="session")
def texts(texts_folder: Path) -> Texts:
    return load_texts("dev", texts_folder)


@pytest.fixture(scope="session")
def corpus() -> GeneratedCorpus:
    return GeneratedCorpus(texts="dev", seed=7, organizations=ORGANIZATIONS, bilingual=0.3)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, texts: Texts, corpus: GeneratedCorpus) -> Path:
    here = tmp_path_factory.mktemp("corpus")
    generate(corpus, here, texts)
    return here


@pytest.fixture(scope="session")
def truth(folder: Path) -> Truth:
    return read_truth(folder)
