"""What a visitor reads while nothing can be answered: in the page's language, without paths of the machine."""

import fcntl
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from fakes import HashEmbedder
from fastapi.testclient import TestClient
from forms import five_forms, write_forms

from assistant.app import open_assistant, parts_of
from assistant.settings import Settings
from assistant.web.server import create_app
from corpus.durable import locked
from corpus.questionnaire import load_questionnaire
from index.build import ingest
from index.home import Home, is_ingesting, local_index

PAGES = [
    *("/en/organizations", "/en/items/5", "/en/timeline", "/en/remarks", "/en/about", "/en/organizations/cbsa"),
    *("/fr/organismes", "/fr/elements/5", "/fr/echeancier", "/fr/remarques", "/fr/a-propos", "/fr/organismes/cbsa"),
]
SAYS = {
    "no_index": {"en": "nothing to answer from yet", "fr": "encore rien sur quoi répondre"},
    "building": {"en": "being read in", "fr": "en cours de lecture"},
    "unusable": {"en": "cannot be read just now", "fr": "ne peuvent pas être lues en ce moment"},
}


def client_over(home, with_chat=False):
    app = create_app(open_assistant(parts_of(Settings(home=home))), with_chat=with_chat)
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def assert_says(response, state, language, home):
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 503
    assert page.html["lang"] == language
    assert SAYS[state][language] in page.select_one("main").get_text()
    assert str(home) not in response.text


@pytest.mark.parametrize("path", PAGES)
def test_without_an_index_every_page_says_so(tmp_path, path):
    response = client_over(tmp_path).get(path)
    assert_says(response, "no_index", path[1:3], tmp_path)
    assert "candour ingest" in response.text
    assert "http-equiv" not in response.text


@pytest.mark.parametrize(
    ("path", "title", "also"),
    [
        ("/en/organizations", "This cannot be shown", "Affichage impossible"),
        ("/fr/organismes", "Affichage impossible", "This cannot be shown"),
        ("/fr/nope", "Page introuvable", "Page not found"),
    ],
)
def test_the_line_in_the_other_language_says_the_same(tmp_path, path, title, also):
    page = BeautifulSoup(client_over(tmp_path).get(path).text, "html.parser")
    assert page.h1.get_text() == title
    assert page.select_one(".also").get_text().startswith(f"{also}.")


@pytest.mark.parametrize("path", PAGES)
def test_while_the_first_index_is_built_every_page_says_so_and_looks_again(tmp_path, path):
    with locked(Home(tmp_path).ingest_lock, fcntl.LOCK_EX):
        response = client_over(tmp_path).get(path)
    assert_says(response, "building", path[1:3], tmp_path)
    assert BeautifulSoup(response.text, "html.parser").select_one("meta[http-equiv=refresh]")["content"] == "5"


@pytest.mark.parametrize("path", ["/en/items/5", "/fr/elements/5"])
def test_what_is_wrong_with_an_index_is_for_the_log(tmp_path, path, caplog):
    home = Home(tmp_path)
    generation = home.generations / "20260101T000000-abc"
    generation.mkdir(parents=True)
    (generation / "manifest.json").write_text("{}")
    (home.generations / "current").write_text(generation.name)
    response = client_over(tmp_path).get(path)
    assert_says(response, "unusable", path[1:3], tmp_path)
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_cannot_be_saved_without_an_index(tmp_path, language):
    response = client_over(tmp_path).post(f"/{language}/export", data={"question": "who?", "format": "csv"})
    assert_says(response, "no_index", language, tmp_path)


def test_looking_whether_an_ingest_is_under_way_makes_nothing(tmp_path):
    home = Home(tmp_path / "none")
    assert not is_ingesting(home)
    assert not home.root.exists()


def test_an_ingest_that_is_over_is_not_under_way(tmp_path):
    home = Home(tmp_path)
    with locked(home.ingest_lock, fcntl.LOCK_EX):
        assert is_ingesting(home)
    assert not is_ingesting(home)


@pytest.mark.parametrize(
    ("path", "said"), [("/en/about", "could not be read"), ("/fr/a-propos", "n’ont pas pu être lus")]
)
def test_files_that_could_not_be_read_are_named_and_the_others_answer(tmp_path, path, said):
    folder = write_forms(tmp_path / "forms", five_forms(load_questionnaire()))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 no more of it")
    (folder / "letter.txt").write_text("Dear colleagues, nothing to see here.", encoding="utf-8")
    parts = parts_of(Settings(home=tmp_path / "home"))
    index = local_index(parts.home, HashEmbedder())
    report = ingest(index, [folder], False, parts.questionnaire, parts.registry)
    assert len(report.problems) == 2
    app = create_app(open_assistant(replace(parts, index=index)), with_chat=False)
    page = BeautifulSoup(TestClient(app, base_url="http://127.0.0.1:7860").get(path).text, "lxml")
    assert said in page.select_one(".remark").get_text()
    assert [each.get_text() for each in page.select("main li > code")] == ["broken.pdf", "letter.txt"]
    assert str(tmp_path) not in page.get_text()
