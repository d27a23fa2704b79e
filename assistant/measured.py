"""How well Candour did in its last evaluation, as the page about it tells; written by `candour eval measured`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS

SHIPPED = Path(__file__).with_name("measured.toml")

FigureName = Literal["lists", "counts", "look_ups", "look_ups_of_three", "unanswerable_stated", "quotations"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share (0 to 1) of so many questions."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    name: FigureName
    share: float
    questions: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one evaluation, on questions whose wordings nobody who tuned Candour had seen."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    date: str
    figure: tuple[Figure, ...]


def load_measured(path: Path = SHIPPED) -> Measured:
    """The figures of a data file; DataFileError names file and entry of a mistake."""
    return read_data_file(path, Measured)
