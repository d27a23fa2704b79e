"""The generator may not share what reads forms: a mistake made twice would not be seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import evals.generator

_FOLDER = Path(evals.generator.__file__).parent
_ALLOWED = {"corpus.types", "corpus.errors", "assistant.types"}
_OWN = ("corpus", "index", "assistant", "evals")
_OF_EVALS = {"evals.cases", "evals.errors"}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", sorted(_FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_imports_nothing_that_reads_forms(path: Path) -> None:
    own = {name for name in _imported(path) if name.split(".")[0] in _OWN and not name.startswith("evals.generator")}
    assert own <= _ALLOWED | _OF_EVALS


def test_no_data_file_of_the_corpus_is_read() -> None:
    for path in _FOLDER.rglob("*.py"):
        words = path.read_text(encoding="utf-8")
        assert "questionnaires" not in words
        assert "corpus/data" not in words


def test_the_libraries_of_writers_are_imported_in_one_place_each() -> None:
    found = {
        library: {path.name for path in _FOLDER.rglob("*.py") if library in {n.split(".")[0] for n in _imported(path)}}
        for library in ("docx", "fpdf")
    }
    assert found == {"docx": {"word.py"}, "fpdf": {"printed.py"}}
