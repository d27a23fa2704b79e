import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def fake():
    """The module of the fake assistant."""
    path = Path(__file__).with_name("fake_assistant.py")
    spec = importlib.util.spec_from_file_location("fake_assistant", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_assistant"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def assistant(fake):
    return fake.FakeAssistant()
