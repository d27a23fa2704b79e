from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fakes import HashEmbedder
from forms import REVIEWING, assistant_over, five_forms, form, write_forms
from said import other_notices

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import BadQuery
from assistant.reading.deadlines import Deadline, Period
from assistant.reading.read import Reader
from assistant.types import Answer, Conversation
from assistant.words import set_in_french
from corpus.questionnaire import Questionnaire, load_questionnaire
from index.build import ingest
from index.home import Home, local_index

ALL = (1, 2, 4)


def period(when: str, first: str, last: str) -> Period:
    return Period(when, date.fromisoformat(first), date.fromisoformat(last))  # type: ignore[arg-type]


MARCH = period("by", "2025-03-01", "2025-03-31")

ASKED = [
    ("which organizations plan to finish their training plan by March 2025?", "list", Deadline((1, 2), MARCH, True)),
    ("who will be done by the end of 2025?", "list", Deadline(ALL, period("by", "2025-09-01", "2025-12-31"), True)),
    ("who plans to finish after 2025?", "list", Deadline(ALL, period("after", "2025-01-01", "2025-12-31"), True)),
    ("who plans to finish in 2025?", "list", Deadline(ALL, period("in", "2025-01-01", "2025-12-31"), True)),
    ("target dates before July 2025", "list", Deadline(ALL, period("by", "2025-06-30", "2025-06-30"))),
    ("what deadlines do the organizations give for item 4?", "list", Deadline((4,))),
    ("which departments give a deadline for item 3?", "list", Deadline((4,))),
    ("when do organizations plan to complete the review of their code?", "list", Deadline((4,), None, True)),
    ("list the target dates", "list", Deadline(ALL)),
    ("who has no date?", "list", Deadline(ALL, None, False, True)),
    ("Which organizations will not be done by March 2025?", "list", Deadline(ALL, MARCH, True, True)),
    ("how many organizations plan to complete the review by March 2025?", "count", Deadline((4,), MARCH, True)),
    ("what share of organizations will be done by March 2025?", "share", Deadline(ALL, MARCH, True)),
    ("qui prévoit terminer avant avril 2025 ?", "list", Deadline(ALL, period("by", "2025-03-31", "2025-03-31"), True)),
    ("échéances pour l'élément 1", "list", Deadline((1,))),
    ("qui n'a pas de date ?", "list", Deadline(ALL, None, False, True)),
    ("Quelles sont les échéances données pour l’examen du code ?", "list", Deadline((4,))),
]


@pytest.mark.parametrize(("question", "kind", "deadline"), ASKED, ids=[each[0] for each in ASKED])
def test_a_question_for_target_dates_is_read(reader: Reader, question: str, kind: str, deadline: Deadline) -> None:
    reading = reader.read(question)
    assert (reading.kind, reading.deadline) == (kind, deadline)


@pytest.mark.parametrize(
    "question",
    [
        "Which organizations updated their code in 2024?",
        "When will the CBSA finish its plan?",
        "What is Parks Canada’s target date?",
        "Will Parks Canada be done by March 2025?",
        "Which organizations finished reviewing their code by March 2025?",
        "Which organizations held town halls in 2023?",
        "who plans to update their code by 2025?",
        "who mentions deadlines?",
        "which organizations plan to finish hiring a chief ethics officer by 2025?",
        "who ticked no for item 1 and plans to finish by March 2025?",
        "Quels organismes ont mis à jour leur code en 2024 ?",
    ],
)
def test_other_questions_with_dates_are_left_to_others(reader: Reader, question: str) -> None:
    assert reader.read(question).deadline is None


def dated_forms(questionnaire: Questionnaire) -> dict[str, str]:
    """The five forms, of which Parks Canada plans to finish by March 31, 2025, and three more with dates."""
    return five_forms(questionnaire) | {
        "revenue.txt": form(
            questionnaire,
            "Canada Revenue Agency",
            {
                1: "- No\n\nWe began in June 2024. Drafts are due by December 2024, "
                "and plans will be completed by the end of fiscal year 2025-26.",
                2: "- No\n\nBy the end of the summer.",
                4: "\n\nWe plan to begin the review in the fall of 2024.",
            },
        ),
        "finance.txt": form(
            questionnaire,
            "Department of Finance Canada",
            {1: "- Yes\n\nMarch 2024", 3: REVIEWING, 4: "\n\nSpring 2025"},
        ),
        "justice.txt": form(
            questionnaire,
            "Ministère de la Justice Canada",
            {
                1: "- Non\n\nD’ici la fin de l’exercice 2024-2025.",
                4: "\n\nL’examen sera terminé au plus tard le 1er avril 2025.",
            },
            "fr",
        ),
    }


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Assistant:
    folder = write_forms(tmp_path_factory.mktemp("forms"), dated_forms(reader.questionnaire))
    index = local_index(Home(tmp_path_factory.mktemp("home")), HashEmbedder())
    assert ingest(index, [folder], False, reader.questionnaire, reader.registry).problems == ()
    return assistant_over(index)


def states(answer: Answer) -> dict[str, str]:
    return {row.organization.split()[-2]: row.state for row in answer.rows if row.cells}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # the last date of an item counts, a beginning does not, a season that only begins by then does not either
        (
            "who plans to finish by March 2025?",
            {"Parks": "matching", "Justice": "matching", "Revenue": "not_matching", "Finance": "not_matching"},
        ),
        (
            "who plans to finish by June 2025?",
            {"Parks": "matching", "Justice": "matching", "Revenue": "not_matching", "Finance": "matching"},
        ),
        # any date counts where nothing is said of finishing
        (
            "Which organizations have deadlines before January 2025?",
            {"Parks": "not_matching", "Justice": "not_matching", "Revenue": "matching", "Finance": "not_matching"},
        ),
        (
            "who plans to finish after June 2025?",
            {"Parks": "not_matching", "Justice": "not_matching", "Revenue": "matching", "Finance": "not_matching"},
        ),
        (
            "Which organizations will not be done by March 2025?",
            {"Parks": "not_matching", "Justice": "not_matching", "Revenue": "matching", "Finance": "matching"},
        ),
        # what has no year, or only begins, cannot be placed
        ("who plans to finish item 2 by March 2025?", {"Revenue": "not_stated"}),
        (
            "quels organismes auront terminé l’examen de leur code d’ici mars 2025 ?",
            {"Parks": "matching", "Justice": "not_matching", "Revenue": "not_stated", "Finance": "not_matching"},
        ),
        (
            "list the target dates",
            {"Parks": "matching", "Justice": "matching", "Revenue": "matching", "Finance": "matching"},
        ),
    ],
)
def test_every_organization_is_in_one_of_three_states(
    dated: Assistant, question: str, expected: dict[str, str]
) -> None:
    answer = dated.ask(question)
    assert states(answer) == expected
    assert answer.coverage is not None
    assert answer.coverage.organizations == len(answer.rows) == 8
    assert answer.confidence == "stated"
    assert all(row.state == "not_stated" for row in answer.rows if not row.cells)


def test_every_date_is_cited_with_its_sentence(dated: Assistant) -> None:
    answer = dated.ask("list the target dates")
    by_number = {citation.n: citation for citation in answer.citations}
    cells = [cell for row in answer.rows for cell in row.cells]
    assert len(cells) == 8
    for cell in cells:
        assert cell.citation is not None
        cited = by_number[cell.citation]
        assert dated.document(cited.document).source.text[cited.start : cited.end] == cited.quote
        assert cell.words.split("”")[0].lstrip("“") in cited.quote
        assert cell.item == cited.item


def test_the_answer_says_what_was_read_and_how(dated: Assistant) -> None:
    english, french = (
        dated.ask("who plans to finish by March 2025?"),
        dated.ask("qui prévoit terminer d’ici mars 2025 ?"),
    )
    assert english.headline == "2 of 8 organizations give a target date by March 31, 2025 in items 1, 2, 4."
    assert "reading of free text" in english.notices[0]
    assert "au plus tard le 31 mars 2025" in french.headline
    assert "lecture de texte libre" in french.notices[0]
    assert len(other_notices(english)) == len(other_notices(french)) == 3


def test_those_without_a_date_are_listed(dated: Assistant) -> None:
    answer = dated.ask("who has no date?")
    without = {row.organization for row in answer.rows if row.state == "matching"}
    assert without == {"Agence lunaire du Canada", "Health Canada", "Statistics Canada", "Transport Canada"}


@pytest.mark.parametrize(
    ("earlier", "question", "reading"),
    [
        ("who plans to finish by March 2025?", "and by June 2026?", "by June 30, 2026 in items 1, 2, 4"),
        ("who plans to finish by March 2025?", "and for item 4?", "by March 31, 2025 in item 4"),
        ("Which organizations are reviewing their code?", "which of those will be done by April 2025?", "in item 4"),
    ],
)
def test_follow_ups_keep_what_was_asked_before(dated: Assistant, earlier: str, question: str, reading: str) -> None:
    answer = dated.ask(question, Conversation((earlier,)))
    assert answer.kind == "list"
    assert reading in (answer.reading or "")


def test_the_target_date_of_an_organization_named_before_is_looked_up(dated: Assistant) -> None:
    answer = dated.ask("What is the target date?", Conversation(("Is Parks Canada reviewing its code?",)))
    assert answer.kind == "lookup"
    assert "March 31, 2025" in answer.citations[0].quote


def test_the_time_line_is_in_order_with_dates_without_a_year_last(dated: Assistant) -> None:
    entries = dated.timeline("en").entries
    latest = [entry.latest for entry in entries]
    assert len(entries) == 8
    assert latest[:-1] == sorted(day for day in latest if day)
    assert latest[-1] is None
    assert {entry.role for entry in entries} == {"by", "in", "from"}


def test_the_time_line_is_limited_to_an_item_a_day_and_an_organization(dated: Assistant) -> None:
    assert {entry.item for entry in dated.timeline("en", item=4).entries} == {4}
    by_march = dated.timeline("en", by="March 2025").entries
    assert by_march
    assert by_march == dated.timeline("en", by="2025-03-31").entries
    french = dated.timeline("fr", by="mars 2025").entries
    assert [entry.latest for entry in french] == [entry.latest for entry in by_march]
    assert {entry.organization for entry in french} == {entry.organization for entry in by_march}
    assert all(entry.latest is not None and entry.latest <= date(2025, 3, 31) for entry in by_march)
    assert [entry.organization for entry in dated.timeline("en", organizations=("Parks Canada",)).entries] == [
        "Parks Canada"
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"item": 5}, "1, 2, 4"), ({"by": "soon"}, "2025-03-31"), ({"organizations": ("cbsa",)}, "candour status")],
)
def test_what_there_is_not_is_told(dated: Assistant, arguments: dict[str, object], said: str) -> None:
    with pytest.raises(BadQuery, match=said):
        dated.timeline("en", **arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    folder = write_forms(tmp_path_factory.mktemp("forms"), dated_forms(load_questionnaire()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOUR_HOME", str(home))
        result = CliRunner().invoke(main, ["ingest", str(folder)])
    assert result.exit_code == 0, result.output
    return home


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"CANDOUR_HOME": str(home)})


def test_the_command_prints_the_time_line_in_both_languages(filled_home: Path) -> None:
    english, french = run(filled_home, "timeline"), run(filled_home, "timeline", "--language", "fr", "--item", "4")
    assert "8 target dates of 4 organizations in items 1, 2, 4:" in english.stdout
    assert "- March 31, 2025: Parks Canada, item 4: “by March 31, 2025” [" in english.stdout
    assert set_in_french("4 dates cibles de 4 organismes à l’élément 4 :") in french.stdout
    assert set_in_french("- 1er avril 2025 : Ministère de la Justice Canada") in french.stdout


def test_the_command_prints_csv_and_json_with_the_place_of_each_date(filled_home: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(run(filled_home, "timeline", "--csv").stdout)))
    told = json.loads(run(filled_home, "timeline", "--json").stdout)
    assert len(lines) == len(told["dates"]) == 8
    assert [line["latest"] or None for line in lines] == [each["latest"] for each in told["dates"]]
    for line in lines:
        text = run(filled_home, "text", line["document"]).stdout
        assert text[int(line["start"]) : int(line["end"])] == line["quote"]
        assert line["words"] in line["quote"]


def test_the_command_names_a_date_that_is_none(filled_home: Path) -> None:
    result = run(filled_home, "timeline", "--by", "someday")
    assert result.exit_code == 2
    assert "someday" in result.stderr
    assert result.stdout == ""
