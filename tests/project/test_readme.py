"""What README.md promises is there: commands, reference, settings, links."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAPERS = ("README.md", "CONTRIBUTING.md", "THIRD-PARTY.md", "CHANGELOG.md")


def section(heading: str) -> str:
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def candour(*words: str, **environment: str) -> str:
    command = [str(Path(sys.executable).with_name("candour")), *words]
    environment = {**os.environ, "COLUMNS": "80", **environment}
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=environment)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_two_commands_come_first() -> None:
    block = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert [line.split("#")[0].strip() for line in block[1].splitlines()] == ["make chat", "make test"]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_make_command_exists(paper: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(re.findall(r"`[^`]+`", (ROOT / paper).read_text("utf-8")))))
    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    for target in phony[1].split():
        assert re.search(rf"^  make {target}\s+\S", shown, re.MULTILINE), target


def test_the_test_command_is_make_test() -> None:
    assert "```sh\nmake test\n```" in section("Tests")


def test_the_command_reference_is_what_candour_prints() -> None:
    shown = re.search(r"<!-- candour --help -->\n```text\n(.*?)\n```\n<!-- end -->", README, re.DOTALL)
    assert shown is not None, "run scripts/reference.sh"
    assert shown[1].strip() == candour("--help").strip(), "run scripts/reference.sh"


def test_every_candour_command_in_the_readme_exists() -> None:
    code = "\n".join(re.findall(r"```sh\n.*?```|`[^`\n]+`", README, re.DOTALL))
    for command in sorted(set(re.findall(r"\bcandour ([a-z]+)", code))):
        candour(command, "--help")


def test_every_example_question_is_answered_from_the_shipped_assessments(tmp_path: Path) -> None:
    questions = re.findall(r"^- \*(.+\?)\*", section("What it answers"), re.MULTILINE)
    assert len(questions) > 2
    cases, answers = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    records = [json.dumps({"id": str(number), "question": question}) for number, question in enumerate(questions)]
    cases.write_text("\n".join(records), encoding="utf-8")
    home = str(tmp_path / "home")
    candour("ingest", str(ROOT / "corpus" / "assessments"), CANDOUR_HOME=home)
    candour("eval", "answer", str(cases), "--out", str(answers), CANDOUR_HOME=home)
    for line in answers.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        assert answer["confidence"] == "stated", answer["question"]
        assert answer["citations"], answer["question"]


def test_every_setting_is_described_here_or_for_operators() -> None:
    operators = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(CANDOUR_[A-Z_]+)`", section("Settings") + operators, re.MULTILINE))
    assert described == {f"CANDOUR_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_leads_to_a_file(paper: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / paper).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 200
