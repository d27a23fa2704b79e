from __future__ import annotations

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_up_run import SCORES, made_up_run, write_system

from evals.errors import BadRun
from evals.report.folder import read_run
from evals.report.numbers import Numbers
from evals.report.page import report_page
from evals.report.write import write_report
from evals.score.results import rows_of


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return made_up_run(tmp_path / "run")


class Outside(HTMLParser):
    """Whatever of a page would be fetched or run, and the open tags that are left."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe") or any(name in ("src", "onclick") for name, _ in attrs):
            self.found.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_nothing_else(run: Path) -> None:
    reader = Outside()
    reader.feed(report_page(read_run(run)))
    assert reader.found == []
    assert reader.open == []


def test_the_page_says_everything_in_both_languages(run: Path) -> None:
    page = report_page(read_run(run))
    assert "Evaluation of candour" in page
    assert "Évaluation de candour" in page
    assert page.count("set exactly right") == page.count("ensemble exact") > 0
    assert "{" not in re.sub(r"<style>.*?</style>|<pre.*?</pre>", "", page, flags=re.DOTALL)


def test_words_of_questions_and_documents_never_become_markup(run: Path) -> None:
    page = report_page(read_run(run))
    assert "Who updated &lt;b&gt;their&lt;/b&gt; code?" in page
    assert "<i>No</i>" not in page


def test_questions_of_the_test_are_not_shown_where_things_went_wrong(run: Path) -> None:
    page = report_page(read_run(run))
    assert "Quand finit l’examen?" in page
    assert "A secret question" not in page


def test_a_wrong_answer_stands_beside_the_words_that_would_have_answered(run: Path) -> None:
    page = report_page(read_run(run))
    assert "by the summer" in page
    assert "summer / été" in page
    assert "Qui révise son code?" in page


def test_baselines_stand_in_the_same_table(run: Path) -> None:
    assert [system.name for system in read_run(run).systems] == ["candour", "keywords"]
    assert '<th scope="col" class="n">keywords</th>' in report_page(read_run(run))


def test_the_change_since_an_earlier_run_is_told_by_measure(run: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    write_system(earlier, "candour", (replace(SCORES[0], values={**SCORES[0].values, "set_exact": 1.0}), *SCORES[1:]))
    page = report_page(read_run(run), since=earlier)
    assert "Change since earlier" in page
    assert "−100.0" in page
    assert "−100,0" in page


def test_without_a_change_the_report_says_so(run: Path) -> None:
    assert "No measure changed." in report_page(read_run(run), since=run)


def test_all_four_files_are_written_and_the_table_has_every_figure_of_every_system(run: Path) -> None:
    assert write_report(run) == run / "report.html"
    with (run / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 2 * len(rows_of(SCORES))
    assert {line["system"] for line in lines} == {"candour", "keywords"}
    english, french = ((run / name).read_text(encoding="utf-8") for name in ("report.md", "report.fr.md"))
    assert "| rightly not answered | 1 | 100.0% (" in english
    assert "| sans réponse à raison | 1 | 100,0 % (" in french
    assert "one answer is missing" in english


def test_the_same_run_gives_the_same_report(run: Path) -> None:
    assert report_page(read_run(run)) == report_page(read_run(run))


def test_a_folder_without_scores_is_an_error_that_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match="Name the folder of a scored run"):
        read_run(tmp_path)


@pytest.mark.parametrize(
    ("language", "measure", "written"),
    [
        ("en", "set_exact", "93.5%"),
        ("fr", "set_exact", "93,5 %"),
        ("en", "count_error", "0.94"),  # no share
        ("fr", "count_error", "0,94"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, measure: str, written: str) -> None:
    assert Numbers(language).number(0.935 + (0.001 if "error" in measure else 0), measure) == written
