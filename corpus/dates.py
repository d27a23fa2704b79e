"""Dates in free text as ranges of days, each with its exact words and how they are meant. Pure; no calendar of today.

A date has no more precision than its words: "March 2025" is that month, "fall 2024" that season, "2024-25" the fiscal
year from April to March, "the end of 2025" the last third of it. "Fiscal year 2025", which may end or begin in 2025,
is both years. "Before April 2025" is the last day before. What has no year ("the end of the summer", "next year") is
found too, without days; durations ("within six months") are not.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from corpus.date_words import GAP, DateWords, Edge, date_words, one_of, same_spacing
from corpus.folding import fold
from corpus.periods import Days, first_of_two_years, fiscal_quarter, fiscal_year, month_of, part_of, season_of
from corpus.types import DateRole, Language

Tense = Literal["plan", "past", "open"]

_DAY = timedelta(days=1)
_REACH = 80  # characters before a date in which the words that belong to it stand
_YEAR = r"(?<![\d,.$])(?:19|20)\d\d(?!\d|%|[,.]\d|[^\W\d_])"
_SPAN = r"(?<![\d,.$])20\d\d ?[-/] ?(?:20)?\d\d(?!\d|[-/]\d)"
_ANY_NUMBER = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date of a text: its words are `text[start:end]`, its first and last day None where the words do not tell.

    The words take in a "by", "before", "after" or "since", not an "in". `tense` says whether the words around it speak
    of a plan or of what happened.
    """

    start: int
    end: int
    earliest: date | None
    latest: date | None
    role: DateRole
    tense: Tense = "open"


@dataclass(frozen=True, slots=True)
class _Core:
    """What names a day or period, before the words around it are looked at. `days` None: without a year.

    `needs` says what has to stand before it for it to be a date at all. `named_after_end` is True of "winter 2025",
    which began in 2024.
    """

    start: int
    end: int
    days: Days | None
    needs: Literal["nothing", "role", "role_or_edge", "deadline", "edge"] = "nothing"
    divisible: bool = True
    named_after_end: bool = False


def dates_in(text: str, language: Language, bare_years: bool = False) -> tuple[FoundDate, ...]:
    """The dates of a sentence in `language`, in order, none overlapping another.

    With `bare_years` a year counts without "in" or the like before it: where dates and nothing else are expected.
    """
    whole = fold(text)
    words, patterns = date_words(language), _patterns(language)
    if not (_ANY_NUMBER.search(whole.text) or patterns.undated.search(whole.text)):
        return ()
    dated = _around(_cores(whole.text, words, patterns, bare_years), (), whole.text, words, patterns)
    undated = (core for match in patterns.undated.finditer(whole.text) if (core := _undated(match)))
    joined = _joined(whole.text, _around(undated, dated, whole.text, words, patterns), patterns)
    told = [_told(whole.text, joined, number, patterns, words) for number in range(len(joined))]
    return tuple(replace(each, start=at[0], end=at[1]) for each in told if (at := whole.original(each.start, each.end)))


def tense_of(text: str, language: Language) -> Tense:
    """Whether the last telling words of a text in `language` speak of a plan or of what happened."""
    whole = fold(text).text
    end = FoundDate(len(whole), len(whole), None, None, "in")
    return _tense(whole, end, _patterns(language), date_words(language))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """One language's regular expressions over folded text. Those that look back end where a date begins."""

    cores: tuple[tuple[str, re.Pattern[str]], ...]
    undated: re.Pattern[str]
    part_before: re.Pattern[str]
    between_before: re.Pattern[str]
    edge_before: re.Pattern[str]
    role_before: re.Pattern[str]
    latest_after: re.Pattern[str]
    joins: re.Pattern[str]
    counts: re.Pattern[str]
    markers: re.Pattern[str]
    happened: re.Pattern[str]
    turns: re.Pattern[str]


@cache
def _patterns(language: Language) -> _Patterns:
    words = date_words(language)
    month, season, quarter = one_of(words.months), one_of(words.seasons), one_of(words.quarters)
    day = rf"(?P<day>\d{{1,2}}){words.day_ending}?"
    day_to = rf"(?:{GAP}?-{GAP}?|{GAP}{words.to_or_also})(?P<day2>\d{{1,2}}){words.day_ending}?"
    year, span = rf"(?P<year>{_YEAR})", rf"(?P<span>{_SPAN})"
    when = f"(?:{span}|{year})"
    fiscal, calendar = rf"(?P<fiscal>\b{words.fiscal})", rf"\b{words.calendar}"
    small = words.small
    either = rf"(?P<month>\b{month})\b\.?|(?P<season>\b{season})\b|(?P<quarter>\b{quarter})\b"
    cores = {
        "day": [
            r"\b(?P<iso>20\d\d-\d\d-\d\d)(?![\w-])",
            rf"(?P<month>\b{month})\b\.?{GAP}?{day}(?:{day_to})?(?:,{GAP}?|{GAP}){year}",
            rf"(?P<month>\b{month})\b\.?{GAP}?{day}(?:/|,?{GAP}?')(?P<short>\d\d)\b",
            rf"(?<![\d,./-])\b{day}(?:{day_to})?{GAP}{small}(?P<month>{month})\b\.?,?{GAP}{year}",
        ],
        "month": [rf"(?P<month>\b{month})\b\.?(?:,{GAP}?|{GAP}){small}{year}"],
        "season": [rf"(?P<season>\b{season})\b,?{GAP}{small}(?:{words.fiscal}{GAP})?{when}"],
        "quarter": [
            rf"(?P<quarter>\b{quarter})\b,?{GAP}\(?{small}(?:{fiscal}{GAP}?)?{small}{when}(?:{GAP}(?P<fiscal2>{words.fiscal})\b)?"
        ],
        "year": [
            rf"{fiscal}(?:\b\.?{GAP}?|(?=\d)){small}(?:{when}|(?P<years>\d\d[-/]\d\d)(?!\d|[-/]))",
            rf"{when}{GAP}(?P<fiscal>{words.fiscal})\b",
            rf"{calendar}{GAP}{small}{when}",
        ],
        "year_end": [rf"\b{words.fiscal}(?:{GAP}|-)end{GAP}{small}{when}"],
        "bare": [when],
    }
    dayless = rf"(?P<month>\b{one_of(words.month_names)})\b(?:{GAP}(?P<day>\d{{1,2}}){words.day_ending}?\b)?"
    month_day = rf"(?P<day3>\b\d{{1,2}}){words.day_ending}?{GAP}(?P<month3>{one_of(words.month_names)})\b"
    period = rf"(?:{dayless}|{month_day}|(?P<season>\b{season})\b|(?P<period>\b(?:{words.fiscal}|{words.calendar}))\b)"
    return _Patterns(
        cores=tuple((kind, re.compile(pattern)) for kind, several in cores.items() for pattern in several),
        undated=re.compile(
            rf"(?:\b(?P<next>{words.next}){GAP})?{period}(?:{GAP}(?P<after>{words.next_after})\b)?"
            rf"(?!\d|{GAP}\d|,?{GAP}?(?:19|20)\d\d)"  # not the beginning of a day that there is not
        ),
        part_before=re.compile(
            rf"(?:\b(?P<day>\d{{1,2}}){words.day_ending}?(?:{GAP}{small}(?=\b{month}))?)?(?:{either})?"
            rf"(?:{GAP}(?P<day2>\d{{1,2}}){words.day_ending}?)?(?:{GAP}?[-/]{GAP}?|{GAP}{words.to_or_also}){small}\Z"
        ),
        between_before=re.compile(rf"\b(?P<between>{words.between})(?:{GAP}|(?<=')){small}\Z"),
        edge_before=re.compile(rf"\b(?P<edge>{one_of(words.edges)})(?:{GAP}|{GAP}?-{GAP}?|(?<=')){small}\Z"),
        role_before=re.compile(rf"\b(?P<role>{one_of(words.roles)})(?:{GAP}|(?<=')){small}\Z"),
        latest_after=re.compile(rf",?{GAP}\(?{words.latest}\b\)?"),
        joins=re.compile(rf"(?P<range>{GAP}?-{GAP}?|{GAP}{words.to}){small}|{GAP}{words.to_or_also}{small}"),
        counts=re.compile(rf"{GAP}(?:{words.not_after})\b"),
        markers=re.compile(rf"\b(?:(?P<known>{one_of(words.markers)})|(?P<ending>\w{{2,}}{words.plan_endings}))\b"),
        happened=re.compile(rf"\b{words.happened}\b"),
        turns=re.compile(rf"\b{one_of(words.turns)}\b"),
    )


def _around(
    cores: Iterable[_Core], there: Sequence[FoundDate], text: str, words: DateWords, patterns: _Patterns
) -> list[FoundDate]:
    """The dates there are already and those of the cores outside of them, in order, with the words before them."""
    found = list(there)
    for core in cores:
        begun = max((each.end for each in found if each.end <= core.start), default=0)
        if any(each.start < core.end and core.start < each.end for each in found):
            continue
        each = _with_words_around(text, begun, core, words, patterns)
        if each is not None:
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _cores(text: str, words: DateWords, patterns: _Patterns, bare_years: bool) -> list[_Core]:
    """The days and periods the text names, in order; of those that overlap the first, then the longest."""
    found: list[_Core] = []
    for kind, pattern in patterns.cores:
        for match in pattern.finditer(text):
            core = _core(kind, match, words)
            if core is not None and not patterns.counts.match(text, core.end):
                found.append(replace(core, needs="nothing") if bare_years else core)
    found.sort(key=lambda core: (core.start, -core.end))
    kept: list[_Core] = []
    for core in found:
        if not kept or core.start >= kept[-1].end:
            kept.append(core)
    return kept


def _core(kind: str, match: re.Match[str], words: DateWords) -> _Core | None:
    try:
        days = _days_of(kind, match, words)
    except ValueError:  # February 30, month 13
        return None
    if days is None:
        return None
    needs: Literal["role_or_edge", "nothing"] = "role_or_edge" if kind == "bare" else "nothing"
    wraps = kind == "season" and match["year"] is not None and days.first.year < days.last.year
    return _Core(match.start(), match.end(), days, needs, kind != "day", wraps)


def _days_of(kind: str, match: re.Match[str], words: DateWords) -> Days | None:
    """The days a core names; None where its numbers name none, ValueError where there is no such day."""
    parts = {name: same_spacing(value) for name, value in match.groupdict().items() if value is not None}
    if kind == "day":
        return _one_day(parts, words)
    span = first_of_two_years(parts["span"]) if "span" in parts else None
    if "span" in parts and span is None:
        return None
    year = span if span is not None else int(parts["year"]) if "year" in parts else None
    if kind == "month" and year is not None:
        return month_of(year, words.months[parts["month"]])
    if kind == "year_end" and year is not None:
        return month_of(year if span is None else year + 1, 3)
    if kind == "season" and year is not None:
        return season_of(year, span is not None, words.seasons[parts["season"]])
    if kind == "quarter" and year is not None:
        number = words.quarters[parts["quarter"]]
        fiscal = span is not None or "fiscal" in parts or "fiscal2" in parts
        if not fiscal:
            return Days(date(year, 3 * number - 2, 1), month_of(year, 3 * number).last)
        quarters = [fiscal_quarter(first, number) for first in ((year,) if span is not None else (year - 1, year))]
        return Days(quarters[0].first, quarters[-1].last)
    if "years" in parts:
        span = first_of_two_years(f"20{parts['years']}")
        return None if span is None else fiscal_year(span)
    if span is not None:
        return fiscal_year(span)
    assert year is not None
    if "fiscal" in parts:
        return Days(fiscal_year(year - 1).first, fiscal_year(year).last)
    return Days(date(year, 1, 1), date(year, 12, 31))


def _one_day(parts: dict[str, str], words: DateWords) -> Days:
    if "iso" in parts:
        day = date.fromisoformat(parts["iso"])
        return Days(day, day)
    year = int(parts["year"]) if "year" in parts else 2000 + int(parts["short"])
    month = words.months[parts["month"]]
    first = date(year, month, int(parts["day"]))
    last = date(year, month, int(parts.get("day2", parts["day"])))
    if last < first:
        raise ValueError(f"{first} is after {last}")
    return Days(first, last)


def _undated(match: re.Match[str]) -> _Core | None:
    """A season, month or year without a number, and what must stand before it: "March" alone may be a verb."""
    if match["next"] or match["after"]:
        if match["month"] or match["month3"]:
            return _Core(match.start(), match.end(), None, "role")
        return _Core(match.start(), match.end(), None)
    if match["period"]:
        return _Core(match.start(), match.end(), None, "edge")
    return _Core(match.start(), match.end(), None, "role_or_edge" if match["day"] or match["day3"] else "deadline")


def _with_words_around(text: str, begun: int, core: _Core, words: DateWords, patterns: _Patterns) -> FoundDate | None:
    """The date of a core, with the part of a range, the edge and the role before it; None where it is no date."""
    limit = max(begun, core.start - _REACH)
    start, days, role = core.start, core.days, None
    edge: Edge | None = None
    ranged = _range_before(text, limit, core, words, patterns)
    if ranged is not None:
        start, days = ranged
        between = patterns.between_before.search(text, limit, start)
        if between:
            return FoundDate(between.start(), core.end, days.first, days.last, "in")
    elif core.divisible and (found := patterns.edge_before.search(text, limit, start)):
        start, edge = found.start(), words.edges[same_spacing(found["edge"])]
    if days is not None and edge is not None:
        days = part_of(days, edge)
    if found := patterns.role_before.search(text, max(begun, start - _REACH), start):
        role = words.roles[same_spacing(found["role"])]
        if role != "in":
            start = found.start()
    if not _suffices(core, role, edge):
        return None
    end = core.end
    if after := patterns.latest_after.match(text, end):
        role, end = "by", after.end()
    if role == "before":
        role = "by"
        if days is not None and edge != "end":
            days = Days(days.first - _DAY, days.first - _DAY)
    first, last = (days.first, days.last) if days is not None else (None, None)
    return FoundDate(start, end, first, last, role or "in")


def _suffices(core: _Core, role: str | None, edge: Edge | None) -> bool:
    match core.needs:
        case "role":
            return role is not None
        case "role_or_edge":
            return role is not None or edge is not None
        case "deadline":
            return role in ("by", "before", "in") or edge is not None
        case "edge":
            return edge is not None
    return True


def _range_before(text: str, limit: int, core: _Core, words: DateWords, patterns: _Patterns) -> tuple[int, Days] | None:
    """Where "April to" or the like before a core begins, and the days from there on; None without."""
    if core.days is None or core.needs != "nothing":
        return None
    match = patterns.part_before.search(text, limit, core.start)
    if match is None or not any(match[name] for name in ("month", "season", "quarter", "day")):
        return None
    last = core.days
    if core.named_after_end and match["season"]:
        last = Days(last.first.replace(year=last.last.year), last.last.replace(year=last.last.year + 1))
    try:
        first = _part_days(match, last, words)
    except ValueError:
        return None
    if first is None or first.first > last.last:
        return None
    return match.start(), Days(first.first, last.last)


def _part_days(match: re.Match[str], last: Days, words: DateWords) -> Days | None:
    """The days of the first part of a range, in the year of its last part or in the one before."""
    for year in (last.last.year, last.last.year - 1):
        if match["month"]:
            days = month_of(year, words.months[same_spacing(match["month"])])
            if day := match["day"] or match["day2"]:
                days = Days(days.first.replace(day=int(day)), days.first.replace(day=int(day)))
        elif match["day"] or match["day2"]:
            if match["season"] or match["quarter"] or last.first != last.last:
                return None
            day = last.first.replace(day=int(match["day"] or match["day2"]))
            days = Days(day, day)
        elif match["season"]:
            days = season_of(year, False, words.seasons[same_spacing(match["season"])])
        else:
            number = words.quarters[same_spacing(match["quarter"])]
            fiscal = [fiscal_quarter(first, number) for first in (year, year - 1)]
            return next((each for each in fiscal if each.last < last.first), None)
        if days.first < last.first:
            return days
    return None


def _joined(text: str, found: Sequence[FoundDate], patterns: _Patterns) -> list[FoundDate]:
    """The dates, of which two that are the ends of one range ("from April 2024 to March 2025") are one."""
    joined: list[FoundDate] = []
    for each in found:
        before = joined[-1] if joined else None
        if before is not None and (start := _begins_range(text, before, each, patterns)) is not None:
            joined[-1] = FoundDate(start, each.end, before.earliest, each.latest, "in")
        else:
            joined.append(each)
    return joined


def _begins_range(text: str, first: FoundDate, second: FoundDate, patterns: _Patterns) -> int | None:
    """Where the range begins whose ends the two dates are; None where they are not."""
    if first.earliest is None or second.latest is None or second.latest < first.earliest:
        return None
    link = patterns.joins.fullmatch(text, first.end, second.start)
    if link is None and not (second.role == "by" and first.role == "from"):
        return None
    if link is None:
        return first.start if not text[first.end : second.start].strip() else None
    between = patterns.between_before.search(text, max(0, first.start - _REACH), first.start)
    if between:
        return between.start()
    return first.start if link["range"] else None


def _told(text: str, found: Sequence[FoundDate], number: int, patterns: _Patterns, words: DateWords) -> FoundDate:
    """The date with its tense, and with the role "from" where something only begins then, whatever stands before it."""
    each = found[number]
    begun = found[number - 1].end if number else 0
    stop = found[number + 1].start if number + 1 < len(found) else len(text)
    tense = _tense(text, each, patterns, words)
    turn = _turn(text, begun, each, stop, patterns, words)
    role = each.role
    if role in ("by", "in") and turn == "starts":
        role = "from"
    elif role == "from" and turn == "finishes" and tense == "plan":
        role = "in"  # "will be in effect as of March 2025"
    return replace(each, tense=tense, role=role)


def _tense(text: str, each: FoundDate, patterns: _Patterns, words: DateWords) -> Tense:
    before = _last(patterns.markers.finditer(text, 0, each.start))
    if before is not None:
        return _marked(before, words)
    if patterns.happened.search(text, 0, each.start):
        return "open" if each.role == "by" else "past"  # "Completed by March 2025." may be either
    after = patterns.markers.search(text, each.end)
    if after is not None:
        return _marked(after, words)
    return "past" if patterns.happened.search(text, each.end) else "open"


def _marked(match: re.Match[str], words: DateWords) -> Tense:
    return words.markers[same_spacing(match["known"])] if match["known"] else "plan"


def _turn(
    text: str, begun: int, each: FoundDate, stop: int, patterns: _Patterns, words: DateWords
) -> Literal["starts", "finishes"] | None:
    """Whether something begins or ends then, by the nearest word before the date, else after it; None for neither."""
    turn = _last(patterns.turns.finditer(text, begun, each.start))
    if turn is None:
        turn = patterns.turns.search(text, each.end, stop)
    elif patterns.markers.search(text, turn.end(), each.start):
        return None  # "Begin in May and will publish in June": another verb has taken over
    return None if turn is None else words.turns[same_spacing(turn.group())]


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    return next(iter(deque(matches, 1)), None)
