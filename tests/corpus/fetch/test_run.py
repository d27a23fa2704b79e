"""Whole fetches from a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from published_site import Answer, Site, page

from corpus.fetch.addresses import hosts_of
from corpus.fetch.client import Client, Limits
from corpus.fetch.kept import FetchedPages
from corpus.fetch.plan import Wanted
from corpus.fetch.run import FetchReport, Outcome, fetch
from corpus.fetch.visitor import Visitor
from corpus.source_list import ListedPage
from corpus.types import LANGUAGES, Language

HEALTH_EN = page("Health Canada", {12: "- Yes"}, other="/fr/sante.html")
HEALTH_FR = page("Santé Canada", {12: "- Oui"}, "fr", other="/en/health.html")


@pytest.fixture
def fetched(site: Site, tmp_path: Path) -> Iterator[Callable[..., FetchReport]]:
    """Fetches of these organizations' pages into one folder, without pauses."""
    with Client(hosts_of([site.root]), "Candour/test", Limits(silence_s=1.0)) as client:

        def run(*wanted: Wanted, languages: tuple[Language, ...] = LANGUAGES, **how: object) -> FetchReport:
            visitor = Visitor(client, 0.0, lambda seconds: None)
            return fetch(wanted, languages, visitor, FetchedPages(tmp_path), **how)

        yield run


def wanted(site: Site, *pages: tuple[Language, str, str]) -> Wanted:
    listed = tuple(ListedPage(language, name, site.address(path)) for language, name, path in pages)
    return Wanted(listed[0].organization, listed)


def told(report: FetchReport, site: Site) -> list[tuple[str, str, str]]:
    return [(each.language, each.address.removeprefix(site.root), each.state) for each in report.outcomes]


@pytest.fixture
def health(site: Site) -> Wanted:
    """An organization whose English page is in the list and names its French one."""
    site.publish("/en/health.html", Answer(HEALTH_EN, headers={"ETag": '"en"'}))
    site.publish("/fr/sante.html", Answer(HEALTH_FR, headers={"ETag": '"fr"'}))
    return wanted(site, ("en", "Health Canada", "/en/health.html"))


def test_a_page_names_the_one_in_its_other_language(site, fetched, health) -> None:
    report = fetched(health)
    assert told(report, site) == [("en", "/en/health.html", "new"), ("fr", "/fr/sante.html", "new")]
    assert report.outcomes[1].linked_from == site.address("/en/health.html")
    assert [path.name for path in report.files] == ["health-canada.en.html", "health-canada.fr.html"]
    assert [path.read_bytes() for path in report.files] == [HEALTH_EN, HEALTH_FR]


def test_only_the_language_that_was_asked_for_is_fetched(site, fetched, health) -> None:
    assert told(fetched(health, languages=("en",)), site) == [("en", "/en/health.html", "new")]


def test_the_other_language_is_asked_only_for_where_its_page_is(site, fetched, health) -> None:
    report = fetched(health, languages=("fr",))
    assert told(report, site) == [("en", "/en/health.html", "new"), ("fr", "/fr/sante.html", "new")]
    assert [path.name for path in report.files] == ["health-canada.fr.html"]


def test_a_page_of_the_list_counts_before_the_link(site, fetched, health) -> None:
    site.publish("/fr/liste.html", HEALTH_FR)
    both = wanted(site, ("en", "Health Canada", "/en/health.html"), ("fr", "Santé Canada", "/fr/liste.html"))
    assert told(fetched(both), site) == [("en", "/en/health.html", "new"), ("fr", "/fr/liste.html", "new")]


def test_where_the_listed_page_is_gone_the_link_is_followed(site, fetched, health) -> None:
    both = wanted(site, ("en", "Health Canada", "/en/health.html"), ("fr", "Santé Canada", "/fr/vieux.html"))
    assert told(fetched(both), site) == [
        ("en", "/en/health.html", "new"),
        ("fr", "/fr/vieux.html", "failed"),
        ("fr", "/fr/sante.html", "new"),
    ]


def test_a_page_without_a_link_is_told(site, fetched) -> None:
    site.publish("/en/a.html", page("Health Canada", {}))
    report = fetched(wanted(site, ("en", "Health Canada", "/en/a.html")))
    assert [each.address for each in report.without_link] == [site.address("/en/a.html")]
    assert len(report.outcomes) == 1


def test_a_link_to_itself_is_none(site, fetched) -> None:
    site.publish("/a.html", page("Health Canada", {}, other="/a.html#fr"))
    report = fetched(wanted(site, ("en", "Health Canada", "/a.html")))
    assert len(report.without_link) == 1


def test_a_link_to_another_host_is_told_and_not_followed(site, other_site, fetched) -> None:
    there = other_site.publish("/fr/a.html", HEALTH_FR)
    site.publish("/en/a.html", page("Health Canada", {}, other=there))
    outcome = fetched(wanted(site, ("en", "Health Canada", "/en/a.html"))).outcomes[1]
    assert outcome.address == there
    assert outcome.problem is not None
    assert outcome.problem.reason == "elsewhere"
    assert other_site.asked == []


def test_one_bad_page_stops_no_other(site, fetched, health) -> None:
    site.publish("/en/cut.html", Answer(HEALTH_EN, cut=100))
    bad = [wanted(site, ("en", f"Office {path}", path)) for path in ("/en/cut.html", "/en/nowhere.html")]
    report = fetched(*bad, health)
    assert [each.state for each in report.outcomes] == ["failed", "failed", "new", "new"]
    assert len(report.files) == 2


def test_a_second_fetch_is_sent_only_what_changed(site, fetched, health) -> None:
    fetched(health)
    site.publish("/fr/sante.html", Answer(HEALTH_FR + b"<!-- new -->", headers={"ETag": '"fr2"'}))
    report = fetched(health)
    assert [each.state for each in report.outcomes] == ["unchanged", "changed"]
    assert report.files[1].read_bytes().endswith(b"<!-- new -->")
    assert site.asked[-1].headers["If-None-Match"] == '"fr"'


def test_a_stopped_fetch_goes_on_where_it_stopped(site, fetched, health) -> None:
    site.publish("/en/parks.html", page("Parks Canada", {}))
    parks = wanted(site, ("en", "Parks Canada", "/en/parks.html"))

    def stop(outcome: Outcome, done: int, total: int) -> None:
        if done == 0 and outcome.language == "fr":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched(health, parks, tell=stop)
    asked = len(site.paths())
    report = fetched(health, parks)
    assert [each.state for each in report.outcomes] == ["had", "had", "new"]
    assert site.paths()[asked:] == ["/en/parks.html"]
    assert len(report.files) == 3
    assert [each.state for each in fetched(health, parks).outcomes] == ["unchanged"] * 3


def test_a_page_that_failed_before_the_stop_is_tried_again(site, fetched, health) -> None:
    missing = wanted(site, ("en", "Parks Canada", "/en/parks.html"))

    def stop(outcome: Outcome, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched(missing, health, tell=stop)
    site.publish("/en/parks.html", page("Parks Canada", {}))
    assert [each.state for each in fetched(missing, health).outcomes] == ["new", "had", "new"]


def test_what_was_fetched_of_a_page_in_trouble_still_counts(site, fetched, health) -> None:
    fetched(health)
    site.publish("/en/health.html", Answer(status=500))
    report = fetched(health)
    assert told(report, site) == [("en", "/en/health.html", "failed"), ("fr", "/fr/sante.html", "unchanged")]
    assert len(report.files) == 2


def test_what_was_fetched_of_a_page_that_is_gone_counts_no_longer(site, fetched, health, tmp_path) -> None:
    fetched(health)
    site.withdraw("/en/health.html")
    report = fetched(health)
    assert [path.name for path in report.files] == ["health-canada.fr.html"]
    gone = FetchedPages(tmp_path).page(site.address("/en/health.html"))
    assert gone is not None
    assert gone.gone == datetime.now(UTC).date().isoformat()


def test_a_moved_page_is_known_by_its_new_address(site, fetched, health) -> None:
    site.publish("/en/old.html", Answer(status=301, headers={"Location": "/en/health.html"}))
    moved = wanted(site, ("en", "Health Canada", "/en/old.html"))
    report = fetched(moved, languages=("en",))
    (outcome,) = report.outcomes
    assert outcome.moved_to == site.address("/en/health.html")
    assert outcome.page is not None
    assert outcome.page.published_at == outcome.moved_to
    assert fetched(moved, languages=("en",)).outcomes[0].state == "unchanged"


def test_a_redirect_for_now_is_told_and_leaves_the_address(site, fetched, health) -> None:
    site.publish("/en/old.html", Answer(status=302, headers={"Location": "/en/health.html"}))
    (outcome,) = fetched(wanted(site, ("en", "Health Canada", "/en/old.html")), languages=("en",)).outcomes
    assert (outcome.moved_to, outcome.redirected_to) == (None, site.address("/en/health.html"))
    assert outcome.page is not None
    assert outcome.page.published_at == site.address("/en/old.html")
