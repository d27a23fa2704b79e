"""Organizations by whatever people call them: what is answered, and that it is said whom words were taken for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fakes import HashEmbedder
from forms import NO_UPDATES, REVIEWED, UPDATED, assistant_over, form, write_forms
from said import other_notices

from assistant.assistant import Assistant
from assistant.reading.languages import language_of
from assistant.reading.organizations import named_in
from assistant.reading.phrases import question_words
from assistant.reading.read import Reader
from assistant.types import Answer, Conversation
from assistant.words import set_in_french
from corpus.types import LANGUAGES
from index.build import ingest
from index.home import Home, local_index

ORDINARY = Path(__file__).parent / "ordinary_questions.txt"

UPDATED_THEIRS = [
    "Canada Border Services Agency",
    "Immigration and Refugee Board of Canada",
    "Natural Sciences and Engineering Research Council of Canada",
    "Global Affairs Canada",
    "Atlantic Canada Opportunities Agency",
    "Indigenous Services Canada",
]
NEED_NONE = [
    "Health Canada",
    "Canada Revenue Agency",
    "Social Sciences and Humanities Research Council of Canada",
    "Veterans Review and Appeal Board",
    "Royal Canadian Mounted Police",
    "Royal Canadian Mounted Police External Review Committee",
    "Canadian Human Rights Commission",
    "Prairies Economic Development Canada",
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Assistant:
    """An assistant over fourteen organizations, six of which updated their codes."""
    forms = {
        f"{number}.txt": form(
            reader.questionnaire,
            name,
            {1: "- Yes\n\nWe train at town halls.", 3: REVIEWED, 5: UPDATED if name in UPDATED_THEIRS else NO_UPDATES},
        )
        for number, name in enumerate([*UPDATED_THEIRS, *NEED_NONE])
    }
    index = local_index(Home(tmp_path_factory.mktemp("home")), HashEmbedder())
    folder = write_forms(tmp_path_factory.mktemp("forms"), forms)
    assert ingest(index, [folder], False, reader.questionnaire, reader.registry).problems == ()
    return assistant_over(index)


def rows(answer: Answer) -> dict[str, str]:
    return {row.organization_id: row.state for row in answer.rows}


# --- other names


@pytest.mark.parametrize(
    ("question", "organization", "notice"),
    [
        ("Did Revenue Canada update its code?", "cra", "“Revenue Canada” is a former name of Canada Revenue Agency."),
        ("Did CIDA update its code?", "gac", "“CIDA” is now part of Global Affairs Canada."),
        ("Did the tax people update their code?", "cra", "“tax people” was read as Canada Revenue Agency."),
        ("Did Heatlh Canada update its code?", "health", "“Heatlh Canada” was read as Health Canada."),
        (
            "Did the Candian Border Services Agency update its code?",
            "cbsa",
            "“Candian Border Services Agency” was read as Canada Border Services Agency.",
        ),
        (
            "L’ACDI a-t-elle mis à jour son code?",
            "gac",
            "« ACDI » fait maintenant partie de : Affaires mondiales Canada.",
        ),
        (
            "Est-ce que les gens de l’impôt ont mis à jour leur code?",
            "cra",
            "« gens de l’impôt » a été compris comme : Agence du revenu du Canada.",
        ),
        (
            "Est-ce que Revenu Canada a mis à jour son code?",
            "cra",
            "« Revenu Canada » est un ancien nom de : Agence du revenu du Canada.",
        ),
        (
            "Est-ce que Santée Canada a mis à jour son code?",
            "health",
            "« Santée Canada » a été compris comme : Santé Canada.",
        ),
    ],
)
def test_what_is_no_name_of_today_is_answered_and_said(
    asked: Assistant, question: str, organization: str, notice: str
) -> None:
    answer = asked.ask(question)
    assert (answer.kind, list(rows(answer))) == ("list", [organization])
    said = set_in_french(notice)
    assert other_notices(answer) == (said,)
    assert said in answer.text


@pytest.mark.parametrize("question", ["Did the CBSA update its code?", "L’ASFC a-t-elle mis à jour son code?"])
def test_a_name_of_today_needs_no_notice(asked: Assistant, question: str) -> None:
    answer = asked.ask(question)
    assert rows(answer) == {"cbsa": "matching"}
    assert other_notices(answer) == ()


@pytest.mark.parametrize(
    ("question", "name", "notices"),
    [
        ("Did Parks Canada update its code?", "Parks Canada", 0),
        ("Did the parks people update their code?", "Parks Canada", 1),
        ("Did Parc Canada update its code?", "Parks Canada", 1),
        ("Did Industry Canada update its code?", "Innovation, Science and Economic Development Canada", 1),
        ("Did Passport Canada update its code?", "Immigration, Refugees and Citizenship Canada", 1),
        ("Did the immigration department update its code?", "Immigration, Refugees and Citizenship Canada", 1),
        ("Est-ce que les gens des parcs ont mis à jour leur code?", "Parcs Canada", 1),
        (
            "Citoyenneté et Immigration Canada a-t-il mis à jour son code?",
            "Immigration, Réfugiés et Citoyenneté Canada",
            1,
        ),
    ],
)
def test_a_known_organization_without_an_assessment_is_named_however_it_was_called(
    asked: Assistant, question: str, name: str, notices: int
) -> None:
    answer = asked.ask(question)
    assert (answer.kind, answer.reason, answer.rows) == ("abstain", "no_assessment", ())
    assert name in answer.headline
    assert len(answer.notices) == notices
    assert all(notice in answer.text and name in notice for notice in answer.notices)


# --- names inside names


@pytest.mark.parametrize(
    ("question", "organization"),
    [
        ("Did the RCMP update its code?", "rcmp"),
        ("Did the RCMP External Review Committee update its code?", "rcmp-erc"),
        ("Est-ce que le Comité externe d’examen de la GRC a mis à jour son code?", "rcmp-erc"),
        ("Est-ce que la GRC a mis à jour son code?", "rcmp"),
    ],
)
def test_of_names_inside_names_the_longest_counts(asked: Assistant, question: str, organization: str) -> None:
    assert list(rows(asked.ask(question))) == [organization]


def test_the_review_commission_of_the_rcmp_is_not_the_rcmp(asked: Assistant) -> None:
    answer = asked.ask("Did the Civilian Review and Complaints Commission for the RCMP update its code?")
    assert answer.reason == "no_assessment"
    assert answer.headline.startswith("Civilian Review and Complaints Commission")


# --- did you mean


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("Did CBAS update its code?", "Did Canada Border Services Agency update its code?"),
        (
            "Did the Ontario Human Rights Commission update its code?",
            "Did the Canadian Human Rights Commission update its code?",
        ),
        (
            "Est-ce que l’Agence canadienne des frontières a mis à jour son code?",
            "Est-ce que l’Agence des services frontaliers du Canada a mis à jour son code?",
        ),
    ],
)
def test_an_unknown_name_that_is_like_another_is_asked_back_with_the_question_to_ask(
    asked: Assistant, question: str, offered: str
) -> None:
    answer = asked.ask(question)
    assert (answer.kind, answer.reason, answer.rows) == ("abstain", "unknown_organization", ())
    assert offered in answer.suggestions
    assert asked.ask(offered).reason in (None, "no_assessment")


def test_an_unknown_name_that_is_like_none_is_only_said_to_be_unknown(asked: Assistant) -> None:
    answer = asked.ask("Did the Galactic Customs Agency update its code?")
    assert answer.reason == "unknown_organization"
    assert "Did you mean" not in answer.headline


@pytest.mark.parametrize(
    ("question", "said", "first"),
    [
        (
            "Did the commission update its code?",
            "Which organization do you mean by “commission”: Canadian Human Rights Commission or ",
            "Did the Canadian Human Rights Commission update its code?",
        ),
        (
            "Did the research council update its code?",
            "Which organization do you mean by “research council”: ",
            "Did the Natural Sciences and Engineering Research Council of Canada update its code?",
        ),
        (
            "La commission a-t-elle mis à jour son code?",
            "Quel organisme entendez-vous par « commission » : ",
            "La Commission de l’immigration et du statut de réfugié du Canada a-t-elle mis à jour son code?",
        ),
    ],
)
def test_a_part_that_several_names_have_is_asked_back_those_here_first(
    asked: Assistant, question: str, said: str, first: str
) -> None:
    answer = asked.ask(question)
    assert (answer.kind, answer.reason) == ("clarify", "unclear")
    assert answer.headline.startswith(set_in_french(said))
    assert answer.suggestions[0] == first
    assert asked.ask(first).rows


def test_where_none_of_those_a_part_fits_is_here_that_is_said(asked: Assistant) -> None:
    answer = asked.ask("Did the complaints commission update its code?")
    assert answer.kind == "clarify"
    assert answer.headline.endswith("None of them has a self-assessment here.")


@pytest.mark.parametrize(
    ("question", "organization", "notice"),
    [
        (
            "Did the review board update its code?",
            "vrab",
            "“review board” was read as Veterans Review and Appeal Board, the only organization here that it fits.",
        ),
        (
            "Le comité d’examen a-t-il mis à jour son code?",
            "rcmp-erc",
            "« comité d’examen » a été compris comme : Comité externe d’examen de la Gendarmerie royale du Canada, "
            "le seul organisme ici à qui cela convient.",
        ),
    ],
)
def test_a_part_that_fits_one_name_here_is_answered_and_said(
    asked: Assistant, question: str, organization: str, notice: str
) -> None:
    answer = asked.ask(question)
    assert (list(rows(answer)), other_notices(answer)) == ([organization], (set_in_french(notice),))


@pytest.mark.parametrize(
    "question", ["Compare the CBSA and the review board", "Comparez la CISR et le comité d’examen"]
)
def test_a_part_beside_another_organization_counts_too(asked: Assistant, question: str) -> None:
    answer = asked.ask(question)
    assert (answer.kind, len(answer.rows), len(other_notices(answer))) == ("compare", 2, 1)


def test_a_board_of_an_organization_is_no_organization(asked: Assistant) -> None:
    assert list(rows(asked.ask("Did the CBSA's review board update the code?"))) == ["cbsa"]


def test_a_part_means_the_organization_spoken_of_before(asked: Assistant) -> None:
    before = Conversation(("Did the Canadian Human Rights Commission update its code?",))
    answer = asked.ask("Did the commission review it?", before)
    assert (list(rows(answer)), answer.notices) == (["chrc"], ())


# --- groups


@pytest.mark.parametrize(
    ("question", "kind", "matching", "others"),
    [
        ("Which of the tribunals updated their code?", "list", {"irb"}, {"vrab", "rcmp-erc"}),
        ("How many regional development agencies updated their code?", "count", {"acoa"}, {"prairiescan"}),
        ("What share of the granting councils updated their code?", "share", {"nserc"}, {"sshrc"}),
        ("Did the granting councils update their codes?", "list", {"nserc"}, {"sshrc"}),
        ("Did INAC update its code?", "list", {"isc"}, set()),
        ("Quels tribunaux administratifs ont mis à jour leur code?", "list", {"irb"}, {"vrab", "rcmp-erc"}),
        ("Combien d’organismes subventionnaires ont mis à jour leur code?", "count", {"nserc"}, {"sshrc"}),
    ],
)
def test_a_group_limits_the_organizations_examined(
    asked: Assistant, question: str, kind: str, matching: set[str], others: set[str]
) -> None:
    answer = asked.ask(question)
    assert answer.kind == kind
    assert rows(answer) == {each: "matching" for each in matching} | {each: "not_matching" for each in others}
    assert answer.coverage is not None
    assert answer.coverage.organizations == len(matching) + len(others)


@pytest.mark.parametrize(
    ("question", "reading", "notice"),
    [
        (
            "Which of the granting councils updated their code?",
            "Item 5: which of the granting councils updated their code of conduct",
            "“granting councils” means here: Natural Sciences and Engineering Research Council of Canada; Social "
            "Sciences and Humanities Research Council of Canada. Without a self-assessment here: Canadian Institutes "
            "of Health Research.",
        ),
        (
            "Lesquelles des agences de développement régional ont mis à jour leur code?",
            "Élément 5 : lesquels, parmi « agences de développement régional », ont mis à jour leur code de conduite",
            "« agences de développement régional » désigne ici : Agence de promotion économique du Canada "
            "atlantique; "
            "Développement économique Canada pour les Prairies. Sans autoévaluation ici : 5 autres.",
        ),
    ],
)
def test_whom_a_group_means_is_said_and_who_of_it_is_not_here(
    asked: Assistant, question: str, reading: str, notice: str
) -> None:
    answer = asked.ask(question)
    assert answer.reading == set_in_french(reading)
    assert other_notices(answer) == (set_in_french(notice),)


def test_a_group_of_which_nobody_is_here_has_no_assessment(asked: Assistant) -> None:
    few = asked.ask("Did the museums update their code?")
    assert (few.reason, "Canadian Museum of Nature" in few.headline) == ("no_assessment", True)
    many = asked.ask("Les sociétés d’État ont-elles mis à jour leur code?")
    assert many.reason == "no_assessment"
    assert set_in_french("désignés par « sociétés d’État »") in many.headline


def test_a_group_is_compared_summarized_and_left_out_like_organizations_named(asked: Assistant) -> None:
    compared = asked.ask("Compare the granting councils on training")
    assert (compared.kind, set(rows(compared))) == ("compare", {"nserc", "sshrc"})
    overview = asked.ask("Summarize the granting councils")
    assert (overview.kind, set(rows(overview))) == ("overview", {"nserc", "sshrc"})
    others = asked.ask("Which organizations other than the tribunals updated their code?")
    assert {"irb", "vrab", "rcmp-erc"}.isdisjoint(rows(others))
    assert len(rows(others)) == 11


def test_a_follow_up_goes_on_with_a_group(asked: Assistant) -> None:
    before = Conversation(("Which of the tribunals updated their code?",))
    assert set(rows(asked.ask("And the granting councils?", before))) == {"nserc", "sshrc"}
    assert set(rows(asked.ask("and did they review it?", before))) == {"irb", "vrab", "rcmp-erc"}


# --- ordinary words


def test_ordinary_questions_name_no_organization(reader: Reader) -> None:
    questions = ORDINARY.read_text(encoding="utf-8").splitlines()
    assert len(questions) > 200
    taken = []
    for question in questions:
        words = question_words(question)
        language = language_of(question, words, reader.vocabulary, "en")
        named = named_in(question, words, reader.registry, reader.vocabulary, language, frozenset())
        if named.all or named.doubts or named.unknown:
            taken.append(question)
    assert taken == []


def test_finding_names_takes_few_milliseconds(reader: Reader) -> None:
    question = (
        "Which of the regional development agencies, the Candian Border Services Agency and Heatlh Canada updated?"
    )
    words = question_words(question)
    for language in LANGUAGES:
        named_in(question, words, reader.registry, reader.vocabulary, language, frozenset())
    times = []
    for _ in range(20):
        started = time.perf_counter()
        named_in(question, words, reader.registry, reader.vocabulary, "en", frozenset())
        times.append(time.perf_counter() - started)
    assert min(times) < 0.01
