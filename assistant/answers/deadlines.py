"""Who plans to finish by when: the target dates of every organization asked about, held against the days asked for.

The dates stand in free text, so this is a reading of it, and the answer says so. A date that is less precise than the
question ("summer 2025" where July is asked for) is not taken to fall as asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.citations import CitationBook
from assistant.answers.free_text import free_text_answer
from assistant.answers.rows import coverage_of
from assistant.answers.view import STATE_ORDER, View
from assistant.reading.deadlines import Deadline, Period
from assistant.reading.types import Reading
from assistant.types import Answer, Coverage, Row, RowCell
from assistant.words import Words
from corpus.date_words import month_name
from corpus.types import DateRole
from index.types import DocumentInfo, State, TargetDate


@dataclass(frozen=True, slots=True)
class _Found:
    """An organization's document, its state, and the dates that show it."""

    document: DocumentInfo
    state: State
    shown: tuple[TargetDate, ...]

    @property
    def order(self) -> tuple[int, date, str, str]:
        """Matching ones first, among them the earliest dates."""
        latest = min((each.latest for each in self.shown if each.latest), default=date.max)
        return STATE_ORDER[self.state], latest, self.document.printed_name, self.document.id


def deadline_answer(reading: Reading, deadline: Deadline, view: View, words: Words) -> Answer:
    """The organizations asked about, by whether a target date of theirs falls as asked, cited with its sentence."""
    targets = targets_by_document(view)
    found = sorted(
        (
            _found(document, targets.get(document.id, ()), deadline)
            for document in view.counting(view.examined(reading), words.language)
        ),
        key=lambda each: each.order,
    )
    book = CitationBook(view, words.language)
    rows = tuple(_row(each, book, view, words) for each in found)
    coverage = coverage_of(rows)
    headline = _headline(reading, deadline, coverage, words)
    counted = tuple(_counted(deadline, found, words))
    return free_text_answer(reading, headline, _reading(deadline, words), rows, counted, view, book, words)


def targets_by_document(view: View) -> Mapping[str, Sequence[TargetDate]]:
    """The target dates of each document that has any, by item and place; put together once a generation."""

    def made() -> dict[str, list[TargetDate]]:
        by_document: dict[str, list[TargetDate]] = {}
        for target in view.table.targets(view.generation):
            by_document.setdefault(target.document, []).append(target)
        return by_document

    return view.kept("targets", made)


def day_in_words(day: date, words: Words) -> str:
    """The day as people write it: "March 31, 2025", "31 mars 2025"."""
    number = words("deadline.first_of_month") if day.day == 1 else str(day.day)
    return words("deadline.day", day=number, month=month_name(day.month).of(words.language), year=day.year)


def items_in_words(items: Sequence[int], words: Words) -> str:
    """The items that target dates are looked for in: "item 4", "items 1, 2, 4"."""
    key = "items_one" if len(items) == 1 else "items_many"
    return words(f"deadline.{key}", items=", ".join(map(str, items)))


def quoted_date(wording: str, role: DateRole, words: Words) -> str:
    """A date's words in quotation marks, with what they may not tell: that something only begins then."""
    quoted = words("list.quoted", words=" ".join(wording.split()))
    return words("deadline.begins", words=quoted) if role == "from" else quoted


def _found(document: DocumentInfo, targets: Sequence[TargetDate], deadline: Deadline) -> _Found:
    given = tuple(each for each in targets if each.item in deadline.items)
    state, shown = _state(given, deadline)
    if deadline.denied and deadline.period is None:
        # Asked for are those without a date: what is not stated is what was asked for.
        return _Found(document, "not_matching" if given else "matching", given)
    if deadline.denied and state != "not_stated":
        turned: State = "matching" if state == "not_matching" else "not_matching"
        return _Found(document, turned, shown)
    return _Found(document, state, shown)


def _state(given: tuple[TargetDate, ...], deadline: Deadline) -> tuple[State, tuple[TargetDate, ...]]:
    """Whether one of the dates falls as asked, and those that show it: the ones that do, else all."""
    if deadline.period is None:
        return ("matching" if given else "not_stated"), given
    placed = [each for each in given if each.latest is not None]
    if deadline.to_finish:
        placed = _last_of_items([each for each in placed if _is_an_end(each)])
    falling = tuple(each for each in placed if _falls(each, deadline.period))
    if falling:
        return "matching", falling
    return ("not_matching" if placed else "not_stated"), given


def _last_of_items(targets: Sequence[TargetDate]) -> list[TargetDate]:
    """Of each item the date that comes last."""
    last: dict[int, TargetDate] = {}
    for each in targets:
        known = last.get(each.item)
        if known is None or (each.latest or date.min) > (known.latest or date.min):
            last[each.item] = each
    return list(last.values())


def _is_an_end(target: TargetDate) -> bool:
    """Whether something is to be done then, rather than to begin then or some time after."""
    return target.role in ("by", "in")


def _falls(target: TargetDate, period: Period) -> bool:
    if target.earliest is None or target.latest is None:
        return False
    match period.when:
        case "by":
            return _is_an_end(target) and target.latest <= period.last
        case "after":
            return target.earliest > period.last
    return target.earliest <= period.last and target.latest >= period.first


def _row(found: _Found, book: CitationBook, view: View, words: Words) -> Row:
    cells = tuple(
        RowCell(
            each.item,
            (),
            book.cite_words(each.sentence.span, each.item, each.sentence.words),
            quoted_date(each.wording.words, each.role, words),
        )
        for each in found.shown
    )
    document = found.document
    name = view.called(document.organization, words.language)
    return Row(document.printed_name, document.organization, name, found.state, cells)


def _headline(reading: Reading, deadline: Deadline, coverage: Coverage, words: Words) -> str:
    matching, total = coverage.matching, coverage.organizations
    singular = matching < 2 if words.language == "fr" else matching == 1
    number = "share" if reading.kind == "share" and total else "one" if singular else "many"
    values = {
        "matching": matching,
        "total": total,
        "percent": round(100 * matching / total) if total else 0,
        "where": _where(deadline, words),
        "when": _when(deadline.period, words) if deadline.period else "",
    }
    kind = "given" if deadline.period is None else "falls"
    denied = "not_" if deadline.denied else ""
    return words(f"deadline.{denied}{kind}_{number}", **values)


def _reading(deadline: Deadline, words: Words) -> str:
    key = "reading" if deadline.period is None else "reading_when"
    when = _when(deadline.period, words) if deadline.period else ""
    denied = "not_" if deadline.denied else ""
    return words(f"deadline.{denied}{key}", where=_where(deadline, words), when=when)


def _where(deadline: Deadline, words: Words) -> str:
    return items_in_words(deadline.items, words)


def _when(period: Period, words: Words) -> str:
    first, last = day_in_words(period.first, words), day_in_words(period.last, words)
    if period.when == "in" and period.last == date.max:
        return words("deadline.since", first=first)
    if period.when == "in" and period.first == period.last:
        return words("deadline.on", first=first)
    return words(f"deadline.{period.when}", first=first, last=last)


def _counted(deadline: Deadline, found: Sequence[_Found], words: Words) -> list[str]:
    """What was counted and how, and what could not be placed."""
    notices = [words("deadline.counted", where=_where(deadline, words))]
    if deadline.period is not None:
        notices.append(words(f"deadline.counted_{deadline.period.when}"))
        if deadline.to_finish:
            notices.append(words("deadline.counted_to_finish"))
        if any(each.latest is None for one in found if one.state == "not_stated" for each in one.shown):
            notices.append(words("deadline.undated"))
    return notices
