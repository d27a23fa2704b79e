from pathlib import Path

import pytest
from hypothesis import given, strategies

from evals.errors import BadThresholds, CannotWrite
from evals.score.gate import (
    Short,
    key_of,
    raised,
    read_thresholds,
    short_rows,
    thresholds_toml,
    write_thresholds,
)
from evals.score.results import Row

EXACT, ERROR = "some/list/all/set_exact", "some/list/all/count_error"


def row(mean: float, measure: str = "set_exact", split: str = "dev", language: str = "all") -> Row:
    return Row("some", split, "list", language, measure, 10, mean, 0.0, 1.0)


def test_a_figures_key_is_file_kind_language_and_measure() -> None:
    assert key_of(Row("shipped-dev", "dev", "lookup", "fr", "recall_5", 3, 0.5, 0.1, 0.9)) == (
        "shipped-dev/lookup/fr/recall_5"
    )


def test_what_is_reached_exactly_passes() -> None:
    assert short_rows({EXACT: 0.5, ERROR: 2.0}, [row(0.5), row(2.0, "count_error")]) == ()


def test_what_is_below_or_above_falls_short() -> None:
    found = short_rows({ERROR: 2.0, EXACT: 0.5}, [row(0.4999), row(2.0001, "count_error")])
    assert found == (Short(ERROR, 2.0, 2.0001), Short(EXACT, 0.5, 0.4999))
    assert short_rows({ERROR: 2.0, EXACT: 0.5}, [row(0.5001), row(1.9999, "count_error")]) == ()


def test_a_missing_figure_falls_short() -> None:
    found = short_rows({EXACT: 0.0, ERROR: 9.0}, [row(0.5, language="fr")])
    assert found == (Short(EXACT, 0.0, None), Short(ERROR, 9.0, None))


def test_figures_without_threshold_are_not_judged() -> None:
    assert short_rows({}, [row(0.0)]) == ()


def test_each_split_of_a_file_must_reach_the_threshold() -> None:
    splits = [row(0.9), row(0.4, split="test"), row(0.6, split="third")]
    assert short_rows({EXACT: 0.5}, splits) == (Short(EXACT, 0.5, 0.4),)
    errors = [row(1.0, "count_error"), row(3.0, "count_error", split="test"), row(2.0, "count_error", split="third")]
    assert short_rows({ERROR: 2.5}, errors) == (Short(ERROR, 2.5, 3.0),)
    assert raised({}, [*splits, *errors]) == {EXACT: 0.4, ERROR: 3.0}


def test_a_shortfall_says_what_was_needed() -> None:
    assert Short(EXACT, 0.9123, 0.9).line == "some/list/all/set_exact: reached 0.9, needs at least 0.9123"
    assert Short(ERROR, 1.5, 2.25).line == "some/list/all/count_error: reached 2.25, needs at most 1.5"
    assert Short(EXACT, 1.0, None).line == "some/list/all/set_exact: the run has no such figure, needs at least 1"


def test_thresholds_only_ever_tighten() -> None:
    rows = [row(0.8), row(3.0, "count_error")]
    assert raised({EXACT: 0.7, ERROR: 4.0}, rows) == {EXACT: 0.8, ERROR: 3.0}
    assert raised({EXACT: 0.9, ERROR: 2.0}, rows) == {EXACT: 0.9, ERROR: 2.0}
    assert raised({}, rows) == {EXACT: 0.8, ERROR: 3.0}
    gone = "gone/list/all/set_f1"
    assert raised({gone: 0.3}, rows) == {EXACT: 0.8, ERROR: 3.0, gone: 0.3}


def test_raised_thresholds_are_sorted_and_the_old_ones_left_alone() -> None:
    old = {"z/list/all/set_f1": 0.1, "a/list/all/set_f1": 0.2}
    assert list(raised(old, [row(0.5)])) == ["a/list/all/set_f1", EXACT, "z/list/all/set_f1"]
    assert list(old.values()) == [0.1, 0.2]


@pytest.mark.parametrize(
    ("measure", "mean", "threshold"),
    [
        ("set_exact", 0.666667, 0.6666),
        ("set_exact", 0.9123, 0.9123),
        ("set_exact", 0.29, 0.29),
        ("set_exact", 1.0, 1.0),
        ("truthfulness", -0.33335, -0.3334),
        ("count_error", 0.333333, 0.3334),
        ("count_error", 0.29, 0.29),
        ("words_per_needed", 12.00001, 12.0001),
    ],
)
def test_thresholds_have_four_decimals_and_pass_what_was_reached(measure: str, mean: float, threshold: float) -> None:
    assert raised({}, [row(mean, measure)]) == {f"some/list/all/{measure}": threshold}


@given(
    strategies.sampled_from(["set_exact", "count_error", "truthfulness"]),
    strategies.floats(-1, 100).map(lambda each: round(each, 6)),
    strategies.none() | strategies.floats(-1, 100),
)
def test_a_run_passes_what_it_raised_unless_it_was_short_before(measure: str, mean: float, old: float | None) -> None:
    rows, key = [row(mean, measure)], f"some/list/all/{measure}"
    thresholds = {} if old is None else {key: old}
    again = raised(thresholds, rows)
    assert bool(short_rows(again, rows)) == bool(short_rows(thresholds, rows))
    assert raised(again, rows) == again
    if old is not None:
        assert again[key] <= old if measure == "count_error" else again[key] >= old


def test_thresholds_come_back_as_they_were_written(tmp_path: Path) -> None:
    thresholds = {EXACT: 0.9123, ERROR: 0.0, "some/list/fr/truthfulness": -0.25}
    path = tmp_path / "new" / "folder" / "x.toml"
    write_thresholds(path, thresholds)
    assert read_thresholds(path) == thresholds
    assert list(read_thresholds(path)) == list(thresholds)
    write_thresholds(path, {})
    assert read_thresholds(path) == {}


def test_the_file_of_thresholds_is_for_people_too() -> None:
    assert thresholds_toml({EXACT: 0.9123, ERROR: 1}) == (
        '# What a run must reach: "cases/kind/language/measure" = the least, for measures where lower is better the '
        "most.\n# Written by `candour eval gate DIR --thresholds FILE --raise`, which only ever tightens them.\n"
        '[thresholds]\n"some/list/all/set_exact" = 0.9123\n"some/list/all/count_error" = 1\n'
    )


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadThresholds) as raised_error:
        read_thresholds(path)
    return str(raised_error.value)


@pytest.mark.parametrize("text", ["", "[other]\n", "[thresholds]\n[other]\n", "thresholds = 3\n"])
def test_thresholds_stand_in_one_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    assert refusal(path, text) == f"{path}: thresholds stand in one table [thresholds]. Mend the file."


@pytest.mark.parametrize("key", ["list/all/set_exact", "a/b/c/d/set_exact", "some/list/all/set_exactly"])
def test_a_key_of_no_measure_is_refused(tmp_path: Path, key: str) -> None:
    path = tmp_path / "x.toml"
    assert refusal(path, f'[thresholds]\n"{EXACT}" = 1\n"{key}" = 1\n') == (
        f'{path}: {key!r} is no "cases/kind/language/measure" of a known measure. Mend the line.'
    )


@pytest.mark.parametrize(("written", "value"), [("true", True), ('"high"', "high"), ("nan", float("nan"))])
def test_a_threshold_that_is_no_number_is_refused(tmp_path: Path, written: str, value: object) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'[thresholds]\n"{EXACT}" = {written}\n')
    assert message == f"{path}: {EXACT} is {value!r}. Give a number."


def test_whole_numbers_are_thresholds(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'[thresholds]\n"{EXACT}" = 1\n')
    assert read_thresholds(path) == {EXACT: 1.0}
    assert isinstance(read_thresholds(path)[EXACT], float)


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    with pytest.raises(BadThresholds) as missing:
        read_thresholds(path)
    assert str(missing.value).startswith(f"{path} cannot be read ([Errno 2] No such file or directory")
    assert str(missing.value).endswith("). Mend the file or name another.")
    assert refusal(path, "[thresholds").startswith(f"{path} cannot be read (")
    path.write_bytes(b"\xff")
    with pytest.raises(BadThresholds):
        read_thresholds(path)
    with pytest.raises(CannotWrite) as unwritable:
        write_thresholds(tmp_path, {})
    assert str(unwritable.value) == f"{tmp_path} cannot be written (Is a directory). Name another file."
