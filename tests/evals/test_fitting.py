"""Fitting finds again what examples were made by, and never sees test cases."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.answers.features import NAMES, Asked
from evals.errors import BadRun
from evals.fitting.examples import Example, Question
from evals.fitting.fit import fit
from evals.fitting.parts import PARTS, parts_left_out, parts_table
from evals.fitting.questions import training_questions, training_texts, write_corpus
from evals.fitting.run import fit_look_ups
from evals.generator.generate import load_texts


def made_up(number: int, answered: bool) -> Example:
    """Ten sentences; the right one has most of the question's words, and more of them where it answers."""
    chance = np.random.default_rng(number)
    rows = np.zeros((10, len(NAMES)))
    words, length = NAMES.index("words"), NAMES.index("length")
    rows[:, words] = chance.uniform(0, 0.3, 10)
    rows[:, length] = chance.uniform(1, 3, 10)
    right = int(chance.integers(10))
    rows[right, words] = 0.9 if answered else 0.35
    question = Question("?", (), "en", None, (), f"group {number}", judged=True)
    places = np.array([right] if answered else [], dtype=np.int64)
    return Example(question, Asked(("a",), "en"), rows, (False,), places, tuple(f"p{n}" for n in range(10)))


def test_what_makes_a_sentence_right_is_found_again() -> None:
    fitted = fit([made_up(number, number % 2 == 0) for number in range(200)])
    assert fitted.first > 0.95
    assert fitted.ranking.sentence["words"] > 0
    assert abs(fitted.ranking.sentence.get("length", 0.0)) < 0.1 * fitted.ranking.sentence["words"]
    assert fitted.stated_right > 0.9
    assert fitted.stated_wrong < 0.1
    assert 0 < fitted.ranking.closest <= fitted.ranking.stated < 1


def test_training_facts_are_no_facts_of_development_or_test() -> None:
    own = {fact.id for fact in training_texts().pool.facts}
    assert len(own) == 160
    assert not own & {fact.id for split in ("dev", "test") for fact in load_texts(split).pool.facts}


def test_training_questions_are_of_facts_that_their_organization_states(tmp_path: Path) -> None:
    truth = write_corpus(tmp_path)
    facts = {(each.id, fact.fact) for each in truth.with_form for fact in each.facts}
    asked = list(training_questions(truth))
    assert len(asked) > 1000
    assert all((each.organization, each.group) in facts for each in asked)
    answered = [each for each in asked if each.evidence]
    assert len(answered) > 1000
    assert len(asked) - len(answered) > 300  # on the topic, and answered by nothing
    assert any(each.history for each in asked)


def test_a_file_with_test_cases_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.settings import Settings
    from evals.corpora import usual_corpora

    monkeypatch.setattr("evals.fitting.run._of_training", lambda settings, say: iter(()))
    case = {"id": "1", "kind": "abstain", "language": "en", "question": "?", "reason": "unclear"}
    case |= {"split": "test", "author": "me"}
    (tmp_path / "my-dev.jsonl").write_text(f'{{"corpus": "shipped"}}\n{json.dumps(case)}\n')
    with pytest.raises(BadRun, match="holds other cases than those of development"):
        fit_look_ups(usual_corpora(Settings(home=tmp_path)), tmp_path, tmp_path / "out.toml", print)


def test_a_part_that_tells_right_sentences_is_missed_when_left_out() -> None:
    found = list(parts_left_out([made_up(number, number % 2 == 0) for number in range(100)]))
    first = {each.part: each.fitted.first for each in found}
    assert list(first) == [None, *PARTS]
    assert first["the question's own words"] < 0.5 < first[None]
    assert first["numbers and codes"] == first[None]
    table = parts_table(found).splitlines()
    assert len(table) == 2 + len(found)
    assert table[2].startswith("| (nothing left out) | ")


def test_every_feature_belongs_to_one_part() -> None:
    given = [name for names in PARTS.values() for name in names]
    assert len(given) == len(set(given))
    assert set(given) == set(NAMES)
