from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DataFileError
from corpus.source_list import ListedPage, load_source_list

HEAD = "language\torganization\taddress\n"


def list_with(folder: Path, text: str) -> Path:
    path = folder / "pages.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_list_is_in_order() -> None:
    pages = load_source_list().pages
    assert len(pages) > 100
    assert {page.language for page in pages} == {"en", "fr"}
    assert all(page.address.startswith("https://") for page in pages)


def test_a_list_of_ones_own_may_have_remarks_and_empty_lines(tmp_path) -> None:
    text = f"\ufeff# ours\n{HEAD}\nen\tHealth Canada\thttps://a.org/health.html \r\n# the old one\nfr\tSanté Canada\thttp://a.org:81/s\n"
    assert load_source_list(list_with(tmp_path, text)).pages == (
        ListedPage("en", "Health Canada", "https://a.org/health.html"),
        ListedPage("fr", "Santé Canada", "http://a.org:81/s"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "first line must be language, organization, address"),
        ("en\tHealth Canada\thttps://a.org/\n", "first line must be"),
        (HEAD, "lists no page"),
        (f"{HEAD}en\tHealth Canada https://a.org/\n", "line 2: it needs"),
        (f"{HEAD}en\t\thttps://a.org/\n", "line 2: it needs"),
        (f"{HEAD}de\tHealth Canada\thttps://a.org/\n", "line 2: the language is 'de'"),
        (f"{HEAD}en\tHealth Canada\ta.org/health\n", "'a.org/health' is no web address"),
        (f"{HEAD}en\tHealth Canada\tfile:///etc/hosts\n", "no web address"),
        (f"{HEAD}en\tHealth Canada\thttps://name:secret@a.org/\n", "no web address"),
        (f"{HEAD}en\tHealth Canada\thttps://a.org:port/\n", "no web address"),
        (f"{HEAD}en\tHealth Canada\thttps://a.org\\@b.org/\n", "no web address"),
        (f"{HEAD}en\tA\thttps://a.org/\n\nen\tB\thttps://a.org/\n", "line 4: https://a.org/ stands on line 2 too"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, told) -> None:
    with pytest.raises(DataFileError) as caught:
        load_source_list(list_with(tmp_path, text))
    assert told in str(caught.value)
    assert "pages.tsv" in str(caught.value)


def test_a_list_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(DataFileError, match=r"none\.tsv"):
        load_source_list(tmp_path / "none.tsv")
