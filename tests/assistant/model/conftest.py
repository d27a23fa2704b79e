from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from forms import models_folder
from scripted_model import Script, ScriptedModel, scripted_model

from assistant.app import open_assistant, parts_of
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.build import ingest

SHIPPED = Path(__file__).parents[3] / "corpus" / "assessments"


@dataclass(frozen=True)
class Talking:
    """An assistant over the shipped assessments with a language model that says what a script wants."""

    assistant: Assistant
    model: ScriptedModel


Talk = Callable[..., Talking]


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped assessments in its index."""
    home = tmp_path_factory.mktemp("home")
    parts = parts_of(Settings(home=home, models=models_folder()))
    assert ingest(parts.index, [SHIPPED], False, parts.questionnaire, parts.registry).problems == ()
    return home


@pytest.fixture
def talk(shipped_home: Path) -> Iterator[Talk]:
    """What makes an assistant with a scripted model; further settings by name."""
    with ExitStack() as stack:

        def talking(script: Script, home: Path = shipped_home, **settings: object) -> Talking:
            model = stack.enter_context(scripted_model(script))
            given = {"model": "openai:scripted", "model_url": model.url, **settings}
            parts = parts_of(Settings(home=home, models=models_folder(), **given))  # type: ignore[arg-type]
            return Talking(open_assistant(parts), model)

        yield talking
