import xml.etree.ElementTree as ET
from typing import Any

from evals.score.gate import Exchanged, Short, Threshold, Verdict
from evals.score.junit import junit_xml
from evals.score.results import Row, Score

ROWS = (
    Row("first", "dev", "list", "all", "set_exact", 4, 0.5, 0.25, 0.75),
    Row("first", "dev", "list", "all", "count_error", 4, 1.5, 1.0, 2.0),
    Row("second", "test", "lookup", "fr", "recall_5", 3, 1 / 3, 0.0, 1.0),
)


def score(id: str, correct: bool, **more: Any) -> Score:
    fields = {"cases": "first", "split": "dev", "kind": "list", "language": "en", "wording": None, "confidence": ""}
    return Score(**{"id": id, **fields, "correct": correct, "values": {}, **more})


def cases(root: ET.Element) -> list[tuple[str, str, str | None, str | None]]:
    """Class, name, message of the failure and words of every test."""
    found = []
    for case in root.iter("testcase"):
        failure = case.find("failure")
        message = None if failure is None else failure.get("message")
        found.append((case.get("classname"), case.get("name"), message, case.findtext("system-out")))
    return found


def test_every_figure_is_a_test() -> None:
    root = ET.fromstring(junit_xml(ROWS, ()))
    assert (root.tag, root.attrib) == ("testsuites", {"name": "candour eval", "tests": "3", "failures": "0"})
    assert [suite.attrib for suite in root] == [
        {"name": "first", "tests": "2", "failures": "0"},
        {"name": "second", "tests": "1", "failures": "0"},
    ]
    assert cases(root) == [
        ("first.dev.list.all", "set_exact", None, "mean 0.5, 95 % interval 0.25 to 0.75, n = 4"),
        ("first.dev.list.all", "count_error", None, "mean 1.5, 95 % interval 1 to 2, n = 4"),
        ("second.test.lookup.fr", "recall_5", None, "mean 0.333333, 95 % interval 0 to 1, n = 3"),
    ]


def test_figures_that_fall_short_fail() -> None:
    verdict = Verdict((Short("first/list/all/count_error", Threshold(1.0, 4), 1.5, 4),))
    root = ET.fromstring(junit_xml(ROWS, (), verdict))
    assert [failed for _, _, failed, _ in cases(root)] == [
        None,
        "first/list/all/count_error: reached 1.5, needs at most 1",
        None,
    ]
    assert root.find(".//failure").get("type") == "threshold"
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert [(suite.get("tests"), suite.get("failures")) for suite in root] == [("2", "1"), ("1", "0")]


def test_of_two_splits_the_one_that_falls_short_fails() -> None:
    rows = [Row("a", split, "list", "all", "set_exact", 4, mean, 0, 1) for split, mean in (("dev", 0.9), ("test", 0.4))]
    root = ET.fromstring(junit_xml(rows, (), Verdict((Short("a/list/all/set_exact", Threshold(0.5, 8), 0.4, 8),))))
    assert [failed is not None for _, _, failed, _ in cases(root)] == [False, True]


def test_where_there_are_too_few_cases_all_splits_fail() -> None:
    rows = [Row("a", split, "list", "all", "set_exact", 4, 0.9, 0, 1) for split in ("dev", "test")]
    verdict = Verdict((Short("a/list/all/set_exact", Threshold(0.5, 9), 0.9, 8),))
    root = ET.fromstring(junit_xml(rows, (), verdict))
    assert [failed for _, _, failed, _ in cases(root)] == ["a/list/all/set_exact: over 8 cases, needs at least 9"] * 2


def test_a_figure_without_an_interval_says_so() -> None:
    root = ET.fromstring(junit_xml([Row("a", "dev", "list", "all", "truthfulness", 4, 1.0, None, None)], ()))
    assert [said for *_, said in cases(root)] == ["mean 1, no interval, n = 4"]


def test_missing_figures_have_a_suite_of_their_own() -> None:
    gone = Short("gone/count/en/count_said", Threshold(0.9, 3), None, 0)
    verdict = Verdict((gone, Short("first/list/all/set_exact", Threshold(0.6, 4), 0.5, 4)))
    root = ET.fromstring(junit_xml(ROWS, (), verdict))
    suite = root.findall("testsuite")[-1]
    assert suite.attrib == {"name": "missing", "tests": "1", "failures": "1"}
    assert cases(suite) == [
        (
            "gone.count.en",
            "count_said",
            "gone/count/en/count_said: the run has no such figure, needs at least 0.9",
            None,
        )
    ]
    assert (root.get("tests"), root.get("failures")) == ("4", "2")


def test_an_exchanged_file_of_cases_fails_there_too() -> None:
    root = ET.fromstring(junit_xml(ROWS, (), Verdict(exchanged=(Exchanged("gone", "1" * 64, None),))))
    assert cases(root.findall("testsuite")[-1]) == [
        ("gone", "cases", "gone: the run has no such file of cases, and there are thresholds for it", None)
    ]
    assert [suite.get("name") for suite in root] == ["first", "second", "missing"]


def test_correctness_is_told_by_kind_and_language_and_never_fails() -> None:
    scores = [
        score("a", True),
        score("b", False),
        score("c", False, language="fr"),
        score("d", True, kind="count"),
        score("e", False, split="test"),
        score("f", False, cases="second"),
    ]
    root = ET.fromstring(junit_xml(ROWS, scores))
    assert [each for each in cases(root) if each[1] == "correct"] == [
        ("first.dev.count.all", "correct", None, "1 of 1 cases correct"),
        ("first.dev.count.en", "correct", None, "1 of 1 cases correct"),
        ("first.dev.list.all", "correct", None, "1 of 3 cases correct; not: b c"),
        ("first.dev.list.en", "correct", None, "1 of 2 cases correct; not: b"),
        ("first.dev.list.fr", "correct", None, "0 of 1 cases correct; not: c"),
        ("first.test.list.all", "correct", None, "0 of 1 cases correct; not: e"),
        ("first.test.list.en", "correct", None, "0 of 1 cases correct; not: e"),
        ("second.dev.list.all", "correct", None, "0 of 1 cases correct; not: f"),
        ("second.dev.list.en", "correct", None, "0 of 1 cases correct; not: f"),
    ]


def test_odd_ids_make_valid_xml() -> None:
    text = junit_xml(ROWS, [score('<é> & "x"\x00\x0b\ud800', False)])
    assert cases(ET.fromstring(text))[2][3] == '0 of 1 cases correct; not: <é> & "x"'


def test_the_file_begins_as_xml_and_is_readable() -> None:
    lines = junit_xml(ROWS[:1], ()).split("\n")
    assert lines == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="candour eval" tests="1" failures="0">',
        '  <testsuite name="first" tests="1" failures="0">',
        '    <testcase classname="first.dev.list.all" name="set_exact">',
        "      <system-out>mean 0.5, 95 % interval 0.25 to 0.75, n = 4</system-out>",
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
        "",
    ]


def test_a_run_without_figures_is_an_empty_suite() -> None:
    assert ET.fromstring(junit_xml((), ())).attrib == {"name": "candour eval", "tests": "0", "failures": "0"}
