from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from corpus.types import Provenance
from index.errors import IndexUnusable
from index.passages import passages_of
from index.table import FILE, SqliteTable
from tests.index.small_corpus import Said, assessment

GENERATION = "g1"


def written(folder, *assessments) -> SqliteTable:
    (folder / GENERATION).mkdir()
    table = SqliteTable(folder)
    passages = [p for a in assessments for p in passages_of(a, lambda text: True)]
    table.write(GENERATION, assessments, passages)
    return table


ENGLISH = assessment("cbsa", [Said(1, ("Yes", "No"), "Text.\n- a"), Said(2)])
FRENCH = assessment("cbsa", [Said(1, ("Oui",), "Texte «\u00a0é\u00a0».")], "fr")
OTHER = assessment("irb", [Said(1, ("No",)), Said(3, (), "N/A")], "fr", pages=True)


@pytest.mark.parametrize(
    "stored",
    [
        ENGLISH,
        FRENCH,
        OTHER,
        assessment("none"),
        replace(ENGLISH, provenance=Provenance()),
        replace(ENGLISH, organization=replace(ENGLISH.organization, known=False, kind="agency")),
        assessment("nul", [Said(1, (), "a\x00b 𝄞 e\u0301")]),
    ],
)
def test_an_assessment_comes_back_equal(tmp_path, stored):
    assert written(tmp_path, stored).assessment(GENERATION, stored.id) == stored


def test_two_documents_of_an_organization_are_one_organization(tmp_path):
    table = written(tmp_path, FRENCH, OTHER, ENGLISH)
    assert [o.id for o in table.organizations(GENERATION)] == ["cbsa", "irb"]
    assert [d.id for d in table.documents(GENERATION)] == [ENGLISH.id, FRENCH.id, OTHER.id]
    assert table.counts(GENERATION) == {"organizations": 2, "documents": 3, "responses": 9, "ticks": 4, "passages": 7}


def test_documents_tell_file_hash_and_provenance(tmp_path):
    (found,) = written(tmp_path, ENGLISH).documents(GENERATION)
    assert (found.file, found.sha256, found.provenance) == ("cbsa.en.txt", ENGLISH.source.sha256, ENGLISH.provenance)


@pytest.mark.parametrize(("language", "documents"), [("en", [ENGLISH.id, OTHER.id]), ("fr", [FRENCH.id, OTHER.id])])
def test_the_document_in_the_language_counts_else_the_other(tmp_path, language, documents):
    cells = written(tmp_path, FRENCH, OTHER, ENGLISH).cells(GENERATION, [1], language)
    assert [cell.document for cell in cells] == documents


def test_cells_come_by_organization_and_item_with_missing_items(tmp_path):
    cells = written(tmp_path, OTHER, ENGLISH).cells(GENERATION, [2, 1, 99, 1], "en")
    assert [(c.organization, c.response.item, c.response.state) for c in cells] == [
        ("cbsa", 1, "answered"),
        ("cbsa", 2, "no_response"),
        ("cbsa", 99, "missing"),
        ("irb", 1, "answered"),
        ("irb", 2, "missing"),
        ("irb", 99, "missing"),
    ]
    assert cells[0].response == ENGLISH.response(1)
    assert cells[4].response == OTHER.response(2)


def test_the_newest_cycle_counts(tmp_path):
    newer = assessment("cbsa", [Said(1, ("No",))], "fr", cycle="2025")
    (cell,) = written(tmp_path, ENGLISH, newer, FRENCH).cells(GENERATION, [1], "en")
    assert cell.document == newer.id


def test_no_items_have_no_cells(tmp_path):
    assert written(tmp_path, ENGLISH).cells(GENERATION, [], "en") == ()


def test_passages_come_in_the_order_asked_for(tmp_path):
    table = written(tmp_path, ENGLISH, OTHER)
    stored = table.document_passages(GENERATION, ENGLISH.id)
    assert stored == passages_of(ENGLISH, lambda text: True)
    ids = [p.id for p in reversed(stored)]
    assert [p.id for p in table.passages(GENERATION, ids)] == ids


def test_unknown_ids_are_key_errors(tmp_path):
    table = written(tmp_path, ENGLISH)
    with pytest.raises(KeyError):
        table.passages(GENERATION, ["no-such#0-1"])
    with pytest.raises(KeyError):
        table.assessment(GENERATION, "no-such")
    assert table.document_passages(GENERATION, "no-such") == ()


def test_several_threads_may_ask_at_once(tmp_path):
    table = written(tmp_path, ENGLISH, OTHER)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: table.document_passages(GENERATION, (ENGLISH, OTHER)[n % 2].id), range(200)))
    assert {len(f) for f in found} == {3, 2}


def test_a_closed_generation_opens_again(tmp_path):
    table = written(tmp_path, ENGLISH)
    table.counts(GENERATION)
    table.close(GENERATION)
    table.close(GENERATION)
    assert table.counts(GENERATION)["documents"] == 1
    table.close(GENERATION)


def test_a_table_is_read_where_nothing_may_be_written(tmp_path):
    table = written(tmp_path, ENGLISH)
    (tmp_path / GENERATION / FILE).chmod(0o400)
    (tmp_path / GENERATION).chmod(0o500)
    try:
        assert table.counts(GENERATION)["documents"] == 1
    finally:
        (tmp_path / GENERATION).chmod(0o700)


def damage(path):
    path.write_bytes(path.read_bytes()[:100] + b"\0" * 400 + path.read_bytes()[5000:])


def make_foreign(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (id)")
    connection.close()


@pytest.mark.parametrize(
    "harm", [damage, make_foreign, lambda path: path.unlink(), lambda path: path.write_text("not a database " * 100)]
)
def test_a_damaged_foreign_or_missing_file_is_said_to_be_unusable(tmp_path, harm):
    table = written(tmp_path, ENGLISH)
    harm(tmp_path / GENERATION / FILE)
    with pytest.raises(IndexUnusable, match="candour ingest"):
        table.documents(GENERATION)


def test_damage_inside_a_value_is_said_to_be_unusable(tmp_path):
    table = written(tmp_path, ENGLISH)
    with sqlite3.connect(tmp_path / GENERATION / FILE) as connection:
        connection.execute("UPDATE documents SET report = '{\"items_found\": 3}'")
    connection.close()
    with pytest.raises(IndexUnusable, match="candour ingest"):
        table.assessment(GENERATION, ENGLISH.id)
