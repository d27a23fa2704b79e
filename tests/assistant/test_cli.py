from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forms import five_forms, form, write_forms

from assistant.cli import main
from assistant.reading.read import Reader
from corpus.questionnaire import load_questionnaire

HEAVY = ("chromadb", "gradio", "langchain", "onnxruntime", "onnx", "bm25s", "pydantic", "numpy", "pypdf")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with five made-up forms ingested by the command itself."""
    home = tmp_path_factory.mktemp("home")
    folder = write_forms(tmp_path_factory.mktemp("forms"), five_forms(load_questionnaire()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOUR_HOME", str(home))
        result = run("ingest", str(folder))
    assert result.exit_code == 0, result.output
    return home


@pytest.fixture
def home(filled_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CANDOUR_HOME", str(filled_home))
    return filled_home


@pytest.fixture
def own_home(filled_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the home that a test may change."""
    copy = tmp_path / "own"
    shutil.copytree(filled_home, copy)
    monkeypatch.setenv("CANDOUR_HOME", str(copy))
    return copy


def test_help_imports_nothing_heavy() -> None:
    script = f"import sys; from assistant.cli import main; print([m for m in {HEAVY!r} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_list_question_loads_neither_chroma_nor_the_model(home: Path) -> None:
    script = (
        "import sys\nfrom assistant.cli import main\n"
        "main(['ask', 'which agencies revised their codes'], standalone_mode=False)\n"
        "print([m for m in ('chromadb', 'onnxruntime', 'bm25s', 'langchain_chroma') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip().splitlines()[-1] == "[]"


def test_ask_prints_the_answer_with_its_sources(home: Path) -> None:
    result = run("ask", "which agencies revised their codes")
    assert result.exit_code == 0
    assert "3 of 5 organizations updated their code of conduct." in result.stdout
    assert "[1] " in result.stdout


def test_ask_json_is_one_answer_whose_quotes_are_in_the_text_that_text_prints(home: Path) -> None:
    answer = json.loads(run("ask", "--json", "When was the Health Canada code adopted?").stdout)
    citation = answer["citations"][0]
    text = run("text", citation["document"]).stdout
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "May 3, 2024" in citation["quote"]


def test_text_of_an_unknown_document_names_those_there_are(home: Path) -> None:
    result = run("text", "moon")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "parks-2024-en" in result.stderr


def test_status_tells_what_is_there_and_what_was_odd(home: Path) -> None:
    result = run("status")
    assert result.exit_code == 0
    assert "5 organizations, 5 documents" in result.stdout
    assert "tick that the questionnaire does not know: 'Ethics Week'" in result.stdout
    assert "  cycle 2024  " in result.stdout
    assert ", 384 dimensions\n" in result.stdout
    told = json.loads(run("status", "--json").stdout)
    assert (told["counts"]["documents"], told["dimension"]) == (5, 384)
    assert {each["cycle"] for each in told["documents"]} == {"2024"}


@pytest.mark.parametrize("command", [["ask", "who?"], ["status"], ["text", "cbsa"], ["remove", "cbsa"], ["ingest"]])
def test_without_an_index_a_line_says_what_to_do(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOUR_HOME", str(tmp_path / "nothing"))
    result = run(*command)
    assert result.exit_code == 2
    assert "candour ingest" in result.stderr
    assert result.stdout == ""


def test_good_files_are_taken_in_and_broken_ones_listed(own_home: Path, tmp_path: Path, reader: Reader) -> None:
    folder = write_forms(
        tmp_path / "mixed",
        {
            "good.txt": form(reader.questionnaire, "Fisheries and Oceans Canada", {12: "- Yes"}),
            "empty.txt": "",
            "letter.txt": "Dear Sir,\nthis is no form.\n",
            "broken.pdf": "%PDF-1.7 nothing more",
        },
    )
    result = run("ingest", str(folder))
    assert result.exit_code == 2
    for name in ("empty.txt", "letter.txt", "broken.pdf"):
        assert any(line.startswith("Not taken in: ") and name in line for line in result.stderr.splitlines())
    assert "In the index: 6 organizations, 6 documents." in result.stdout
    assert "Yes" in run("ask", "Will Fisheries and Oceans Canada disaggregate its indicators?").stdout


def test_a_newer_form_replaces_the_older_and_says_so(own_home: Path, tmp_path: Path, reader: Reader) -> None:
    folder = write_forms(
        tmp_path / "new",
        {
            "parks.txt": form(
                reader.questionnaire, "Parks Canada", {5: "- Yes, my organization updated its code of conduct."}
            )
        },
    )
    result = run("ingest", str(folder))
    assert result.exit_code == 0
    assert "Replaced: parks-2024-en" in result.stderr
    assert "Yes" in run("ask", "Did Parks Canada update its code?").stdout
    assert "Unchanged: 1" in run("ingest", str(folder)).stderr


def test_replace_makes_the_given_paths_the_whole_corpus(own_home: Path, tmp_path: Path, reader: Reader) -> None:
    folder = write_forms(tmp_path / "one", {"x.txt": form(reader.questionnaire, "Health Canada", {12: "- No"})})
    assert run("ingest", "--replace", str(folder)).exit_code == 0
    assert "1 organizations, 1 documents" in run("status").stdout


@pytest.mark.parametrize("name", ["parks", "Parks Canada", "Parcs Canada"])
def test_an_organization_is_removed_by_id_or_name(own_home: Path, name: str) -> None:
    result = run("remove", name)
    assert result.exit_code == 0
    assert "Removed: parks-2024-en" in result.stderr
    assert "4 organizations" in run("status").stdout


def test_what_commands_change_is_written_down(own_home: Path, tmp_path: Path, reader: Reader) -> None:
    (own_home / "audit.jsonl").unlink()
    said = {"x.txt": form(reader.questionnaire, "Shared Services Canada", {12: "- No"}), "y.txt": "No form."}
    folder = write_forms(tmp_path / "two", said)
    run("ingest", str(folder))
    run("ingest", "--json", str(folder / "x.txt"))
    run("ingest", "--if-needed", str(folder))  # does nothing
    run("remove", "ssc")
    lines = [json.loads(line) for line in (own_home / "audit.jsonl").read_text().splitlines()]
    assert [(each["act"], each["what"], each["outcome"]) for each in lines] == [
        ("add_assessments", [str(folder)], "done_in_part"),
        ("add_assessments", [str(folder / "x.txt")], "unchanged"),
        ("remove_assessments", ["ssc"], "done"),
    ]
    assert all(each["who"].endswith("(command line)") for each in lines)
    added, refused = lines[0]["became"]
    assert (added["fate"], added["file"], refused["name"]) == ("added", "x.txt", "y.txt")
    assert [(each["fate"], each["name"]) for each in lines[2]["became"]] == [("removed", added["name"])]


def test_if_needed_leaves_a_usable_index_alone(own_home: Path) -> None:
    before = (own_home / "generations" / "current").read_bytes()
    result = run("ingest", "--if-needed", "/nowhere")
    assert (result.exit_code, result.output) == (0, "")
    assert (own_home / "generations" / "current").read_bytes() == before


def test_an_index_of_another_format_is_built_again_before_files_are_added(
    own_home: Path, tmp_path: Path, reader: Reader
) -> None:
    (manifest,) = own_home.glob("generations/*/manifest.json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 1}))
    folder = write_forms(
        tmp_path / "one", {"x.txt": form(reader.questionnaire, "Shared Services Canada", {12: "- No"})}
    )
    result = run("ingest", str(folder))
    assert result.exit_code == 0, result.stderr
    assert "built again" in result.stderr
    assert "has format 1" in result.stderr
    assert "6 organizations" in run("status").stdout


def test_another_host_than_loopback_is_refused(home: Path) -> None:
    result = run("serve", "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "--access key" in result.stderr


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDOUR_EMBEDDER", "")
    result = run("ask", "who?")
    assert result.exit_code == 2
    assert "CANDOUR_EMBEDDER" in result.stderr


def test_chat_answers_until_the_input_ends(home: Path) -> None:
    result = CliRunner().invoke(main, ["chat"], input="which agencies revised their codes\nand which did not?\n")
    assert result.exit_code == 0
    assert "3 of 5 organizations updated their code of conduct." in result.stdout
    assert "have not updated" in result.stdout
