from __future__ import annotations

import pytest
from published_site import page

from corpus.readers.html_links import other_language_links

HERE = "https://www.canada.ca/en/forms/health.html"


def links(head: str = "", body: str = "") -> dict[str, str]:
    data = f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()
    return dict(other_language_links(data, HERE))


def test_the_language_toggle_names_the_other_page() -> None:
    found = other_language_links(page("Health Canada", {}, other="/fr/formulaires/sante.html"), HERE)
    assert found == {"fr": "https://www.canada.ca/fr/formulaires/sante.html"}


def test_the_head_counts_before_the_toggle() -> None:
    data = page("Santé Canada", {}, "fr", other="/en/toggle.html", alternate="https://www.canada.ca/en/head.html")
    assert other_language_links(data, HERE)["en"] == "https://www.canada.ca/en/head.html"


@pytest.mark.parametrize(
    "toggle",
    [
        '<a lang="fr" href="../a.html">Français</a>',
        '<a hreflang="fr-CA" href="../a.html"><span>Français</span><abbr title="Français">fr</abbr></a>',
        '<a lang="fra" href="/en/a.html"> FRANÇAIS </a>',
    ],
)
def test_toggles_are_written_in_several_ways(toggle) -> None:
    assert links(body=toggle) == {"fr": "https://www.canada.ca/en/a.html"}


@pytest.mark.parametrize(
    "other",
    [
        '<a lang="fr" href="/fr/rapport.pdf">Rapport annuel</a>',  # a document in French, not this page
        '<a href="/fr/a.html">Français</a>',  # no language said: could be a lesson
        '<a lang="fr" href="#wb-cont">Français</a>',
        '<a lang="iu" href="/iu/a.html">ᐃᓄᒃᑎᑐᑦ</a>',
    ],
)
def test_other_links_are_no_toggles(other) -> None:
    assert links(body=other) == {}


def test_feeds_and_styles_are_no_pages() -> None:
    assert links('<link rel="alternate" type="application/rss+xml" hreflang="fr" href="/fr.rss">') == {}
    assert links('<link rel="stylesheet" hreflang="fr" href="/fr.css">') == {}


def test_links_start_from_the_base_that_a_page_names() -> None:
    assert links('<base href="/x/"><link rel="alternate" hreflang="fr" href="a.html">') == {
        "fr": "https://www.canada.ca/x/a.html"
    }


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\0\0\0\0\0\0", b"<a" * 500_000])
def test_what_is_no_page_names_none(data) -> None:
    assert other_language_links(data, HERE) == {}
