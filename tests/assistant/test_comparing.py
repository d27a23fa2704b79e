from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forms import NO_UPDATES, UPDATED, UPDATING, form, write_forms

from assistant.cli import main
from corpus.questionnaire import load_questionnaire

Q = load_questionnaire()
TEXT = (
    "The whole code will be reviewed with unions and employees, and the work will be done by {} at the latest, we hope."
)
OLD = {
    "health.txt": form(Q, "Health Canada", {5: f"{UPDATING}\n\n{TEXT.format('March 31, 2025')}", 12: "- Yes"}),
    "sante.txt": form(Q, "Santé Canada", {12: "- Oui"}, "fr"),
    "parks.txt": form(Q, "Parks Canada", {12: "- No"}),
    "transport.txt": form(Q, "Transport Canada", {5: NO_UPDATES}),
}
NEW = {
    "health.txt": form(Q, "Health Canada", {5: f"{UPDATED}\n\n{TEXT.format('June 30, 2025')}", 12: "- Yes"}),
    "parks.txt": form(Q, "Parks Canada", {12: "No response submitted."}),
    "transport.txt": OLD["transport.txt"],
    "moon.txt": form(Q, "Lunar Agency of Canada", {12: "- Yes"}),
}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("CANDOUR_HOME", str(tmp_path / "home"))
    return str(write_forms(tmp_path / "old", OLD)), str(write_forms(tmp_path / "new", NEW))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_two_folders_are_compared_in_words(folders) -> None:
    result = run(*folders)
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        f"Compared {folders[0]} (3 organizations, 4 assessments) with {folders[1]} (4 organizations, 4 assessments).\n"
        "\n"
        "Organizations added: 1\n"
        "    Lunar Agency of Canada (en)\n"
        "\n"
        "Languages gone: 1\n"
        "    Santé Canada (fr)\n"
        "\n"
        "Health Canada (en, 2024)\n"
        f"  Item 5: {Q.item(5).short.en}\n"
        f"    {UPDATING}\n"
        f"    {UPDATED.replace('- ', '+ ')}\n"
        "    ... work will be done by [-March 31,-] {+June 30,+} 2025 at the latest, we ...\n"
        "\n"
        "Parks Canada (en, 2024)\n"
        f"  Item 12: {Q.item(12).short.en}\n"
        "    - No\n"
        "    answered -> no response\n"
        "    {+No response submitted.+}\n"
        "\n"
        "2 changed, 1 unchanged.\n"
    )


def test_the_json_has_texts_whole_and_words_with_their_places(folders) -> None:
    found = json.loads(run(*folders, "--json").stdout)
    assert found["old"] == {"name": folders[0], "organizations": 3, "assessments": 4}
    assert [(each["organization"], each["organization_too"]) for each in found["added"]] == [
        ("Lunar Agency of Canada", True)
    ]
    assert [(each["organization"], each["organization_too"]) for each in found["gone"]] == [("Santé Canada", False)]
    health, parks = found["changed"]
    (item,) = health["items"]
    assert [tick["option"] for tick in item["ticks"]["old"]] == ["q5.updating"]
    assert [tick["option"] for tick in item["ticks"]["new"]] == ["q5.updated"]
    (change,) = item["text"]["changes"]
    assert OLD["health.txt"][change["old_start"] : change["old_end"]] == change["old"] == "March 31,"
    assert NEW["health.txt"][change["new_start"] : change["new_end"]] == change["new"] == "June 30,"
    assert parks["items"][0]["state"] == {"old": "answered", "new": "no_response"}
    assert (found["unchanged"], found["problems"]) == (1, [])


def test_equal_states_say_so(folders) -> None:
    result = run(folders[0], folders[0])
    assert result.exit_code == 0
    assert result.stdout.endswith("\n\n0 changed, 4 unchanged.\n")


def test_a_long_change_is_shortened_in_words_only(folders, tmp_path) -> None:
    long = " ".join(f"word{number}" for number in range(200))
    new = write_forms(tmp_path / "long", {"t.txt": form(Q, "Transport Canada", {5: f"{NO_UPDATES}\n\n{long}"})})
    old = write_forms(tmp_path / "short", {"t.txt": OLD["transport.txt"]})
    assert "word29 (140 words) word170" in run(str(old), str(new)).stdout
    assert json.loads(run(str(old), str(new), "--json").stdout)["changed"][0]["items"][0]["text"]["new"] == long


def test_a_file_that_cannot_be_read_is_told_beside_the_changes(folders, tmp_path) -> None:
    (tmp_path / "new" / "letter.txt").write_text("Dear Sir,\n")
    result = run(*folders)
    assert result.exit_code == 2
    assert "2 changed" in result.stdout
    assert "Not read: letter.txt" in result.stderr


def test_states_that_are_not_there_are_named(folders) -> None:
    for name in ("nowhere", "current", "2026-12-01"):
        result = run(name, folders[1])
        assert result.exit_code == 2
        assert result.stdout == ""
        assert name in result.stderr or "There is no index" in result.stderr
