"""The parts of a visit that need no server."""

from __future__ import annotations

import gzip

import pytest

from corpus.fetch.addresses import host_of, is_downgrade, robots_address, usable
from corpus.fetch.body import Body, is_complete
from corpus.fetch.errors import NotFetched
from corpus.fetch.robots import robots_of

ROBOTS = b"""
User-agent: *
Disallow: /
Allow: /en/*.html$
Crawl-delay: 10

User-agent: candour
Disallow: /print/
Allow: /print/forms/
"""


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("https://WWW.Canada.ca:443/a.html#item-5", "", "https://www.canada.ca/a.html"),
        ("/fr/a.html", "https://www.canada.ca/en/a.html", "https://www.canada.ca/fr/a.html"),
        ("../fr/é.html", "https://www.canada.ca/en/a.html", "https://www.canada.ca/fr/%C3%A9.html"),
        ("//other.org/a", "https://www.canada.ca/", "https://other.org/a"),
        ("mailto:someone@example.org", "https://www.canada.ca/", None),
        ("javascript:void(0)", "https://www.canada.ca/", None),
        ("https://name:secret@www.canada.ca/", "", None),
        ("https://www.canada.ca\\@other.org/", "", None),  # some programs would take it for the first, some the second
        ("https:///a.html", "", None),
        ("http://a.org:door/", "", None),
    ],
)
def test_an_address_is_read_in_full_or_is_none(address, base, expected) -> None:
    assert usable(address, base) == expected


def test_a_host_is_told_with_its_port_where_that_is_unusual() -> None:
    assert host_of("https://www.canada.ca:443/a") == host_of("http://www.canada.ca/") == "www.canada.ca"
    assert host_of("http://127.0.0.1:8000/a") == "127.0.0.1:8000"
    assert robots_address("https://a.org:81/x/y?z#v") == "https://a.org:81/robots.txt"


def test_only_giving_up_encryption_is_a_downgrade() -> None:
    assert is_downgrade("https://a.org/", "http://a.org/")
    assert not is_downgrade("http://a.org/", "https://a.org/")


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("Other", "/en/a.html", True),  # the longer rule counts, wherever it stands
        ("Other", "/en/a.html?print=1", False),
        ("Other", "/fr/a.html", False),
        ("Candour", "/fr/a.html", True),  # rules for a name take the place of those for all
        ("Candour", "/print/a.html", False),
        ("Candour", "/print/forms/a.html", True),
    ],
)
def test_robots_rules_count_as_rfc_9309_says(agent, path, allowed) -> None:
    assert robots_of(ROBOTS, agent).allow(f"https://a.org{path}") is allowed


def test_the_pause_is_the_one_for_our_name() -> None:
    assert robots_of(ROBOTS, "Other").pause_s == 10.0
    assert robots_of(ROBOTS, "Candour").pause_s == 0.0


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE html><p>not found</p>", b"\xff\xfe\x00"])
def test_a_robots_txt_that_says_nothing_allows_everything(data) -> None:
    assert robots_of(data, "Candour").allow("https://a.org/a.html")


def unpacked(encoding: str, *pieces: bytes, limit: int = 1000) -> bytes:
    body = Body(encoding, limit)
    for piece in pieces:
        body.add(piece)
    return body.whole()


def test_a_body_packed_in_several_runs_is_whole() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
    assert unpacked("gzip", packed) == b"one two"
    assert unpacked("X-GZIP", packed[:7], packed[7:]) == b"one two"
    assert unpacked("", b"one ", b"two") == b"one two"


PACKED = gzip.compress(b"some words")


@pytest.mark.parametrize("data", [b"nothing packed", PACKED[:-2], PACKED[:12]], ids=["plain", "end", "middle"])
def test_a_damaged_packing_is_noticed(data) -> None:
    with pytest.raises(NotFetched) as caught:
        unpacked("gzip", data)
    assert caught.value.reason == "cut_off"


def test_no_more_is_unpacked_than_the_limit() -> None:
    assert unpacked("gzip", gzip.compress(b"0" * 1000)) == b"0" * 1000
    with pytest.raises(NotFetched) as caught:
        unpacked("gzip", gzip.compress(b"0" * 1001))
    assert caught.value.reason == "too_large"


def test_only_files_that_close_in_a_known_way_can_be_seen_to_be_cut() -> None:
    assert is_complete(b"<p>words</p></BODY></HTML>\n", ".html")
    assert not is_complete(b"<p>wor", ".html")
    assert is_complete(b"wor", ".txt")
