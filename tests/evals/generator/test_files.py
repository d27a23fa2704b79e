"""What the truth says stands in the files, read by other means than Candour's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from evals.generator.forms import LAYOUTS, Layout
from evals.generator.truth import OrganizationTruth, Truth

# What a browser prints around each page.
_AROUND_PAGES = re.compile(r"^(?:11/18/24, |https://).*$", re.MULTILINE)


class _Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._main = self._main or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._main = self._main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._main:
            self.texts.append(data)


def _words_of(path: Path) -> str:
    if path.suffix == ".html":
        text = " ".join(_Texts(path.read_text(encoding="utf-8")).texts)
    elif path.suffix == ".docx":
        text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    elif path.suffix == ".pdf":
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages]
        text = _AROUND_PAGES.sub("", "\n".join(pages))
    else:
        text = path.read_text(encoding="utf-8-sig")
    return " ".join(text.split())


def _forms(truth: Truth, layout: Layout) -> Iterator[tuple[OrganizationTruth, str, str]]:
    for each in truth.with_form:
        yield from (
            (each, language, each.files[language]) for language in each.languages if each.layouts[language] == layout
        )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_prints_names_ticks_and_facts(layout: Layout, truth: Truth, folder: Path) -> None:
    forms = list(_forms(truth, layout))
    assert forms
    for organization, language, file in forms:
        words = _words_of(folder / file)
        labels = [label for ticks in organization.ticks.values() for label in ticks.labels[language]]
        quotes = [fact.quotes[language] for fact in organization.facts]
        runs = [fact.evidence[language] for fact in organization.facts]
        openings = [run for by_language in organization.openings.values() for run in by_language.get(language, ())]
        assert labels
        assert quotes
        for expected in (*labels, *quotes, *runs, *openings):
            assert " ".join(expected.split()) in words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_value_stands_in_its_quote_and_its_quote_in_its_sentence(layout: Layout, truth: Truth) -> None:
    for organization, language, _ in _forms(truth, layout):
        for fact in organization.facts:
            assert fact.value[language] in " ".join(fact.evidence[language].split())
            assert fact.evidence[language] in fact.quotes[language]
            assert len(fact.evidence[language].split()) >= 3


def test_what_is_missing_is_in_no_version(truth: Truth, folder: Path) -> None:
    lacking = [each for each in truth.with_form if each.missing]
    for organization in lacking:
        for file in organization.files.values():
            assert f"Question {organization.missing[0]} " not in _words_of(folder / file)


def test_both_versions_say_the_same(truth: Truth) -> None:
    bilingual = [each for each in truth.with_form if len(each.languages) == 2]
    assert bilingual
    for organization in bilingual:
        for ticks in organization.ticks.values():
            assert ticks.options_fr or len(ticks.labels["en"]) == len(ticks.labels["fr"]) == len(ticks.options)
        assert all(set(fact.quotes) == {"en", "fr"} for fact in organization.facts)


def test_registry_and_forms_cover_all_organizations(truth: Truth, folder: Path) -> None:
    registry = (folder / "registry.toml").read_text(encoding="utf-8")
    assert truth.held_out
    assert any(not each.registered for each in truth.with_form)
    for organization in truth.organizations:
        assert (f'id = "{organization.id}"' in registry) == organization.registered
    files = {*truth.files(), *truth.foreign}
    assert {f"forms/{path.name}" for path in (folder / "forms").iterdir()} == files
