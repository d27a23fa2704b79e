from __future__ import annotations

from collections.abc import Iterator

import pytest
from published_site import Site, published_site


@pytest.fixture
def site() -> Iterator[Site]:
    with published_site() as running:
        yield running


@pytest.fixture
def other_site() -> Iterator[Site]:
    with published_site() as running:
        yield running
