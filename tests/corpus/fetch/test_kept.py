from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.fetch.errors import CannotKeep, FetchRunning
from corpus.fetch.kept import FetchedPages, KeptPage, seen_of
from corpus.fetch.types import Seen, Visit

ADDRESS = "https://a.org/health.html"
DAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
NEXT_DAY = DAY + timedelta(days=1)


def visit(body: bytes | None, address: str = ADDRESS, etag: str | None = None, moved_to: str | None = None) -> Visit:
    return Visit(Seen(address, etag, None), ".html", body, moved_to)


def kept(folder: Path, body: bytes | None, now: datetime = DAY, address: str = ADDRESS, **how: str) -> KeptPage:
    pages = FetchedPages(folder)
    with pages.fetching(now):
        return pages.keep(address, "en", "Health Canada", visit(body, address, **how), now)


def test_a_page_is_kept_as_it_came_with_its_address_day_and_hash(tmp_path) -> None:
    kept(tmp_path / "fetched", b"<p>one</p>", etag='"1"')
    pages = FetchedPages(tmp_path / "fetched")
    page = pages.page(ADDRESS)
    assert page is not None
    assert pages.path(page.newest) == tmp_path / "fetched" / "2026-12-01" / "health-canada.en.html"
    assert pages.path(page.newest).read_bytes() == b"<p>one</p>"
    assert page.newest.sha256 == sha256(b"<p>one</p>").hexdigest()
    assert seen_of(page) == Seen(ADDRESS, '"1"', None)


def test_its_provenance_stands_beside_it_as_an_ingest_reads_it(tmp_path) -> None:
    kept(tmp_path, b"one", moved_to="https://a.org/new.html")
    (entry,) = tomllib.loads((tmp_path / "2026-12-01" / "provenance.toml").read_text())["file"]
    assert entry == {
        "name": "health-canada.en.html",
        "address": "https://a.org/new.html",
        "language": "en",
        "fetched": "2026-12-01",
        "sha256": sha256(b"one").hexdigest(),
    }


def test_a_page_that_did_not_change_stays_as_it_is(tmp_path) -> None:
    first = kept(tmp_path, b"one", etag='"1"')
    for body in (b"one", None):
        page = kept(tmp_path, body, NEXT_DAY, etag='"2"')
        assert page.versions == first.versions
        assert page.checked > first.checked
        assert page.etag == '"2"'
    assert not (tmp_path / "2026-12-02").exists()


def test_of_a_page_that_changed_both_versions_are_kept(tmp_path) -> None:
    kept(tmp_path, b"one")
    page = kept(tmp_path, b"two", NEXT_DAY)
    assert [(tmp_path / version.file).read_bytes() for version in page.versions] == [b"one", b"two"]
    assert [page.as_of(day) for day in ("2026-11-30", "2026-12-01", "2027-01-01")] == [None, *page.versions]


def test_of_two_versions_of_one_day_the_later_is_kept(tmp_path) -> None:
    kept(tmp_path, b"one")
    page = kept(tmp_path, b"two", DAY + timedelta(hours=1))
    assert [(tmp_path / version.file).read_bytes() for version in page.versions] == [b"two"]


def test_two_pages_of_one_name_have_a_file_each(tmp_path) -> None:
    first = kept(tmp_path, b"one")
    second = kept(tmp_path, b"two", address="https://a.org/other.html")
    assert first.newest.file != second.newest.file
    assert [
        entry["sha256"] for entry in tomllib.loads((tmp_path / "2026-12-01/provenance.toml").read_text())["file"]
    ] == [
        first.newest.sha256,
        second.newest.sha256,
    ]


def test_a_page_that_is_gone_counts_from_that_day_and_can_come_back(tmp_path) -> None:
    kept(tmp_path, b"one", etag='"1"')
    pages = FetchedPages(tmp_path)
    pages.gone(ADDRESS, NEXT_DAY)
    pages.gone("https://a.org/never.html", NEXT_DAY)
    (page,) = FetchedPages(tmp_path).pages
    assert page.as_of("2026-12-01") is not None
    assert page.as_of("2026-12-02") is None
    assert page.etag is None  # so that it is sent again when it is back
    assert kept(tmp_path, b"one", NEXT_DAY).gone is None


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"half")])
def test_a_page_whose_file_is_damaged_counts_as_not_fetched_and_is_mended(tmp_path, harm) -> None:
    file = tmp_path / kept(tmp_path, b"one").newest.file
    harm(file)
    assert FetchedPages(tmp_path).page(ADDRESS) is None
    kept(tmp_path, b"one", NEXT_DAY)
    assert file.read_bytes() == b"one"


def test_a_stopped_fetch_is_continued_within_a_day(tmp_path) -> None:
    class Stopped(Exception):
        pass

    with pytest.raises(Stopped), FetchedPages(tmp_path).fetching(DAY):
        raise Stopped
    with FetchedPages(tmp_path).fetching(DAY + timedelta(hours=3)) as since:
        assert since.startswith("2026-12-01T12:00")
    with FetchedPages(tmp_path).fetching(DAY + timedelta(hours=4)) as since:
        assert since.startswith("2026-12-01T16:00")


def test_a_fetch_stopped_long_ago_is_begun_anew(tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt), FetchedPages(tmp_path).fetching(DAY):
        raise KeyboardInterrupt
    with FetchedPages(tmp_path).fetching(DAY + timedelta(hours=25)) as since:
        assert since.startswith("2026-12-02T13:00")


def test_two_fetches_into_one_folder_do_not_meet(tmp_path) -> None:
    with FetchedPages(tmp_path).fetching(DAY), pytest.raises(FetchRunning), FetchedPages(tmp_path).fetching(DAY):
        pass


@pytest.mark.parametrize("record", ["{", '{"format": 1, "pages": [{}]}', '{"format": 99}'])
def test_a_record_that_cannot_be_read_is_named_with_what_to_do(tmp_path, record) -> None:
    (tmp_path / "pages.json").write_text(record)
    with pytest.raises(CannotKeep, match=r"pages\.json.*Delete"):
        FetchedPages(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path) -> None:
    (tmp_path / "2026-12-01").write_text("in the way")
    with pytest.raises(CannotKeep, match="goes on where it stopped"):
        kept(tmp_path, b"one")
    with pytest.raises(CannotKeep, match="Check the folder's permissions"):
        FetchedPages(tmp_path / "2026-12-01")
