"""Faults as data: which words of which source file are replaced by which, and what that breaks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.errors import DataFileError
from corpus.types import STRICT_KEYS
from evals.corpora import ONLY_ASKING

SHIPPED = Path(__file__).with_name("faults.toml")
PROJECT = Path(__file__).parent.parent.parent
PACKAGES = ("corpus", "index", "assistant", "evals")


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of one file: `old`, which stands there exactly once, becomes `new`.

    `what` says what goes wrong for a person. `ingest` is True where the index must be built again to show it.
    """

    __pydantic_config__: ClassVar = STRICT_KEYS

    id: str
    what: str
    file: str
    old: str
    new: str
    ingest: bool = False

    @property
    def needs_ingest(self) -> bool:
        """Whether the corpora must be prepared again: what makes an index is changed."""
        return self.ingest or (self.file.startswith(("corpus/", "index/")) and self.file not in ONLY_ASKING)


@dataclass(frozen=True, slots=True)
class Faults:
    """The file of faults: `fault` must be noticed, `harmless` changes nothing for anybody and must not be."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    fault: tuple[Fault, ...]
    harmless: tuple[Fault, ...]


def load_faults(path: Path = SHIPPED) -> Faults:
    """The faults of a file; DataFileError for a broken file or an id that stands there twice."""
    faults = read_data_file(path, Faults)
    ids = [each.id for each in (*faults.fault, *faults.harmless)]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise DataFileError(f"{path}: id {twice[0]!r} stands there twice. Give every fault an id of its own.")
    return faults


def with_fault(text: str, fault: Fault) -> str:
    """The file's text with the fault; DataFileError unless the words to replace stand there exactly once."""
    found = text.count(fault.old)
    if found != 1:
        raise DataFileError(
            f"Fault {fault.id}: {fault.file} has {fault.old!r} {found} times, not once. Write it anew for today's code."
        )
    return text.replace(fault.old, fault.new)
