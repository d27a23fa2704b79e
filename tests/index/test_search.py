from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import ingest
from index.home import Home, Index, local_index, open_checked
from index.search import KEYWORDS, MEANING, search
from index.types import Filter
from tests.fakes import HashEmbedder
from tests.index.small_corpus import write_form

QUESTIONNAIRE = load_questionnaire()
CBSA, IRB = "Canada Border Services Agency", "Immigration and Refugee Board of Canada"
CBSA_FR = "Agence des services frontaliers du Canada"


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    gifts = {8: "Employees asked about gifts and hospitality.\nThey also asked about social media."}
    write_form(folder, QUESTIONNAIRE, CBSA, {1: "- Yes", **gifts})
    write_form(folder, QUESTIONNAIRE, IRB, {1: "- No", 8: "Outside activities are a theme.", 9: "Gifts are rare here."})
    write_form(folder, QUESTIONNAIRE, CBSA_FR, {1: "- Oui", 8: "Les cadeaux et les médias sociaux."}, "fr")
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory, files) -> Index:
    made = local_index(Home(tmp_path_factory.mktemp("home")), HashEmbedder())
    report = ingest(made, [files], False, QUESTIONNAIRE, load_registry())
    assert report.problems == ()
    return made


def texts(
    index: Index, question: str, where: Filter | None = None, count: int = 3, by_meaning: bool = True
) -> list[str]:
    with index.generations.pin() as generation:
        return [hit.passage.text for hit in search(index, generation, question, count, where, by_meaning)]


def test_what_both_searches_find_comes_first(index):
    with index.generations.pin() as generation:
        hits = search(index, generation, "gifts and hospitality", 3)
    assert hits[0].passage.text == "Employees asked about gifts and hospitality."
    assert hits[0].found_by == (KEYWORDS, MEANING)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == 3


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(organizations=("irb",)), "Gifts are rare here."),
        (Filter(items=(9,)), "Gifts are rare here."),
        (Filter(languages=("en",), organizations=("cbsa",)), "Employees asked about gifts and hospitality."),
    ],
)
def test_a_filter_holds_for_both_searches(index, where, expected):
    with index.generations.pin() as generation:
        hits = search(index, generation, "gifts", 10, where)
    assert hits[0].passage.text == expected
    for hit in hits:
        assert where.organizations is None or hit.passage.organization in where.organizations
        assert where.items is None or hit.passage.item in where.items
        assert where.languages is None or hit.passage.language in where.languages


def test_nothing_passes_an_empty_filter(index):
    assert texts(index, "gifts", Filter(items=())) == []


def test_french_is_found_by_french_words(index):
    assert texts(index, "Quels cadeaux ?", Filter(languages=("fr",)), 1) == ["Les cadeaux et les médias sociaux."]


def test_words_alone_do_without_the_embedder(index):
    asked = len(index.embedder.questions)
    assert texts(index, "gifts", by_meaning=False)
    assert len(index.embedder.questions) == asked


@pytest.mark.parametrize(("question", "count"), [("", 3), (" \n", 3), ("gifts", 0)])
def test_nothing_asked_finds_nothing(index, question, count):
    assert texts(index, question, count=count) == []


def test_the_same_question_has_the_same_hits_in_another_process_s_eyes(index, tmp_path):
    again = local_index(index.home, HashEmbedder())
    open_checked(again, QUESTIONNAIRE)
    assert texts(again, "social media themes") == texts(index, "social media themes")
    again.close(again.generations.current())


UNCHANGED = """
import sys
from pathlib import Path
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from index.build import ingest
from index.home import Home, local_index
from tests.fakes import HashEmbedder
index = local_index(Home(Path(sys.argv[1])), HashEmbedder())
report = ingest(index, [Path(sys.argv[2])], False, load_questionnaire(), load_registry())
print(report.changed, sorted({"chromadb", "onnxruntime", "langchain_chroma"} & set(sys.modules)))
"""


def test_an_ingest_that_changes_nothing_loads_no_search(index, files):
    arguments = [sys.executable, "-c", UNCHANGED, str(index.home.root), str(files)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "False []"
