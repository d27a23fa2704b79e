from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import IngestReport, NothingToRemove, ingest, rebuild, remove
from index.errors import BuildFailed, IndexMismatch, IndexUnusable, IngestRunning, NoIndex
from index.generations import LocalGenerations
from index.home import Home, Index, local_index, open_checked
from index.table import FILE, SqliteTable
from tests.fakes import HashEmbedder
from tests.index.plain_searches import PlainKeywords, PlainStore
from tests.index.small_corpus import write_form

QUESTIONNAIRE = load_questionnaire()
REGISTRY = load_registry()
STEPS = ["read", "cut", "embed", "write", "verify"]

CBSA, IRB = "Canada Border Services Agency", "Immigration and Refugee Board of Canada"
YES = {1: "- Yes", 3: "- Yes, my organization has reviewed its code of conduct.", 4: "N/A"}
PLANS = {**YES, 8: "Employees asked about social media and gifts.\n- Outside activities\n- Political activities"}


def plain_index(root: Path, store=PlainStore, keywords=PlainKeywords, embedder=None) -> Index:
    folder = Home(root).generations
    legs = (LocalGenerations(folder), SqliteTable(folder), store(folder), keywords(folder))
    return Index(Home(root), *legs, embedder or HashEmbedder())


@pytest.fixture
def index(tmp_path) -> Index:
    return plain_index(tmp_path / "home")


@pytest.fixture
def files(tmp_path) -> Path:
    folder = tmp_path / "files"
    write_form(folder, QUESTIONNAIRE, CBSA, PLANS, file="cbsa.txt")
    write_form(folder, QUESTIONNAIRE, IRB, YES, file="irb.txt")
    return folder


def run(index: Index, *paths: Path, whole: bool = False, progress=lambda step, done, total: None) -> IngestReport:
    return ingest(index, paths, whole, QUESTIONNAIRE, REGISTRY, progress=progress)


def names(index: Index) -> list[str]:
    return [document.file for document in index.table.documents(index.generations.current())]


def copies(index: Index) -> int:
    return len(list(index.home.sources.iterdir()))


def test_a_first_ingest_serves_all_files_in_all_legs(index, files):
    report = run(index, files)
    assert (report.changed, report.generation, report.problems) == (True, index.generations.current(), ())
    assert [file.organization for file in report.added] == ["cbsa", "irb"]
    assert names(index) == ["cbsa.txt", "irb.txt"]
    assert report.counts["documents"] == 2
    passages = report.counts["passages"]
    assert passages == index.passage_store.count(report.generation) == index.keywords.count(report.generation) > 6


def test_steps_are_told_in_order(index, files):
    steps = []
    run(index, files, progress=lambda step, done, total: steps.append(step))
    assert list(dict.fromkeys(steps)) == STEPS


def test_the_same_files_again_change_nothing(index, files):
    first = run(index, files)
    (files / "irb.txt").rename(files / "renamed.txt")
    embedded = len(index.embedder.embedded)
    steps = []
    again = run(index, files, progress=lambda step, done, total: steps.append(step))
    assert (again.changed, again.generation) == (False, first.generation)
    assert len(again.unchanged) == 2
    assert len(index.embedder.embedded) == embedded
    assert set(steps) == {"read"}
    assert run(index, files, whole=True).changed is False


def test_a_changed_file_takes_the_other_s_place_and_only_new_words_are_embedded(index, files):
    run(index, files)
    embedded = len(index.embedder.embedded)
    write_form(files, QUESTIONNAIRE, CBSA, {**PLANS, 9: "We added case studies."}, file="newer.txt")
    report = run(index, files / "newer.txt")
    assert [(r.old.name, r.new.name) for r in report.replaced] == [("cbsa.txt", "newer.txt")]
    assert names(index) == ["newer.txt", "irb.txt"]
    assert index.embedder.embedded[embedded:] == ["We added case studies."]


def test_of_two_given_for_the_same_the_later_counts(index, files, tmp_path):
    later = write_form(tmp_path / "later", QUESTIONNAIRE, CBSA, YES, file="later.txt")
    report = run(index, files, later)
    assert [(r.old.name, r.new.name) for r in report.superseded] == [("cbsa.txt", "later.txt")]
    assert names(index) == ["later.txt", "irb.txt"]


def test_two_languages_are_two_documents_of_one_organization(index, files):
    french = {1: "- Oui", 8: "Les médias sociaux."}
    write_form(files, QUESTIONNAIRE, "Agence des services frontaliers du Canada", french, "fr", file="asfc.txt")
    report = run(index, files)
    assert (report.counts["organizations"], report.counts["documents"]) == (2, 3)


def test_a_bad_file_stops_no_other(index, files):
    (files / "empty.txt").write_text("")
    (files / "letter.txt").write_text("Dear all,\nno form here.\n")
    report = run(index, files, files / "missing.txt")
    assert sorted(problem.code for problem in report.problems) == ["not_an_assessment", "not_found", "unreadable_file"]
    assert len(report.added) == 2
    assert copies(index) == 2


def test_where_all_files_fail_nothing_is_published(index, files, tmp_path):
    report = run(index, tmp_path / "missing")
    assert (report.generation, report.changed, len(report.problems)) == (None, False, 1)
    with pytest.raises(NoIndex):
        index.generations.current()
    before = run(index, files).generation
    (tmp_path / "bad.txt").write_text("no form")
    assert run(index, tmp_path / "bad.txt", whole=True).generation == before == index.generations.current()


def test_replace_makes_the_given_files_the_whole_index(index, files):
    run(index, files)
    (files / "bad.txt").write_text("no form")
    report = run(index, files / "irb.txt", files / "bad.txt", whole=True)
    assert names(index) == ["irb.txt"]
    assert [file.name for file in report.removed] == ["cbsa.txt"]
    assert [problem.code for problem in report.problems] == ["not_an_assessment"]


def test_where_a_file_came_from_is_kept(index, files, tmp_path):
    run(index, files)
    digest = next(f.sha256 for f in index.manifest(index.generations.current()).files if f.name == "irb.txt")
    (files / "provenance.toml").write_text(f'[[file]]\nname = "irb.txt"\naddress = "https://a"\nsha256 = "{digest}"')
    assert run(index, files).changed
    write_form(tmp_path / "elsewhere", QUESTIONNAIRE, IRB, YES, file="irb.txt")
    assert not run(index, tmp_path / "elsewhere").changed
    assert index.table.documents(index.generations.current())[1].provenance.address == "https://a"


def test_a_question_under_way_keeps_its_generation(index, files):
    first = run(index, files).generation
    with index.generations.pin() as pinned:
        for number in range(3):
            write_form(files, QUESTIONNAIRE, CBSA, {8: f"Theme {number} came up."}, file="cbsa.txt")
            assert run(index, files).changed
        assert pinned == first
        assert index.table.counts(pinned)["documents"] == 2


def test_copies_go_with_the_last_generation_that_was_made_from_them(index, files):
    run(index, files)
    counts = []
    for number in range(3):
        write_form(files, QUESTIONNAIRE, CBSA, {8: f"Theme {number} came up."}, file="cbsa.txt")
        run(index, files)
        counts.append(copies(index))
    assert counts == [3, 3, 3]


class FullStore(PlainStore):
    error: Exception = OSError(errno.ENOSPC, "No space left on device")

    def add(self, generation, passages, vectors):
        raise self.error


class FullSqlite(FullStore):
    error = sqlite3.OperationalError("database or disk is full")


class FullChroma(FullStore):
    error = IndexUnusable("Chroma refused: (code: 13) database or disk is full")


class ForgetfulStore(PlainStore):
    def add(self, generation, passages, vectors):
        super().add(generation, passages[:-1], vectors[:-1])


class MixedUpStore(PlainStore):
    def add(self, generation, passages, vectors):
        super().add(generation, passages, vectors[::-1])


class DeafKeywords(PlainKeywords):
    def search(self, generation, question, count, where=None):
        return ()


@pytest.mark.parametrize(
    ("store", "keywords", "said"),
    [
        (FullStore, PlainKeywords, "disk .* full.*Free some space"),
        (FullSqlite, PlainKeywords, "disk .* full.*Free some space"),
        (FullChroma, PlainKeywords, "disk .* full.*Free some space"),
        (ForgetfulStore, PlainKeywords, "vector search holds .* passages"),
        (MixedUpStore, PlainKeywords, "vector search does not find"),
        (PlainStore, DeafKeywords, "keyword search does not find"),
    ],
)
def test_a_build_that_goes_wrong_leaves_the_old_one_serving_and_nothing_else(tmp_path, files, store, keywords, said):
    index = plain_index(tmp_path / "home")
    first = run(index, files / "irb.txt").generation
    with pytest.raises(BuildFailed, match=said):
        run(plain_index(tmp_path / "home", store, keywords), files)
    assert index.generations.current() == first
    assert index.generations.published() == (first,)
    assert len([path for path in index.home.generations.iterdir() if path.is_dir()]) == 1
    assert run(index, files).changed


def test_a_home_that_cannot_be_written_is_said(tmp_path, files):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(BuildFailed, match="permissions"):
        run(plain_index(tmp_path / "home"), files)


BLOCKED = """
import sys, time
from pathlib import Path
from tests.index import test_build
class Blocked(test_build.PlainStore):
    def add(self, generation, passages, vectors):
        print(generation, flush=True)
        time.sleep(60)
test_build.run(test_build.plain_index(Path(sys.argv[1]), Blocked), Path(sys.argv[2]))
"""


def test_an_ingest_that_is_killed_leaves_the_old_one_serving(index, files):
    first = run(index, files / "irb.txt").generation
    arguments = [sys.executable, "-c", BLOCKED, str(index.home.root), str(files)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()}
    ) as process:
        assert process.stdout is not None
        half = process.stdout.readline().strip()
        with pytest.raises(IngestRunning, match="Wait"):
            run(index, files)
        process.kill()
    assert index.generations.current() == first
    assert names(index) == ["irb.txt"]
    assert run(index, files).changed
    assert half
    assert not (index.home.generations / half).exists()


def test_removing_leaves_the_others(index, files):
    run(index, files)
    report = remove(index, "cbsa", None, QUESTIONNAIRE, REGISTRY)
    assert [file.name for file in report.removed] == ["cbsa.txt"]
    assert names(index) == ["irb.txt"]


def test_removing_one_language_leaves_the_other(index, files):
    write_form(files, QUESTIONNAIRE, "Agence des services frontaliers du Canada", {1: "- Oui"}, "fr", file="asfc.txt")
    run(index, files)
    remove(index, "cbsa", "en", QUESTIONNAIRE, REGISTRY)
    assert names(index) == ["asfc.txt", "irb.txt"]


@pytest.mark.parametrize(("organization", "language"), [("nobody", None), ("cbsa", "fr")])
def test_what_is_not_there_cannot_be_removed(index, files, organization, language):
    run(index, files)
    with pytest.raises(NothingToRemove, match="It holds: cbsa, irb"):
        remove(index, organization, language, QUESTIONNAIRE, REGISTRY)


def test_the_last_assessment_is_not_removed(index, files):
    run(index, files / "irb.txt")
    with pytest.raises(NothingToRemove, match="all that is in the index"):
        remove(index, "irb", None, QUESTIONNAIRE, REGISTRY)


def test_rebuilding_gives_the_same_index_from_the_copies(index, files):
    first = run(index, files)
    stored = [index.table.assessment(first.generation, d.id) for d in index.table.documents(first.generation)]
    embedded = len(index.embedder.embedded)
    for path in files.iterdir():
        path.unlink()
    again = rebuild(index, QUESTIONNAIRE, REGISTRY)
    assert again.changed
    assert (len(again.unchanged), again.counts) == (2, first.counts)
    assert [index.table.assessment(again.generation, a.id) for a in stored] == stored
    assert len(index.embedder.embedded) == embedded


def test_rebuilding_nothing_says_so(index):
    with pytest.raises(NoIndex):
        rebuild(index, QUESTIONNAIRE, REGISTRY)


def cut_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def raise_format(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))


def lose_folder(folder: Path) -> None:
    folder.rename(folder.parent / ".lost")


@pytest.mark.parametrize("harm", [cut_manifest, raise_format, lose_folder])
def test_a_damaged_index_is_said_and_can_be_rebuilt(tmp_path, files, harm):
    index = plain_index(tmp_path / "home")
    run(index, files / "irb.txt")
    run(index, files)
    harm(index.home.generations / index.generations.current())
    with pytest.raises(IndexUnusable, match="candour ingest"):
        open_checked(index, QUESTIONNAIRE)
    with pytest.raises(IndexUnusable, match="candour ingest"):
        run(index, files)
    assert rebuild(index, QUESTIONNAIRE, REGISTRY).changed
    assert "irb.txt" in names(index)
    open_checked(index, QUESTIONNAIRE)


@pytest.mark.parametrize(("harm", "noted"), [(raise_format, 0), (cut_manifest, 1)])
def test_an_ingest_that_mends_the_index_is_not_told_to_be_run_again(index, files, harm, noted):
    run(index, files / "irb.txt")
    run(index, files)
    harm(index.home.generations / index.generations.current())
    notes = []
    rebuild(index, QUESTIONNAIRE, REGISTRY, notes.append)
    assert [note.code for note in notes] == ["not_tidied"] * noted
    assert not any("Run `candour ingest`" in note.message for note in notes)
    assert copies(index) == 2


def test_a_damaged_table_is_passed_over_when_a_file_is_added(index, files):
    first = run(index, files / "irb.txt").generation
    (index.home.generations / first / FILE).write_text("no table")
    assert run(index, files / "cbsa.txt").changed
    assert names(index) == ["cbsa.txt", "irb.txt"]


def test_a_lost_copy_is_said_and_mended_by_giving_the_file_again(index, files):
    run(index, files / "irb.txt")
    for path in index.home.sources.iterdir():
        path.unlink()
    with pytest.raises(BuildFailed, match=r"copy of irb\.txt is missing"):
        run(index, files / "cbsa.txt")
    assert not run(index, files / "irb.txt").changed
    assert run(index, files / "cbsa.txt").changed


def test_a_copy_that_is_lost_is_a_problem_of_a_rebuild(index, files):
    digest = run(index, files).added[0].sha256
    (index.home.sources / f"{digest}.txt").unlink()
    report = rebuild(index, QUESTIONNAIRE, REGISTRY)
    assert [(p.file, p.code) for p in report.problems] == [("cbsa.txt", "source_lost")]
    assert [file.name for file in report.removed] == ["cbsa.txt"]


def test_another_embedder_is_a_mismatch_that_a_rebuild_mends(tmp_path, files):
    run(plain_index(tmp_path / "home"), files)
    other = plain_index(tmp_path / "home", embedder=HashEmbedder(name="other"))
    with pytest.raises(IndexMismatch, match=r"embedder hash-128.*other-128.*candour ingest"):
        open_checked(other, QUESTIONNAIRE)
    rebuild(other, QUESTIONNAIRE, REGISTRY)
    assert open_checked(other, QUESTIONNAIRE).embedder == "other-128"


def test_another_questionnaire_is_a_mismatch_and_an_ingest_reads_all_files_again(index, files):
    run(index, files / "irb.txt")
    changed = replace(QUESTIONNAIRE, digest="0" * 64)
    with pytest.raises(IndexMismatch, match=r"questionnaire.*00000000.*candour ingest"):
        open_checked(index, changed)
    ingest(index, [files / "cbsa.txt"], False, changed, REGISTRY)
    assert names(index) == ["cbsa.txt", "irb.txt"]
    assert open_checked(index, changed).reading.questionnaire_digest == "0" * 64


def test_an_index_can_be_opened_where_all_agrees(index, files):
    run(index, files)
    assert len(open_checked(index, QUESTIONNAIRE).files) == 2


def test_a_home_among_the_assessments_is_not_read_as_assessments(files):
    index = plain_index(files)
    run(index, files)
    write_form(files, QUESTIONNAIRE, CBSA, YES, file="cbsa.txt")
    report = run(index, files)
    assert (len(report.replaced), report.superseded) == (1, ())


def test_forms_that_say_much_alike_are_no_fault_of_the_index(tmp_path):
    # Every organization says the same words, most of them more often: others are found before the one that said them.
    folder, said = tmp_path / "alike", "respect integrity stewardship excellence democracy"
    for number in range(40):
        words = " ".join([said] * (1 if number % 5 == 0 else 3))
        write_form(folder, QUESTIONNAIRE, f"Office {chr(65 + number % 26)} of Record {number}", {8: f"{words}."})
    index = local_index(Home(tmp_path / "home"), HashEmbedder())
    report = run(index, folder)
    assert report.problems == ()
    assert report.counts["organizations"] == 40
