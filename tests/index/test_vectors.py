from __future__ import annotations

import os
import shutil

import numpy as np
import pytest
from fakes import HashEmbedder

from index.errors import IndexUnusable
from index.types import Filter, Passage
from index.vectors import ChromaPassages

TEXTS = [
    "The code of conduct was updated in 2023",
    "Training on values and ethics is mandatory",
    "The code of conduct will be reviewed",
    "Employees may reach the office of the ombuds",
]


def passage(number: int, text: str, organization: str = "cbsa", item: int = 1, language: str = "en") -> Passage:
    document = f"{organization}-2024-{language}-1a2b3c4d"
    return Passage(
        id=f"{document}#{number:05}-{number + len(text)}",
        document=document,
        organization=organization,
        item=item,
        language=language,
        kind="text",
        text=text,
        start=number,
        end=number + len(text),
        page=number % 3 or None,
    )


PASSAGES = [
    passage(number, f"{text} ({organization})", organization, number % 13 + 1, language)
    for organization in ("cbsa", "irb", "ssc")
    for language in ("en", "fr")
    for number, text in enumerate(TEXTS)
]


@pytest.fixture
def store(tmp_path):
    store = ChromaPassages(lambda generation: tmp_path / generation)
    yield store
    for generation in ("g1", "g2"):
        store.close(generation)


@pytest.fixture
def filled(store):
    store.add("g1", PASSAGES, vectors_of(PASSAGES))
    return store


def vectors_of(passages):
    return HashEmbedder().embed_passages([passage.text for passage in passages])


def question(text):
    return HashEmbedder().embed_question(text)


def test_the_nearest_passage_comes_first_with_its_cosine(filled):
    found = filled.nearest("g1", question("the code of conduct was updated in 2023 irb"), 3)

    assert found[0][0].startswith("irb-")
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_ties_are_broken_by_id(filled):
    found = filled.nearest("g1", question("ombuds"), 24)

    assert list(found) == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert len({score for _, score in found}) < len(found)


@pytest.mark.parametrize(
    "where",
    [
        Filter(organizations=("irb",)),
        Filter(organizations=("irb", "ssc"), languages=("fr",)),
        Filter(organizations=("irb", "nobody"), items=(1, 2), languages=("en", "fr")),
        Filter(items=(3,)),
        Filter(languages=("fr",)),
        Filter(items=(1, 4), languages=("en",)),
        Filter(organizations=("nobody",)),
        Filter(items=(99,)),
    ],
)
@pytest.mark.parametrize("warm", [False, True], ids=["read through Chroma", "held in memory"])
def test_a_filter_lets_through_all_it_should_and_nothing_else(filled, where, warm):
    if warm:
        filled.nearest("g1", question("code"), 1)
    found = filled.nearest("g1", question("code of conduct"), 100, where)

    assert {passage_id for passage_id, _ in found} == {
        passage.id
        for passage in PASSAGES
        if (where.organizations is None or passage.organization in where.organizations)
        and (where.items is None or passage.item in where.items)
        and (where.languages is None or passage.language in where.languages)
    }


def test_a_filter_finds_the_same_cold_and_warm(filled):
    where = Filter(organizations=("irb", "ssc"))
    cold = filled.nearest("g1", question("code of conduct"), 8, where)
    filled.nearest("g1", question("code of conduct"), 8)

    assert filled.nearest("g1", question("code of conduct"), 8, where) == cold


@pytest.mark.parametrize("where", [Filter(organizations=()), Filter(items=()), Filter(languages=())])
def test_an_empty_filter_matches_nothing(filled, where):
    assert filled.nearest("g1", question("code"), 5, where) == ()


def test_no_more_than_asked_for(filled):
    assert len(filled.nearest("g1", question("code"), 5)) == 5
    assert filled.nearest("g1", question("code"), 0) == ()


def test_vectors_come_back_in_the_order_asked(filled):
    ids = [passage.id for passage in PASSAGES][::-1]

    assert np.allclose(filled.get("g1", [*ids, ids[0]])[:-1], vectors_of(PASSAGES)[::-1], atol=1e-6)
    assert filled.get("g1", ids[:2]).dtype == np.float32
    filled.nearest("g1", question("code"), 1)
    assert np.allclose(filled.get("g1", ids), vectors_of(PASSAGES)[::-1], atol=1e-6)


def test_an_unknown_id_is_a_key_error(filled):
    with pytest.raises(KeyError):
        filled.get("g1", [PASSAGES[0].id, "nobody#0-1"])


def test_passages_are_counted_and_kept_after_closing(filled):
    assert filled.count("g1") == 24
    filled.close("g1")
    assert filled.count("g1") == 24
    assert len(filled.nearest("g1", question("code"), 5)) == 5


def test_passages_added_later_are_found(filled):
    filled.nearest("g1", question("code"), 1)
    late = passage(99, "something about gardening", "new")
    filled.add("g1", [late], vectors_of([late]))

    assert filled.nearest("g1", question("something about gardening"), 1) == ((late.id, pytest.approx(1, abs=1e-5)),)
    assert filled.count("g1") == 25


def test_passages_and_vectors_must_pair(store):
    with pytest.raises(ValueError, match="24 passages came with 3 vectors"):
        store.add("g1", PASSAGES, vectors_of(PASSAGES)[:3])


def test_many_equal_texts_hide_nothing_and_two_builds_agree(store):
    # What cuts a nearest-neighbour graph apart: half of the passages are the same few words.
    texts = ["N/A"] * 700 + ["Yes"] * 300 + [f"word{number % 40} and word{number}" for number in range(1000)]
    passages = [passage(number, text, f"o{number % 30}") for number, text in enumerate(texts)]
    vectors = vectors_of(passages)
    store.add("g1", passages, vectors)
    store.add("g2", passages[::-1], vectors[::-1])

    for text in ("word7 and word47", "word3", "N/A", "Yes and word12"):
        exact = np.round((vectors @ question(text)[0]).astype(np.float64), 6)
        best = sorted(zip(-exact, (passage.id for passage in passages), strict=True))[:20]
        found = store.nearest("g1", question(text), 20)
        assert [passage_id for passage_id, _ in found] == [passage_id for _, passage_id in best]
        assert store.nearest("g2", question(text), 20) == found


def test_a_retired_generation_can_be_deleted_and_another_opened(filled, tmp_path):
    filled.close("g1")
    shutil.rmtree(tmp_path / "g1")
    filled.add("g2", PASSAGES[:6], vectors_of(PASSAGES[:6]))

    assert filled.count("g2") == 6
    with pytest.raises(IndexUnusable):
        filled.count("g1")


def test_a_folder_made_anew_at_the_same_path_can_be_written(filled, tmp_path):
    filled.close("g1")
    shutil.rmtree(tmp_path / "g1")
    filled.add("g1", PASSAGES[:6], vectors_of(PASSAGES[:6]))

    assert filled.count("g1") == 6


def test_closing_what_is_not_open_does_nothing(store):
    store.close("g1")


def test_no_index_is_said_and_none_is_made(store, tmp_path):
    with pytest.raises(IndexUnusable, match=r"g1.*chroma\.sqlite3 does not exist.*candour ingest"):
        store.count("g1")
    assert not (tmp_path / "g1").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 5000, "half"],
    ids=["empty", "not a database", "damaged", "cut short"],
)
def test_a_damaged_index_is_said(filled, tmp_path, content):
    filled.close("g1")
    path = tmp_path / "g1" / "chroma" / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if content == "half" else content)

    for _ in range(2):
        with pytest.raises(IndexUnusable, match=r"g1.*candour ingest"):
            filled.nearest("g1", question("code"), 5)


def test_no_network_is_used(filled):
    before = connections()
    filled.nearest("g1", question("code"), 5)

    assert connections() <= before


def connections() -> set[str]:
    """The sockets of this process that speak TCP, by their inodes."""
    descriptors = []
    for name in os.listdir("/proc/self/fd"):
        try:
            descriptors.append(os.readlink(f"/proc/self/fd/{name}"))
        except FileNotFoundError:
            continue
    sockets = {name.removeprefix("socket:[").removesuffix("]") for name in descriptors if name.startswith("socket:")}
    with open("/proc/self/net/tcp") as tcp, open("/proc/self/net/tcp6") as tcp6:
        return sockets & {line.split()[9] for file in (tcp, tcp6) for line in list(file)[1:]}
