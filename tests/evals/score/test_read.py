import json
from pathlib import Path

import pytest

from evals.cases import CasesHeader
from evals.errors import BadCases, BadQuestionFile
from evals.score.read import read_answers, read_cases

HEADER = '{"corpus": "shipped"}'
HEADER_NEEDED = 'The first line names the corpus, such as {"corpus": "shipped"}. Put it there.'


def case(number: int, **more: object) -> str:
    fields = {"id": f"c{number}", "kind": "abstain", "language": "en", "question": "Why?", "reason": "out_of_scope"}
    return json.dumps({**fields, "split": "dev", "author": "me", **more})


def written(folder: Path, *lines: str, name: str = "some-cases.jsonl", newline: str = "\n") -> Path:
    path = folder / name
    path.write_bytes(newline.join(lines).encode("utf-8"))
    return path


def test_cases_are_read_with_header_name_lines_and_hash(tmp_path: Path) -> None:
    path = written(tmp_path, '{"corpus": "shipped", "about": "x"}', case(1), case(2))
    file = read_cases(path)
    assert file.header == CasesHeader(corpus="shipped", about="x")
    assert file.name == "some-cases"
    assert file.path == path
    assert [each.id for each in file.cases] == ["c1", "c2"]
    assert file.lines == (2, 3)
    assert len(file.sha256) == 64
    assert file.sha256 == read_cases(path).sha256
    assert file.sha256 != read_cases(written(tmp_path, HEADER, case(1))).sha256


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_do_not_disturb(tmp_path: Path) -> None:
    file = read_cases(written(tmp_path, "\ufeff", " ", HEADER, "", case(1), "", case(2), "", newline="\r\n"))
    assert file.lines == (5, 7)
    assert read_cases(written(tmp_path, "\ufeff" + HEADER, case(1))).lines == (2,)


def test_a_byte_order_mark_is_tolerated_at_the_beginning_only(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="line 2"):
        read_cases(written(tmp_path, HEADER, "\ufeff" + case(1)))


def test_every_bad_line_is_named_with_file_and_number(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEADER,
        case(1, answer="x"),
        "{",
        case(2),
        case(2),
        case(3, kind="lookup"),
        case(4, language="de"),
        case(5, evidence=[{"organization": "a", "item": 1, "quote": "x", "page": 3}]),
        case(6, reason=None),
    )
    with pytest.raises(BadCases) as raised:
        read_cases(path)
    assert isinstance(raised.value, BadQuestionFile)
    assert str(raised.value).split("\n") == [
        f"{path}, line 2: unknown key 'answer'. Mend the line.",
        f"{path}, line 3: Invalid JSON: EOF while parsing an object at line 1 column 1. Mend the line.",
        f"{path}, line 5: id 'c2' stands on line 4 already. Give it another id.",
        f"{path}, line 6: a reason is for kinds abstain and clarify, not for lookup. Mend the line.",
        f"{path}, line 7: language: Input should be 'en' or 'fr'. Mend the line.",
        f"{path}, line 8: unknown key 'evidence.0.page'. Mend the line.",
        f"{path}, line 9: a case of kind abstain needs the reason expected. Mend the line.",
    ]


def test_a_file_without_a_corpus_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "", case(1))
    with pytest.raises(BadCases) as raised:
        read_cases(path)
    assert str(raised.value) == f"{path}, line 2: corpus: Field required. {HEADER_NEEDED}"


def test_empty_files_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "", "")
    with pytest.raises(BadCases) as raised:
        read_cases(path)
    assert str(raised.value) == f"{path} is empty. {HEADER_NEEDED}"
    path = written(tmp_path, HEADER, "")
    with pytest.raises(BadCases) as raised:
        read_cases(path)
    assert str(raised.value) == f"{path} has no case after its first line. Give one JSON object a line."


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    message = f"{path} cannot be read (No such file or directory). Give a UTF-8 file of JSON lines."
    with pytest.raises(BadCases) as raised:
        read_cases(path)
    assert str(raised.value) == message
    with pytest.raises(BadCases) as raised:
        list(read_answers(path))
    assert str(raised.value) == message


def test_bytes_that_are_no_utf8_are_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(HEADER.encode() + b"\n" + case(1, question="\u00e9").replace("\\u00e9", "é").encode("latin-1"))
    with pytest.raises(BadCases, match="line 2: "):
        read_cases(path)


def test_answers_are_read_leniently(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + '{"id": "a", "text": "T", "mine": [1]}', "", '{"id": "b"}', name="a.jsonl")
    answers = list(read_answers(path))
    assert [(answer.id, answer.text, answer.rows) for answer in answers] == [("a", "T", None), ("b", "", None)]


def test_only_wanted_answers_are_given(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a"}', '{"id": "b"}', '{"id": "c"}')
    assert [answer.id for answer in read_answers(path, {"c", "b"})] == ["b", "c"]
    assert [answer.id for answer in read_answers(path, set())] == []


def test_a_bad_answer_is_named_with_file_and_number(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a"}', '{"text": "b"}')
    with pytest.raises(BadCases) as raised:
        list(read_answers(path))
    assert str(raised.value) == f"{path}, line 2: id: Field required. Mend the line."


def test_two_answers_of_one_id_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a"}', "", '{"id": "a"}')
    with pytest.raises(BadCases) as raised:
        list(read_answers(path))
    assert str(raised.value) == f"{path}, line 3: id 'a' stands on line 1 already. Keep one answer of each id."
