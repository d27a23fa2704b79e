from __future__ import annotations

import pytest
from forms import assistant_over, five_forms, models_folder, reading_models, write_forms

from assistant.assistant import Assistant
from assistant.reading.read import Reader
from assistant.reading.themes import load_themes
from assistant.reading.vocabulary import load_vocabulary
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import ingest
from index.home import Home, local_index
from index.minilm import MiniLm


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(load_questionnaire(), load_registry(), load_vocabulary(), reading_models(), load_themes())


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Assistant:
    """An assistant over five made-up forms, with everything real."""
    home = Home(tmp_path_factory.mktemp("home"))
    folder = write_forms(tmp_path_factory.mktemp("forms"), five_forms(reader.questionnaire))
    index = local_index(home, MiniLm(models_folder()))
    report = ingest(index, [folder], False, reader.questionnaire, reader.registry)
    assert report.problems == ()
    return assistant_over(index)
