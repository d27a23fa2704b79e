from __future__ import annotations

import json
from hashlib import sha256

import pytest

from corpus.types import Provenance
from index.collect import ProvenanceFiles, collect
from index.errors import IndexMismatch, IndexUnusable
from index.merge import merged
from index.sources import (
    FORMAT,
    Manifest,
    ManifestFile,
    Reading,
    SourceLost,
    Sources,
    read_files,
    read_manifest,
    write_manifest,
)

SUFFIXES = (".txt", ".pdf")


def entry(organization="cbsa", language="en", sha="a" * 64, name="a.txt", address=None) -> ManifestFile:
    return ManifestFile(
        name, sha, ".txt", f"{organization}-{sha[:8]}", organization, "Name", language, "2024", Provenance(address)
    )


def test_a_copy_is_kept_once_and_comes_back(tmp_path):
    sources = Sources(tmp_path / "sources")
    digest = sources.keep(b"words", ".txt")
    assert sources.keep(b"words", ".txt") == digest == sha256(b"words").hexdigest()
    assert [path.name for path in (tmp_path / "sources").iterdir()] == [f"{digest}.txt"]
    assert sources.read(entry(sha=digest)) == b"words"


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
def test_a_lost_copy_is_said_and_mended_by_keeping_it_again(tmp_path, harm):
    sources = Sources(tmp_path)
    digest = sources.keep(b"words", ".txt")
    harm(tmp_path / f"{digest}.txt")
    with pytest.raises(SourceLost, match=r"a\.txt.*Ingest that file again"):
        sources.read(entry(sha=digest))
    sources.keep(b"words", ".txt")
    assert sources.read(entry(sha=digest)) == b"words"


def test_the_sweep_leaves_what_a_manifest_names(tmp_path):
    sources = Sources(tmp_path)
    kept, _ = sources.keep(b"kept", ".txt"), sources.keep(b"left", ".txt")
    assert sources.sweep([entry(sha=kept)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == [f"{kept}.txt"]


MANIFEST = Manifest(
    FORMAT, "2026-11-23T00:00:00+00:00", Reading("0.1", "small", "f" * 64), "hash-128", (entry(),), {"documents": 1}
)


def test_a_manifest_comes_back_equal(tmp_path):
    write_manifest(tmp_path / "manifest.json", MANIFEST)
    assert read_manifest(tmp_path / "manifest.json") == MANIFEST


def test_a_manifest_that_an_earlier_candour_wrote_comes_back_without_the_later_fields(tmp_path):
    path = tmp_path / "manifest.json"
    write_manifest(path, MANIFEST)
    values = json.loads(path.read_text())
    del values["dimension"]
    path.write_text(json.dumps(values))
    assert read_manifest(path) == MANIFEST
    assert read_manifest(path).dimension is None


def test_another_format_is_named_and_its_files_can_still_be_had(tmp_path):
    path = tmp_path / "manifest.json"
    write_manifest(path, MANIFEST)
    values = json.loads(path.read_text()) | {"format": FORMAT + 1, "news": True}
    values["files"][0] |= {"more": 1}
    del values["files"][0]["document"]
    path.write_text(json.dumps(values))
    with pytest.raises(IndexMismatch, match=f"format {FORMAT + 1}.*reads {FORMAT}.*candour ingest"):
        read_manifest(path)
    assert [(file.name, file.sha256, file.suffix) for file in read_files(path)] == [("a.txt", "a" * 64, ".txt")]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "files": [3]}', "\x00"])
def test_a_damaged_manifest_is_unusable(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    for read in (read_manifest, read_files):
        with pytest.raises(IndexUnusable, match="candour ingest"):
            read(tmp_path / "manifest.json")


def test_a_folder_stands_for_its_files_in_order_without_what_only_goes_with_them(tmp_path):
    for name in ("b.txt", "a/z.PDF", "a/x.txt", ".hidden.txt", ".git/c.txt", "README.md", "provenance.toml", "n.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    notes = []
    found = collect([tmp_path, tmp_path / "b.txt"], SUFFIXES, notes.append)
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["b.txt", "a/x.txt", "a/z.PDF"]
    assert {note.file.rpartition("/")[2] for note in notes} == {"README.md", "n.xlsx"}
    assert found.problems == ()


def test_a_path_that_gives_nothing_is_a_problem(tmp_path):
    (tmp_path / "empty").mkdir()
    found = collect([tmp_path / "no-such.txt", tmp_path / "empty"], SUFFIXES, lambda note: None)
    assert [problem.code for problem in found.problems] == ["not_found", "nothing_found"]


def test_a_file_named_directly_is_tried_whatever_its_ending(tmp_path):
    (tmp_path / "form.odt").write_text("")
    assert collect([tmp_path / "form.odt"], SUFFIXES, lambda note: None).files == (tmp_path / "form.odt",)


def test_provenance_counts_for_the_very_content_only(tmp_path):
    (tmp_path / "provenance.toml").write_text(
        f'[[file]]\nname = "a.txt"\naddress = "https://a"\nfetched = 2026-11-01\nsha256 = "{"a" * 64}"\n'
    )
    notes = []
    origins = ProvenanceFiles(notes.append)
    assert origins.of(tmp_path / "a.txt", "a" * 64) == Provenance("https://a", "2026-11-01")
    assert origins.of(tmp_path / "other.txt", "a" * 64) is None
    assert notes == []
    assert origins.of(tmp_path / "a.txt", "b" * 64) is None
    assert [note.code for note in notes] == ["provenance_mismatch"]


@pytest.mark.parametrize("content", ["file = 3", "[[file]]\naddress = 'no name'", "not toml", "file = [1]"])
def test_a_provenance_file_with_mistakes_is_noted_and_left_out(tmp_path, content):
    (tmp_path / "provenance.toml").write_text(content)
    notes = []
    assert ProvenanceFiles(notes.append).of(tmp_path / "a.txt", "a" * 64) is None
    assert [note.code for note in notes] == ["provenance_unreadable"]


def test_merging_says_what_became_of_every_file():
    old, other, french = entry(sha="1" * 64), entry("irb", sha="2" * 64), entry(language="fr", sha="3" * 64)
    new, first, second = entry(sha="4" * 64), entry("x", sha="5" * 64), entry("x", sha="6" * 64)
    result = merged([old, other, french], [old, other], [new, first, other, second])
    assert result.files == (new, other, second)
    assert (result.added, result.unchanged, result.removed) == ((second,), (other,), (french,))
    assert [(r.old, r.new) for r in result.replaced] == [(old, new)]
    assert [(r.old, r.new) for r in result.superseded] == [(first, second)]


def test_a_new_origin_of_the_same_content_is_a_change():
    assert merged([entry()], [entry()], [entry(address="https://a")]).files[0].provenance.address == "https://a"
