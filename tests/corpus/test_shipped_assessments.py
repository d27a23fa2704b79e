import pytest

from corpus.organizations import load_registry
from corpus.parse import assessment_of
from corpus.questionnaire import SHIPPED, load_questionnaire
from corpus.read import read_assessment
from corpus.types import Assessment, SourceText

QUESTIONNAIRE = load_questionnaire()
REGISTRY = load_registry()
FOLDER = SHIPPED.parents[2] / "assessments"
CBSA = read_assessment(FOLDER / "canada-border-services-agency.en.txt", QUESTIONNAIRE, REGISTRY)
IRB = read_assessment(FOLDER / "immigration-and-refugee-board-of-canada.en.txt", QUESTIONNAIRE, REGISTRY)
both = pytest.mark.parametrize("assessment", [CBSA, IRB], ids=["cbsa", "irb"])

# Read off the documents by eye: ticks, state, and how the free text begins and ends.
EXPECTED = [
    (CBSA, 1, "no", "answered", "Values and ethics form an integral part", "Procurement Fundamentals (COR401)"),
    (CBSA, 2, "yes", "answered", "Not applicable.", "Not applicable."),
    (CBSA, 3, "reviewed", "answered", "", ""),
    (CBSA, 4, "", "not_applicable", "Not applicable.", "Not applicable."),
    (CBSA, 5, "updated", "answered", "The CBSA undertook extensive outreach", "for administrative investigations."),
    (
        CBSA,
        6,
        "executive_discussions all_staff functional_areas topics groups performance communications",
        "answered",
        "In March 2024, the President announced",
        "engagement strategies with Communications.",
    ),
    (CBSA, 7, "onboarding learning_plans succession", "answered", "The CBSA mandatory Officer", "Ethics as needed."),
    (CBSA, 8, "", "answered", "Several themes continue to emerge", "to continue at the same pace."),
    (CBSA, 9, "", "answered", "As referenced above,", "lessons learned and best practices)."),
    (CBSA, 10, "", "answered", "The President, Executive Vice President", "more information on values and ethics."),
    (CBSA, 11, "", "answered", "The agency will rely on existing", "resources to agency employees."),
    (CBSA, 12, "yes", "answered", "", ""),
    (CBSA, 13, "", "answered", "The agency has taken an “all hands on deck”", "additional feedback received."),
    (IRB, 1, "yes", "answered", "N/A", "N/A"),
    (IRB, 2, "no", "answered", "Our organization continues", "relating to conflict of interest questions."),
    (IRB, 3, "reviewing", "answered", "", ""),
    (IRB, 4, "", "answered", "The Immigration and Refugee Board", "full revision by March 31, 2025."),
    (IRB, 5, "updating", "answered", "The Immigration and Refugee Board", "simple language throughout the code."),
    (
        IRB,
        6,
        "executive_discussions topics groups performance",
        "answered",
        "Here are some additional details",
        "encouraging their commitment to values and ethics.",
    ),
    (IRB, 7, "onboarding learning_plans", "answered", "The Immigration and Refugee", "performance management cycle."),
    (IRB, 8, "", "answered", "Across the Immigration and Refugee", "artificial intelligence in the workplace."),
    (IRB, 9, "", "answered", "Conflicts of interest affecting", "services offered by our office."),
    (IRB, 10, "", "answered", "The new training approach", "topics related to values and ethics."),
    (IRB, 11, "", "answered", "The indicators that will be used", "associated with values and ethics."),
    (IRB, 12, "no", "answered", "", ""),
    (IRB, 13, "", "answered", "Due to the nature of our work", "responsibilities in terms of values and ethics."),
]


@pytest.mark.parametrize(
    ("assessment", "item", "ticks", "state", "begins", "ends"),
    EXPECTED,
    ids=[f"{row[0].organization.id}-{row[1]}" for row in EXPECTED],
)
def test_every_response_is_read(
    assessment: Assessment, item: int, ticks: str, state: str, begins: str, ends: str
) -> None:
    response = assessment.response(item)
    assert [tick.option for tick in response.ticks] == [f"q{item}.{tick}" for tick in ticks.split()]
    assert response.state == state
    text = assessment.words(response.free_text) if response.free_text else ""
    assert text.startswith(begins)
    assert text.endswith(ends)
    assert bool(text) == bool(begins)


@both
def test_nothing_is_odd_and_nothing_is_missing(assessment: Assessment) -> None:
    assert assessment.report.items_found == tuple(range(1, 14))
    assert assessment.report.oddities == ()
    assert assessment.language == "en"
    assert assessment.cycle == "2024"


@both
def test_ticks_and_headings_say_what_is_printed(assessment: Assessment) -> None:
    for response in assessment.responses:
        assert response.where
        assert assessment.words(response.where) == f"Question {response.item}"
        for tick in response.ticks:
            option = QUESTIONNAIRE.option(tick.option)
            assert option
            assert assessment.words(tick.span) == tick.label == option.label.en


@both
def test_no_part_heading_prompt_or_trailer_is_in_a_free_text(assessment: Assessment) -> None:
    prompts = [item.prompt.en for item in QUESTIONNAIRE.items if item.prompt]
    for response in assessment.responses:
        text = assessment.words(response.free_text) if response.free_text else ""
        assert not any(words in text for words in [*prompts, "Part II", "Part IV", "Page details", "Date modified"])


def test_names_are_those_printed() -> None:
    assert (CBSA.printed_name, CBSA.organization.id) == ("Canada Border Services Agency", "cbsa")
    assert (IRB.printed_name, IRB.organization.id) == ("Immigration and Refugee Board of Canada", "irb")


@both
def test_reading_again_gives_the_same(assessment: Assessment) -> None:
    again = read_assessment(FOLDER / assessment.source.name, QUESTIONNAIRE, REGISTRY)
    assert again == assessment


@both
def test_every_line_after_the_preface_is_read_as_something(assessment: Assessment) -> None:
    """What no heading, wording, prompt, tick or text covers is the page's trailer."""
    text = assessment.source.text
    covered: list[str] = [item.wording.en for item in QUESTIONNAIRE.items]
    covered += [item.prompt.en for item in QUESTIONNAIRE.items if item.prompt]
    left = text[text.index("Question 1") :]
    for response in assessment.responses:
        spans = [response.where, response.free_text, *(tick.span for tick in response.ticks)]
        covered += [assessment.words(span) for span in spans if span]
    for words in sorted(covered, key=len, reverse=True):
        left = left.replace(words, "", 1)
    lines = [line.strip(" -•\u00a0") for line in left.split("\n")]
    rest = {line for line in lines if line and not line.startswith("Part I")}
    assert rest <= {"Page details", "Date modified:"}


@both
def test_the_name_of_the_file_does_not_matter(assessment: Assessment) -> None:
    source = SourceText("x.txt", assessment.source.text, assessment.source.sha256)
    again = assessment_of(source, QUESTIONNAIRE, REGISTRY)
    assert again.id == assessment.id
    assert again.responses == assessment.responses
