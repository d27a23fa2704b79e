from __future__ import annotations

from importlib.metadata import version

from assistant.settings import Settings
from evals.answer import made_of
from evals.hashes import value_hash
from evals.libraries import ANSWERING, SCORING, versions


def test_versions_are_those_installed_by_name() -> None:
    assert versions(["scipy", "no-such-library", "numpy", "numpy"]) == {
        "no-such-library": None,
        "numpy": version("numpy"),
        "scipy": version("scipy"),
    }


def test_every_library_that_decides_figures_is_one_that_is_installed() -> None:
    found = versions([*ANSWERING, *SCORING])
    assert [name for name, installed in found.items() if installed is None and name != "ir-measures"] == []


def test_answers_are_made_of_the_libraries_too() -> None:
    assert made_of("candour", None, "index", Settings())["libraries"] == value_hash(versions(ANSWERING))
