"""Charts as numbers ready to draw: pure geometry, in the units of the drawing. The page's template writes the SVG.

Each system has a marker and a dash pattern of its own beside its colour, and the numbers stand in a table under every
chart, so that nothing depends on seeing the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 12, 44
_TICKS = 5
# Marks nearer than this would cover one another.
_APART = 11


@dataclass(frozen=True, slots=True)
class Series:
    """One system's values, None where it has none; `points` are (x, y) for charts with two measured axes."""

    name: str
    values: tuple[float | None, ...] = ()
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A point to draw: place, and the words shown when it is pointed at."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One system in a chart: its number (colour, dash, marker), the path through its marks, and the marks."""

    number: int
    name: str
    path: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to draw. `lines` in the order of the legend."""

    lines: tuple[Line, ...]
    across: tuple[Label, ...]
    up: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar: its label, the length of its two parts (median, then up to the 95th percentile), words."""

    y: float
    label: str
    first: float
    second: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of horizontal bars ready to draw."""

    bars: tuple[Bar, ...]
    across: tuple[Label, ...]
    left: int
    width: int
    height: int


def by_category(series: Sequence[Series], categories: Sequence[str]) -> Chart:
    """Lines over named categories; values are shares from 0 to 1."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(categories))
    centres = [LEFT + step * (index + 0.5) for index in range(len(categories))]
    lines = []
    for number, each in enumerate(series):
        shown = zip(centres, categories, each.values, strict=True)
        marks = [Mark(round(x, 1), _up(v, 1), f"{each.name}, {name}: {v:.0%}") for x, name, v in shown if v is not None]
        lines.append(Line(number, each.name, _path(marks), tuple(marks)))
    across = tuple(Label(round(x, 1), name) for x, name in zip(centres, categories, strict=True))
    return Chart(tuple(lines), across, _shares_up())


def by_share(series: Sequence[Series]) -> Chart:
    """Points whose both axes are shares from 0 to 1, joined in the order given.

    One that would cover an earlier one is drawn beside it; what is said of it stays exact.
    """
    lines = []
    drawn: list[Mark] = []
    for number, each in enumerate(series):
        marks = []
        for x, y in each.points:
            mark = _beside(Mark(_across(x), _up(y, 1), f"{each.name}: {x:.0%}, {y:.0%}"), drawn)
            marks.append(mark)
            drawn.append(mark)
        lines.append(Line(number, each.name, _path(marks), tuple(marks)))
    across = tuple(Label(_across(at / _TICKS), f"{at / _TICKS:.0%}") for at in range(_TICKS + 1))
    return Chart(tuple(lines), across, _shares_up())


def bars_of(rows: Sequence[tuple[str, float, float]], unit: str) -> Bars:
    """Horizontal bars from (label, median, 95th percentile); both in `unit`, 0 or more."""
    left, row, top = 150, 30, 8
    most = _round_up(max((p95 for _, _, p95 in rows), default=1.0))
    room = WIDTH - left - RIGHT - 30
    scale = room / most
    bars = tuple(
        Bar(
            top + index * row,
            label,
            round(p50 * scale, 1),
            round(max(0.0, p95 - p50) * scale, 1),
            f"{p50:.0f} / {p95:.0f} {unit}",
        )
        for index, (label, p50, p95) in enumerate(rows)
    )
    across = tuple(Label(round(left + room * at / _TICKS, 1), f"{most * at / _TICKS:g}") for at in range(_TICKS + 1))
    return Bars(tuple(bars), across, left, WIDTH, top + row * len(rows) + BOTTOM)


def _shares_up() -> tuple[Label, ...]:
    return tuple(Label(_up(at / _TICKS, 1), f"{at / _TICKS:.0%}") for at in range(_TICKS + 1))


def _up(value: float, most: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / most), 1)


def _across(value: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * value, 1)


def _beside(mark: Mark, drawn: Sequence[Mark]) -> Mark:
    """The mark, moved to the right until it covers no drawn one; to the left where the right has no room."""
    for step in (_APART, -_APART):
        x = mark.x
        while LEFT <= x <= WIDTH - RIGHT:
            if all(abs(x - each.x) >= _APART or abs(mark.y - each.y) >= _APART for each in drawn):
                return Mark(round(x, 1), mark.y, mark.words)
            x += step
    return mark


def _path(marks: Sequence[Mark]) -> str:
    return " ".join(f"{'L' if index else 'M'}{mark.x} {mark.y}" for index, mark in enumerate(marks))


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... that is at least `value`."""
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if step * factor >= value:
                return step * factor
        step *= 10
