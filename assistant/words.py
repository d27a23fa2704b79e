"""Words for people, in both languages, from `<package>/strings/<name>.<language>.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import DataFileError
from corpus.types import Language

_SPACES = "[ \u00a0\u202f]"
_NO_SPACE = re.compile(f"(?<=\\S){_SPACES}+([;?!])")
_NO_BREAK = re.compile(f"(?<=\\S){_SPACES}+([:%$»])")
_OPENING = re.compile(f"«{_SPACES}*")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words by dotted key ("answer.coverage")."""

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of `key` with `{placeholders}` filled in; KeyError for an unknown key or a missing value."""
        return self.by_key[key].format_map(values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The words of `key.one` or `key.many`, whichever `n` takes in this language, with `{n}` and `values` in."""
        one = n < 2 if self.language == "fr" else n == 1
        return self(f"{key}.{'one' if one else 'many'}", n=n, **values)


@cache
def words_of(name: str, language: Language, package: str = "assistant") -> Words:
    """All words of the file `name` in `language`; DataFileError where it is broken."""
    file = f"{package}/strings/{name}.{language}.toml"
    try:
        read = files(package).joinpath("strings", f"{name}.{language}.toml").read_text(encoding="utf-8")
        table = tomllib.loads(read)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(f"{file} cannot be read: {error}. Mend or restore the file.") from error
    by_key = dict(_flat(table, "", file))
    return Words(language, {key: set_in_french(text) for key, text in by_key.items()} if language == "fr" else by_key)


def set_in_french(text: str) -> str:
    """`text` with its spaces as French in Canada has them: none before ; ? !, no-break ones before : % $ » and after «.

    So the Government of Canada's style manual has it (Le guide du rédacteur, 6.12, "Les espacements").
    """
    return _OPENING.sub("«\u00a0", _NO_BREAK.sub("\u00a0\\1", _NO_SPACE.sub(r"\1", text)))


def _flat(table: Mapping[str, object], prefix: str, name: str) -> list[tuple[str, str]]:
    """Every string of a nested table with its dotted key."""
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs.extend(_flat(value, f"{prefix}{key}.", name))
        elif isinstance(value, str):
            pairs.append((prefix + key, value))
        else:
            raise DataFileError(f"{name}: {prefix}{key} is {value!r}. Every entry must be a text.")
    return pairs
