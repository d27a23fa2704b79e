from __future__ import annotations

from pathlib import Path

import pytest
from fakes import HashEmbedder
from forms import form, write_forms

from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from corpus.types import Provenance
from index.build import ingest
from index.errors import NoIndex
from index.home import Home, local_index
from index.snapshots import FetchedFile, NoSnapshot, Snapshot, snapshot
from index.workshop import Workshop

QUESTIONNAIRE, REGISTRY = load_questionnaire(), load_registry()
YES, NO = ({"health.txt": form(QUESTIONNAIRE, "Health Canada", {12: f"- {tick}"})} for tick in ("Yes", "No"))


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    index = local_index(Home(tmp_path / "home"), HashEmbedder())
    return Workshop(index, QUESTIONNAIRE, REGISTRY, lambda note: None, lambda step, done, total: None)


def ingested(workshop: Workshop, folder: Path) -> str:
    report = ingest(workshop.index, [folder], False, QUESTIONNAIRE, REGISTRY)
    assert report.generation is not None
    return report.generation


def named(name: str | Path, workshop: Workshop) -> Snapshot:
    return snapshot(str(name), workshop, lambda day: [])


def ticks(state: Snapshot) -> list[str]:
    return [tick.option for assessment in state.assessments for tick in assessment.response(12).ticks]


def test_the_index_that_serves_and_the_one_before_have_names(workshop, tmp_path) -> None:
    first = ingested(workshop, write_forms(tmp_path / "forms", YES))
    second = ingested(workshop, write_forms(tmp_path / "forms", NO))
    assert ticks(named("current", workshop)) == ticks(named(second, workshop)) == ["q12.no"]
    assert ticks(named("previous", workshop)) == ticks(named(first, workshop)) == ["q12.yes"]
    assert named("previous", workshop).name == first


def test_a_folder_is_read_as_it_is_now_and_nothing_is_ingested(workshop, tmp_path) -> None:
    folder = write_forms(tmp_path / "forms", {**YES, "letter.txt": "Dear Sir,\n"})
    state = named(folder, workshop)
    assert ticks(state) == ["q12.yes"]
    assert len(state.problems) == 1
    assert "letter.txt" in state.problems[0]
    assert not (tmp_path / "home").exists()


def test_one_file_is_a_state_too(workshop, tmp_path) -> None:
    assert ticks(named(write_forms(tmp_path, NO) / "health.txt", workshop)) == ["q12.no"]


def test_of_two_forms_of_one_organization_in_a_folder_the_later_counts(workshop, tmp_path) -> None:
    folder = write_forms(tmp_path / "forms", {"1.txt": YES["health.txt"], "2.txt": NO["health.txt"]})
    assert ticks(named(folder, workshop)) == ["q12.no"]


def test_a_day_stands_for_what_was_fetched_by_then(workshop, tmp_path) -> None:
    file = FetchedFile(write_forms(tmp_path, YES) / "health.txt", Provenance("https://a.org/h", "2026-12-01"))
    state = snapshot("2026-12-05", workshop, lambda day: [file] if day == "2026-12-05" else [])
    assert ticks(state) == ["q12.yes"]
    assert state.assessments[0].provenance == Provenance("https://a.org/h", "2026-12-01")
    with pytest.raises(NoSnapshot, match="Nothing was fetched by 2026-12-04"):
        named("2026-12-04", workshop)
    with pytest.raises(NoSnapshot, match="no day"):
        named("2026-13-01", workshop)


def test_what_is_nowhere_is_named_with_what_there_may_be(workshop, tmp_path) -> None:
    with pytest.raises(NoSnapshot, match=r"no folder or file .*nowhere.*2026-12-01"):
        named(tmp_path / "nowhere", workshop)
    with pytest.raises(NoIndex):
        named("current", workshop)
    ingested(workshop, write_forms(tmp_path / "forms", YES))
    with pytest.raises(NoSnapshot, match="no index before the current one"):
        named("previous", workshop)


def test_a_fetched_file_that_is_lost_is_told(workshop, tmp_path) -> None:
    lost = FetchedFile(tmp_path / "lost.txt", Provenance())
    state = snapshot("2026-12-05", workshop, lambda day: [lost])
    assert state.assessments == ()
    assert "lost.txt" in state.problems[0]
