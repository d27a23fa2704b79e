"""All target dates in order, each with its organization, its words and the sentence they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.citations import CitationBook
from assistant.answers.deadlines import day_in_words, items_in_words, quoted_date, targets_by_document
from assistant.answers.queried import checked_organizations
from assistant.answers.text import mark
from assistant.answers.view import View
from assistant.errors import BadQuery
from assistant.literal import literal
from assistant.types import Answer
from assistant.words import Words, words_of
from corpus.dates import dates_in
from corpus.types import LANGUAGES, DateRole, Language
from index.types import DocumentInfo, TargetDate


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A target date: its first and last day (None without a year), its exact words, and its citation's number."""

    earliest: date | None
    latest: date | None
    role: DateRole
    words: str
    organization: str
    organization_id: str
    name: str
    item: int
    citation: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates by their last day, those without a year at the end; `answer` tells them and holds the citations."""

    entries: tuple[TimelineEntry, ...]
    answer: Answer


def timeline_of(
    view: View, language: Language, item: int | None, by: str | None, organizations: Sequence[str]
) -> Timeline:
    """The target dates in the assessments that count for `language`.

    `item` limits them to one item, `by` to those that end by that day or period, `organizations` to these (id, name,
    acronym or group). BadQuery for an item without target dates, no date, or an organization without an assessment.
    """
    words = words_of("answers", language)
    items, last = _items(item, view), None if by is None else _last_day(by, language)
    named = sorted(checked_organizations(organizations, view)) or list(view.organizations)
    targets = targets_by_document(view)
    found = sorted(
        (
            (target, document)
            for document in view.counting(named, language)
            for target in targets.get(document.id, ())
            if target.item in items and (last is None or _is_over_by(target, last))
        ),
        key=_order,
    )
    book = CitationBook(view, language)
    entries = tuple(_entry(target, document, book, view, words) for target, document in found)
    headline = _headline(entries, items, last, words)
    lines = [f"- {_line(entry, words)}{mark(entry.citation)}" for entry in entries]
    blocks = [
        f"**{literal(headline)}**",
        "\n".join(lines),
        literal(words("deadline.counted", where=items_in_words(items, words))),
    ]
    answer = Answer(
        question="",
        understood_as="",
        language=language,
        kind="list",
        headline=headline,
        text="\n\n".join(block for block in blocks if block),
        confidence="stated",
        citations=book.citations,
        index=view.generation,
    )
    return Timeline(entries, answer)


def _items(item: int | None, view: View) -> tuple[int, ...]:
    with_dates = tuple(each.number for each in view.questionnaire.items if each.target_dates)
    if item is None:
        return with_dates
    if item not in with_dates:
        choices = ", ".join(map(str, with_dates)) or "none"
        raise BadQuery(f"Item {item} asks for no target date. Those that do are {choices}.")
    return (item,)


def _last_day(words: str, language: Language) -> date:
    """The last day of what the words name, in either language."""
    for each in sorted(LANGUAGES, key=lambda known: known != language):
        found = dates_in(words, each, bare_years=True)
        if len(found) == 1 and found[0].latest is not None:
            return found[0].latest
    raise BadQuery(f"'{words}' is no date with a year. Give one like 2025-03-31, \"March 2025\" or 2024-25.")


def _is_over_by(target: TargetDate, last: date) -> bool:
    return target.latest is not None and target.latest <= last


def _order(found: tuple[TargetDate, DocumentInfo]) -> tuple[date, date, str, str, int, int]:
    target, document = found
    latest, earliest = target.latest or date.max, target.earliest or date.max
    return latest, earliest, document.printed_name, document.id, target.item, target.wording.span.start


def _entry(target: TargetDate, document: DocumentInfo, book: CitationBook, view: View, words: Words) -> TimelineEntry:
    return TimelineEntry(
        earliest=target.earliest,
        latest=target.latest,
        role=target.role,
        words=target.wording.words,
        organization=document.printed_name,
        organization_id=document.organization,
        name=view.called(document.organization, words.language),
        item=target.item,
        citation=book.cite_words(target.sentence.span, target.item, target.sentence.words),
    )


def _headline(entries: Sequence[TimelineEntry], items: Sequence[int], last: date | None, words: Words) -> str:
    number = "none" if not entries else "one" if len(entries) == 1 else "many"
    limit = "" if last is None else "_by"
    return words(
        f"timeline.{number}{limit}",
        dates=len(entries),
        organizations=words.count("timeline.organizations", len({entry.organization_id for entry in entries})),
        where=items_in_words(items, words),
        when="" if last is None else words("deadline.by", last=day_in_words(last, words)),
    )


def _line(entry: TimelineEntry, words: Words) -> str:
    return words(
        "timeline.line",
        days=_days(entry, words),
        organization=literal(entry.name),
        item=entry.item,
        words=literal(quoted_date(entry.words, entry.role, words)),
    )


def _days(entry: TimelineEntry, words: Words) -> str:
    if entry.earliest is None or entry.latest is None:
        return words("timeline.undated")
    first, last = day_in_words(entry.earliest, words), day_in_words(entry.latest, words)
    return first if first == last else words("timeline.range", first=first, last=last)
