"""Scores of single cases and the figures made from them, with their two files: scores.csv and results.json."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from evals.errors import BadRun, CannotWrite
from evals.score.measures.definitions import NAMES, NO_SHARES
from evals.score.statistics import interval

DECIMALS = 6
ALL_LANGUAGES = "all"
_FORMAT = 2
_FIXED = ("id", "cases", "split", "kind", "language", "wording", "confidence", "correct")


@dataclass(frozen=True, slots=True)
class Score:
    """One case's values by measure, those that apply. `cases` names its file; `confidence` is "" where none is said."""

    id: str
    cases: str
    split: str
    kind: str
    language: str
    wording: str | None
    confidence: str
    correct: bool
    values: Mapping[str, float]

    @property
    def key(self) -> tuple[str, str]:
        """What no other case of a run has: its file and its id."""
        return self.cases, self.id

    @property
    def cluster(self) -> str:
        """What the case is resampled with: the others made from its wording, else itself alone.

        A generated wording is a phrase and the frame it stands in, with a plus between: those of one phrase fail
        together, whatever the frame.
        """
        return f"wording {self.wording.partition('+')[0]}" if self.wording else f"id {self.id}"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: the mean of a measure over `n` cases, with its 95 % interval (None: the cases are all alike).

    `language` is "all" for both.
    """

    cases: str
    split: str
    kind: str
    language: str
    measure: str
    n: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """A file of cases: its hash, how many cases it has, and how many of them were answered."""

    sha256: str
    cases: int
    answered: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd about the answers to a file of cases; the report has words for each `what`.

    `count` is how many answers it concerns, `names` are the ids of the first few, or the field that nobody knows.
    """

    what: Literal["no_answer", "no_case", "unknown_field"]
    cases: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of one system. `unmeasured` names the measures whose library is not there."""

    system: str
    cases: Mapping[str, CaseCounts]
    problems: tuple[Problem, ...]
    rows: tuple[Row, ...]
    unmeasured: tuple[str, ...] = ()


def rows_of(scores: Sequence[Score]) -> tuple[Row, ...]:
    """The figures, by file, split, kind and language; measures in the order of their table."""
    groups: dict[tuple[str, str, str, str], list[Score]] = {}
    for score in scores:
        for language in (score.language, ALL_LANGUAGES):
            groups.setdefault((score.cases, score.split, score.kind, language), []).append(score)
    return tuple(
        _row(place, measure, having)
        for place, group in sorted(groups.items())
        for measure in NAMES
        if (having := [score for score in group if measure in score.values])
    )


def _row(place: tuple[str, str, str, str], measure: str, scores: Sequence[Score]) -> Row:
    values, clusters = [score.values[measure] for score in scores], [score.cluster for score in scores]
    found = interval(values, clusters, share=measure not in NO_SHARES)
    return Row(*place, measure, len(scores), round(found.mean, DECIMALS), _end(found.low), _end(found.high))


def _end(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def results_json(results: Results) -> str:
    """The text of results.json: equal results give equal bytes."""
    value = {"format": _FORMAT, **asdict(results)}
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_results(path: Path, results: Results) -> None:
    """Writes results.json."""
    _write(path, results_json(results))


def read_results(path: Path) -> Results:
    """The results of a results.json; BadRun where it is none."""
    try:
        value = json.loads(_read(path))
        if not isinstance(value, dict) or value.pop("format", None) != _FORMAT:
            raise BadRun(f"{path} is no results.json of format {_FORMAT}. Score the answers again.")
        return TypeAdapter(Results).validate_python(value)
    except (ValueError, ValidationError) as error:
        raise BadRun(f"{path} cannot be read ({_short(error)}). Score the answers again.") from error


def scores_csv(scores: Sequence[Score]) -> str:
    """The text of scores.csv: one case a line, in order; blank where a measure does not apply."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_FIXED, *NAMES])
    for score in scores:
        values = [score.values.get(measure) for measure in NAMES]
        writer.writerow(
            [
                *(score.id, score.cases, score.split, score.kind, score.language, score.wording or ""),
                *(score.confidence, int(score.correct)),
                *("" if value is None else repr(value) for value in values),
            ]
        )
    return out.getvalue()


def write_scores(path: Path, scores: Sequence[Score]) -> None:
    """Writes scores.csv."""
    _write(path, scores_csv(scores))


def read_scores(path: Path) -> tuple[Score, ...]:
    """The scores of a scores.csv; BadRun names the line of a mistake. Measures of other releases are passed over."""
    reader = csv.reader(io.StringIO(_read(path), newline=""))
    header = next(reader, [])
    if tuple(header[: len(_FIXED)]) != _FIXED:
        raise BadRun(f"{path} does not begin with the columns of scores.csv. Score the answers again.")
    scores = []
    for cells in reader:
        try:
            scores.append(_score(header, cells))
        except ValueError as error:
            raise BadRun(f"{path}, line {reader.line_num}: {error}. Score the answers again.") from error
    return tuple(scores)


def _score(header: Sequence[str], cells: Sequence[str]) -> Score:
    by_column = dict(zip(header, cells, strict=True))
    case, cases, split, kind, language, wording, confidence, correct = (by_column[column] for column in _FIXED)
    values = {measure: float(by_column[measure]) for measure in NAMES if by_column.get(measure)}
    return Score(case, cases, split, kind, language, wording or None, confidence, bool(int(correct)), values)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRun(f"{path} cannot be read ({error}). Name the folder of a scored run.") from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written ({error.strerror}). Name another folder with --out.") from error


def _short(error: Exception) -> str:
    return str(error).split("\n")[0]
