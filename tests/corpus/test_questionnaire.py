import re
from pathlib import Path

import pytest

from corpus.errors import DataFileError
from corpus.questionnaire import SHIPPED, load_questionnaire
from corpus.types import LANGUAGES

SMALL = """
id = "small"
cycle = "2030"
[title]
en = "Survey"
fr = "Sondage"
recognize.en = ["survey"]
recognize.fr = ["sondage"]
opens.en = ["survey"]
opens.fr = ["sondage"]
[layout]
part = ['part\\s+(\\d)']
item = ['question\\s+(\\d)']
item_with_wording = ['(\\d)\\.\\s+(.+)']
prompt.en = ["if"]
no_response.en = ["none"]
not_applicable.en = ["n/a"]
trailer.en = ["end"]
instruction.en = ["choose one"]
[[part]]
en = "First"
fr = "Premier"
[[item]]
number = 1
part = 1
kind = "single"
wording.en = "Did you?"
wording.fr = "L'avez-vous fait?"
short.en = "Done"
short.fr = "Fait"
[[item.option]]
id = "q1.yes"
label.en = "Yes"
label.fr = "Oui"
short.en = "done"
short.fr = "fait"
recognize.en = ["yes"]
recognize.fr = ["oui"]
one.en = "did"
one.fr = "a fait"
many.en = "did"
many.fr = "ont fait"
[[remark]]
where = "not q1.yes"
items = [1]
text.en = "{organization} did not."
text.fr = "{organization} ne l'a pas fait."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_second_questionnaire_is_a_second_file(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(written(tmp_path, SMALL))
    assert questionnaire.item(1).options[0].id == "q1.yes"
    assert questionnaire.parts[0].fr == "Premier"
    assert questionnaire.remarks[0].items == (1,)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "small"', "id = ", "not valid TOML"),
        ('cycle = "2030"', "", "cycle"),
        ('cycle = "2030"', 'cycle = "2030"\nyear = 2030', "year"),
        ('kind = "single"', 'kind = "sinlge"', "items.0.kind"),
        ('wording.fr = "L\'avez-vous fait?"', "", "items.0.wording.fr"),
        ("number = 1", "number = 2", "items are numbered [2]"),
        ("part = 1", "part = 2", "item 1 is in part 2"),
        ('kind = "single"', 'kind = "text"', "item 1 is of kind 'text'"),
        ('id = "q1.yes"', 'id = "q2.yes"', "'q2.yes' does not read q1.name"),
        ('id = "q1.yes"', 'id = "q1.Yes!"', "'q1.Yes!' does not read q1.name"),
        ('recognize.fr = ["oui"]', "", "q1.yes has no words in recognize.fr"),
        ('recognize.fr = ["oui"]', 'recognize.fr = ["oui", "!non"]', "q1.yes has no words in recognize.fr"),
        ('label.fr = "Oui"', "", "items.0.options.0.label.fr"),
        ('label.fr = "Oui"', "label.fr = 3", "items.0.options.0.label.fr"),
        ("item = ['question\\s+(\\d)']", "item = ['question (']", "layout.item"),
        ("item = ['question\\s+(\\d)']", "item = ['question']", "layout.item"),
        ("item_with_wording = ['(\\d)\\.\\s+(.+)']", "item_with_wording = ['(\\d)']", "layout.item_with_wording"),
        ("part = ['part\\s+(\\d)']", "part = ['part']", "layout.part"),
        ("where = \"not q1.yes\"", 'where = "not q1.no"', "remark.0 names q1.no"),
        ("items = [1]", "items = [1, 7]", "remark.0 names 7"),
        ("[[part]]", "[part]", "parts"),
        ("[[item]]", "[[items]]", "item"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_file_and_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in SMALL
    path = written(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(DataFileError, match=re.escape(place)) as caught:
        load_questionnaire(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "item = 3", "item = [3]", "[[item]]\noption = 3", "items = {}", "layout = []", "\x00"]
)
def test_any_broken_file_is_a_data_file_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataFileError, match=r"small\.toml"):
        load_questionnaire(written(tmp_path, text))


def test_a_missing_file_and_one_that_is_no_text_are_data_file_errors(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        load_questionnaire(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match="not valid TOML"):
        load_questionnaire(tmp_path / "binary.toml")


def test_two_options_of_one_id_are_refused(tmp_path: Path) -> None:
    option = SMALL[SMALL.index("[[item.option]]") : SMALL.index("[[remark]]")]
    with pytest.raises(DataFileError, match=r"given twice: q1\.yes"):
        load_questionnaire(written(tmp_path, SMALL.replace("[[remark]]", option + "[[remark]]")))


def test_the_shipped_questionnaire_has_thirteen_items_of_three_kinds() -> None:
    questionnaire = load_questionnaire(SHIPPED)
    kinds = {
        kind: [item.number for item in questionnaire.items if item.kind == kind]
        for kind in ("single", "several", "text")
    }
    assert kinds == {"single": [1, 2, 3, 5, 12], "several": [6, 7], "text": [4, 8, 9, 10, 11, 13]}
    assert [item.number for item in questionnaire.items if item.prompt] == [1, 2, 5, 6, 7]
    assert [item.part for item in questionnaire.items] == [1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4]
    with pytest.raises(KeyError):
        questionnaire.item(14)
    assert questionnaire.option("q5.unknown") is None


def test_every_wording_of_the_shipped_questionnaire_is_in_both_languages() -> None:
    questionnaire = load_questionnaire()
    pairs = [questionnaire.title, *questionnaire.parts]
    for item in questionnaire.items:
        pairs += [item.wording, item.short, *([item.prompt] if item.prompt else [])]
        for option in item.options:
            pairs += [option.label, option.short, option.one, option.many]
    assert all(pair.of(language).strip() for pair in pairs for language in LANGUAGES)
