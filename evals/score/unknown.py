"""Fields of an answer that nobody reads: a misspelt name would otherwise cost its figures without a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from assistant.types import Answer
from evals.records import AnswerRecord


def unknown_fields(record: AnswerRecord) -> frozenset[str]:
    """The names of the answer's fields, such as "citations.sorce", that neither records nor Candour's answers have."""
    return frozenset(_unknown(record, Answer, ""))


def _unknown(record: BaseModel, ours: type | None, prefix: str) -> Iterator[str]:
    """`ours` is what Candour's answers have in the record's place: fields of these are known, though not all read."""
    known = _parts(ours)
    yield from (f"{prefix}{name}" for name in record.model_extra or {} if name not in known)
    for name in type(record).model_fields:
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                yield from _unknown(each, known.get(name), f"{prefix}{name}.")


@cache
def _parts(ours: type | None) -> dict[str, type | None]:
    """The dataclass's fields, each with the dataclass that it is or holds, None where there is none."""
    if ours is None:
        return {}
    hints = get_type_hints(ours)
    return {field.name: _dataclass_in(hints[field.name]) for field in fields(ours)}


def _dataclass_in(hint: Any) -> type | None:  # noqa: ANN401 - any type there may be
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((found for part in get_args(hint) if (found := _dataclass_in(part))), None)
