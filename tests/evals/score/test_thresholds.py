from pathlib import Path

import pytest

from evals.errors import BadThresholds, CannotWrite
from evals.score.gate import Threshold, Thresholds
from evals.score.thresholds import read_thresholds, thresholds_toml, write_thresholds

EXACT, ERROR = "some/list/all/set_exact", "some/list/all/count_error"
ONE = "1" * 64
CASES = f'[cases]\nsome = "{ONE}"\n'


def test_thresholds_come_back_as_they_were_written(tmp_path: Path) -> None:
    figures = {EXACT: Threshold(0.9123, 3), ERROR: Threshold(0.0, 4), "some/list/fr/truthfulness": Threshold(-0.25, 1)}
    thresholds = Thresholds({"some": ONE, "a.b c": "f" * 64}, figures)
    path = tmp_path / "new" / "folder" / "x.toml"
    write_thresholds(path, thresholds)
    assert read_thresholds(path) == thresholds
    assert list(read_thresholds(path).figures) == list(figures)
    write_thresholds(path, Thresholds({}, {}))
    assert read_thresholds(path) == Thresholds({}, {})


def test_the_file_of_thresholds_is_for_people_too() -> None:
    assert thresholds_toml(Thresholds({"some": ONE}, {EXACT: Threshold(0.9123, 40), ERROR: Threshold(1.0, 7)})) == (
        '# What a run must reach: "cases/kind/language/measure" = the least, or where lower is better the most, '
        "over n cases.\n"
        "# Written by `candour eval gate DIR --thresholds FILE --raise`, which only ever tightens them.\n\n"
        f'# The files of cases that they were reached with, by SHA-256.\n[cases]\n"some" = "{ONE}"\n\n'
        "[thresholds]\n"
        '"some/list/all/set_exact" = { least = 0.9123, n = 40 }\n'
        '"some/list/all/count_error" = { most = 1.0, n = 7 }\n'
    )


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadThresholds) as raised_error:
        read_thresholds(path)
    return str(raised_error.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[other]\n",
        "[thresholds]\n",
        "[cases]\n",
        "[cases]\n[thresholds]\n[other]\n",
        "thresholds = 3\n[cases]\n",
        "cases = 3\n[thresholds]\n",
    ],
)
def test_thresholds_stand_in_two_tables(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    assert refusal(path, text) == f"{path}: it holds two tables, [cases] and [thresholds]. Mend the file."


@pytest.mark.parametrize("key", ["list/all/set_exact", "a/b/c/d/set_exact", "some/list/all/set_exactly"])
def test_a_key_of_no_measure_is_refused(tmp_path: Path, key: str) -> None:
    path = tmp_path / "x.toml"
    good = f'"{EXACT}" = {{ least = 1, n = 1 }}\n'
    assert refusal(path, f'{CASES}[thresholds]\n{good}"{key}" = {{ least = 1, n = 1 }}\n') == (
        f'{path}: {key!r} is no "cases/kind/language/measure" of a known measure. Mend the line.'
    )


@pytest.mark.parametrize(
    "written", ["0.5", "{ least = 1 }", "{ n = 1 }", "{ most = 1, n = 1 }", "{ least = 1, n = 1, more = 1 }"]
)
def test_a_threshold_has_its_bound_and_its_number_of_cases_and_nothing_else(tmp_path: Path, written: str) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'{CASES}[thresholds]\n"{EXACT}" = {written}\n')
    assert message.startswith(f"{path}: {EXACT} is ")
    assert message.endswith(". Give { least = ..., n = ... }.")


def test_where_lower_is_better_the_bound_is_the_most(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'{CASES}[thresholds]\n"{ERROR}" = {{ least = 1, n = 1 }}\n')
    assert message.endswith(". Give { most = ..., n = ... }.")


@pytest.mark.parametrize(("written", "value"), [("true", True), ('"high"', "high"), ("nan", float("nan"))])
def test_a_bound_that_is_no_number_is_refused(tmp_path: Path, written: str, value: object) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'{CASES}[thresholds]\n"{EXACT}" = {{ least = {written}, n = 1 }}\n')
    assert message == f"{path}: {EXACT}: least is {value!r}. Give a number."


@pytest.mark.parametrize(("written", "value"), [("true", True), ('"9"', "9"), ("1.5", 1.5), ("0", 0), ("-3", -3)])
def test_a_number_of_cases_that_is_none_is_refused(tmp_path: Path, written: str, value: object) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'{CASES}[thresholds]\n"{EXACT}" = {{ least = 1, n = {written} }}\n')
    assert message == f"{path}: {EXACT}: n is {value!r}. Give the number of cases."


@pytest.mark.parametrize("written", ['"abc"', "3", f'"{"g" * 64}"', f'"{"1" * 65}"'])
def test_a_hash_that_is_none_is_refused(tmp_path: Path, written: str) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f"[cases]\nsome = {written}\n[thresholds]\n")
    assert message.startswith(f"{path}: cases: some is ")
    assert message.endswith(". Give the SHA-256 of the file of cases.")


def test_a_figure_of_a_file_without_a_hash_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    message = refusal(path, f'[cases]\nother = "{ONE}"\n[thresholds]\n"{EXACT}" = {{ least = 1, n = 1 }}\n')
    assert message == f"{path}: {EXACT} is of a file that [cases] does not name. Mend the file."


def test_whole_numbers_are_bounds(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'{CASES}[thresholds]\n"{EXACT}" = {{ least = 1, n = 1 }}\n')
    assert read_thresholds(path).figures == {EXACT: Threshold(1.0, 1)}
    assert isinstance(read_thresholds(path).figures[EXACT].bound, float)


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
        write_thresholds(tmp_path, Thresholds({}, {}))
    assert str(unwritable.value) == f"{tmp_path} cannot be written (Is a directory). Name another file."
