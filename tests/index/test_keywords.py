from __future__ import annotations

import json
import shutil

import pytest

from index.errors import IndexUnusable
from index.keywords import Bm25Keywords
from index.types import Filter, Passage


def passage(number: int, text: str, organization: str = "cbsa", item: int = 1, language: str = "en") -> Passage:
    document = f"{organization}-2024-{language}-1a2b3c4d"
    return Passage(
        f"{document}#{number:05}-{number + len(text)}", document, organization, item, language, "text", text, number, 99
    )


CODE, TRAINING, OMBUDS, COURSE = (
    passage(1, "The Agency is updating its Code of Conduct.", item=5),
    passage(2, "Training on values is mandatory for all 1,204 new employees.", item=6),
    passage(3, "The Ombuds office receives complaints about wrongdoing.", "irb", 8),
    passage(4, "Employees completed course H7031-P, not COR403.", "irb", 6),
)
CODE_FR, TRAINING_FR = (
    passage(1, "L’Agence met à jour son code de conduite et l’éthique y est évaluée.", item=5, language="fr"),
    passage(2, "La formation sur les valeurs est obligatoire pour les 1 204 employés.", item=6, language="fr"),
)
PASSAGES = [CODE, TRAINING, OMBUDS, COURSE, CODE_FR, TRAINING_FR]


@pytest.fixture
def keywords(tmp_path):
    keywords = Bm25Keywords(lambda generation: tmp_path / generation)
    keywords.write("g1", PASSAGES)
    return keywords


def ids(hits):
    return [passage_id for passage_id, _ in hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who updated the code of conduct?", CODE),  # another form of the word
        ("What about complaints of wrongdoings?", OMBUDS),
        ("course H7031-P", COURSE),
        ("h7031p", COURSE),
        ("Who completed COR403?", COURSE),
        ("1204 trained", TRAINING),
        ("Quelle formation est obligatoire?", TRAINING_FR),
        ("L'éthique a-t-elle été évalué?", CODE_FR),
        ("ethique evaluer", CODE_FR),  # typed without accents
        ("1 204 employes", TRAINING_FR),
    ],
)
def test_the_passage_with_the_words_comes_first(keywords, question, first):
    assert ids(keywords.search("g1", question, 3))[0] == first.id


@pytest.mark.parametrize("question", ["", "   ", "the of and", "le la les", "zyxwv unheard", "?!", "COR404"])
def test_no_known_word_finds_nothing(keywords, question):
    assert keywords.search("g1", question, 10) == ()


def test_codes_and_numbers_are_exact(keywords):
    assert ids(keywords.search("g1", "COR40 or 120", 10)) == []


def test_both_languages_are_searched_and_the_questions_own_comes_first(keywords):
    english = ids(keywords.search("g1", "Did the 1204 new employees receive training?", 10))
    french = ids(keywords.search("g1", "Les 1 204 employés ont-ils reçu une formation?", 10))

    assert english[0] == TRAINING.id
    assert english[-1] == TRAINING_FR.id
    assert french[0] == TRAINING_FR.id
    assert TRAINING.id in french


def test_scores_are_above_zero_and_fall_within_a_language(keywords):
    hits = keywords.search("g1", "employees training code of conduct", 10)
    english = [score for passage_id, score in hits if "-en-" in passage_id]

    assert english == sorted(english, reverse=True)
    assert min(score for _, score in hits) > 0


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Filter(organizations=("irb",)), [COURSE.id]),
        (Filter(organizations=("cbsa", "nobody"), languages=("en",)), [TRAINING.id]),
        (Filter(items=(6,), languages=("fr",)), [TRAINING_FR.id]),
        (Filter(items=(99,)), []),
        (Filter(organizations=()), []),
        (Filter(items=()), []),
        (Filter(languages=()), []),
    ],
)
def test_a_filter_is_exact(keywords, where, found):
    assert ids(keywords.search("g1", "employees employés", 10, where)) == found


def test_a_filter_applies_before_the_cut(tmp_path):
    keywords = Bm25Keywords(lambda generation: tmp_path / generation)
    crowd = [passage(number, "code code code", f"o{number}") for number in range(50)]
    wanted = passage(1, "a code among many other words that make it a weaker match", "wanted")
    keywords.write("g1", [*crowd, wanted])

    assert ids(keywords.search("g1", "code", 5, Filter(organizations=("wanted",)))) == [wanted.id]


def test_ties_are_broken_by_id_whatever_the_order_of_writing(tmp_path):
    keywords = Bm25Keywords(lambda generation: tmp_path / generation)
    equal = [passage(number, "Training is mandatory.", f"o{number:02}") for number in range(20)]
    keywords.write("g1", equal)
    keywords.write("g2", equal[::-1])
    found = keywords.search("g1", "mandatory training", 7)

    assert ids(found) == sorted(passage.id for passage in equal)[:7]
    assert keywords.search("g2", "mandatory training", 7) == found


def test_no_more_than_asked_for(keywords):
    assert len(keywords.search("g1", "employees code training", 2)) == 2
    assert keywords.search("g1", "employees", 0) == ()


def test_passages_are_counted_and_kept_after_closing(keywords, tmp_path):
    assert keywords.count("g1") == 6
    keywords.close("g1")
    assert keywords.count("g1") == 6
    assert Bm25Keywords(lambda generation: tmp_path / generation).count("g1") == 6


def test_passages_without_words_and_no_passages_can_be_written(tmp_path):
    keywords = Bm25Keywords(lambda generation: tmp_path / generation)
    keywords.write("g1", [passage(1, "?!"), passage(2, "the of")])
    keywords.write("g2", [])

    assert keywords.count("g1") == 2
    assert keywords.count("g2") == 0
    assert keywords.search("g1", "the code", 5) == ()
    assert keywords.search("g2", "the code", 5) == ()


def test_nothing_is_printed(keywords, capfd):
    keywords.write("g2", PASSAGES)
    keywords.search("g2", "code", 5)

    assert capfd.readouterr() == ("", "")


def test_no_index_is_said(keywords):
    with pytest.raises(IndexUnusable, match=r"nowhere.*candour ingest"):
        keywords.search("nowhere", "code", 5)


@pytest.mark.parametrize("name", ["passages.json", "data.csc.index.npy", "vocab.index.json", "params.index.json"])
@pytest.mark.parametrize("damage", ["cut short", "lost"])
def test_a_damaged_index_is_said(keywords, tmp_path, name, damage):
    path = tmp_path / "g1" / "keywords" / "en" / name
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(IndexUnusable, match=r"keywords.*candour ingest"):
        keywords.search("g1", "code", 5)


def test_passages_and_index_must_agree(keywords, tmp_path):
    path = tmp_path / "g1" / "keywords" / "en" / "passages.json"
    fields = json.loads(path.read_text())
    path.write_text(json.dumps(fields | {"ids": fields["ids"][1:]}))

    with pytest.raises(IndexUnusable, match="3 passages, 4 in the index"):
        keywords.count("g1")


def test_a_retired_generation_can_be_deleted(keywords, tmp_path):
    keywords.search("g1", "code", 5)
    keywords.close("g1")
    shutil.rmtree(tmp_path / "g1")

    with pytest.raises(IndexUnusable):
        keywords.search("g1", "code", 5)
