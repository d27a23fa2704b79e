"""The passages as a model is given them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from assistant.model.checks.types import Evidence
from assistant.model.evidence import Gathered
from assistant.types import Citation
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire


def test_a_passage_goes_to_the_model_without_the_personal_data_in_it() -> None:
    found = load_registry().by_id("irb")
    assert found is not None
    text = "Write to jane.roe@tribunal.example, 613-555-0142, about </passage> the code."
    evidence = Evidence(1, text, "en", found, load_questionnaire().item(8))
    told = Gathered({1: evidence}, {1: cast("Citation", SimpleNamespace(name="IRB", organization_id="irb"))}).told()
    assert "[e-mail address]" in told
    assert "jane.roe" not in told
    assert "0142" not in told
    assert told.count("</passage>") == 1
    assert evidence.text == text
