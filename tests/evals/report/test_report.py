from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_up_run import SCORES, made_up_run, write_system

from assistant.words import set_in_french
from evals.errors import BadRun
from evals.report.figures import HEADLINES
from evals.report.folder import read_run
from evals.report.markdown import report_markdown
from evals.report.numbers import Numbers
from evals.report.page import report_page
from evals.report.write import write_report
from evals.score.results import Row, read_results, rows_of, write_results


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
    assert "&lt;u&gt;not&lt;/u&gt; this" in page


def test_an_answer_is_shown_as_it_is_meant_not_as_it_is_written(run: Path) -> None:
    page = report_page(read_run(run))
    assert "<p><b>Nobody</b> [1]</p>" in page
    assert "<li>nor that*</li>" in page
    assert "<blockquote><p>quoted</p></blockquote>" in page


def test_a_long_answer_is_cut_where_a_line_ends(run: Path) -> None:
    answers = run / "answers" / "shipped-dev.jsonl"
    long = "\n".join(["- a line of **words**"] * 200)
    answers.write_text(json.dumps({"id": "list-1", "text": long}), "utf-8")
    page = report_page(read_run(run))
    assert "<li>a line of <b>words</b></li></ul>" in page
    assert "<p>[…]</p>" in page


def test_cases_of_two_files_that_share_an_id_are_not_mixed_up(run: Path) -> None:
    read = read_run(run)
    assert read.cases()["shipped-dev", "list-1"].question == "Who updated <b>their</b> code?"
    assert read.cases()["generated-dev", "list-1"].question == "Who ticked it?"
    assert set(read.answers([("shipped-dev", "list-1"), ("generated-dev", "list-1")])) == {("shipped-dev", "list-1")}
    page = report_page(read)
    assert "Who ticked it?" in page
    assert "Who updated" in page


def test_what_became_of_a_case_stands_before_its_question(run: Path) -> None:
    summaries = re.findall(r"<summary>(.*?)</summary>", report_page(read_run(run)), flags=re.DOTALL)
    told = [re.sub("<.*?>", "", each).strip() for each in summaries if "fate" in each]
    for fate in (
        "wrong Who updated",
        "no answer recorded Who ticked it?",
        "closest passage only How do they compare?",
        "passage le plus proche seulement How do they compare?",
    ):
        assert any(each.startswith(fate) for each in told)


def test_where_ticks_are_the_evidence_their_words_are_shown(run: Path) -> None:
    page = report_page(read_run(run))
    assert "Yes, it was updated." in page
    assert "Winter Roads Canada, 5" in page
    assert "and 4 more" in page
    assert "et 4 de plus" in page


def test_without_the_words_that_were_needed_the_cases_own_are_shown(run: Path) -> None:
    (run / "needed.jsonl").unlink()
    page = report_page(read_run(run))
    assert "The case asks for no words." in page
    assert "by the summer" in page


def test_every_measure_is_explained_in_both_languages(run: Path) -> None:
    page = report_page(read_run(run))
    assert "1 where the organizations listed are exactly those that match, else 0." in page
    assert "1 si les organismes nommés sont exactement ceux qui correspondent, sinon 0." in page


def test_comparisons_overviews_and_rankings_stand_in_the_summary_too() -> None:
    assert {"compare", "overview", "rank"} <= {kind for kind, _ in HEADLINES}


def test_odd_things_are_told_in_either_language(run: Path) -> None:
    page = report_page(read_run(run))
    assert "generated-dev: 1 without an answer, counted as wrong: list-1" in page
    assert set_in_french("generated-dev : 1 sans réponse, comptés comme faux : list-1") in page
    assert "nobody knows the field “sorce”" in page


def test_what_no_library_measured_is_told(run: Path) -> None:
    results = read_results(run / "results.json")
    write_results(run / "results.json", replace(results, unmeasured=("ndcg_10",)))
    assert "Not measured, as the library ir-measures is not installed: nDCG@10" in report_page(read_run(run))


@pytest.mark.parametrize("file", ["run.json", "timings.json"])
@pytest.mark.parametrize("content", ["{", "[]", "\xff"])
def test_a_damaged_file_of_a_run_is_named(run: Path, file: str, content: str) -> None:
    (run / file).write_bytes(content.encode("latin-1"))
    with pytest.raises(BadRun, match=rf"{file} cannot be read .*written anew"):
        read_run(run)


def test_damaged_times_are_named(run: Path) -> None:
    (run / "timings.json").write_text('{"latency_ms": {"list": {"p50": "fast"}}}')
    with pytest.raises(BadRun, match=r"timings\.json cannot be read"):
        read_run(run)


def test_damaged_needed_words_are_named(run: Path) -> None:
    (run / "needed.jsonl").write_text("{")
    with pytest.raises(BadRun, match=r"needed\.jsonl cannot be read"):
        report_page(read_run(run))


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


def test_cases_that_are_not_in_both_runs_are_told_with_the_change(run: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    write_system(earlier, "candour", SCORES[1:4])
    for told in (report_page(read_run(run), since=earlier), report_markdown(read_run(run), "en", earlier)):
        assert "generated-dev: only the later run has these cases." in told
        assert "shipped-dev: 3 cases are compared; 0 stand only in the earlier run, 1 only in the later." in told


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
    assert "1 without an answer" in english
    assert "1 sans réponse, comptés" in french


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


def test_a_figure_without_an_interval_says_so() -> None:
    row = Row("some", "dev", "list", "all", "truthfulness", 3, 1.0, None, None)
    assert [Numbers(language).interval(row) for language in ("en", "fr")] == ["no spread", "sans dispersion"]
