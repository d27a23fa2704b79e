"""The versions of the libraries that decide figures: another version may give other vectors, ranks or intervals."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

# What turns files into texts, passages and vectors, and finds them again.
ANSWERING = (
    "beautifulsoup4",
    "bm25s",
    "chromadb",
    "langchain-chroma",
    "langchain-core",
    "lxml",
    "numpy",
    "onnxruntime",
    "pypdf",
    "pystemmer",
    "python-docx",
    "tokenizers",
)
SCORING = ("ir-measures", "numpy", "scipy")


def versions(names: Iterable[str]) -> dict[str, str | None]:
    """The versions that are installed, by name; None for one that is not."""
    return {name: _version(name) for name in sorted(set(names))}


@cache
def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
