from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from copy import copy
from pathlib import Path

import pytest
from forms import assistant_over, models_folder
from scripted_model import Script, scripted_model
from talking import Talk, Talking

from assistant.app import Parts, language_model, parts_of
from assistant.assistant import Assistant
from assistant.reading.vocabulary import load_vocabulary
from assistant.settings import Settings
from index.build import ingest

SHIPPED = Path(__file__).parents[3] / "corpus" / "assessments"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The parts over an index of the shipped assessments."""
    parts = parts_of(Settings(home=tmp_path_factory.mktemp("home"), models=models_folder()))
    assert ingest(parts.index, [SHIPPED], False, parts.questionnaire, parts.registry).problems == ()
    return parts


@pytest.fixture(scope="session")
def offline(shipped: Parts) -> Assistant:
    """An assistant over them without a model."""
    return assistant_over(shipped.index)


@pytest.fixture
def talk(offline: Assistant, tmp_path: Path) -> Iterator[Talk]:
    """What makes an assistant with a scripted model; further settings by name."""
    with ExitStack() as stack:

        def talking(script: Script, over: Assistant = offline, **settings: object) -> Talking:
            server = stack.enter_context(scripted_model(script))
            given = {"home": tmp_path, "model": "openai:scripted", "model_url": server.url, **settings}
            model = language_model(parts_of(Settings(**given)), load_vocabulary())  # type: ignore[arg-type]
            assistant = copy(over)  # what is open of the index is the same
            assistant._model = model
            return Talking(assistant, server)

        yield talking
