"""The file of thresholds: TOML that people read and review."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path

from evals.errors import BadThresholds, CannotWrite
from evals.score.gate import Threshold, Thresholds, cases_of, is_maximum
from evals.score.measures.definitions import NAMES

_HEAD = """\
# What a run must reach: "cases/kind/language/measure" = the least, or where lower is better the most, over n cases.
# Written by `candour eval gate DIR --thresholds FILE --raise`, which only ever tightens them.

"""
_CASES = "# The files of cases that they were reached with, by SHA-256.\n[cases]\n"
_PARTS = 4
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_thresholds(path: Path) -> Thresholds:
    """The thresholds of a TOML file; BadThresholds names a mistake."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadThresholds(f"{path} cannot be read ({error}). Mend the file or name another.") from error
    cases, figures = read.get("cases"), read.get("thresholds")
    if set(read) != {"cases", "thresholds"} or not isinstance(cases, dict) or not isinstance(figures, dict):
        raise BadThresholds(f"{path}: it holds two tables, [cases] and [thresholds]. Mend the file.")
    for name, sha256 in cases.items():
        if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
            raise BadThresholds(f"{path}: cases: {name} is {sha256!r}. Give the SHA-256 of the file of cases.")
    found = {key: _threshold(path, key, value) for key, value in figures.items()}
    if without := [key for key in found if cases_of(key) not in cases]:
        raise BadThresholds(f"{path}: {without[0]} is of a file that [cases] does not name. Mend the file.")
    return Thresholds(cases, found)


def thresholds_toml(thresholds: Thresholds) -> str:
    """The text of a file of thresholds."""
    cases = "".join(f'"{name}" = "{sha256}"\n' for name, sha256 in thresholds.cases.items())
    figures = "".join(
        f'"{key}" = {{ {_word(key)} = {each.bound!r}, n = {each.n} }}\n' for key, each in thresholds.figures.items()
    )
    return f"{_HEAD}{_CASES}{cases}\n[thresholds]\n{figures}"


def write_thresholds(path: Path, thresholds: Thresholds) -> None:
    """Writes a file of thresholds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(thresholds_toml(thresholds).encode("utf-8"))
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}). Name another file.") from error


def _threshold(path: Path, key: str, value: object) -> Threshold:
    parts = key.split("/")
    if len(parts) != _PARTS or parts[-1] not in NAMES:
        raise BadThresholds(f'{path}: {key!r} is no "cases/kind/language/measure" of a known measure. Mend the line.')
    word = _word(key)
    if not isinstance(value, dict) or set(value) != {word, "n"}:
        raise BadThresholds(f"{path}: {key} is {value!r}. Give {{ {word} = ..., n = ... }}.")
    bound, n = value[word], value["n"]
    if isinstance(bound, bool) or not isinstance(bound, int | float) or not math.isfinite(bound):
        raise BadThresholds(f"{path}: {key}: {word} is {bound!r}. Give a number.")
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise BadThresholds(f"{path}: {key}: n is {n!r}. Give the number of cases.")
    return Threshold(float(bound), n)


def _word(key: str) -> str:
    return "most" if is_maximum(key) else "least"
