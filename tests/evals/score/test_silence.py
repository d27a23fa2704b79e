import pytest

from evals.score.measures import silence


@pytest.mark.parametrize(
    ("silent", "closest", "right", "as_stated"),
    [(True, False, 1, 0), (False, True, 0, 0), (False, False, 0, 1)],
)
def test_the_unanswerable(silent: bool, closest: bool, right: float, as_stated: float) -> None:
    assert silence.abstained_right(silent) == right
    assert silence.answered_as_stated(silent, closest) == as_stated


def test_the_answerable() -> None:
    assert (silence.wrongly_abstained(True), silence.wrongly_abstained(False)) == (1, 0)
    assert (silence.only_closest(True), silence.only_closest(False)) == (1, 0)


def test_the_reason_counts_where_there_is_silence() -> None:
    assert silence.reason_right("unclear", True, "unclear") == 1
    assert silence.reason_right("unclear", True, "out_of_scope") == 0
    assert silence.reason_right("unclear", True, None) == 0
    assert silence.reason_right("unclear", False, "unclear") is None


@pytest.mark.parametrize(
    ("answerable", "silent", "closest", "correct", "value"),
    [
        (True, False, False, True, 1),
        (True, False, False, False, -1),
        (True, True, False, True, 0),
        (True, True, False, False, 0),
        (True, False, True, True, 0),
        (True, False, True, False, 0),
        (False, True, False, True, 1),
        (False, False, True, False, 0),
        (False, False, False, False, -1),
        (False, False, False, True, -1),
    ],
)
def test_truthfulness(answerable: bool, silent: bool, closest: bool, correct: bool, value: float) -> None:
    assert silence.truthfulness(answerable, silent, closest, correct) == value


def test_the_language_is_the_questions() -> None:
    assert silence.language_right("fr", "fr") == 1
    assert silence.language_right("fr", "en") == 0
    assert silence.language_right("fr", None) is None
