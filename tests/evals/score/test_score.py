import json
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case, CasesHeader
from evals.errors import BadCases
from evals.records import AnswerRecord
from evals.score.evidence import resolve
from evals.score.measures.retrieval import RETRIEVAL
from evals.score.read import CaseFile
from evals.score.results import CaseCounts, Problem, Score
from evals.score.score import Scored, results_of, score_answers, score_files
from evals.texts import CorpusTexts, StoredText

LIST = {"kind": "list", "organizations": ["alpha", "gamma"], "ticks": [5], "not_stated": []}
COUNT = {"kind": "count", "count": 2}
LOOKUP = {"kind": "lookup", "evidence": [{"organization": "alpha", "item": 5, "quote": "April 2024"}]}
ABSTAIN = {"kind": "abstain", "reason": "out_of_scope"}
APRIL = {"organization": "AA", "language": "en", "item": 5, "quote": "April\u00a02024", "n": 1}
CHAMPION = {"organization": "AA", "language": "en", "item": 6, "quote": "named a champion", "n": 2}
TICKS = [
    {"n": 1, "organization": "alpha", "item": 5, "quote": "Yes, my organization updated its code."},
    {"n": 2, "organization": "beta", "item": 5, "quote": "My organization is updating its code."},
    {"n": 3, "organization": "gamma", "item": 5, "quote": "Oui, mon organisation a mis à jour son code."},
]


def rows(*states: str) -> list[dict[str, Any]]:
    """Rows of alpha, beta and gamma, each with its citation."""
    return [
        {"organization": name, "state": state, "cells": [{"item": 5, "citation": number}]}
        for number, (name, state) in enumerate(zip(("alpha", "beta", "gamma"), states, strict=True), start=1)
    ]


def file_of(*cases: dict[str, Any]) -> CaseFile:
    base = {"language": "en", "question": "Q?", "split": "dev", "author": "me"}
    read = tuple(Case.model_validate({"id": f"c{number}", **base, **each}) for number, each in enumerate(cases, 1))
    return CaseFile(Path("some.jsonl"), "ab", CasesHeader(corpus="shipped"), read, tuple(range(2, 2 + len(read))))


@pytest.fixture
def scored(texts: CorpusTexts) -> Any:
    def of(cases: list[dict[str, Any]], answers: list[dict[str, Any]]) -> Scored:
        file = file_of(*cases)
        records = [AnswerRecord.model_validate(each) for each in answers]
        return score_answers(file, resolve(file, texts), records, texts)

    return of


@pytest.fixture
def score(scored: Any) -> Any:
    def of(case: dict[str, Any], **answer: Any) -> Score:
        return scored([case], [{"id": "c1", **answer}]).scores[0]

    return of


def test_a_right_list_has_all_measures_of_lists(score: Any) -> None:
    found = score(
        LIST,
        headline="2 of 3 did",
        text="2 of 3 did [1] [2] [3], 1 did not: alpha, beta, gamma",
        language="en",
        confidence="stated",
        rows=rows("matching", "not_matching", "matching"),
        coverage={"organizations": 3, "matching": 2, "not_matching": 1, "not_stated": 0},
        citations=TICKS,
        hits=[],
    )
    assert found == Score(
        "c1",
        "some",
        "dev",
        "list",
        "en",
        None,
        "stated",
        True,
        {
            "set_exact": 1.0,
            "set_precision": 1.0,
            "set_recall": 1.0,
            "set_f1": 1.0,
            "count_error": 0.0,
            "states_exact": 1.0,
            "coverage_adds_up": 1.0,
            "coverage_said": 1.0,
            "organizations_named": 1.0,
            "matching_first": 0.0,
            "citation_recall": 1.0,
            "citation_precision": 1.0,
            "quotation_fidelity": 1.0,
            "citation_in_place": 1.0,
            "marks_right": 1.0,
            "citations_marked": 1.0,
            "wrongly_abstained": 0.0,
            "truthfulness": 1.0,
            "language_right": 1.0,
            "words_per_needed": 1.4,
        },
    )


def test_a_wrong_list_is_measured_part_by_part(score: Any) -> None:
    found = score(
        LIST,
        text="see [1] [4]",
        language="fr",
        rows=rows("matching", "matching", "not_stated"),
        coverage={"organizations": 3, "matching": 3, "not_matching": 0, "not_stated": 0},
        citations=[TICKS[0], {**TICKS[1], "quote": "my organization has"}, {**TICKS[2], "item": 6}],
    )
    assert not found.correct
    assert found.values == {
        "set_exact": 0.0,
        "set_precision": 0.5,
        "set_recall": 0.5,
        "set_f1": 0.5,
        "count_error": 1.0,
        "states_exact": 0.0,
        "coverage_adds_up": 0.0,
        "coverage_said": 0.0,
        "organizations_named": 0.0,
        "matching_first": 1.0,
        "citation_recall": 0.5,
        "citation_precision": 0.5,
        "quotation_fidelity": 0.666667,
        "citation_in_place": 0.666667,
        "marks_right": 0.0,
        "citations_marked": 0.333333,
        "wrongly_abstained": 0.0,
        "truthfulness": -1.0,
        "language_right": 0.0,
        "words_per_needed": 1.2,
    }


def test_measures_keep_the_order_of_their_table(score: Any) -> None:
    found = score(LIST, organizations=["alpha"], citations=TICKS, text="[1]")
    assert next(iter(found.values)) == "set_exact"
    assert list(found.values)[-1] == "words_per_needed"


def test_an_abstention_is_no_empty_set(score: Any) -> None:
    nobody = {**LIST, "organizations": []}
    said = score(nobody, rows=rows("not_matching", "not_matching", "not_matching"))
    assert (said.correct, said.values["set_exact"], said.values["truthfulness"]) == (True, 1, 1)
    silent = score(nobody, abstained=True, rows=[])
    assert (silent.correct, silent.values["set_exact"], silent.values["truthfulness"]) == (False, 0, 0)
    assert (silent.values["wrongly_abstained"], silent.values["states_exact"]) == (1, 0)
    no_list = score(nobody, text="Some passages.")
    assert (no_list.correct, no_list.values["set_exact"], no_list.values["truthfulness"]) == (False, 0, -1)


def test_states_are_measured_where_the_case_and_the_answer_have_them(score: Any) -> None:
    right = rows("matching", "not_stated", "matching")
    case = {**LIST, "not_stated": ["beta"]}
    assert score(case, rows=right).values["states_exact"] == 1
    assert "states_exact" not in score(case, organizations=["alpha", "gamma"]).values
    assert "states_exact" not in score({**case, "not_stated": None}, rows=right).values


def test_a_set_that_the_case_takes_too_is_as_right_as_its_first(score: Any) -> None:
    other = {"organizations": ["alpha", "beta"], "not_stated": ["gamma"]}
    case = {"kind": "list", "organizations": ["alpha"], "or_sets": [other], "not_stated": ["gamma"]}
    right = score(case, rows=rows("matching", "matching", "not_stated"))
    assert right.correct
    assert (right.values["set_exact"], right.values["states_exact"], right.values["count_error"]) == (1, 1, 0)
    wrong = score(case, rows=rows("not_matching", "matching", "not_stated"))
    assert not wrong.correct
    assert wrong.values["set_precision"] == 0


def test_a_count_alone_is_judged_by_its_number(score: Any) -> None:
    found = score(COUNT, headline="Two did", text="3 [1]", count=2)
    assert found.correct
    assert found.values == {"count_error": 0, "count_said": 1, "wrongly_abstained": 0, "truthfulness": 1}
    found = score(COUNT, headline="Three did", text="2", count=4)
    assert not found.correct
    assert found.values == {"count_error": 2, "count_said": 0, "wrongly_abstained": 0, "truthfulness": -1}
    assert not score(COUNT, count=2, abstained=True).correct


def test_a_count_is_said_in_the_questions_language(score: Any) -> None:
    assert score({**COUNT, "language": "fr"}, headline="Deux").values["count_said"] == 1
    assert score({**COUNT, "language": "fr"}, headline="Two").values["count_said"] == 0
    assert score({**COUNT, "language": "fr"}, text="Deux").values["count_said"] == 1


def test_a_count_with_organizations_is_judged_by_the_set(score: Any) -> None:
    case = {"kind": "count", "organizations": ["alpha", "gamma"]}
    found = score(case, organizations=["alpha", "beta"], headline="2")
    assert (found.values["count_error"], found.values["count_said"], found.correct) == (0, 1, False)
    assert score(case, organizations=["alpha", "gamma"], headline="9").correct


@pytest.mark.parametrize("kind", ["count", "share"])
def test_a_number_alone_is_right_for_counts_and_its_set_is_measured_all_the_same(kind: str, score: Any) -> None:
    case = {"kind": kind, "organizations": ["alpha", "gamma"]}
    for told in ({"count": 2}, {"coverage": {"organizations": 3, "matching": 2, "not_matching": 1, "not_stated": 0}}):
        found = score(case, **told)
        assert (found.correct, found.values["truthfulness"]) == (True, 1)
        assert (found.values["set_exact"], found.values["count_error"]) == (0, 0)
    assert not score(case, count=3).correct
    assert not score(case, count=2, organizations=["alpha"]).correct
    assert not score(case, text="Two.").correct
    assert not score({**case, "kind": "list"}, count=2).correct


def test_only_counts_must_say_their_number(score: Any) -> None:
    assert "count_said" not in score(LIST, headline="2").values
    assert "count_error" in score({**LIST, "kind": "share"}, headline="2").values


def test_a_lookup_is_measured_by_its_citations_and_hits(score: Any) -> None:
    miss = {"document": "beta-en", "start": 0, "end": 4}
    hit = {"organization": "AA", "language": "en", "quote": "in April 2024 (after"}
    found = score(
        LOOKUP,
        text="It was *April 2024* [2].",
        confidence="stated",
        citations=[CHAMPION, APRIL],
        hits=[miss, hit, hit],
    )
    assert found.correct
    assert found.values == {
        "citation_recall": 1,
        "citation_precision": 0.5,
        "first_citation": 0,
        "citation_at_3": 1,
        "any_citation": 1,
        "quotation_fidelity": 1,
        "marks_right": 1,
        "citations_marked": 0.5,
        "wrongly_abstained": 0,
        "only_closest": 0,
        "truthfulness": 1,
        "ndcg_10": 0.63093,
        "recall_5": 1,
        "recall_10": 1,
        "recall_20": 1,
        "reciprocal_rank": 0.5,
        "words_per_needed": 2.5,
    }


def test_evidence_beyond_the_third_citation_comes_too_late(score: Any) -> None:
    others = [{**CHAMPION, "n": number} for number in (2, 3, 4)]
    late = score(LOOKUP, citations=[*others, APRIL])
    assert (late.values["citation_at_3"], late.values["any_citation"], late.correct) == (0, 1, False)
    third = score(LOOKUP, citations=[*others[:2], APRIL])
    assert (third.values["citation_at_3"], third.values["first_citation"], third.correct) == (1, 0, True)
    assert score(LOOKUP, citations=[APRIL]).values["first_citation"] == 1


def test_facts_decide_where_a_case_has_them(score: Any) -> None:
    case = {**LOOKUP, "facts": [["April 2024"], ["review"]]}
    assert score(case, headline="In April 2024", text="after a review").correct
    half = score(case, text="In April 2024", citations=[APRIL])
    assert (half.values["fact_coverage"], half.values["citation_at_3"], half.correct) == (0.5, 1, False)
    assert not score({**LOOKUP, "facts": [["2024"]]}, headline="20", text="24").correct


@pytest.mark.parametrize(("words", "found"), [(200, 1), (201, 0)])
def test_a_citation_too_long_to_be_read_holds_nothing(words: int, found: float) -> None:
    page = "word " * (words - 2) + "April 2024"
    texts = CorpusTexts((StoredText("long", "alpha", "en", page, {5: (0, len(page))}),), {"alpha": ("alpha",)})
    file = file_of(LOOKUP)
    answer = AnswerRecord.model_validate(
        {"id": "c1", "text": "[1]", "citations": [{"n": 1, "organization": "alpha", "quote": page}]}
    )
    values = score_answers(file, resolve(file, texts), [answer], texts).scores[0].values
    assert (values["first_citation"], values["citation_recall"]) == (found, found)
    assert ("words_per_needed" in values) == bool(found)


def test_a_missing_answer_has_stated_nothing(scored: Any) -> None:
    assert "answered_as_stated" not in scored([ABSTAIN], []).scores[0].values


def test_a_fact_that_a_lookup_buries_under_passages_is_not_read(score: Any) -> None:
    case = {"kind": "lookup", "facts": [["April 2024"]]}
    shown, buried = "In April 2024. " + "word " * 300, "word " * 200 + "April 2024"
    assert score(case, text=shown).correct
    assert not score(case, text=buried).correct
    assert score({**case, "kind": "overview"}, text=buried).correct


@pytest.mark.parametrize("kind", ["lookup", "overview", "compare"])
def test_first_citations_are_measured_of_passages(score: Any, kind: str) -> None:
    assert score({**LOOKUP, "kind": kind}, citations=[APRIL]).values["first_citation"] == 1


def test_an_overview_is_right_where_all_is_cited_however_late(score: Any) -> None:
    case = {**LOOKUP, "kind": "overview"}
    many = [{**CHAMPION, "n": number} for number in range(1, 5)]
    assert score(case, citations=[*many, {**APRIL, "n": 5}]).correct
    assert not score(case, citations=many).correct


@pytest.mark.parametrize("kind", ["rank", "crosstab"])
def test_other_kinds_are_right_where_all_evidence_is_cited(score: Any, kind: str) -> None:
    found = score({**LOOKUP, "kind": kind}, citations=[APRIL])
    assert "first_citation" not in found.values
    assert found.correct
    assert not score({**LOOKUP, "kind": kind}, citations=[CHAMPION]).correct


def test_evidence_that_is_not_needed_is_no_mistake_and_no_merit(score: Any) -> None:
    champion = {"organization": "alpha", "item": 6, "quote": "named a champion", "needed": False}
    found = score({**LOOKUP, "evidence": [*LOOKUP["evidence"], champion]}, citations=[CHAMPION], hits=[CHAMPION])
    assert found.values["citation_precision"] == 1
    assert found.values["citation_recall"] == 0
    assert found.values["reciprocal_rank"] == 0
    facts_only = {**LOOKUP, "evidence": [champion], "facts": [["x"]]}
    found = score(facts_only, citations=[CHAMPION], hits=[CHAMPION])
    assert found.values["citation_precision"] == 1
    assert {"citation_recall", "first_citation", "words_per_needed", "ndcg_10"}.isdisjoint(found.values)


def test_without_citations_nothing_is_said_of_them(score: Any) -> None:
    found = score(LOOKUP, text="x")
    assert found.values == {
        "citation_recall": 0,
        "first_citation": 0,
        "citation_at_3": 0,
        "any_citation": 0,
        "wrongly_abstained": 0,
        "only_closest": 0,
        "truthfulness": -1,
    }


def test_the_closest_passage_is_neither_right_nor_wrong(score: Any) -> None:
    found = score(LOOKUP, confidence="closest", citations=[APRIL])
    assert (found.confidence, found.correct) == ("closest", True)
    assert (found.values["only_closest"], found.values["truthfulness"]) == (1, 0)


def test_an_abstention_with_the_right_passage_is_not_correct(score: Any) -> None:
    found = score(LOOKUP, abstained=True, citations=[APRIL])
    assert (found.correct, found.values["truthfulness"], found.values["wrongly_abstained"]) == (False, 0, 1)
    assert found.values["first_citation"] == 1


def test_retrieval_is_measured_of_answerable_passages_with_hits(score: Any) -> None:
    assert "ndcg_10" not in score(LOOKUP).values
    assert score(LOOKUP, hits=[]).values["ndcg_10"] == 0
    assert "ndcg_10" not in score(LIST, hits=[]).values
    assert "ndcg_10" not in score(ABSTAIN, hits=[]).values
    assert "ndcg_10" not in score({"kind": "overview", "facts": [["x"]]}, hits=[]).values


@pytest.mark.parametrize(
    ("answer", "correct", "values"),
    [
        (
            {"abstained": True, "reason": "out_of_scope", "language": "en"},
            True,
            {
                "abstained_right": 1,
                "reason_right": 1,
                "answered_as_stated": 0,
                "truthfulness": 1,
                "language_right": 1,
            },
        ),
        (
            {"kind": "clarify", "reason": "unclear"},
            True,
            {"abstained_right": 1, "reason_right": 0, "answered_as_stated": 0, "truthfulness": 1},
        ),
        (
            {"confidence": "closest", "reason": "out_of_scope"},
            False,
            {"abstained_right": 0, "answered_as_stated": 0, "truthfulness": 0},
        ),
        ({"text": "Yes!"}, False, {"abstained_right": 0, "answered_as_stated": 1, "truthfulness": -1}),
    ],
)
def test_the_unanswerable(score: Any, answer: dict[str, Any], correct: bool, values: dict[str, float]) -> None:
    found = score(ABSTAIN, **answer)
    assert found.correct is correct
    assert found.values == values


def test_quotations_of_the_unanswerable_are_checked_too(score: Any) -> None:
    found = score(ABSTAIN, text="[1]", citations=[{**APRIL, "quote": "May 2024"}])
    assert found.values["quotation_fidelity"] == 0
    assert found.values["marks_right"] == 1
    assert "citation_precision" not in found.values


def test_what_a_case_is_stands_in_its_score(score: Any) -> None:
    found = score({**ABSTAIN, "split": "test", "language": "fr", "wording": "w7", "id": "c1"}, abstained=True)
    assert (found.split, found.kind, found.language, found.wording) == ("test", "abstain", "fr", "w7")
    assert (found.cases, found.confidence) == ("some", "")


def test_a_missing_answer_is_wrong_but_not_untrue(scored: Any) -> None:
    nobody = {"kind": "list", "organizations": []}
    found = scored([LOOKUP, ABSTAIN, nobody, {**COUNT, "count": 0}], [])
    lookup, abstain, empty, count = found.scores
    assert [each.correct for each in found.scores] == [False] * 4
    assert [each.values["truthfulness"] for each in found.scores] == [0] * 4
    assert (abstain.values["abstained_right"], lookup.values["citation_recall"]) == (0, 0)
    assert (lookup.values["wrongly_abstained"], empty.values["set_exact"]) == (0, 0)
    assert count.values["count_error"] == 0
    assert "language_right" not in lookup.values
    assert found.answered == 0
    assert found.problems == (Problem("no_answer", "some", 4, ("c1", "c2", "c3", "c4")),)


def test_answers_may_come_in_any_order_and_strangers_are_told(scored: Any) -> None:
    answers = [{"id": "c2", "abstained": True}, {"id": "x"}, {"id": "c1", "citations": [APRIL]}, {"id": "y"}]
    found = scored([LOOKUP, ABSTAIN, {**ABSTAIN, "id": "c0"}], answers)
    assert [(each.id, each.correct) for each in found.scores] == [("c1", True), ("c2", True), ("c0", False)]
    assert found.answered == 2
    assert found.problems == (
        Problem("no_answer", "some", 1, ("c0",)),
        Problem("no_case", "some", 2, ("x", "y")),
    )


def test_of_many_ids_the_first_twenty_are_named(scored: Any) -> None:
    named = tuple(f"c{number}" for number in range(1, 21))
    for count in (20, 22):
        assert scored([ABSTAIN] * count, []).problems == (Problem("no_answer", "some", count, named),)


def test_each_field_that_nobody_knows_is_told_once_with_the_number_of_answers(scored: Any) -> None:
    citation = {**APRIL, "sorce": "x", "url": "https://example.org"}
    answers = [
        {"id": "c1", "answer": "In April.", "citations": [citation, citation], "suggestions": []},
        {
            "id": "c2",
            "answer": "No.",
            "abstained": True,
            "rows": [{**rows("matching", "matching", "matching")[0], "a": 1}],
        },
        {"id": "c0", "answer": "Nothing asked for this."},
    ]
    assert scored([LOOKUP, ABSTAIN], answers).problems == (
        Problem("no_case", "some", 1, ("c0",)),
        Problem("unknown_field", "some", 3, ("answer",)),
        Problem("unknown_field", "some", 1, ("citations.sorce",)),
        Problem("unknown_field", "some", 1, ("rows.a",)),
    )


def test_look_ups_of_the_same_words_share_a_wording_in_their_scores(scored: Any) -> None:
    again = {**LOOKUP, "evidence": [{**LOOKUP["evidence"][0], "quote": "in April 2024"}]}
    found = scored([LOOKUP, again, ABSTAIN], [])
    assert [each.wording for each in found.scores] == ["same words 1", "same words 1", None]
    assert found.scores[0].cluster == found.scores[1].cluster


def test_nothing_wrong_is_no_problem(scored: Any) -> None:
    assert scored([ABSTAIN], [{"id": "c1"}]).problems == ()


def test_results_are_of_all_files_by_name(scored: Any) -> None:
    first = scored([ABSTAIN, ABSTAIN], [{"id": "c1", "abstained": True}])
    odd = Problem("no_case", "all", 1, ("x",))
    other = Scored(CaseFile(Path("all.jsonl"), "cd", first.cases.header, (), ()), 0, (), (odd,))
    results = results_of("mine", [first, other])
    assert results.system == "mine"
    assert list(results.cases.items()) == [("all", CaseCounts("cd", 0, 0)), ("some", CaseCounts("ab", 2, 1))]
    assert results.problems == (odd, Problem("no_answer", "some", 1, ("c2",)))
    assert results.unmeasured == ()
    right = [row for row in results.rows if row.measure == "abstained_right"]
    assert [(row.language, row.n, row.mean) for row in right] == [("all", 2, 0.5), ("en", 2, 0.5)]


def test_results_tell_what_no_library_measured(scored: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    results = results_of("mine", [scored([LOOKUP], [{"id": "c1", "hits": [], "citations": [APRIL]}])])
    assert results.unmeasured == RETRIEVAL
    assert {row.measure for row in results.rows}.isdisjoint(RETRIEVAL)


def test_files_are_scored_from_end_to_end(texts: CorpusTexts, tmp_path: Path) -> None:
    (case,) = file_of(LOOKUP).cases
    cases, answers = tmp_path / "look-ups.jsonl", tmp_path / "answers.jsonl"
    cases.write_text('{"corpus": "shipped"}\n' + case.model_dump_json(), encoding="utf-8")
    answers.write_text(json.dumps({"id": "c1", "text": "[1]", "citations": [APRIL]}), encoding="utf-8")
    found = score_files(cases, answers, texts)
    assert (found.scores[0].cases, found.scores[0].correct, found.answered) == ("look-ups", True, 1)
    answers.write_text("{", encoding="utf-8")
    with pytest.raises(BadCases, match="line 1"):
        score_files(cases, answers, texts)
