"""The commands on the answer table, run as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forms import five_forms, write_forms

from assistant.cli import main
from assistant.words import set_in_french
from corpus.questionnaire import load_questionnaire


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with five made-up forms ingested by the command itself."""
    home = tmp_path_factory.mktemp("home")
    folder = write_forms(tmp_path_factory.mktemp("forms"), five_forms(load_questionnaire()))
    result = CliRunner().invoke(main, ["ingest", str(folder)], env={"CANDOUR_HOME": str(home)})
    assert result.exit_code == 0, result.output
    return home


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"CANDOUR_HOME": str(home)})


def rows(home: Path, *arguments: str) -> list[dict[str, str]]:
    result = run(home, *arguments, "--csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize(
    ("where", "matching", "not_stated"),
    [
        ("q5.updated", {"Health Canada", "Statistics Canada", "Agence lunaire du Canada"}, {"Transport Canada"}),
        ("not q5.updated", {"Parks Canada"}, {"Transport Canada"}),
        ("q5.updated and not q12.yes", set(), {"Statistics Canada"}),
        ("q5.updated and q12.yes", {"Health Canada", "Agence lunaire du Canada"}, {"Statistics Canada"}),
        ("q3.reviewing or q6.all_staff", {"Health Canada", "Parks Canada"}, set()),
    ],
)
def test_a_condition_lists_every_organization_in_its_state(
    home: Path, where: str, matching: set[str], not_stated: set[str]
) -> None:
    found = rows(home, "table", "--where", where)
    states = {row["organization"]: row["state"] for row in found}
    assert len(states) == len({row["organization"] for row in found}) == 5
    assert {name for name, state in states.items() if state == "matching"} == matching
    assert {name for name, state in states.items() if state == "not_stated"} >= not_stated


def test_text_and_json_say_the_same_as_the_lines(home: Path) -> None:
    text = run(home, "table", "--where", "q5.updated").stdout
    told = json.loads(run(home, "table", "--where", "q5.updated", "--json").stdout)
    assert text.startswith("Read as: Item 5: organizations that updated their code of conduct")
    assert "3 of 5 organizations updated their code of conduct." in text
    assert told["coverage"] == {"organizations": 5, "matching": 3, "not_matching": 1, "not_stated": 1}
    assert {citation["quote"] for citation in told["citations"]} >= {
        "Yes, my organization updated its code of conduct."
    }


def test_french_words_for_the_same_query(home: Path) -> None:
    french = run(home, "table", "--where", "q5.updated", "--language", "fr").stdout
    assert french.startswith(
        set_in_french("Question comprise ainsi : Élément 5 : organismes qui ont mis à jour leur code de conduite")
    )


def test_the_options_of_an_item_are_ranked_and_two_items_crossed(home: Path) -> None:
    ranked = run(home, "table", "--rank", "5").stdout
    assert ranked.index("updated its code") < ranked.index("in the process of updating")
    crossed = json.loads(run(home, "table", "--cross", "3", "5", "--json").stdout)
    reviewed = next(row for row in crossed["table"]["rows"] if "has reviewed" in row["label"])
    assert reviewed["cells"][0] == 3


@pytest.mark.parametrize("name", ["parks", "Parks Canada", "Parcs Canada"])
def test_one_organization_goes_by_any_of_its_names(home: Path, name: str) -> None:
    found = rows(home, "table", "--where", "q5.updated", "--organization", name)
    assert [row["organization"] for row in found] == ["Parks Canada"]


@pytest.mark.parametrize("name", ["the departments", "departments", "les ministères"])
def test_a_group_stands_for_its_organizations_that_are_here(home: Path, name: str) -> None:
    found = {row["organization"] for row in rows(home, "table", "--where", "q5.updated", "--organization", name)}
    assert {"Health Canada", "Transport Canada"} <= found
    assert "Parks Canada" not in found  # an agency


def test_several_organizations_without_a_condition_stand_side_by_side(home: Path) -> None:
    text = run(home, "table", "--organization", "Health Canada", "--organization", "Parks Canada").stdout
    assert "Yes, my organization updated its code of conduct." in text
    assert "My organization is in the process of updating its code of conduct." in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", "q5.updated and"), "q5.updated and"),
        (("--where", "q5.polished"), "Item 5 has q5.updated, q5.updating, q5.no_updates"),
        (("--where", "q99"), "items 1 to 13"),
        (("--rank", "4"), "Item 4 has no options"),
        (("--organization", "Ministry of Magic"), "'Ministry of Magic' has no assessment here"),
        (("--organization", "the granting councils"), "'the granting councils' has no assessment here"),
        (("--rank", "6", "--cross", "3", "5"), "--rank or --cross"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_printed(home: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(home, "table", *arguments)
    assert result.exit_code != 0
    assert said in result.stderr
    assert result.stdout == ""


def test_remarks_are_listed_with_the_words_they_rest_on(home: Path) -> None:
    text, french = run(home, "remarks").stdout, run(home, "remarks", "--language", "fr").stdout
    assert "Statistics Canada ticked more than one option for item 5" in text
    assert "Parks Canada answered item 5" in text
    assert "Statistique Canada" in french
    lines = rows(home, "remarks")
    assert {line["organization_id"] for line in lines} == {"statcan", "parks"}
    for line in lines:
        source = run(home, "text", line["document"]).stdout
        assert source[int(line["start"]) : int(line["end"])] == line["quote"]
    told = json.loads(run(home, "remarks", "--json").stdout)
    assert {number for remark in told["remarks"] for number in remark["citations"]} <= {
        citation["n"] for citation in told["citations"]
    }
