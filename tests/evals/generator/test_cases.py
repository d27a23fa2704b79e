from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import SET_KINDS, Case, CasesHeader, GeneratedCorpus
from evals.generator.cases.mix import generated_cases
from evals.generator.cases.shipped import CASES_FOLDER, SHIPPED
from evals.generator.cases.write import write_cases
from evals.generator.generate import Texts
from evals.generator.truth import Truth


@pytest.fixture(scope="module")
def cases(truth: Truth, texts: Texts) -> list[Case]:
    return generated_cases(truth, texts, 7, 400)


def test_ids_are_numbered_and_no_question_is_asked_twice(cases: list[Case]) -> None:
    assert [case.id for case in cases[:2]] == ["generated-dev-00001", "generated-dev-00002"]
    assert len({(case.history, case.question) for case in cases}) == len(cases) == 400


def test_half_are_english_and_every_kind_comes(cases: list[Case]) -> None:
    assert abs(sum(case.language == "en" for case in cases) - 200) <= 20
    kinds = {case.kind for case in cases}
    assert kinds == {"list", "count", "share", "lookup", "overview", "compare", "rank", "abstain", "clarify"}
    assert {case.reason for case in cases if case.reason} == {
        "no_assessment", "unknown_organization", "out_of_scope", "unclear", "instruction", "not_in_assessments",
    }  # fmt: skip


def test_nearly_half_ask_for_sets_and_a_third_look_something_up(cases: list[Case]) -> None:
    shares = Counter("set" if case.kind in SET_KINDS else case.kind for case in cases)
    assert 0.4 < shares["set"] / 400 < 0.55
    assert 0.3 < shares["lookup"] / 400 < 0.4


def test_options_come_about_equally_often(cases: list[Case]) -> None:
    asked = Counter(case.options[0] for case in cases if case.options)
    assert len(asked) == 22
    assert max(asked.values()) <= 3 * min(asked.values())


def test_sets_are_those_of_the_truth(cases: list[Case], truth: Truth) -> None:
    ticked = {each.case_name: each for each in truth.with_form}
    single = [
        case
        for case in cases
        if case.kind in SET_KINDS and len(case.options) == 1 and len(case.organizations or ()) > 1
    ]
    assert single
    for case in single:
        assert case.organizations is not None
        matching = {
            name for name, each in ticked.items() if case.options[0] in each.ticked(case.ticks[0], case.language)
        }
        silent = {name for name, each in ticked.items() if not each.ticked(case.ticks[0], case.language)}
        assert set(case.not_stated or ()) == silent
        assert set(case.organizations) in (matching, set(ticked) - matching - silent)


def test_yes_or_no_is_about_one_organization(cases: list[Case]) -> None:
    single = [case for case in cases if case.wording and "/one/" in case.wording]
    assert single
    for case in single:
        assert len(case.organizations or ()) + len(case.not_stated or ()) <= 1


def test_a_look_up_names_what_holds_its_value(cases: list[Case], truth: Truth) -> None:
    by_name = {each.case_name: each for each in truth.with_form}
    found = [case for case in cases if case.kind == "lookup" and case.facts]
    assert any(case.history for case in found)
    assert any(case.evidence[0].also for case in found)
    for case in found:
        organization = by_name[case.evidence[0].organization]
        fact = next(each for each in organization.facts if f"/{each.fact}/" in str(case.wording))
        version = organization.version(case.language)
        assert case.evidence[0].quote == fact.evidence[version]
        assert set(case.facts[0]) == {
            w for language in {case.language, *organization.languages} for w in fact.accept[language]
        }


def test_an_abstention_on_a_fact_is_about_one_that_is_not_stated(cases: list[Case], texts: Texts) -> None:
    unsaid = [case for case in cases if case.reason == "not_in_assessments" and "/fact/" in str(case.wording)]
    assert unsaid


def test_lines_hold_no_defaults_and_read_back(texts: Texts, corpus: GeneratedCorpus, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    assert write_cases(file, corpus, 60, texts) == 60
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    assert CasesHeader.model_validate_json(header).corpus == corpus
    assert len([Case.model_validate_json(line) for line in lines]) == 60
    assert not any("null" in line or '"history":[]' in line for line in lines)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_cases_are_those_the_generator_writes(name: str, tmp_path: Path) -> None:
    shipped, again = CASES_FOLDER / f"{name}.jsonl", tmp_path / "again.jsonl"
    each = SHIPPED[name]
    assert write_cases(again, each.corpus, each.count, make=each.make) == each.count
    # Not compared as texts: the difference would show wordings that nobody who tunes Candour should read.
    same = again.read_bytes() == shipped.read_bytes()
    assert same, f"{shipped} is not what the generator writes: run `candour eval generate`"
