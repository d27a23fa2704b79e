"""What holds for all tests: no setting of the person who runs them, and examples that are the same in every run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The same examples everywhere, so that a run says something about the code and not about chance. To look for new
# ones: HYPOTHESIS_PROFILE=default make test
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_the_person() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("CANDOUR_") and name != "CANDOUR_CHROMIUM":
                patch.delenv(name)
        yield
