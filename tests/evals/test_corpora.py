from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from fakes import HashEmbedder
from forms import five_forms, write_forms
from small_corpus import folder_cases

from assistant.settings import Settings
from corpus.questionnaire import load_questionnaire
from evals.cases import CasesHeader, FolderCorpus, GeneratedCorpus
from evals.corpora import ONLY_ASKING, SHIPPED, Corpora, Prepared, usual_corpora, write_corpus, write_texts
from evals.errors import BadCases
from evals.hashes import PROJECT, program_hash

FORMS = CasesHeader(corpus=FolderCorpus(folder="forms"))
SMALL = GeneratedCorpus(texts="dev", seed=5, organizations=4, bilingual=0.5)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return folder_cases(tmp_path / "cases" / "own.jsonl")


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    cases = folder_cases(tmp_path_factory.mktemp("cases") / "own.jsonl")
    return corpora(tmp_path_factory.mktemp("root")).prepared(FORMS, cases)


def corpora(root: Path, said: list[str] | None = None) -> Corpora:
    return Corpora(root, Settings(), HashEmbedder, (said if said is not None else []).append)


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "corpora").iterdir() if path.is_dir())


def test_a_corpus_is_made_once_and_then_used_again(cases: Path, tmp_path: Path) -> None:
    said: list[str] = []
    first = corpora(tmp_path / "root", said).prepared(FORMS, cases)
    manifest = next((first.home / "generations").glob("*/manifest.json"))
    assert len(said) == 1
    again = corpora(tmp_path / "root", said).prepared(FORMS, cases)
    assert len(said) == 1
    assert manifest.exists()
    assert (again.home, again.fingerprint, again.problems) == (first.home, first.fingerprint, ())
    assert folders(tmp_path / "root") == [first.home.name]


def test_other_files_are_another_corpus_and_old_ones_do_not_pile_up(cases: Path, tmp_path: Path) -> None:
    made = []
    for name in ("", "health.txt", "lune.txt", "parks.txt"):
        (cases.parent / "forms" / name).unlink() if name else None
        made.append(corpora(tmp_path / "root").prepared(FORMS, cases))
    assert len({prepared.home for prepared in made}) == len({prepared.fingerprint for prepared in made}) == 4
    assert folders(tmp_path / "root") == sorted(prepared.home.name for prepared in made[1:])
    assert [text.organization for text in made[-1].texts().texts] == ["statcan", "transport"]


def test_a_damaged_corpus_is_made_again(cases: Path, tmp_path: Path) -> None:
    said: list[str] = []
    first = corpora(tmp_path / "root", said).prepared(FORMS, cases)
    note, current = first.home / "prepared.json", first.home / "generations" / "current"
    other_texts = note.read_text("utf-8").replace(first.fingerprint, "0" * 64)
    for damage in (note.unlink, current.unlink, lambda: note.write_text(other_texts, "utf-8")):
        damage()
        again = corpora(tmp_path / "root", said).prepared(FORMS, cases)
        assert again.fingerprint == first.fingerprint
        assert len(again.texts().texts) == 5
    assert len(said) == 4


def test_vectors_are_kept_for_the_next_time_a_corpus_is_made(cases: Path, tmp_path: Path) -> None:
    first = corpora(tmp_path / "root").prepared(FORMS, cases)
    (first.home / "prepared.json").unlink()
    embedder = HashEmbedder()
    Corpora(tmp_path / "root", Settings(), lambda: embedder).prepared(FORMS, cases)
    assert embedder.embedded == []


def test_a_file_that_is_no_assessment_is_told_each_time(cases: Path, tmp_path: Path) -> None:
    (cases.parent / "forms" / "letter.txt").write_text("Dear colleagues, nothing to see here.")
    for _ in range(2):
        said: list[str] = []
        prepared = corpora(tmp_path / "root", said).prepared(FORMS, cases)
        assert len(prepared.texts().texts) == 5
        assert "letter.txt" in prepared.problems[0]
        assert any("letter.txt" in message for message in said)


@pytest.mark.parametrize(
    ("corpus", "message"),
    [
        (FolderCorpus(folder="nowhere"), "nowhere does not exist"),
        (FolderCorpus(folder="forms", registry="none.toml"), "none.toml does not exist"),
        (FolderCorpus(folder="empty"), "empty"),
    ],
)
def test_a_corpus_that_cannot_be_made_names_the_file_of_cases(
    corpus: FolderCorpus, message: str, cases: Path, tmp_path: Path
) -> None:
    (cases.parent / "empty").mkdir()
    with pytest.raises(BadCases, match=message) as caught:
        corpora(tmp_path / "root").prepared(CasesHeader(corpus=corpus), cases)
    assert str(cases) in str(caught.value)


def test_an_item_of_a_text_reaches_to_the_next_heading(five: Prepared) -> None:
    text = next(each for each in five.texts().texts if each.organization == "health")
    assert sorted(text.items) == list(range(1, 14))
    for item in range(1, 13):
        start, end = text.items[item]
        assert text.text[start:].startswith(f"Question {item}\n")
        assert text.text[end:].startswith(f"Question {item + 1}\n")
    assert "adopted on May 3, 2024" in text.text[slice(*text.items[5])]
    assert text.items[13][1] == len(text.text)


def test_an_organization_is_known_by_all_its_names(five: Prepared) -> None:
    texts = five.texts()
    for name in ("health", "Health Canada", "Santé Canada", "HC"):
        assert texts.organization_of(name) == "health"
    assert texts.organization_of("Agence lunaire du Canada") is not None
    assert texts.organization_of("Canada Revenue Agency") is None
    assert texts.ticks == ()


def test_a_prepared_corpus_can_be_handed_to_another_process(five: Prepared) -> None:
    assert pickle.loads(pickle.dumps(five)) == five


def test_a_generated_corpus_knows_its_ticks_lacks_nothing_and_is_the_same_elsewhere(tmp_path: Path) -> None:
    header, said = CasesHeader(corpus=SMALL), []
    one, two = (corpora(tmp_path / name, said).prepared(header, tmp_path / "cases.jsonl") for name in ("one", "two"))
    assert len(said) == 2
    assert one.problems == ()
    texts = one.texts()
    assert len(texts.names) == 4
    assert len(texts.texts) == 6
    assert {(tick.organization, tick.language) for tick in texts.ticks} == {
        (text.organization, text.language) for text in texts.texts
    }
    for tick in texts.ticks:
        assert len(tick.labels) == len(tick.options)
        text = texts.text_of(tick.organization, tick.language)
        assert text is not None
        for label in tick.labels:
            assert label in " ".join(text.text[slice(*text.items[tick.item])].split())
    assert one.fingerprint == two.fingerprint == texts.fingerprint
    assert one.home.name == two.home.name


def test_the_usual_corpora_share_the_model_of_the_home_folder(tmp_path: Path) -> None:
    usual = usual_corpora(Settings(home=tmp_path, models=None))
    assert usual.root == tmp_path / "evaluation"
    assert usual.open_embedder.args[1] == tmp_path / "models"  # type: ignore[attr-defined]  # a partial


def test_outsiders_get_the_files_and_not_what_is_true_of_them(cases: Path, tmp_path: Path) -> None:
    write_corpus(CasesHeader(corpus=SMALL), cases, tmp_path / "generated")
    assert sorted(path.name for path in (tmp_path / "generated").iterdir()) == ["forms", "registry.toml"]
    written = write_corpus(CasesHeader(corpus="shipped"), cases, tmp_path / "shipped")
    names = {path.name for path in (tmp_path / "shipped" / "forms").iterdir()}
    assert names == {path.name for path in SHIPPED.iterdir()}
    assert written == len(names) + 1
    write_corpus(FORMS, cases, tmp_path / "own")
    assert {path.name for path in (tmp_path / "own" / "forms").iterdir()} == set(five_forms(load_questionnaire()))


def test_outsiders_get_the_texts_in_which_offsets_count(five: Prepared, tmp_path: Path) -> None:
    texts = five.texts()
    assert write_texts(texts, tmp_path / "texts") == len(texts.texts) == 5
    for text in texts.texts:
        assert (tmp_path / "texts" / f"{text.document}.txt").read_bytes().decode("utf-8") == text.text


def test_a_corpus_may_bring_its_own_registry(tmp_path: Path) -> None:
    registry = tmp_path / "own.toml"
    registry.write_text(
        'kinds = ["agency"]\n[[organization]]\nid = "moon"\nkind = "agency"\n'
        'official = { en = "Canadian Moon Agency", fr = "Agence lunaire du Canada" }\n'
    )
    write_forms(tmp_path / "forms", {"lune.txt": five_forms(load_questionnaire())["lune.txt"]})
    header = CasesHeader(corpus=FolderCorpus(folder="forms", registry="own.toml"))
    prepared = corpora(tmp_path / "root").prepared(header, tmp_path / "cases.jsonl")
    assert prepared.texts().organization_of("Canadian Moon Agency") == "moon"
    assert [text.organization for text in prepared.texts().texts] == ["moon"]


def test_files_take_the_place_of_those_that_were_ingested_earlier(tmp_path: Path) -> None:
    forms = five_forms(load_questionnaire())
    write_forms(tmp_path / "earlier", {"lune.txt": forms["lune.txt"], "parks.txt": forms["parks.txt"]})
    write_forms(
        tmp_path / "now", {"lune.txt": forms["lune.txt"].replace("lune.txt", "").rstrip() + "\n\nPlus un mot.\n"}
    )
    header = CasesHeader(corpus=FolderCorpus(folder="now", earlier="earlier"))
    texts = corpora(tmp_path / "root").prepared(header, tmp_path / "cases.jsonl").texts().texts
    assert len(texts) == 2
    assert sum("Plus un mot." in text.text for text in texts) == 1


def test_an_earlier_folder_that_is_not_there_is_named(cases: Path, tmp_path: Path) -> None:
    header = CasesHeader(corpus=FolderCorpus(folder="forms", earlier="gone"))
    with pytest.raises(BadCases, match="gone does not exist"):
        corpora(tmp_path / "root").prepared(header, cases)


def test_what_only_asks_an_index_makes_no_new_one() -> None:
    assert program_hash("index", without=ONLY_ASKING) != program_hash("index")
    assert all((PROJECT / each).is_file() for each in ONLY_ASKING)
