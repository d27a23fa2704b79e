import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.errors import BadRun, CannotWrite
from evals.score.measures.definitions import LOWER_IS_BETTER, MEASURES, NAMES, NO_SHARES
from evals.score.results import (
    CaseCounts,
    Problem,
    Results,
    Row,
    Score,
    read_results,
    read_scores,
    results_json,
    rows_of,
    scores_csv,
    write_results,
    write_scores,
)
from evals.score.statistics import interval


def score(id: str, values: dict[str, float] | None = None, **more: Any) -> Score:
    fields = {"cases": "some", "split": "dev", "kind": "list", "language": "en", "wording": None, "confidence": ""}
    return Score(**{"id": id, **fields, "correct": True, "values": values or {}, **more})


def test_the_table_of_measures() -> None:
    assert (
        *("set_exact", "set_precision", "set_recall", "set_f1", "count_error", "count_said", "states_exact"),
        *("coverage_adds_up", "coverage_said", "organizations_named", "matching_first", "share_said"),
        *("headline_agrees", "coverage_in_order", "others_fit", "offered", "ticks_right", "yes_no_agrees"),
        *("citation_recall", "citation_precision", "first_citation", "citation_at_3", "any_citation"),
        *("quotation_fidelity", "citation_in_place", "pages_right", "speaks_for_all", "marks_right"),
        *("citations_marked", "fact_coverage"),
        *("abstained_right", "reason_right", "answered_as_stated", "wrongly_abstained", "only_closest"),
        *("truthfulness", "language_right", "ndcg_10", "recall_5", "recall_10", "recall_20", "reciprocal_rank"),
        "words_per_needed",
    ) == NAMES
    lower = {"count_error", "answered_as_stated", "wrongly_abstained", "only_closest", "words_per_needed"}
    assert lower == LOWER_IS_BETTER
    assert {"count_error", "truthfulness", "words_per_needed"} == NO_SHARES
    groups = {measure.name: measure.group for measure in MEASURES}
    assert list(dict.fromkeys(groups.values())) == ["sets", "citations", "facts", "silence", "retrieval", "economy"]


def test_cases_of_one_wording_are_one_cluster() -> None:
    assert score("a", wording="w").cluster == score("b", wording="w").cluster
    assert score("a").cluster != score("b").cluster
    assert score("w").cluster != score("b", wording="w").cluster
    assert score("a", wording="w").cluster != score("a", wording="v").cluster


def test_one_phrase_in_two_frames_is_one_cluster() -> None:
    assert score("a", wording="w/1+list/2").cluster == score("b", wording="w/1+count/0").cluster
    assert score("a", wording="w/1+list/2").cluster != score("b", wording="w/2+list/2").cluster


def test_rows_are_by_file_split_kind_and_language() -> None:
    scores = [
        score("a", {"set_exact": 1.0}),
        score("b", {"set_exact": 0.0}, language="fr"),
        score("c", {"set_exact": 0.0}, split="test"),
        score("d", {"truthfulness": 0.5}, kind="count"),
        score("e", {"truthfulness": -1.0}, cases="other"),
        score("f"),
    ]
    assert [(r.cases, r.split, r.kind, r.language, r.measure, r.n, r.mean) for r in rows_of(scores)] == [
        ("other", "dev", "list", "all", "truthfulness", 1, -1.0),
        ("other", "dev", "list", "en", "truthfulness", 1, -1.0),
        ("some", "dev", "count", "all", "truthfulness", 1, 0.5),
        ("some", "dev", "count", "en", "truthfulness", 1, 0.5),
        ("some", "dev", "list", "all", "set_exact", 2, 0.5),
        ("some", "dev", "list", "en", "set_exact", 1, 1.0),
        ("some", "dev", "list", "fr", "set_exact", 1, 0.0),
        ("some", "test", "list", "all", "set_exact", 1, 0.0),
        ("some", "test", "list", "en", "set_exact", 1, 0.0),
    ]


def test_measures_stand_in_the_order_of_their_table_and_count_where_they_apply() -> None:
    scores = [score("a", {"truthfulness": 1.0, "set_exact": 1.0}), score("b", {"set_exact": 0.0})]
    rows = [row for row in rows_of(scores) if row.language == "all"]
    assert [(row.measure, row.n, row.mean) for row in rows] == [("set_exact", 2, 0.5), ("truthfulness", 1, 1.0)]


def test_a_row_has_the_interval_of_its_clusters_rounded() -> None:
    values = [1.0, 0.0, 0.0, 1.0, 1.0, 1 / 3]
    scores = [score(str(i), {"set_f1": value}, wording="w" if i < 2 else None) for i, value in enumerate(values)]
    found = interval(values, ["w", "w", 2, 3, 4, 5])
    row = rows_of(scores)[0]
    assert (row.mean, row.low, row.high) == (round(found.mean, 6), round(found.low, 6), round(found.high, 6))
    assert row.mean == 0.555556


@pytest.mark.parametrize(("measure", "interval"), [("set_exact", (0.565518, 1.0)), ("truthfulness", (None, None))])
def test_only_a_share_that_all_cases_agree_on_has_an_interval(measure: str, interval: tuple[object, object]) -> None:
    row = rows_of([score(str(number), {measure: 1.0}) for number in range(5)])[0]
    assert (row.mean, row.low, row.high) == (1.0, *interval)


def test_a_row_without_an_interval_comes_back_as_it_was_written(tmp_path: Path) -> None:
    results = replace(RESULTS, rows=(replace(ROW, low=None, high=None),))
    write_results(tmp_path / "results.json", results)
    assert read_results(tmp_path / "results.json") == results


def test_a_score_is_known_by_its_file_and_its_id() -> None:
    assert score("a", cases="other").key == ("other", "a")


ROW = Row("some", "dev", "list", "all", "set_exact", 2, 0.5, 0.25, 0.75)
RESULTS = Results(
    "candour", {"some": CaseCounts("ab", 3, 2)}, (Problem("no_answer", "some", 1, ("é",)),), (ROW,), ("ndcg_10",)
)


def test_results_are_the_contracts_json(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "results.json"
    write_results(path, RESULTS)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "format": 2,
        "system": "candour",
        "cases": {"some": {"sha256": "ab", "cases": 3, "answered": 2}},
        "problems": [{"what": "no_answer", "cases": "some", "count": 1, "names": ["é"]}],
        "unmeasured": ["ndcg_10"],
        "rows": [
            {
                "cases": "some",
                "split": "dev",
                "kind": "list",
                "language": "all",
                "measure": "set_exact",
                "n": 2,
                "mean": 0.5,
                "low": 0.25,
                "high": 0.75,
            }
        ],
    }
    assert read_results(path) == RESULTS


def test_results_are_sorted_readable_text() -> None:
    text = results_json(replace(RESULTS, rows=()))
    assert text == (
        '{\n "cases": {\n  "some": {\n   "answered": 2,\n   "cases": 3,\n   "sha256": "ab"\n  }\n },\n'
        ' "format": 2,\n "problems": [\n  {\n   "cases": "some",\n   "count": 1,\n   "names": [\n    "é"\n   ],\n'
        '   "what": "no_answer"\n  }\n ],\n "rows": [],\n "system": "candour",\n "unmeasured": [\n  "ndcg_10"\n ]\n}\n'
    )
    assert results_json(RESULTS) == results_json(replace(RESULTS, cases=dict(RESULTS.cases)))


@pytest.mark.parametrize("text", ["[]", '{"format": 1, "system": "x"}', '{"system": "x"}'])
def test_results_of_another_format_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(BadRun) as raised:
        read_results(path)
    assert str(raised.value) == f"{path} is no results.json of format 2. Score the answers again."


def test_broken_results_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("{")
    with pytest.raises(BadRun) as raised:
        read_results(path)
    assert str(raised.value).startswith(f"{path} cannot be read (Expecting property name")
    assert str(raised.value).endswith("). Score the answers again.")
    path.write_text('{"format": 2}')
    with pytest.raises(BadRun) as raised:
        read_results(path)
    assert str(raised.value) == f"{path} cannot be read (4 validation errors for Results). Score the answers again."


def test_a_run_without_results_is_named(tmp_path: Path) -> None:
    for read in (read_results, read_scores):
        with pytest.raises(BadRun) as raised:
            read(tmp_path / "none")
        assert str(raised.value).startswith(f"{tmp_path / 'none'} cannot be read ([Errno 2] No such file")
        assert str(raised.value).endswith("). Name the folder of a scored run.")


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path, why in ((tmp_path / "file" / "results.json", "Not a directory"), (tmp_path, "Is a directory")):
        with pytest.raises(CannotWrite) as raised:
            write_results(path, RESULTS)
        assert str(raised.value).startswith(f"{path} cannot be written (")
        assert str(raised.value).endswith("). Name another folder with --out.")
        assert why in str(raised.value) or "exists" in str(raised.value)


SCORES = (
    score("b", {"set_exact": 1.0, "set_f1": 0.666667}, wording="w", confidence="stated"),
    score("a", {"truthfulness": -1.0}, cases="other", split="test", kind="lookup", language="fr", correct=False),
    score('odd, "id"\né', {}, kind="abstain", confidence="closest"),
)


def test_scores_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "scores.csv"
    write_scores(path, SCORES)
    assert read_scores(path) == SCORES
    write_scores(path, SCORES)
    assert read_scores(path) == SCORES


def test_scores_are_the_contracts_columns() -> None:
    lines = scores_csv(SCORES[:2]).split("\n")
    assert lines[0] == "id,cases,split,kind,language,wording,confidence,correct," + ",".join(NAMES)
    assert lines[1] == "b,some,dev,list,en,w,stated,1,1.0,,,0.666667" + "," * 39
    assert lines[2] == "a,other,test,lookup,fr,,,0," + "," * 35 + "-1.0" + "," * 7
    assert lines[3:] == [""]


def test_measures_of_other_releases_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("id,cases,split,kind,language,wording,confidence,correct,old,set_f1\na,c,dev,list,en,,,1,3,0.5\n")
    assert read_scores(path) == (score("a", {"set_f1": 0.5}, cases="c"),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a,c,dev,list,en,,,1,x", "could not convert string to float: 'x'"),
        ("a,c,dev,list,en,,,yes,0.5", "invalid literal for int() with base 10: 'yes'"),
        ("a,c,dev,list,en,,,1", "zip() argument 2 is shorter than argument 1"),
    ],
)
def test_a_bad_line_of_scores_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(f"id,cases,split,kind,language,wording,confidence,correct,set_f1\nb,c,dev,list,en,,,1,\n{line}\n")
    with pytest.raises(BadRun) as raised:
        read_scores(path)
    assert str(raised.value) == f"{path}, line 3: {why}. Score the answers again."


@pytest.mark.parametrize("text", ["", "id,cases\n", "a;b\n"])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(text)
    with pytest.raises(BadRun) as raised:
        read_scores(path)
    assert str(raised.value) == f"{path} does not begin with the columns of scores.csv. Score the answers again."


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(b"\xff")
    with pytest.raises(BadRun, match="cannot be read"):
        read_scores(path)


HASHED = """
import sys
from pathlib import Path
from evals.score.score import results_of, score_files
from evals.score.results import results_json, scores_csv
from evals.texts import CorpusTexts, StoredText, Tick
folder = Path(sys.argv[1])
names = [f"org{n}" for n in range(9)]
texts = CorpusTexts(
    tuple(StoredText(f"{n}-en", n, "en", f"{n}\\n- Yes\\n", {5: (0, len(n) + 7)}) for n in names),
    {n: (n,) for n in names},
    tuple(Tick(n, 5, "en", ("Yes",)) for n in names),
)
scored = score_files(folder / "cases.jsonl", folder / "answers.jsonl", texts)
sys.stdout.write(results_json(results_of("x", [scored])) + scores_csv(scored.scores))
"""


def test_two_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    case = {"kind": "list", "language": "en", "question": "q", "split": "dev", "author": "me", "ticks": [5]}
    answer = {"citations": [{"organization": f"org{n}", "quote": "Yes"} for n in (1, 2, 3)], "text": "[1]"}
    cases, answers = ['{"corpus": "shipped"}'], []
    for number in range(30):
        wanted = [f"org{n}" for n in range(number % 7 + 1)]
        given = [f"org{n}" for n in range(number % 5)]
        cases.append(json.dumps({"id": f"c{number}", "organizations": wanted, "wording": f"w{number % 11}", **case}))
        if number % 9:
            answers.append(json.dumps({"id": f"c{number}", "organizations": given, **answer}))
    (tmp_path / "cases.jsonl").write_text("\n".join(cases))
    (tmp_path / "answers.jsonl").write_text("\n".join(answers))
    found = [
        subprocess.run(
            [sys.executable, "-c", HASHED, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1]
    assert b'"measure": "citation_recall"' in found[0]
