"""Where a web page says that it can be read in the other language."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from corpus.errors import UnreadableFile
from corpus.folding import folded
from corpus.readers.html import parsed_page
from corpus.types import LANGUAGES, Language

# How pages mark a language, and what the link of a language toggle reads (folded).
_CODES: dict[Language, tuple[str, ...]] = {"en": ("en", "eng"), "fr": ("fr", "fra", "fre")}
_TOGGLES: dict[Language, frozenset[str]] = {"en": frozenset(("english", "en")), "fr": frozenset(("francais", "fr"))}


def other_language_links(data: bytes, address: str) -> dict[Language, str]:
    """The full addresses that a page, itself at `address`, names for each language; empty for what is no web page.

    The head's `<link rel="alternate" hreflang="fr">` counts before the visible toggle.
    """
    try:
        page = parsed_page(address, data)
    except UnreadableFile:
        return {}
    base = page.find("base", href=True)
    root = urljoin(address, str(base["href"])) if isinstance(base, Tag) else address
    found: dict[Language, str] = {}
    for language, link in (*_alternates(page), *_toggles(page)):
        found.setdefault(language, urljoin(root, str(link["href"]).strip()))
    return found


def _alternates(page: BeautifulSoup) -> Iterator[tuple[Language, Tag]]:
    for link in page.find_all("link", href=True, hreflang=True):
        language = _language_of(str(link["hreflang"]))
        relation = [word.lower() for word in link.get_attribute_list("rel") if word]
        if language and "alternate" in relation and "html" in str(link.get("type", "text/html")):
            yield language, link


def _toggles(page: BeautifulSoup) -> Iterator[tuple[Language, Tag]]:
    """Links that are marked as of a language and read nothing but its name: others lead to other documents."""
    for link in page.find_all("a", href=True):
        language = _language_of(str(link.get("hreflang") or link.get("lang") or ""))
        words = folded(link.get_text(" ")).split()
        if language and words and set(words) <= _TOGGLES[language] and not str(link["href"]).startswith("#"):
            yield language, link


def _language_of(code: str) -> Language | None:
    start = code.strip().lower().replace("_", "-").split("-")[0]
    return next((language for language in LANGUAGES if start in _CODES[language]), None)
