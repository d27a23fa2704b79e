"""Beside Gradio's addresses: what is not there is told in a page of ours, and HEAD is answered wherever GET is."""

from __future__ import annotations

import httpx
import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.browser

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    "path", ["/fr/nope", "/fr/organizations", "/en/organismes", "/en/about/x", "/en/a/b/c", "/fr/Nope", "/en/login"]
)
def test_an_unknown_page_is_a_page(fake_server, path):
    told = httpx.get(fake_server + path, headers=BROWSER)
    page = BeautifulSoup(told.text, "lxml")
    assert (told.status_code, page.html["lang"]) == (404, path[1:3])
    assert page.h1.get_text() == {"en": "Page not found", "fr": "Page introuvable"}[path[1:3]]


@pytest.mark.parametrize("path", ["/en/export", "/fr/feedback", "/en/chat/ask"])
def test_an_address_that_only_takes_something_in_is_no_page(fake_server, path):
    assert httpx.get(fake_server + path).status_code == 404


@pytest.mark.parametrize("path", ["/fr/", "/en/about", "/en/organizations", "/en/config", "/en/theme.css"])
def test_what_is_there_answers_get_and_head_alike(fake_server, path):
    got, told = httpx.get(fake_server + path), httpx.head(fake_server + path)
    assert (got.status_code, told.status_code, told.content) == (200, 200, b"")


def test_head_of_what_is_not_there_is_404(fake_server):
    assert httpx.head(f"{fake_server}/en/nope").status_code == 404
