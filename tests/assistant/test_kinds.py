from __future__ import annotations

import pytest

from assistant.answers.kinds import Kinds, load_kinds
from assistant.reading.phrases import question_words
from corpus.types import Language


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return load_kinds()


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("When will it be done?", "en", "date"),
        ("How many people make up the team?", "en", "number"),
        ("How much money was set aside?", "en", "amount"),
        ("What percentage has finished?", "en", "share"),
        ("Who leads the office?", "en", "person"),
        ("Why did they wait?", "en", "reason"),
        ("How often do they meet?", "en", "frequency"),
        ("How long is the course?", "en", "duration"),
        ("Quand sera-ce terminé?", "fr", "date"),
        ("Combien de temps dure le cours?", "fr", "duration"),
        ("Pourquoi ont-ils attendu?", "fr", "reason"),
        ("Qui dirige le bureau?", "fr", "person"),
    ],
)
def test_a_question_asks_for_a_kind_of_thing(kinds: Kinds, question: str, language: Language, kind: str) -> None:
    assert kinds.asked_by(question_words(question), language) == {kind}


def test_who_inside_of_a_sentence_asks_for_nobody(kinds: Kinds) -> None:
    question = "What can be read about ce qui servira d’indicateur de sensibilisation?"
    assert "person" not in kinds.asked_by(question_words(question), "fr")


@pytest.mark.parametrize(
    ("sentence", "kind", "shown"),
    [
        ("The code takes effect in May 2025.", "date", True),
        ("The code takes effect at once.", "date", False),
        ("We spent $96,000 on it.", "amount", True),
        ("We spent much on it.", "amount", False),
        ("About 91% have finished.", "share", True),
        ("We waited because of a reorganization.", "reason", True),
        ("We met in 2025.", "number", False),
        ("We met 14 times.", "number", True),
    ],
)
def test_a_sentence_shows_a_kind_by_its_words_or_signs(kinds: Kinds, sentence: str, kind: str, shown: bool) -> None:
    assert (kind in kinds.shown_by(sentence, "en")) is shown
