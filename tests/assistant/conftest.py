from __future__ import annotations

import pytest

from assistant.reading.read import Reader
from assistant.reading.vocabulary import load_vocabulary
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(load_questionnaire(), load_registry(), load_vocabulary())
