"""Where the time of a look-up goes: every part is timed, and the parts add up to the whole."""

from pathlib import Path

import pytest
from fakes import HashEmbedder
from small_corpus import folder_cases

from assistant.settings import Settings
from evals.bench import look_up_figures
from evals.bench_look_up import look_up_times
from evals.corpora import Corpora
from evals.errors import BadCases

LOOK_UP = {
    "id": "one",
    "kind": "lookup",
    "language": "en",
    "question": "What is said about town halls?",
    "evidence": [{"organization": "parks", "item": 4, "quote": "town halls"}],
}
LIST = {
    "id": "two",
    "kind": "list",
    "language": "en",
    "question": "Which organizations updated their code of conduct?",
    "organizations": [],
}


def test_the_parts_of_look_ups_add_up_to_the_whole(tmp_path: Path) -> None:
    cases = folder_cases(tmp_path / "cases" / "own.jsonl", LOOK_UP, LIST)
    *parts, whole = look_up_times(Corpora(tmp_path / "root", Settings(), HashEmbedder), cases)
    assert len(whole.ms) == 1
    assert sum(each.median for each in parts) == pytest.approx(whole.median)
    # A corpus as small as this is read whole: nothing is searched by meaning.
    assert {each.part for each in parts if each.median == 0} == {"search by meaning"}
    figures = look_up_figures((*parts, whole))
    assert [figure.value for figure in figures] == [parts[0].median, whole.median, whole.p95]


def test_cases_without_a_look_up_are_named(tmp_path: Path) -> None:
    cases = folder_cases(tmp_path / "cases" / "own.jsonl", LIST)
    with pytest.raises(BadCases, match=r"own\.jsonl: no case is answered as a look-up"):
        look_up_times(Corpora(tmp_path / "root", Settings(), HashEmbedder), cases)
