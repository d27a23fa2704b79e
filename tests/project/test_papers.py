"""Licences, provenance, and nothing that gives away the machine it was written on."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASSESSMENTS = ROOT / "corpus" / "assessments"
PROVENANCE = tomllib.loads((ASSESSMENTS / "provenance.toml").read_text(encoding="utf-8"))
SHIPPED = {entry["name"]: entry for entry in PROVENANCE["file"]}
HOME_FOLDERS = re.compile(r"(?<![\w.~])/(?:home|root|Users)/\w")
TEXT = {".py", ".toml", ".md", ".html", ".css", ".js", ".sh", ".in", ".lock", ".json", ".tsv", ".txt", ".svg", ""}


def public_files() -> list[Path]:
    folders = ["corpus", "index", "assistant", "evals", "requirements", "scripts", ".ci"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    return [path for path in files if path.suffix in TEXT and "__pycache__" not in path.parts]


@pytest.mark.parametrize("name", ["LICENSE", "THIRD-PARTY.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md"])
def test_the_papers_are_there(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8")) > 500


def test_the_licence_is_the_declared_one() -> None:
    assert PROJECT["project"]["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")


def test_every_direct_dependency_is_listed_with_its_terms() -> None:
    groups = [PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"]]
    names = [re.split(r"[^A-Za-z0-9._-]", requirement)[0] for group in groups for requirement in group]
    listed = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").lower()
    assert [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", listed)] == []


def test_every_shipped_assessment_has_a_provenance() -> None:
    assert {path.name for path in ASSESSMENTS.iterdir()} - {"provenance.toml"} == set(SHIPPED)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_assessment_is_unchanged(name: str) -> None:
    assert hashlib.sha256((ASSESSMENTS / name).read_bytes()).hexdigest() == SHIPPED[name]["sha256"]
    assert SHIPPED[name]["address"].startswith("https://www.canada.ca/")
    assert f".{SHIPPED[name]['language']}." in name


def test_no_file_names_a_folder_of_a_machine() -> None:
    own = tuple(str(folder) for folder in (ROOT, Path.home()) if len(folder.parts) > 2)
    telling = []
    for path in public_files():
        text = path.read_text(encoding="utf-8")
        if HOME_FOLDERS.search(text) or any(folder in text for folder in own):
            telling.append(path.relative_to(ROOT))
    assert telling == []
