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
def _settings_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """None of the person's; models, which are slow to make, are made once for all tests of a run, in any process."""
    own = tmp_path_factory.getbasetemp()
    of_all = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("CANDOUR_") and name != "CANDOUR_CHROMIUM":
                patch.delenv(name)
        patch.setenv("CANDOUR_MODELS", str(of_all / "models"))
        yield
