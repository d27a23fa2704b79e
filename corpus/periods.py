"""Months, seasons, quarters and years as ranges of days; the fiscal year is that of the Government of Canada."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.date_words import Edge, Season

_DAY = timedelta(days=1)
_NUMBERS = re.compile(r"\d+")
# Where each part of a period begins and ends, in as many equal parts as the third number says.
_PARTS: dict[Edge, tuple[int, int, int]] = {
    "begin": (0, 1, 3),
    "middle": (1, 2, 3),
    "end": (2, 3, 3),
    "first_half": (0, 1, 2),
    "second_half": (1, 2, 2),
}


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a period."""

    first: date
    last: date


def first_of_two_years(words: str) -> int | None:
    """The first year of "2024-25"; None where the second is not the year after."""
    first, second = _NUMBERS.findall(words)
    return int(first) if (int(first) + 1) % 100 == int(second) % 100 and int(second[:-2] or 20) == 20 else None


def month_of(year: int, month: int) -> Days:
    """The month (1 to 12) of a year."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return Days(date(year, month, 1), following - _DAY)


def fiscal_year(first: int) -> Days:
    """The fiscal year that begins in the year `first`."""
    return Days(date(first, 4, 1), date(first + 1, 3, 31))


def fiscal_quarter(first: int, number: int) -> Days:
    """The quarter (1 to 4) of the fiscal year that begins in the year `first`."""
    year, month = (first, 3 * number + 1) if number < 4 else (first + 1, 1)
    return Days(date(year, month, 1), month_of(year, month + 2).last)


def season_of(year: int, of_two_years: bool, season: Season) -> Days:
    """The season of a year; winter is named after the year it ends in, "winter 2024-25" (`of_two_years`) after both."""
    if season.over_new_year:
        begins = year if of_two_years else year - 1
        return Days(date(begins, *season.first), date(begins + 1, *season.last))
    return Days(date(year, *season.first), date(year, *season.last))


def part_of(days: Days, edge: Edge) -> Days:
    """The first, middle or last third, or one of the halves, of a period; of a year or quarter in whole months."""
    length = (days.last - days.first).days + 1
    low, high, of = _PARTS[edge]
    months = 12 * (days.last.year - days.first.year) + days.last.month - days.first.month + 1
    if days.first.day == 1 and (days.last + _DAY).day == 1 and months % of == 0:
        return Days(_months_on(days.first, months * low // of), _months_on(days.first, months * high // of) - _DAY)
    return Days(
        days.first + timedelta(days=length * low // of), days.first + timedelta(days=length * high // of) - _DAY
    )


def _months_on(day: date, months: int) -> date:
    whole = day.month - 1 + months
    return date(day.year + whole // 12, whole % 12 + 1, 1)
