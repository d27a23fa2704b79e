"""What a folder of assessments can hold besides them: nothing of it is followed, waited for, or stops the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes import HashEmbedder

from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import IngestReport, ingest
from index.collect import Note, Problem
from index.home import Home, Index, local_index
from tests.corpus.readers import bombs
from tests.index.small_corpus import write_form

QUESTIONNAIRE = load_questionnaire()
REGISTRY = load_registry()
CBSA, IRB = "Canada Border Services Agency", "Immigration and Refugee Board of Canada"
SAID = {1: "- Yes", 8: "We asked everybody."}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return local_index(Home(tmp_path / "home"), HashEmbedder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one assessment."""
    write_form(tmp_path / "forms", QUESTIONNAIRE, CBSA, SAID, file="good.txt")
    return tmp_path / "forms"


def run(index: Index, *paths: Path, notes: list[Note] | None = None) -> IngestReport:
    return ingest(index, paths, False, QUESTIONNAIRE, REGISTRY, (lambda note: None) if notes is None else notes.append)


def problem_of(report: IngestReport, name: str) -> Problem:
    (found,) = [problem for problem in report.problems if Path(problem.file).name == name]
    return found


def test_bombs_stop_no_other_file(index: Index, folder: Path) -> None:
    given = ("zip that lies about its sizes", "a billion laughs", "HTML nested very deep", "text without an end",
             "PDF whose pages hold themselves")  # fmt: skip
    for number, bomb in enumerate(given):
        name, data = bombs.BOMBS[bomb]()
        (folder / f"{number}-{name}").write_bytes(data)
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    report = run(index, folder)
    assert [file.name for file in report.added] == ["good.txt"]
    assert len(report.problems) == len(given) + 2
    assert {problem.code for problem in report.problems} == {"unreadable_file"}
    assert all(Path(problem.file).name in problem.message for problem in report.problems)
    assert "is not a file" in problem_of(report, "pipe.txt").message
    assert "is too large: 1000.0 MB" in problem_of(report, "huge.txt").message


@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_link_out_of_the_folder_is_refused(index: Index, folder: Path, tmp_path: Path, target: str) -> None:
    private = write_form(tmp_path / "private", QUESTIONNAIRE, IRB, SAID, file="secret.txt")
    (folder / "link.txt").symlink_to(private if target == "file" else private.parent)
    report = run(index, folder)
    assert [file.name for file in report.added] == ["good.txt"]
    (problem,) = report.problems
    assert problem.code == "symbolic_link"
    assert f"is a symbolic link out of {folder}, to {tmp_path / 'private'}" in problem.message


def test_links_that_lead_nowhere_or_round_in_circles_are_refused(index: Index, folder: Path) -> None:
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "there.txt").symlink_to("back.txt")
    (folder / "back.txt").symlink_to("there.txt")
    (folder / "broken.txt").symlink_to("gone.txt")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    report = run(index, folder)
    assert [file.name for file in report.added] == ["good.txt"]
    assert sorted(Path(problem.file).name for problem in report.problems) == [
        "back.txt",
        "broken.txt",
        "circle.txt",
        "there.txt",
    ]
    assert all("leads nowhere" in problem.message for problem in report.problems)


def test_a_link_within_the_folder_is_followed_once(index: Index, folder: Path) -> None:
    """So container platforms mount files: links to a folder beside them that is hidden."""
    (folder / "..data").mkdir()
    (folder / "good.txt").rename(folder / "..data" / "good.txt")
    (folder / "good.txt").symlink_to("..data/good.txt")
    (folder / "again.txt").symlink_to("good.txt")
    report = run(index, folder)
    assert ([file.name for file in report.added], report.problems) == (["again.txt"], ())


def test_a_link_that_is_given_itself_is_followed(index: Index, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    (tmp_path / "form.txt").symlink_to(folder / "good.txt")
    assert [file.name for file in run(index, tmp_path / "link").added] == ["good.txt"]
    assert len(run(index, tmp_path / "form.txt").unchanged) == 1


def test_a_path_with_dots_means_what_it_says(index: Index, folder: Path) -> None:
    report = run(index, folder / ".." / "forms" / ".." / "forms" / "good.txt", folder)
    assert ([file.name for file in report.added], report.problems) == (["good.txt"], ())


@pytest.mark.parametrize(
    ("path", "code"),
    [("x" * 5_000, "unreadable_file"), ("a/" * 3_000, "unreadable_file"), ("\x1b[2Jgone", "not_found")],
    ids=["long name", "long path", "escape"],
)
def test_a_path_that_cannot_be_is_a_problem_and_no_fault_of_the_disk(
    index: Index, folder: Path, path: str, code: str
) -> None:
    report = run(index, folder / path, folder)
    assert [file.name for file in report.added] == ["good.txt"]
    assert [problem.code for problem in report.problems] == [code]
    assert "\x1b" not in report.problems[0].file + report.problems[0].message


def test_names_of_any_bytes_come_back_as_text(index: Index, folder: Path) -> None:
    names = (b"caf\xe9.txt", b"two\nlines\x1b[2J.txt", b"n" * 251 + b".txt", "\u202etxt.txt".encode())
    for number, name in enumerate(names):
        form = write_form(folder, QUESTIONNAIRE, f"Department of Number {number}", SAID, file="new.txt")
        form.rename(Path(os.fsdecode(os.fsencode(folder) + b"/" + name)))
    report = run(index, folder)
    assert report.problems == ()
    shown = {"café.txt", "two\ufffdlines\ufffd[2J.txt", "n" * 251 + ".txt", "\ufffdtxt.txt"}
    assert {file.name for file in report.added} == {"good.txt", *shown}
    manifest = index.manifest(index.generations.current())
    assert {file.name for file in manifest.files} == {"good.txt", *shown}


@pytest.mark.parametrize("harm", ["pipe", "nested", "bytes"])
def test_a_hostile_provenance_file_is_noted_and_left_out(index: Index, folder: Path, harm: str) -> None:
    path = folder / "provenance.toml"
    if harm == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"a = " + b"[" * 100_000 if harm == "nested" else b"\xff\xfe\x00")
    notes: list[Note] = []
    report = run(index, folder, notes=notes)
    assert [file.name for file in report.added] == ["good.txt"]
    assert [note.code for note in notes] == ["provenance_unreadable"]


@pytest.mark.parametrize("free_text", ["word " * 4_000, "so it is\n" * 3_000, "- a\n" * 6_000, "." * 40_000,
                                       "w" * 40_000, ": " * 15_000])  # fmt: skip
def test_a_long_free_text_is_cut_in_time_that_grows_with_its_length_only(
    index: Index, folder: Path, free_text: str
) -> None:
    """Each of these took the square of its length once, which at the largest text that is read was an hour."""
    write_form(folder, QUESTIONNAIRE, IRB, {1: "- Yes", 8: free_text}, file="long.txt")
    report = run(index, folder)
    assert (len(report.added), report.problems) == (2, ())
    longest = max(len(p.text) for d in index.table.documents(report.generation or "")
                  for p in index.table.document_passages(report.generation or "", d.id))  # fmt: skip
    assert longest <= 20 * index.embedder.window_tokens


@pytest.mark.parametrize(
    "free_text",
    [
        "\n\n".join("respect integrity stewardship excellence democracy " * (n % 9 + 2) for n in range(60)),
        "\n\n".join("so it is as it was and will be " * (n % 7 + 1) for n in range(40)),
        "\n\n".join("{letter} {letter} {letter} {letter} {letter}".format(letter=chr(97 + n)) for n in range(26)),
        "\n\n".join("! ? ! ? ! ? ! " * n for n in range(1, 30)),
    ],
    ids=["the same words more often", "stop words", "letters", "signs"],
)
def test_no_words_of_one_document_keep_the_others_from_being_served(index: Index, folder: Path, free_text: str) -> None:
    write_form(folder, QUESTIONNAIRE, IRB, {1: "- Yes", 8: free_text}, file="same.txt")
    assert len(run(index, folder).added) == 2
