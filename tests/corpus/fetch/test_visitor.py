"""Visits to a real server that misbehaves."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from published_site import Answer, Site, page, zipped

from corpus.fetch.addresses import hosts_of
from corpus.fetch.client import Client, Limits
from corpus.fetch.errors import NotFetched
from corpus.fetch.types import Seen
from corpus.fetch.visitor import Visitor

FORM = page("Health Canada", {12: "- Yes"})
LIMITS = Limits(body_bytes=10_000_000, silence_s=0.5, page_s=1.0)


class Waits:
    """Stands for time.sleep: notes how long it was asked to wait, and does not."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def visitor_of(waits: Waits) -> Iterator[Callable[..., Visitor]]:
    """Visitors whose list has pages on the hosts of these sites only, and who do not really wait."""
    with ExitStack() as stack:

        def make(*sites: Site, limits: Limits = LIMITS, pause_s: float = 0.0) -> Visitor:
            client = stack.enter_context(Client(hosts_of(site.root for site in sites), "Candour/test", limits))
            return Visitor(client, pause_s, waits)

        yield make


def failure(visitor: Visitor, address: str) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        visitor.visit(address)
    return caught.value


def test_a_page_comes_as_it_is_with_what_tells_later_whether_it_changed(site, visitor_of) -> None:
    address = site.publish("/a.html", Answer(FORM, headers={"ETag": '"1"', "Last-Modified": "yesterday"}))
    visit = visitor_of(site).visit(address)
    assert (visit.body, visit.suffix, visit.moved_to) == (FORM, ".html", None)
    assert visit.seen == Seen(address, '"1"', "yesterday")


def test_the_program_says_who_it_is(site, visitor_of) -> None:
    visitor_of(site).visit(site.publish("/a.html", FORM))
    assert {each.headers["User-Agent"] for each in site.asked} == {"Candour/test"}


def test_a_page_that_is_not_there_is_told_from_one_that_is_refused(site, visitor_of) -> None:
    visitor = visitor_of(site)
    assert failure(visitor, site.address("/nowhere")).reason == "not_there"
    assert failure(visitor, site.publish("/gone", Answer(status=410))).reason == "not_there"
    refused = failure(visitor, site.publish("/secret", Answer(status=403)))
    assert refused.reason == "refused"
    assert "403" in str(refused)
    assert site.paths() == ["/nowhere", "/gone", "/secret"]


def test_a_server_that_recovers_is_asked_again_after_a_while(site, visitor_of, waits) -> None:
    address = site.publish("/a.html", Answer(status=500), Answer(status=503), FORM)
    assert visitor_of(site).visit(address).body == FORM
    assert waits.seconds == [2.0, 8.0]


def test_a_server_that_stays_in_trouble_is_asked_three_times(site, visitor_of) -> None:
    trouble = failure(visitor_of(site), site.publish("/a.html", Answer(status=500)))
    assert trouble.reason == "trouble"
    assert "500" in str(trouble)
    assert site.paths() == ["/a.html"] * 3


def test_a_server_that_names_a_time_is_left_alone_so_long(site, visitor_of, waits) -> None:
    busy = Answer(status=429, headers={"Retry-After": "30"})
    visitor_of(site).visit(site.publish("/a.html", busy, FORM))
    assert waits.seconds == [30.0]


def test_a_server_that_names_a_day_far_off_is_not_waited_for(site, visitor_of, waits) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    trouble = failure(visitor_of(site), site.publish("/a.html", Answer(status=503, headers={"Retry-After": later})))
    assert "again in 60 minutes" in str(trouble)
    assert (site.paths(), waits.seconds) == (["/a.html"], [])


def test_a_slow_server_is_not_waited_for_without_end(site, visitor_of) -> None:
    silent = site.publish("/silent.html", Answer(FORM, drip_s=2.0))
    limits = Limits(silence_s=0.2, page_s=5.0)
    assert failure(visitor_of(site, limits=limits), silent).reason == "slow"


def test_a_page_that_trickles_in_is_given_up_even_though_it_is_never_silent(site, visitor_of) -> None:
    trickling = site.publish("/drip.html", Answer(FORM, drip_s=0.1))
    limits = Limits(silence_s=1.0, page_s=0.3)
    assert failure(visitor_of(site, limits=limits), trickling).reason == "slow"


@pytest.mark.parametrize(
    "cut",
    [
        Answer(FORM, cut=len(FORM) // 2),  # fewer bytes than announced
        Answer(FORM, cut=len(FORM) // 2, length=False),  # nothing announced: the page has no end
        zipped(FORM, cut=200),
        zipped(FORM, cut=200, length=False),  # only the packing tells
        Answer(b"%PDF-1.7 ...", content_type="application/pdf", length=False),
    ],
)
def test_a_page_cut_off_in_the_middle_is_asked_for_again_and_never_kept(site, visitor_of, cut) -> None:
    assert failure(visitor_of(site), site.publish("/a.html", cut)).reason == "cut_off"
    assert len(site.paths()) == 3
    whole = site.publish("/b.html", cut, Answer(FORM, length=False))
    assert visitor_of(site).visit(whole).body == FORM


def test_a_packed_page_is_unpacked(site, visitor_of) -> None:
    assert visitor_of(site).visit(site.publish("/a.html", zipped(FORM))).body == FORM
    assert site.asked[-1].headers["Accept-Encoding"] == "gzip"


def test_a_page_in_a_packing_that_was_not_asked_for_is_refused(site, visitor_of) -> None:
    address = site.publish("/a.html", Answer(FORM, headers={"Content-Encoding": "br"}))
    assert failure(visitor_of(site), address).reason == "unreadable"


@pytest.mark.parametrize(
    "large",
    [
        Answer(FORM, megabytes=50),
        Answer(FORM, megabytes=50, length=False),
        Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"}),  # 50 KB that become 50 MB
    ],
)
def test_fifty_megabytes_are_not_taken(site, visitor_of, large) -> None:
    too_large = failure(visitor_of(site, limits=Limits()), site.publish("/a.html", large))
    assert too_large.reason == "too_large"
    assert "10 MB" in str(too_large)
    assert site.paths() == ["/a.html"]


def test_something_else_than_a_page_or_document_is_not_taken(site, visitor_of) -> None:
    wrong = failure(visitor_of(site), site.publish("/a.html", Answer(b"GIF89a", content_type="image/gif")))
    assert wrong.reason == "wrong_type"
    assert "image/gif" in str(wrong)


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("application/pdf", ".pdf"), ("text/plain; charset=utf-8", ".txt"), ("Text/HTML", ".html")],
)
def test_the_media_type_tells_what_kind_of_file_it_is(site, visitor_of, content_type, suffix) -> None:
    visit = visitor_of(site).visit(site.publish("/document", Answer(b"words %%EOF", content_type=content_type)))
    assert visit.suffix == suffix


def test_an_unchanged_page_is_not_sent_again(site, visitor_of) -> None:
    address = site.publish("/a.html", Answer(FORM, headers={"ETag": '"1"'}))
    visitor = visitor_of(site)
    first = visitor.visit(address)
    again = visitor.visit(address, first.seen)
    assert again.body is None
    assert again.seen == first.seen
    site.publish("/a.html", Answer(FORM + b" ", headers={"ETag": '"2"'}))
    assert visitor.visit(address, first.seen).body == FORM + b" "


def test_a_moved_page_is_found_and_its_new_address_told(site, visitor_of) -> None:
    site.publish("/new.html", FORM)
    old = site.publish("/old.html", Answer(status=301, headers={"Location": "/new.html"}))
    visit = visitor_of(site).visit(old)
    assert (visit.body, visit.moved_to) == (FORM, site.address("/new.html"))


def test_a_redirect_for_now_is_followed_but_is_no_new_address(site, visitor_of) -> None:
    site.publish("/today.html", FORM)
    site.publish("/new.html", Answer(status=302, headers={"Location": "today.html"}))
    old = site.publish("/old.html", Answer(status=308, headers={"Location": "/new.html"}))
    visit = visitor_of(site).visit(old)
    assert (visit.moved_to, visit.seen.address) == (site.address("/new.html"), site.address("/today.html"))


def test_what_is_asked_where_a_page_was_seen_is_not_asked_where_it_was_not(site, visitor_of) -> None:
    site.publish("/new.html", Answer(FORM, headers={"ETag": '"1"'}))
    old = site.publish("/old.html", Answer(status=301, headers={"Location": "/new.html"}))
    visitor = visitor_of(site)
    assert visitor.visit(old, visitor.visit(old).seen).body is None
    assert "If-None-Match" not in site.asked[-2].headers
    assert site.asked[-1].headers["If-None-Match"] == '"1"'


def test_a_redirect_to_another_host_is_not_followed(site, other_site, visitor_of) -> None:
    target = other_site.publish("/a.html", FORM)
    address = site.publish("/a.html", Answer(status=301, headers={"Location": target}))
    elsewhere = failure(visitor_of(site), address)
    assert elsewhere.reason == "elsewhere"
    assert target in str(elsewhere)
    assert other_site.asked == []
    assert visitor_of(site, other_site).visit(address).body == FORM


def test_no_address_on_another_host_is_asked_at_all(site, other_site, visitor_of) -> None:
    assert failure(visitor_of(site), other_site.publish("/a.html", FORM)).reason == "elsewhere"
    assert other_site.asked == []


@pytest.mark.parametrize("location", ["", "mailto:someone@example.org", "http://"])
def test_a_redirect_to_nowhere_is_told(site, visitor_of, location) -> None:
    address = site.publish("/a.html", Answer(status=302, headers={"Location": location}))
    assert failure(visitor_of(site), address).reason == "elsewhere"


def test_redirects_in_a_circle_end(site, visitor_of) -> None:
    site.publish("/b.html", Answer(status=302, headers={"Location": "/a.html"}))
    circle = failure(visitor_of(site), site.publish("/a.html", Answer(status=302, headers={"Location": "/b.html"})))
    assert "circles" in str(circle)
    assert len(site.paths()) == 6


def test_what_robots_txt_disallows_is_not_asked_for(site, visitor_of) -> None:
    site.publish("/robots.txt", Answer(b"User-agent: *\nDisallow: /*/private\n", content_type="text/plain"))
    visitor = visitor_of(site)
    assert failure(visitor, site.publish("/en/private/a.html", FORM)).reason == "robots"
    assert visitor.visit(site.publish("/en/a.html", FORM)).body == FORM
    assert [each.path for each in site.asked] == ["/robots.txt", "/en/a.html"]


def test_a_redirect_into_what_robots_txt_disallows_is_not_followed(site, visitor_of) -> None:
    site.publish("/robots.txt", b"User-agent: Candour\nDisallow: /private\n")
    site.publish("/private", FORM)
    address = site.publish("/a.html", Answer(status=302, headers={"Location": "/private"}))
    assert failure(visitor_of(site), address).reason == "robots"
    assert "/private" not in site.paths()


def test_where_robots_txt_cannot_be_had_nothing_is_asked_for(site, visitor_of) -> None:
    site.publish("/robots.txt", Answer(status=503))
    visitor = visitor_of(site)
    for path in ("/a.html", "/b.html"):
        trouble = failure(visitor, site.publish(path, FORM))
        assert trouble.reason == "trouble"
        assert "robots.txt" in str(trouble)
    assert [each.path for each in site.asked] == ["/robots.txt"] * 3


def test_between_two_requests_is_the_pause_that_was_asked_for(site, visitor_of, waits) -> None:
    visitor = visitor_of(site, pause_s=5.0)
    visitor.visit(site.publish("/a.html", FORM))
    visitor.visit(site.publish("/b.html", FORM))
    assert len(waits.seconds) == 2  # none before the first request, which is for robots.txt
    assert all(4.0 < seconds <= 5.0 for seconds in waits.seconds)


@pytest.mark.parametrize("wish", ["Crawl-delay: 30", "Request-rate: 2/60"])
def test_a_longer_pause_that_robots_txt_asks_for_is_kept(site, visitor_of, waits, wish) -> None:
    site.publish("/robots.txt", f"User-agent: *\n{wish}\n".encode())
    visitor_of(site, pause_s=0.5).visit(site.publish("/a.html", FORM))
    assert 29.0 < waits.seconds[-1] <= 30.0


def test_a_host_that_fails_page_after_page_is_left_alone(site, visitor_of) -> None:
    visitor = visitor_of(site)
    for number in range(5):
        failure(visitor, site.publish(f"/{number}.html", Answer(status=500)))
    left_alone = failure(visitor, site.publish("/good.html", FORM))
    assert "not asked for more" in str(left_alone)
    assert "/good.html" not in site.paths()


def test_a_host_is_not_given_up_for_pages_that_are_not_there(site, visitor_of) -> None:
    visitor = visitor_of(site)
    for number in range(9):
        failure(visitor, site.address(f"/{number}.html"))
    assert visitor.visit(site.publish("/good.html", FORM)).body == FORM


def test_a_host_that_cannot_be_reached_is_named_with_what_to_check(visitor_of) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = Site(f"http://127.0.0.1:{taken.getsockname()[1]}")
        unreachable = failure(visitor_of(closed), closed.address("/a.html"))
    assert unreachable.reason == "unreachable"
    assert "HTTPS_PROXY" in str(unreachable)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nothing://127.0.0.1"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch, proxy) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(NotFetched, match="ALL_PROXY"):
        Client(frozenset(), "Candour/test", LIMITS)
