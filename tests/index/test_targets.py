from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from forms import REVIEWED, REVIEWING, form

from corpus.organizations import load_registry
from corpus.parse import assessment_of
from corpus.questionnaire import load_questionnaire
from corpus.readers.read import source_of
from corpus.types import Assessment, Language
from index.passages import passages_of
from index.table import SqliteTable
from index.targets import targets_of
from index.types import TargetDate

QUESTIONNAIRE = load_questionnaire()
REGISTRY = load_registry()


def filled(said: Mapping[int, str], language: Language = "en") -> Assessment:
    text = form(QUESTIONNAIRE, "Parks Canada", said, language)
    return assessment_of(source_of(f"parks.{language}.txt", text.encode()), QUESTIONNAIRE, REGISTRY, None)


def targets(said: Mapping[int, str], language: Language = "en") -> list[TargetDate]:
    return list(targets_of(filled(said, language), QUESTIONNAIRE))


def told(said: Mapping[int, str], language: Language = "en") -> list[tuple[int, str]]:
    return [(each.item, each.wording.words) for each in targets(said, language)]


def test_a_target_date_has_its_words_its_sentence_and_its_days() -> None:
    assessment = filled({4: "\n\nA priority. The review will be completed by March 31, 2025. Then we rest."})
    (target,) = targets_of(assessment, QUESTIONNAIRE)
    assert target.wording.words == "by March 31, 2025"
    assert target.sentence.words == "The review will be completed by March 31, 2025."
    assert (target.earliest, target.latest, target.role) == (date(2025, 3, 31), date(2025, 3, 31), "by")
    for shown in (target.wording, target.sentence):
        assert assessment.words(shown.span) == shown.words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # only the items that ask for a time frame
        ({6: "- Ethics Week\n\nWe will hold town halls by March 2025."}, []),
        # what happened is no target
        ({1: "- No\n\nA pilot was offered in November 2024. Plans follow in May 2025."}, [(1, "May 2025")]),
        # a date alone is one, unless the tick says that all is done
        ({1: "- No\n\nMarch 2025"}, [(1, "March 2025")]),
        ({1: "- Yes\n\nMarch 2025"}, []),
        ({1: "- Yes\n\nWe will review them in March 2025."}, [(1, "March 2025")]),
        # the tick that says so may stand at the item before
        ({3: REVIEWED, 4: "\n\nJune 2024"}, []),
        ({3: REVIEWING, 4: "\n\nJune 2025"}, [(4, "June 2025")]),
        # years that are over are no plan
        ({1: "- No\n\nWe will build on the pilot of spring 2022."}, []),
        # a list has the tense of its lead-in
        ({1: "- No\n\nThe following was held:\n- workshops in May 2024\n- a day in June 2024"}, []),
        ({1: "- No\n\nWe will offer:\n- workshops in May 2025"}, [(1, "May 2025")]),
        ({1: "- No\n\nBy the end of the summer."}, [(1, "By the end of the summer")]),
        ({1: "- No\n\nN/A"}, []),
    ],
)
def test_only_planned_dates_of_those_items_are_kept(said: Mapping[int, str], expected: list[tuple[int, str]]) -> None:
    assert told(said) == expected


def test_french_texts_are_read_in_french() -> None:
    said = {1: "- Non\n\nLes plans ont été lancés en mai 2024 et seront terminés d’ici la fin de l’exercice 2024-2025."}
    assert told(said, "fr") == [(1, "d’ici la fin de l’exercice 2024-2025")]


def test_of_an_endless_sentence_the_part_around_the_date_is_kept() -> None:
    (target,) = targets({1: "- No\n\n" + "and so on " * 200 + "until March 2025 " + "and on " * 200})
    assert len(target.sentence.words) <= 600
    assert target.wording.words in target.sentence.words


def test_the_answer_table_gives_target_dates_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assessment = filled({1: "- No\n\nFall 2025, at the latest by the end of the year.", 4: "\n\nBy 2025-03-31."})
    stored = list(targets_of(assessment, QUESTIONNAIRE))
    assert len(stored) == 3
    (tmp_path / "g1").mkdir()
    table = SqliteTable(tmp_path)
    table.write("g1", [assessment], passages_of(assessment, lambda text: True), stored)
    assert list(table.targets("g1")) == stored
