import pytest

from corpus.organizations import load_registry
from corpus.parse import assessment_of
from corpus.types import Assessment, Language, SourceText
from tests.corpus.made_up import LAYOUTS, NAMES, QUESTIONNAIRE, TITLES, Layout, made_up

REGISTRY = load_registry()
LANGUAGES: tuple[Language, ...] = ("en", "fr")
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def parsed(
    preface: list[str], language: Language = "en", layout: Layout = "compact", file: str = "a.txt"
) -> Assessment:
    text = made_up(preface=preface, language=language, layout=layout).text
    return assessment_of(SourceText(file, text, "0"), QUESTIONNAIRE, REGISTRY)


def codes(assessment: Assessment) -> list[str]:
    return [oddity.code for oddity in assessment.report.oddities]


@pytest.mark.parametrize("layout", LAYOUTS)
@both_languages
def test_title_and_name_may_stand_in_either_order(layout: Layout, language: Language) -> None:
    for preface in ([NAMES[language], TITLES[language]], [TITLES[language], NAMES[language]]):
        assessment = parsed(preface, language, layout)
        assert (assessment.organization.id, assessment.printed_name) == ("cbsa", NAMES[language])
        assert codes(assessment) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "{name}: {title}",
        "{name} – {title}",
        "{title} - {name}",
        "{title} ({name})",
        "{title} | {name}",
        "{name}, {title}",
    ],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown", "wrapped"])
@both_languages
def test_title_and_name_may_stand_on_one_line(pattern: str, layout: Layout, language: Language) -> None:
    assessment = parsed([pattern.format(name=NAMES[language], title=TITLES[language])], language, layout)
    assert assessment.organization.id == "cbsa"
    assert " ".join(assessment.printed_name.split()) == NAMES[language]
    assert "no_title" not in codes(assessment)


@pytest.mark.parametrize("pattern", ["{name}: {title}", "{title} – {name}", "{title} ({name})"])
def test_an_unknown_name_may_stand_on_the_titles_line(pattern: str) -> None:
    assessment = parsed([pattern.format(name="Tidal Records Office", title=TITLES["en"])])
    assert assessment.printed_name == "Tidal Records Office"
    assert not assessment.organization.known


@pytest.mark.parametrize(
    "junk",
    [
        ["Skip to main content", 'Skip to "About government"', "Language selection", "Français"],
        ["Home > Privy Council > Values and ethics", "Self-assessments"],
        ["Canada.ca", "Values and Ethics"],
        ["You are here:", "1. Canada.ca", "2. Services", "3. Self-assessments on values and ethics"],
        ["- Home", "- Departments", "- Self-assessments"],
        ["* * *", "===", "2024-10-01"],
        ["Aller au contenu principal", "Sélection de la langue", "English"],
        ["From: Privy Council Office"],
        ["Self-assessment on actions undertaken to advance a renewed conversation on values and ethics - Canada.ca"],
    ],
)
@both_languages
def test_the_pages_own_words_before_the_form_are_no_name(junk: list[str], language: Language) -> None:
    assessment = parsed([*junk, NAMES[language], TITLES[language]], language)
    assert assessment.organization.id == "cbsa"
    assert assessment.printed_name == NAMES[language]


@pytest.mark.parametrize(
    "junk", [["Skip to main content", "Language selection"], ["Privy Council Office", "Self-assessments"]]
)
def test_an_unknown_organization_next_to_the_title_is_not_taken_for_a_known_one_farther_away(junk: list[str]) -> None:
    assessment = parsed([*junk, "Galactic Customs Agency", TITLES["en"]])
    assert assessment.printed_name == "Galactic Customs Agency"
    assert codes(assessment) == ["unknown_organization"]


@pytest.mark.parametrize(
    ("printed", "organization"),
    [
        ("Royal Canadian Mounted Police", "rcmp"),
        ("Civilian Review and Complaints Commission for the Royal Canadian Mounted Police", "crcc"),
        ("Royal Canadian Mounted Police External Review Committee", "erc"),
        ("Gendarmerie royale du Canada", "rcmp"),
        (
            "Commission civile d’examen et de traitement des plaintes relatives à la Gendarmerie royale du Canada",
            "crcc",
        ),
        ("Comité externe d’examen de la Gendarmerie royale du Canada", "erc"),
        ("Immigration, Refugees and Citizenship Canada", "ircc"),
        ("Innovation, Science and Economic Development Canada", "ised"),
        ("Crown\u2011Indigenous Relations and Northern Affairs Canada", "cirnac"),
        ("Immigration and Refugee Board of Canada (IRB)", "irb"),
        ("**Health Canada**", "hc"),
        ("Organization: Health Canada", "hc"),
        ("Nom de l’organisme : Santé Canada", "hc"),
    ],
)
def test_names_with_commas_and_names_inside_names_are_told_apart(printed: str, organization: str) -> None:
    for preface in ([printed, TITLES["en"]], [TITLES["en"], printed]):
        found = parsed(preface).organization
        known = next((each for each in REGISTRY.organizations if each.id == organization), None)
        assert found.known
        assert known is None or found == known


def test_the_printed_name_counts_where_the_files_name_says_another() -> None:
    assessment = parsed([NAMES["en"], TITLES["en"]], file="health-canada.en.txt")
    assert assessment.organization.id == "cbsa"
    assert codes(assessment) == ["file_name_differs"]


@pytest.mark.parametrize(
    "file",
    [
        "canada-border-services-agency.en.txt",
        "canada_border_services_agency-en.txt",
        "agence-des-services-frontaliers-du-canada.fr.md",
    ],
)
def test_without_a_printed_name_the_files_name_counts_and_is_reported(file: str) -> None:
    assessment = parsed([TITLES["en"]], file=file)
    assert assessment.organization.id == "cbsa"
    assert codes(assessment) == ["name_from_file"]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Self\u2011assessment on actions undertaken to advance a renewed conversation on values and ethics", "en"),
        ("Self assessment: values and ethics", "en"),
        ("VALUES AND ETHICS SELF-ASSESSMENT", "en"),
        ("Self-assessment on values & ethics – values and ethics conversation", "en"),
        ("Auto-évaluation des mesures prises pour faire avancer le dialogue sur les valeurs et l'éthique", "fr"),
        ("AUTOÉVALUATION – VALEURS ET ÉTHIQUE", "fr"),
        ("Valeurs et éthique : autoévaluation 2024", "fr"),
    ],
)
def test_a_title_is_told_by_its_distinguishing_words(title: str, language: Language) -> None:
    assessment = parsed([NAMES[language], title], language)
    assert "no_title" not in codes(assessment)
    assert assessment.printed_name == NAMES[language]


@both_languages
def test_an_unknown_organization_is_added_and_reported(language: Language) -> None:
    name = {"en": "Office of Tidal Records (OTR)", "fr": "Bureau des relevés de marée (BRM)"}[language]
    assessment = parsed([name, TITLES[language]], language)
    assert not assessment.organization.known
    assert assessment.printed_name == name
    assert assessment.organization.acronyms.of(language) == (name[-4:-1],)
    assert codes(assessment) == ["unknown_organization"]


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("en", "From: Privy Council Office"),
        ("fr", "De : Bureau du Conseil privé"),
        ("en", "Published by: Privy Council Office"),
    ],
)
def test_who_published_the_page_is_not_whose_form_it_is(language: Language, byline: str) -> None:
    assessment = parsed([byline, TITLES[language], "Tidal Records Office"], language)
    assert assessment.printed_name == "Tidal Records Office"
    assert not assessment.organization.known
