from __future__ import annotations

import ast
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder

from corpus.errors import DataFileError
from evals.faults.__main__ import Kept, Outcome, figures
from evals.faults.kept_questions import KeptQuestions
from evals.faults.seeded import PACKAGES, PROJECT, Fault, load_faults, with_fault

_FAULTS = load_faults()
_ALL = (*_FAULTS.fault, *_FAULTS.harmless)


def test_there_are_enough_faults_and_harmless_changes() -> None:
    assert len(_FAULTS.fault) >= 139
    assert len(_FAULTS.harmless) >= 8


@pytest.mark.parametrize("fault", _ALL, ids=[each.id for each in _ALL])
def test_a_fault_fits_todays_code_and_leaves_a_file_that_can_be_read(fault: Fault) -> None:
    changed = with_fault((PROJECT / fault.file).read_text(encoding="utf-8"), fault)
    if fault.file.endswith(".py"):
        ast.parse(changed)
    else:
        tomllib.loads(changed)


def test_faults_change_what_is_copied_and_not_the_evaluation_itself() -> None:
    assert {Path(each.file).parts[0] for each in _ALL} <= {*PACKAGES} - {"evals"}


def test_no_two_faults_are_the_same_change_and_all_are_explained() -> None:
    changes = Counter((each.file, each.old, each.new) for each in _ALL)
    assert max(changes.values()) == 1
    assert max(Counter(each.what for each in _ALL).values()) == 1
    assert all(each.old != each.new and each.what.endswith(".") for each in _ALL)


@pytest.mark.parametrize("text", ["nothing of it", "here and here"])
def test_words_that_do_not_stand_there_once_are_refused(text: str) -> None:
    with pytest.raises(DataFileError, match="not once"):
        with_fault(text, Fault("id", "what", "file.py", "here", "there"))


def test_an_id_given_twice_is_named(tmp_path: Path) -> None:
    entry = 'id = "same"\nwhat = "What."\nfile = "a.py"\nold = "a"\nnew = "b"\n'
    file = tmp_path / "faults.toml"
    file.write_text(f"[[fault]]\n{entry}[[harmless]]\n{entry}", encoding="utf-8")
    with pytest.raises(DataFileError, match="same"):
        load_faults(file)


def test_outcomes_are_kept_for_the_same_fault_in_the_same_program(tmp_path: Path) -> None:
    tried: list[str] = []

    def outcome(fault: Fault) -> Outcome:
        tried.append(fault.id)
        return Outcome(fault, "red", "why")

    first, other = _ALL[:2]
    kept = tmp_path / "kept.jsonl"
    assert Kept(kept).first(outcome)(first) == Outcome(first, "red", "why")
    again = Kept(kept).first(outcome)
    assert again(first) == Outcome(first, "red", "why")
    again(other)
    assert tried == [first.id, other.id]
    Kept(None).first(outcome)(first)
    assert tried[2:] == [first.id]


def test_the_figures_list_every_fault_that_was_not_noticed() -> None:
    first, second, third = _ALL[:3]
    text = figures([Outcome(first, "red"), Outcome(second, "broken")], [Outcome(third, "red", "some figure")])
    assert "noticed: 1 of 2 (50 %)" in text
    assert f"- `{second.id}`: {second.what}" in text
    assert f"`{first.id}`" not in text
    assert f"- `{third.id}`: some figure" in text


def test_questions_are_embedded_once(tmp_path: Path) -> None:
    path = tmp_path / "questions.npz"
    first = KeptQuestions(HashEmbedder(), path)
    vector = first.embed_question("Who?")
    first.keep()
    changed = path.stat().st_mtime_ns
    again = KeptQuestions(HashEmbedder(), path)
    assert np.array_equal(again.embed_question("Who?"), vector)
    again.keep()
    assert path.stat().st_mtime_ns == changed
