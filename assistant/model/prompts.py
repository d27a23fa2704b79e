"""What a language model is told, from assistant/model/prompts.toml: templates, every variable of which is filled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS

_BRACKETS = str.maketrans("<>", "‹›")
_FILE = Path(__file__).parent / "prompts.toml"


@dataclass(frozen=True, slots=True)
class ReadingPrompts:
    """For reading a question: the system prompt, the question, and what is said after an object that is no use."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    system: str
    user: str
    again: str


@dataclass(frozen=True, slots=True)
class WordingPrompts:
    """For wording an answer: the system prompt, and the question with its passages."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """All prompts with their version."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    version: str
    reading: ReadingPrompts
    wording: WordingPrompts


@cache
def prompts() -> Prompts:
    """The prompts of the data file; DataFileError names a mistake in it."""
    return read_data_file(_FILE, Prompts)


def filled(template: str, **values: object) -> str:
    """The template with its variables filled in; KeyError for one without a value. Values are never templates."""
    return Template(template.strip()).substitute({name: str(value) for name, value in values.items()})


def one_line(text: str) -> str:
    """A text as data on one line, which can close no tag and begin no line of its own."""
    return " ".join(text.translate(_BRACKETS).split())


def fenced(tag: str, text: str, **attributes: object) -> str:
    """A text as data: between tags that nothing in it can close."""
    said = "".join(f' {name}="{_inert(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{said}>\n{text.translate(_BRACKETS)}\n</{tag}>"


def _inert(value: str) -> str:
    """A value on one line that cannot close its quotation marks."""
    return one_line(value).replace('"', "'")
