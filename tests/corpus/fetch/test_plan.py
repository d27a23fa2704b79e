from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DataFileError
from corpus.fetch.errors import NotListed
from corpus.fetch.plan import wanted_pages, with_full_addresses
from corpus.organizations import Registry, load_registry
from corpus.source_list import ListedPage, SourceList

LISTED = SourceList(
    Path("pages.tsv"),
    (
        ListedPage("en", "Canada Border Services Agency", "https://a.org/cbsa"),
        ListedPage("en", "Health Canada", "https://a.org/health"),
        ListedPage("en", "Lunar Agency of Canada", "https://a.org/moon"),
        ListedPage("fr", "Agence des services frontaliers du Canada", "https://a.org/asfc"),
    ),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def test_both_pages_of_an_organization_are_looked_at_together(registry) -> None:
    wanted = wanted_pages(LISTED, registry)
    assert [(each.key, len(each.pages)) for each in wanted] == [
        ("cbsa", 2),
        ("health", 1),
        ("lunar agency of canada", 1),
    ]


@pytest.mark.parametrize(
    "name", ["CBSA", "ASFC", "cbsa", "Agence des services frontaliers du Canada", "border services"]
)
def test_an_organization_is_chosen_by_any_of_its_names(registry, name) -> None:
    assert [each.key for each in wanted_pages(LISTED, registry, [name])] == ["cbsa"]


@pytest.mark.parametrize("name", ["Lunar Agency of Canada", "lunar agency", "LUNAR AGENCY OF CANADA"])
def test_an_organization_that_no_registry_has_is_chosen_by_its_listed_name(registry, name) -> None:
    assert [each.pages[0].address for each in wanted_pages(LISTED, registry, [name])] == ["https://a.org/moon"]


def test_several_names_keep_the_order_of_the_list(registry) -> None:
    assert [each.key for each in wanted_pages(LISTED, registry, ["Health Canada", "CBSA"])] == ["cbsa", "health"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Parks Canada", "lists no page of 'Parks Canada'"),
        ("Helth Canada", "Did you mean Health Canada?"),
        ("agency", "could be 2 organizations of the list, such as Canada Border Services Agency"),
        ("", "lists no page of ''"),
    ],
)
def test_a_name_that_is_not_clear_is_asked_back(registry, name, told) -> None:
    with pytest.raises(NotListed) as caught:
        wanted_pages(LISTED, registry, [name])
    assert told in str(caught.value)


def test_addresses_are_written_as_they_are_requested() -> None:
    page = ListedPage("en", "Health Canada", "https://A.org/é")
    assert with_full_addresses(SourceList(Path("pages.tsv"), (page,))).pages[0].address == "https://a.org/%C3%A9"
    with pytest.raises(DataFileError, match=r"pages\.tsv.*no web address"):
        with_full_addresses(SourceList(Path("pages.tsv"), (ListedPage("en", "Health Canada", "https://é..org/"),)))


def test_a_known_organization_is_not_taken_for_one_that_has_its_name_in_it(registry) -> None:
    name = "Civilian Review and Complaints Commission for the Royal Canadian Mounted Police"
    listed = SourceList(Path("pages.tsv"), (ListedPage("en", name, "https://a.org/crcc"),))
    assert len(wanted_pages(listed, registry, ["civilian review"])) == 1
    with pytest.raises(NotListed):
        wanted_pages(listed, registry, ["Royal Canadian Mounted Police"])
