"""The command `candour fetch`: published pages to this machine, then into the index, and everything said about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Literal

import click

from assistant.app import Parts, parts_of, source_list
from assistant.ingesting import Progress, tell, written_down
from corpus.fetch.addresses import host_of, hosts_of
from corpus.fetch.client import Client, Limits
from corpus.fetch.kept import FetchedPages
from corpus.fetch.plan import wanted_pages, with_full_addresses
from corpus.fetch.run import FetchReport, Outcome, fetch, languages_of
from corpus.fetch.visitor import AGENT, Visitor
from corpus.shown import shown
from corpus.source_list import SourceList
from corpus.types import Language
from index.build import IngestReport, ingest
from index.sources import ManifestFile

_STATES = {
    "new": "fetched",
    "changed": "fetched, it changed",
    "unchanged": "unchanged",
    "had": "fetched before the stop",
    "failed": "NOT FETCHED",
}
_LANGUAGES: dict[Language, str] = {"en": "English", "fr": "French"}


@dataclass(frozen=True, slots=True)
class _Problem:
    """Something to mend: a page, and in words that many pages may share, what is the matter and what to do."""

    page: str
    message: str


def run_fetch(choice: Literal["en", "fr", "both"], only: Sequence[str], pause_s: float) -> int:
    """The exit code of `candour fetch`: 0, or 2 where a page could not be fetched or is no assessment."""
    parts = parts_of()
    listed = with_full_addresses(source_list(parts))
    wanted = wanted_pages(listed, parts.registry, only)
    kept = FetchedPages(parts.home.fetched)
    hosts = hosts_of(page.address for page in listed.pages)
    agent = f"{AGENT}/{version('candour')} (reads published self-assessments, one page at a time)"
    try:
        with Client(hosts, agent, Limits()) as client:
            fetched = fetch(wanted, languages_of(choice), Visitor(client, pause_s), kept, _tell_outcome)
    except KeyboardInterrupt:
        _say("\nStopped. What was fetched is kept: run the same command again, and it goes on from here.")
        return 2
    _tell_moves(fetched, listed)
    taken = _ingested(parts, fetched) if fetched.files else None
    problems = [*_not_fetched(fetched), *(_not_taken(taken, fetched) if taken else ())]
    if choice == "both" and taken is not None:
        _tell_single_languages(fetched, taken)
    _tell_problems(problems, listed)
    _tell_gone(fetched)
    _tell_counts(fetched)
    return 2 if problems else 0


def _tell_outcome(outcome: Outcome, done: int, total: int) -> None:
    found_by_link = ", by the link of its other page" if outcome.linked_from and outcome.state != "failed" else ""
    _say(f"[{done + 1}/{total}] {_named(outcome)}: {_STATES[outcome.state]}{found_by_link}")


def _tell_moves(fetched: FetchReport, listed: SourceList) -> None:
    moved = [each for each in fetched.outcomes if each.moved_to]
    if in_list := [each for each in moved if not each.linked_from]:
        _say(f"\nMoved for good: {len(in_list)}. They were fetched; change their addresses in {listed.path}:")
        for each in in_list:
            _say(f"    {_named(each)}: {each.address}\n        is now {each.moved_to}")
    for each in fetched.outcomes:
        if each.redirected_to:
            _say(f"\nRedirected for now: {_named(each)}: {each.address}\n        to {each.redirected_to}")


def _ingested(parts: Parts, fetched: FetchReport) -> IngestReport:
    _say("")
    with Progress() as progress:
        note, step = progress.note, progress.step
        report = written_down(
            parts,
            "add_assessments",
            ("candour fetch",),
            lambda: ingest(parts.index, fetched.files, False, parts.questionnaire, parts.registry, note, step),
        )
    tell(replace(report, problems=()), parts)
    return report


def _not_fetched(fetched: FetchReport) -> Iterable[_Problem]:
    for each in fetched.outcomes:
        if each.problem is not None:
            from_page = f" (named by {each.linked_from})" if each.linked_from else ""
            yield _Problem(f"{_named(each)}: {each.address}{from_page}", str(each.problem))


def _not_taken(report: IngestReport, fetched: FetchReport) -> Iterable[_Problem]:
    """The fetched pages that are no assessment, by their addresses."""
    by_file = {each.page.newest.file: each for each in fetched.outcomes if each.page is not None}
    for problem in report.problems:
        outcome = next((each for file, each in by_file.items() if problem.file.endswith(f"/{file}")), None)
        yield _Problem(f"{_named(outcome)}: {outcome.address}" if outcome else problem.file, problem.message)


def _tell_single_languages(fetched: FetchReport, report: IngestReport) -> None:
    """Names the organizations whose assessment was found in one language only, and why as far as that is known."""
    found: dict[str, list[ManifestFile]] = {}
    for file in _taken_files(report):
        found.setdefault(file.organization, []).append(file)
    single = [files[0] for files in found.values() if len({file.language for file in files}) == 1]
    if single:
        _say(f"\nIn one language only: {len(single)} of {len(found)} organizations.")
    for file in sorted(single, key=lambda file: file.printed_name):
        _say(f"    {file.printed_name}: {_LANGUAGES[file.language]}{_why_alone(file, fetched)}")


def _why_alone(file: ManifestFile, fetched: FetchReport) -> str:
    """Why there is no page in the other language, to stand behind the language there is; "" where that is not known."""
    addresses = {each.address for each in fetched.outcomes if each.page and each.page.newest.sha256 == file.sha256}
    if any(each.address in addresses for each in fetched.without_link):
        return "; its page names no other one"
    linked = next((each for each in fetched.outcomes if each.linked_from in addresses), None)
    if linked is None:
        return ""
    fate = "could not be fetched" if linked.state == "failed" else "is not read as an assessment of this organization"
    return f"; the page it names {fate}: {linked.address}"


def _taken_files(report: IngestReport) -> list[ManifestFile]:
    return [*report.added, *(each.new for each in report.replaced), *report.unchanged]


def _tell_problems(problems: Sequence[_Problem], listed: SourceList) -> None:
    """Says each problem once, with all the pages that have it."""
    if not problems:
        return
    pages: dict[str, list[str]] = {}
    for problem in problems:
        pages.setdefault(problem.message, []).append(problem.page)
    _say(f"\nTo be mended: {len(problems)}.")
    for message, having in pages.items():
        _say(f"  {message}")
        for page in having:
            _say(f"    {page}")
    _say(f"The list is {listed.path}. To change it, copy it, and name the copy in CANDOUR_SOURCES.")


def _tell_gone(fetched: FetchReport) -> None:
    gone = [each for each in fetched.outcomes if each.page is not None and each.page.gone is not None]
    if gone:
        names = ", ".join(_named(each) for each in gone)
        _say(
            f"Gone since an earlier fetch: {names}. What was ingested of it stays until `candour remove ORGANIZATION`."
        )


def _tell_counts(fetched: FetchReport) -> None:
    counts = dict.fromkeys(_STATES, 0)
    for each in fetched.outcomes:
        counts[each.state] += 1
    hosts = sorted({host_of(each.address) for each in fetched.outcomes})
    unchanged = counts["unchanged"] + counts["had"]
    click.echo(
        f"Pages: {len(fetched.outcomes)} of {', '.join(hosts)}: {counts['new']} new, {counts['changed']} changed, "
        f"{unchanged} as before, {counts['failed']} not fetched."
    )


def _named(outcome: Outcome) -> str:
    return f"{outcome.organization} ({outcome.language})"


def _say(message: str) -> None:
    click.echo(shown(message), err=True)
