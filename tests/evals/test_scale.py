"""The benches of scale: what they ask is true by construction, and both systems are asked the same."""

from pathlib import Path

import pytest
from fakes import HashEmbedder

from evals.scale.forms import write_forms
from evals.scale.plain import PIECES, PlainPipeline


def test_forms_are_the_same_each_time_and_each_is_of_an_organization_of_its_own(tmp_path: Path) -> None:
    one, other = write_forms(tmp_path / "one", 60), write_forms(tmp_path / "other", 60)
    assert [each.path.read_bytes() for each in one] == [each.path.read_bytes() for each in other]
    assert len({each.organization for each in one}) == 60
    for form in one:
        assert form.organization in form.path.read_text(encoding="utf-8").splitlines()[0]


def test_the_truth_of_a_form_is_what_the_parser_reads_from_it(tmp_path: Path) -> None:
    from corpus.organizations import load_registry
    from corpus.questionnaire import load_questionnaire
    from corpus.read import read_assessment

    questionnaire, registry = load_questionnaire(), load_registry()
    known = {option.id for item in questionnaire.items for option in item.options}
    for form in write_forms(tmp_path, 40):
        read = read_assessment(form.path, questionnaire, registry)
        ticked = {tick.option for response in read.responses for tick in response.ticks} & known
        assert ticked == form.options & known, form.path.name


def test_the_plain_pipeline_lists_at_most_as_many_organizations_as_it_finds_pieces(tmp_path: Path) -> None:
    forms = write_forms(tmp_path / "forms", 15)
    plain = PlainPipeline(tmp_path / "store", HashEmbedder())
    assert plain.ingest({each.path: each.organization for each in forms}) > len(forms)
    found = plain.organizations("Which organizations updated their code of conduct?")
    assert 1 <= len(found) <= PIECES
    assert found <= {each.organization for each in forms}


@pytest.mark.parametrize("count", [1, 7])
def test_any_number_of_forms_can_be_written(tmp_path: Path, count: int) -> None:
    assert len(write_forms(tmp_path, count)) == count == len(list(tmp_path.iterdir()))
