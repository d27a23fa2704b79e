"""The import contracts hold, and each of them can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("corpus", "index", "assistant", "evals")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def broken(report: str) -> set[str]:
    return {line.removesuffix(" BROKEN") for line in report.splitlines() if line.endswith(" BROKEN")}


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_contract_breaks_when_a_library_is_imported_elsewhere(copied_tree: Path) -> None:
    protected = [module for contract in CONTRACTS for module in contract.get("protected_modules", ())]
    offender = copied_tree / "evals" / "offender.py"
    offender.write_text("".join(f"import {module}\n" for module in protected), encoding="utf-8")
    run = lint_imports(copied_tree)
    assert run.returncode != 0
    assert broken(run.stdout) == {contract["name"] for contract in CONTRACTS if contract["type"] == "protected"}


@pytest.mark.parametrize(
    ("importer", "imported"), [("corpus", "index"), ("index", "assistant"), ("assistant", "evals"), ("corpus", "evals")]
)
def test_an_import_against_the_direction_is_found(copied_tree: Path, importer: str, imported: str) -> None:
    (copied_tree / importer / "offender.py").write_text(f"import {imported}\n", encoding="utf-8")
    run = lint_imports(copied_tree)
    assert run.returncode != 0
    assert len(broken(run.stdout)) == 1
    assert f"{importer} is not allowed to import {imported}" in run.stdout
