"""Files of cases and of answers, read; every mistake is named with file and line."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from evals.cases import Case, CasesHeader
from evals.errors import BadCases
from evals.records import AnswerRecord

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEADER_NEEDED = 'The first line names the corpus, such as {"corpus": "shipped"}. Put it there.'


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases, read. `lines[i]` is the number of the line of `cases[i]`, 1-based."""

    path: Path
    sha256: str
    header: CasesHeader
    cases: tuple[Case, ...]
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """What the file's figures are called: its name without the ending."""
        return self.path.stem


def read_cases(path: Path) -> CaseFile:
    """The cases of a JSONL file; BadCases names every bad line. Blank lines are passed over."""
    content = _content(path)
    numbered = _lines(content)
    first = next(numbered, None)
    if first is None:
        raise BadCases(f"{path} is empty. {_HEADER_NEEDED}")
    header = _header(path, *first)
    found: dict[str, tuple[int, Case]] = {}
    problems: list[str] = []
    for number, line in numbered:
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            problems.append(f"{path}, line {number}: {_first_mistake(error)}. Mend the line.")
            continue
        if case.id in found:
            problems.append(
                f"{path}, line {number}: id {case.id!r} stands on line {found[case.id][0]} already. Give it another id."
            )
        else:
            found[case.id] = (number, case)
    if problems:
        raise BadCases("\n".join(problems))
    if not found:
        raise BadCases(f"{path} has no case after its first line. Give one JSON object a line.")
    return CaseFile(
        path,
        sha256(content).hexdigest(),
        header,
        tuple(case for _, case in found.values()),
        tuple(number for number, _ in found.values()),
    )


def read_answers(path: Path, wanted: Container[str] | None = None) -> Iterator[AnswerRecord]:
    """The answers of a JSONL file, one at a time, those of the ids `wanted` only; BadCases names a bad line.

    Unknown fields do not disturb; `evals.score.unknown` tells which they are.
    """
    seen: dict[str, int] = {}
    try:
        with path.open("rb") as file:
            for number, line in _numbered(file):
                answer = _answer(path, number, line)
                if answer.id in seen:
                    raise BadCases(
                        f"{path}, line {number}: id {answer.id!r} stands on line {seen[answer.id]} already. "
                        "Keep one answer of each id."
                    )
                seen[answer.id] = number
                if wanted is None or answer.id in wanted:
                    yield answer
    except OSError as error:
        raise _unreadable(path, error) from error


def _answer(path: Path, number: int, line: bytes) -> AnswerRecord:
    try:
        return AnswerRecord.model_validate_json(line)
    except ValidationError as error:
        raise BadCases(f"{path}, line {number}: {_first_mistake(error)}. Mend the line.") from error


def _header(path: Path, number: int, line: bytes) -> CasesHeader:
    try:
        return CasesHeader.model_validate_json(line)
    except ValidationError as error:
        raise BadCases(f"{path}, line {number}: {_first_mistake(error)}. {_HEADER_NEEDED}") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> BadCases:
    return BadCases(f"{path} cannot be read ({error.strerror}). Give a UTF-8 file of JSON lines.")


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    return _numbered(content.split(b"\n"))


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; no byte-order mark before the first."""
    for number, line in enumerate(lines, start=1):
        kept = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if kept.strip():
            yield number, kept


def _first_mistake(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"unknown key {place!r}"
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
