"""Versions below which a library is unsafe: `pyproject.toml` says so, and neither lock nor environment is below."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED_FOR = {canonicalize_name(each.name): each for each in map(Requirement, PROJECT["dependencies"])}
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Earlier ones carry advisories, loop over crafted files, or cannot be closed.
FLOORS = {
    "gradio": "6.31",
    "langchain-core": "1.2.22",
    "langchain-text-splitters": "1.1.3",
    "pypdf": "7.1",
    "chromadb": "1.5.9",
    "jinja2": "3.1.6",
}
# Whole families of integrations whose advisories would be ours, and gigabytes that nothing here needs.
NEVER = ("langchain-community", "torch", "transformers", "sentence-transformers")


def locked(lock: str) -> dict[str, Version]:
    pins = re.findall(r"^([a-z0-9][a-z0-9-]*)==([^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {name: Version(pinned) for name, pinned in pins}


@pytest.mark.parametrize("name", FLOORS)
def test_the_project_asks_for_no_less_than_the_floor(name: str) -> None:
    asked = ASKED_FOR[name].specifier
    floor = max(Version(each.version) for each in asked if each.operator == ">=")
    assert floor >= Version(FLOORS[name])


@pytest.mark.parametrize("name", ASKED_FOR)
def test_what_is_installed_is_what_the_project_asks_for(name: str) -> None:
    asked = ASKED_FOR[name]
    if asked.marker is not None and not asked.marker.evaluate():
        with pytest.raises(PackageNotFoundError):
            version(name)
        return
    assert asked.specifier.contains(version(name), prereleases=True)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_locked_is_what_the_project_asks_for(lock: str) -> None:
    pins = locked(lock)
    asked = {name: each for name, each in ASKED_FOR.items() if name in pins}
    assert asked
    for name, each in asked.items():
        assert each.specifier.contains(pins[name], prereleases=True), name


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_is_below_a_floor_whoever_asks_for_it(lock: str) -> None:
    pins = locked(lock)
    assert pins
    assert {name: pins[name] for name in FLOORS if name in pins and pins[name] < Version(FLOORS[name])} == {}
    assert not set(NEVER) & set(pins)


def test_what_must_not_come_in_is_not_installed() -> None:
    installed = {canonicalize_name(each.metadata["Name"]) for each in distributions()}
    assert not set(NEVER) & installed


def test_chroma_is_used_in_this_process_and_never_as_a_server_or_its_client() -> None:
    """Its server has an advisory without a fix (CVE-2026-45829)."""
    told = re.compile(r"HttpClient|CloudClient|chromadb\.server|chromadb\.app|chroma run|chroma_server")
    for folder in ("corpus", "index", "assistant", "evals", "scripts", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in ("", ".py", ".sh", ".yml", ".yaml", ".toml", ".service"):
                assert not told.search(path.read_text("utf-8", errors="replace")), path
