"""What Candour reads in generated files is what the generator put there: either one wrong shows here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import NotAnAssessment
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from corpus.read import read_assessment
from corpus.types import Assessment, Language
from evals.cases import GeneratedCorpus
from evals.generator.generate import generate, read_truth
from evals.generator.truth import OrganizationTruth, Truth

_Read = dict[tuple[str, Language], Assessment]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    generate(GeneratedCorpus(texts="dev", seed=7, organizations=16), folder)
    return folder


@pytest.fixture(scope="module")
def truth(shipped: Path) -> Truth:
    return read_truth(shipped)


@pytest.fixture(scope="module")
def assessments(shipped: Path, truth: Truth) -> _Read:
    questionnaire, registry = load_questionnaire(), load_registry(shipped / "registry.toml")
    return {
        (each.id, language): read_assessment(shipped / each.files[language], questionnaire, registry)
        for each in truth.with_form
        for language in each.languages
    }


def _ticks(organization: OrganizationTruth, language: Language) -> dict[int, tuple[str, ...]]:
    return {
        item: organization.ticked(item, language) for item in organization.ticks if organization.ticked(item, language)
    }


def test_organizations_languages_ticks_and_values_are_read_as_written(truth: Truth, assessments: _Read) -> None:
    for organization in truth.with_form:
        for language in organization.languages:
            read = assessments[organization.id, language]
            assert read.language == language
            assert (read.organization.id == organization.id) == organization.registered
            ticked = {
                response.item: tuple(t.option if t.known else f"q{response.item}.printed" for t in response.ticks)
                for response in read.responses
                if response.ticks
            }
            assert ticked == _ticks(organization, language), read.source.name
            for fact in organization.facts:
                span = read.response(fact.item).free_text
                assert span is not None
                pattern = r"\s+".join(map(re.escape, fact.evidence[language].split()))
                assert len(re.findall(pattern, read.words(span))) == 1, read.source.name


def test_look_alikes_are_no_assessments(truth: Truth, shipped: Path) -> None:
    assert truth.foreign
    for file in truth.foreign:
        with pytest.raises(NotAnAssessment):
            read_assessment(shipped / file, load_questionnaire(), load_registry(shipped / "registry.toml"))
