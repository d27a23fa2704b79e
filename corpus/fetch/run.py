"""A fetch from beginning to end: page after page, each with its outcome, and none that stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.fetch.addresses import usable
from corpus.fetch.errors import NotFetched
from corpus.fetch.kept import FetchedPages, KeptPage, seen_of
from corpus.fetch.plan import Wanted
from corpus.fetch.visitor import Visitor
from corpus.readers.html_links import other_language_links
from corpus.types import LANGUAGES, Language

# had: fetched already by the run that this one continues
State = Literal["new", "changed", "unchanged", "had", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page. `page` is what is kept of it, perhaps from an earlier fetch; None where nothing is.

    `linked_from` is the page of the same organization that names it, None for a page of the list. `moved_to` is its
    new address where it moved for good, `redirected_to` where it was found this time only.
    """

    organization: str
    language: Language
    address: str
    state: State
    page: KeptPage | None
    linked_from: str | None = None
    moved_to: str | None = None
    redirected_to: str | None = None
    problem: NotFetched | None = None


@dataclass(frozen=True, slots=True)
class FetchReport:
    """All outcomes, in order, and the files of the pages in the languages asked for.

    `without_link` are the pages that name no page in the language asked for that the list does not have.
    """

    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...]
    without_link: tuple[Outcome, ...]


def fetch(
    wanted: Sequence[Wanted],
    languages: Sequence[Language],
    visitor: Visitor,
    kept: FetchedPages,
    tell: Callable[[Outcome, int, int], None] = lambda outcome, done, total: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FetchReport:
    """What became of the wanted organizations' pages in these languages.

    A page that the list does not have is looked for behind the link of the organization's other page. `tell` gets each
    outcome with the number of organizations before it and of all.
    """
    outcomes: list[Outcome] = []
    without_link: list[Outcome] = []
    with kept.fetching(now()) as since:
        for number, organization in enumerate(wanted):
            run = _Organization(organization, visitor, kept, since, now)
            for outcome in run.outcomes(languages):
                outcomes.append(outcome)
                tell(outcome, number, len(wanted))
            without_link.extend(run.without_link)
    files = dict.fromkeys(
        kept.path(each.page.newest)
        for each in outcomes
        if each.page is not None and each.page.gone is None and each.language in languages
    )
    return FetchReport(tuple(outcomes), tuple(files), tuple(without_link))


class _Organization:
    """The fetch of one organization's pages."""

    def __init__(
        self, wanted: Wanted, visitor: Visitor, kept: FetchedPages, since: str, now: Callable[[], datetime]
    ) -> None:
        self.without_link: list[Outcome] = []
        self._wanted = wanted
        self._visitor = visitor
        self._kept = kept
        self._since = since
        self._now = now
        self._done: dict[str, Outcome] = {}

    def outcomes(self, languages: Sequence[Language]) -> Iterator[Outcome]:
        """Each page's outcome once it is known."""
        for language in languages:
            yield from self._listed(language)
        for language in languages:
            if not self._has(language):
                other: Language = "fr" if language == "en" else "en"
                yield from self._listed(other)  # not asked for, but it may say where the other one is
                yield from self._linked(language, [each for each in self._done.values() if each.language == other])

    def _listed(self, language: Language) -> Iterator[Outcome]:
        for page in self._wanted.listed_in(language):
            if page.address not in self._done:
                yield self._fetched(page.address, page.organization, language, None)

    def _linked(self, language: Language, others: Iterable[Outcome]) -> Iterator[Outcome]:
        for other in others:
            if other.page is None:
                continue
            link = self._link(other.page, language)
            if link is None:
                self.without_link.append(other)
            elif link not in self._done:
                outcome = self._fetched(link, other.organization, language, other.address)
                yield outcome
                if outcome.state != "failed":
                    return

    def _link(self, page: KeptPage, language: Language) -> str | None:
        """The address of the same page in `language` that the page names; None where it names none but itself."""
        data = self._kept.path(page.newest).read_bytes()
        link = other_language_links(data, page.seen_at).get(language)
        address = usable(link) if link is not None else None
        return None if address in (None, page.address, page.seen_at, page.published_at) else address

    def _has(self, language: Language) -> bool:
        return any(each.state != "failed" and each.language == language for each in self._done.values())

    def _fetched(self, address: str, organization: str, language: Language, linked_from: str | None) -> Outcome:
        outcome = self._visited(address, organization, language, linked_from)
        self._done[address] = outcome
        return outcome

    def _visited(self, address: str, organization: str, language: Language, linked_from: str | None) -> Outcome:
        before = self._kept.page(address)
        if before is not None and before.checked > self._since and before.gone is None:
            return Outcome(organization, language, address, "had", before, linked_from)
        try:
            visit = self._visitor.visit(address, seen_of(before))
        except NotFetched as problem:
            if problem.reason == "not_there":
                self._kept.gone(address, self._now())
            page = self._kept.page(address)
            return Outcome(organization, language, address, "failed", page, linked_from, problem=problem)
        page = self._kept.keep(address, language, organization, visit, self._now())
        state: State = "new" if before is None else "unchanged" if before.newest == page.newest else "changed"
        elsewhere = visit.seen.address if visit.seen.address not in (address, visit.moved_to) else None
        return Outcome(organization, language, address, state, page, linked_from, visit.moved_to, elsewhere)


def languages_of(choice: Literal["en", "fr", "both"]) -> tuple[Language, ...]:
    """The languages that a person's choice stands for."""
    return LANGUAGES if choice == "both" else (choice,)
