import contextlib
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import NotAnAssessment
from corpus.organizations import load_registry
from corpus.parse import assessment_of
from corpus.types import Assessment, Language, SourceText
from tests.corpus.made_up import (
    FILLED,
    LAYOUTS,
    QUESTIONNAIRE,
    TITLES,
    WITH_OPTIONS,
    Filled,
    Form,
    Layout,
    label,
    made_up,
)

REGISTRY = load_registry()
LANGUAGES: tuple[Language, ...] = ("en", "fr")
both_languages = pytest.mark.parametrize("language", LANGUAGES)
every_layout = pytest.mark.parametrize("layout", LAYOUTS)


def parsed(text: str, name: str = "form.txt") -> Assessment:
    return assessment_of(SourceText(name, text, "0"), QUESTIONNAIRE, REGISTRY)


def ticked(assessment: Assessment, item: int) -> list[str]:
    return [tick.option for tick in assessment.response(item).ticks]


def free_text(assessment: Assessment, item: int) -> str:
    span = assessment.response(item).free_text
    return assessment.words(span) if span else ""


def oddities(assessment: Assessment) -> list[tuple[str, int | None]]:
    return [(oddity.code, oddity.item) for oddity in assessment.report.oddities]


def expect(form: Form, filled: dict[int, Filled], assessment: Assessment) -> None:
    for item, fill in filled.items():
        assert [tick.label for tick in assessment.response(item).ticks] == form.labels[item]
        assert ticked(assessment, item) == list(fill.ticks)
        assert free_text(assessment, item) == form.free_text[item]


def with_item(item: int, ticks: list[str], text: list[str]) -> dict[int, Filled]:
    return {**FILLED, item: Filled(ticks, text)}


@every_layout
@both_languages
def test_a_form_is_read_in_every_layout(layout: Layout, language: Language) -> None:
    form = made_up(layout=layout, language=language)
    assessment = parsed(form.text)
    expect(form, dict(FILLED), assessment)
    assert assessment.language == language
    assert assessment.organization.id == "cbsa"
    assert assessment.report.items_found == tuple(range(1, 14))
    assert assessment.report.options_recognized == 9
    assert oddities(assessment) == []


@pytest.mark.parametrize(
    ("item", "ticks"),
    [
        (1, ["q1.yes", "q1.no"]),
        (3, ["q3.reviewed", "q3.reviewing"]),
        (5, ["q5.updated", "q5.updating"]),
        (12, ["q12.yes", "q12.no"]),
    ],
)
@both_languages
def test_two_ticks_in_a_single_choice_are_both_kept_and_reported(
    item: int, ticks: list[str], language: Language
) -> None:
    assessment = parsed(made_up(with_item(item, ticks, []), language=language).text)
    assert ticked(assessment, item) == ticks
    assert oddities(assessment) == [("several_ticks", item)]


@pytest.mark.parametrize(
    "words",
    ["No response submitted.", "No answer", "Aucune réponse soumise.", "Aucune réponse", "- No response submitted."],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown"])
@pytest.mark.parametrize("item", [1, 3, 6, 12])
def test_no_response_submitted_is_no_tick_and_no_answer(words: str, layout: Layout, item: int) -> None:
    form = made_up(with_item(item, ["PLACE"], []), layout).text
    bullet = {"spaced": "  • ", "markdown": "* "}.get(layout, "- ")
    written = bullet + words[2:] if words.startswith("- ") else words
    assessment = parsed(form.replace(bullet + "PLACE", written))
    assert ticked(assessment, item) == []
    assert assessment.response(item).state == "no_response"
    assert oddities(assessment) == [("no_tick", item)]


@both_languages
def test_no_response_in_a_text_item_is_no_response(language: Language) -> None:
    words = {"en": "No response submitted.", "fr": "Aucune réponse soumise."}[language]
    assessment = parsed(made_up(with_item(9, [], [words]), language=language).text)
    assert assessment.response(9).state == "no_response"


@pytest.mark.parametrize(
    ("item", "printed", "option"),
    [
        (6, "Values and ethics week", "q6.printed-values-and-ethics-week"),
        (6, "Semaine de l’éthique", "q6.printed-semaine-de-l-ethique"),
        (1, "Partially", "q1.printed-partially"),
        (3, "Other: being replaced", "q3.printed-other-being-replaced"),
        (12, "Yes, in part", "q12.printed-yes-in-part"),
    ],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown", "wrapped", "same_line"])
def test_an_unknown_option_is_kept_as_printed_and_reported(
    item: int, printed: str, option: str, layout: Layout
) -> None:
    assessment = parsed(made_up(with_item(item, [printed], []), layout).text)
    (tick,) = assessment.response(item).ticks
    assert (tick.option, tick.label, tick.known) == (option, printed, False)
    assert oddities(assessment) == [("unknown_option", item)]


@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown", "same_line", "wrapped"])
@both_languages
def test_bullets_after_the_follow_up_prompt_are_text(layout: Layout, language: Language) -> None:
    text = ["- Dedicated discussions at executive and management committee meetings", "- Oui", "- Yes", "- Values week"]
    filled = {**FILLED, 1: Filled(["q1.no"], text), 6: Filled(["q6.all_staff"], text), 7: Filled([], text)}
    form = made_up(filled, layout, language)
    assessment = parsed(form.text)
    expect(form, filled, assessment)
    assert oddities(assessment) == [("no_tick", 7)]


@pytest.mark.parametrize(
    "answer",
    [
        "Yes, my organization updated its code of conduct.",
        "Yes",
        "Oui, mon organisation a mis à jour son code de conduite.",
        "No. All-staff engagements (e.g., town halls) come first, then campaigns.",
    ],
)
@every_layout
def test_answers_that_open_like_an_option_are_text(answer: str, layout: Layout) -> None:
    filled = {**FILLED, 2: Filled(["q2.no"], [answer]), 4: Filled([], [answer]), 13: Filled([], [answer])}
    if layout == "bare":
        filled[2] = FILLED[2]
    form = made_up(filled, layout)
    expect(form, filled, parsed(form.text))


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("N/A", "not_applicable"),
        ("N/A.", "not_applicable"),
        ("n/a", "not_applicable"),
        ("Not applicable", "not_applicable"),
        ("Not applicable.", "not_applicable"),
        ("Not\u00a0applicable", "not_applicable"),
        ("s.o.", "not_applicable"),
        ("S. O.", "not_applicable"),
        ("S.O", "not_applicable"),
        ("Sans objet.", "not_applicable"),
        ("Ne s’applique pas.", "not_applicable"),
        ("- N/A", "not_applicable"),
        ("**N/A**", "not_applicable"),
        ("No response submitted.", "no_response"),
        ("—", "no_response"),
        ("-", "no_response"),
        ("Please see above", "answered"),
        ("Veuillez voir ci-dessus.", "answered"),
        ("N/A - the review was completed in 2023.", "answered"),
        ("N/A. We have finished.", "answered"),
        ("Not applicable to the agents of the Crown", "answered"),
        ("S.O., l’examen est achevé.", "answered"),
        ("Yes", "answered"),
    ],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "wrapped"])
def test_not_applicable_is_told_from_no_response_and_from_an_answer(words: str, state: str, layout: Layout) -> None:
    assessment = parsed(made_up(with_item(4, [], [words]), layout).text)
    assert assessment.response(4).state == state


@both_languages
def test_not_applicable_followed_by_real_text_is_an_answer(language: Language) -> None:
    form = made_up(with_item(4, [], ["N/A", "The review ended last year."]), language=language)
    assessment = parsed(form.text)
    assert assessment.response(4).state == "answered"
    assert free_text(assessment, 4) == "N/A\nThe review ended last year."


@pytest.mark.parametrize("words", ["N/A", "Please see above.", "Veuillez voir ci-dessus.", "s.o."])
@pytest.mark.parametrize("item", [1, 2, 5, 6, 7])
@both_languages
def test_a_tick_with_a_short_text_keeps_both(words: str, item: int, language: Language) -> None:
    option = QUESTIONNAIRE.item(item).options[0].id
    assessment = parsed(made_up(with_item(item, [option], [words]), language=language).text)
    assert ticked(assessment, item) == [option]
    assert free_text(assessment, item) == words
    assert assessment.response(item).state == "answered"


@both_languages
def test_contradictions_are_recorded_as_they_stand(language: Language) -> None:
    filled = {
        **FILLED,
        2: Filled(["q2.yes"], ["No, our plans have not been implemented."]),
        3: Filled(["q3.reviewing"]),
        5: Filled(["q5.updated"], ["The code does not require any updates."]),
    }
    form = made_up(filled, language=language)
    expect(form, filled, parsed(form.text))


@pytest.mark.parametrize(
    "line",
    [
        "Question 5",
        "Question 11",
        "Question 1",
        "Question 5:",
        "Question 7 of the survey",
        "Question 7: how do employees see it?",
        "Part II. Codes of conduct",
        "Part IV",
        "Partie II. Codes de conduite",
        "5. Has the code been read by everyone?",
        "Q5",
        "Has your organization reviewed its code of conduct?",
        "Question 3",
        "Self-assessment on accessibility",
    ],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown", "same_line", "numbered", "wrapped"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_lines_in_answers_that_look_like_headings_stay_in_the_answer(
    line: str, layout: Layout, language: Language
) -> None:
    for item in (4, 9, 10):
        filled = with_item(item, [], ["We asked our employees.", line, "The answers were encouraging."])
        form = made_up(filled, layout, language)
        expect(form, filled, parsed(form.text))


@pytest.mark.parametrize("line", ["Part II of our plan was carried out last year.", "Part III of the plan comes next."])
@pytest.mark.parametrize("item", [2, 5, 9])
@pytest.mark.parametrize("layout", ["compact", "spaced", "wrapped"])
def test_the_last_line_of_an_answer_may_open_like_a_part(line: str, item: int, layout: Layout) -> None:
    ticks = [QUESTIONNAIRE.item(item).options[0].id] if QUESTIONNAIRE.item(item).options else []
    filled = with_item(item, ticks, ["We have two plans.", line])
    form = made_up(filled, layout)
    expect(form, filled, parsed(form.text))


def test_an_answer_that_quotes_other_items_keeps_its_words() -> None:
    quoted = [QUESTIONNAIRE.item(number).wording.en for number in (5, 8)]
    prompts = [prompt.en for number in (2, 6) if (prompt := QUESTIONNAIRE.item(number).prompt)]
    filled = with_item(11, [], ["We were asked:", *quoted, *prompts, "We answered."])
    form = made_up(filled)
    expect(form, filled, parsed(form.text))


@both_languages
def test_a_text_broken_off_is_kept_and_reported(language: Language) -> None:
    words = "The review of the code was entrusted to a working group that will present its findings and"
    assessment = parsed(made_up(with_item(4, [], [words]), language=language).text)
    assert free_text(assessment, 4) == words
    assert oddities(assessment) == [("broken_off", 4)]


@pytest.mark.parametrize("mark", ["- ", "1. ", "a) "])
def test_a_list_without_full_stops_is_not_broken_off(mark: str) -> None:
    entry = mark + "An entry that is long enough to be a sentence of its own but ends without a full stop"
    assert oddities(parsed(made_up(with_item(4, [], ["Steps:", entry, entry])).text)) == []


@every_layout
@both_languages
def test_numbered_lists_are_text(layout: Layout, language: Language) -> None:
    entries = ["We proceed in steps:", "1. Headquarters", "2. Regions", "3. Missions abroad", "4) Everyone", "5. Who?"]
    filled = {**FILLED, 4: Filled([], entries), 10: Filled([], entries)}
    form = made_up(filled, layout, language)
    expect(form, filled, parsed(form.text))


@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown"])
@both_languages
def test_nested_lists_are_text(layout: Layout, language: Language) -> None:
    entries = ["Activities:", "- Town halls", "  - in Ottawa", "  - in Moncton", "- Courses", "And more."]
    filled = with_item(6, ["q6.topics"], entries)
    form = made_up(filled, layout, language)
    expect(form, filled, parsed(form.text))


@both_languages
@every_layout
def test_typographic_hyphens_apostrophes_and_spaces_do_not_matter(layout: Layout, language: Language) -> None:
    form = made_up(layout=layout, language=language)
    text = form.text.replace("’", "'").replace("All-staff", "All\u2011staff").replace("Self-", "Self\u2011")
    text = (
        text.replace("code de", "code\u00a0de")
        .replace("code of", "code\u00a0of")
        .replace("Question ", "Question\u00a0")
    )
    assessment = parsed(text)
    assert [ticked(assessment, item) for item in FILLED] == [list(fill.ticks) for fill in FILLED.values()]
    assert assessment.language == language
    assert oddities(assessment) == []


@pytest.mark.parametrize(
    "trailer",
    [
        ["Page details", "Date modified:", "2024-10-01"],
        ["Date modified: 2024-10-01"],
        ["Détails de la page", "Date de modification :", "2024-10-01"],
        ["Report a problem on this page", "Date modified:", "2024-10-01", "About this site", "All contacts"],
    ],
)
@pytest.mark.parametrize("layout", ["compact", "spaced", "markdown", "wrapped"])
@both_languages
def test_the_pages_own_trailer_is_no_answer(trailer: list[str], layout: Layout, language: Language) -> None:
    form = made_up(layout=layout, language=language, trailer=trailer)
    assert free_text(parsed(form.text), 13) == form.free_text[13]


def test_an_answer_may_have_a_line_that_opens_like_a_trailer() -> None:
    long_text = (
        "The links below lead to our code, our plan and the reports of the last years, which we publish on the web."
    )
    filled = with_item(13, [], ["Related links", long_text])
    form = made_up(filled)
    expect(form, filled, parsed(form.text))


@both_languages
@every_layout
def test_missing_items_are_reported_and_the_rest_is_read(layout: Layout, language: Language) -> None:
    order = [1, 2, 3, 5, 6, 8, 9, 10, 12]
    form = made_up(layout=layout, language=language, order=order)
    assessment = parsed(form.text)
    expect(form, {item: FILLED[item] for item in order}, assessment)
    assert assessment.report.items_found == tuple(order)
    assert [oddity for oddity in oddities(assessment) if oddity[0] == "missing_item"] == [
        ("missing_item", item) for item in (4, 7, 11, 13)
    ]
    assert assessment.response(4).state == "missing"
    assert assessment.response(4).where is None


@both_languages
@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "bare"])
def test_items_in_another_order_are_all_read_and_reported(layout: Layout, language: Language) -> None:
    order = [1, 2, 3, 4, 6, 5, 7, 8, 13, 9, 10, 11, 12]
    form = made_up(layout=layout, language=language, order=order)
    assessment = parsed(form.text)
    expect(form, dict(FILLED), assessment)
    assert {code for code, _ in oddities(assessment)} == {"out_of_order"}


@both_languages
@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "bare"])
def test_of_an_item_given_twice_the_first_counts(layout: Layout, language: Language) -> None:
    order = [1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13]
    form = made_up(layout=layout, language=language, order=order)
    assessment = parsed(form.text)
    expect(form, dict(FILLED), assessment)
    assert oddities(assessment) == [("repeated_item", 6)]


@both_languages
@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "wordings"])
def test_empty_items_are_no_response(layout: Layout, language: Language) -> None:
    filled = {item: fill if item in {1, 13} else Filled() for item, fill in FILLED.items()}
    form = made_up(filled, layout, language)
    assessment = parsed(form.text)
    expect(form, filled, assessment)
    assert [assessment.response(item).state for item in range(2, 13)] == ["no_response"] * 11


@both_languages
def test_trailing_spaces_and_blank_lines_do_not_matter(language: Language) -> None:
    form = made_up(language=language)
    text = "\n\n" + "   \n\n\u00a0\n".join(form.text.split("\n"))
    assessment = parsed(text)
    assert [ticked(assessment, item) for item in FILLED] == [list(fill.ticks) for fill in FILLED.values()]
    assert free_text(assessment, 8) == form.free_text[8]
    assert oddities(assessment) == []


def test_a_line_that_tells_how_to_fill_in_the_form_is_no_answer() -> None:
    form = made_up().text.replace("values and ethics?\n- All", "values and ethics?\nSelect all that apply.\n- All")
    assert "Select all" in form
    assessment = parsed(form)
    assert ticked(assessment, 6) == ["q6.all_staff", "q6.topics"]
    assert oddities(assessment) == []


@pytest.mark.parametrize("item", [6, 7])
def test_labels_printed_without_bullets_before_the_prompt_are_ticks(item: int) -> None:
    assessment = parsed(made_up(layout="compact").text.replace("- ", ""))
    assert ticked(assessment, item) == list(FILLED[item].ticks)
    assert ticked(assessment, 12) == ["q12.no"]


@both_languages
def test_text_before_the_prompt_is_kept_and_reported(language: Language) -> None:
    form = made_up(language=language).text
    prompt = {"en": "If not, what is your", "fr": "Si non, à quelle"}[language]
    assessment = parsed(form.replace(prompt, f"We have made a good start.\n{prompt}", 1))
    assert ticked(assessment, 2) == ["q2.yes"]
    assert free_text(assessment, 2).startswith("We have made a good start.")
    assert free_text(assessment, 2).endswith("N/A")
    # In French, where the printed prompt is not the one we know, one in the midst of a text is not told from it.
    assert oddities(assessment) == ([("text_before_prompt", 2)] if language == "en" else [])


def test_a_response_without_its_prompt_keeps_ticks_and_text_apart() -> None:
    form = made_up(with_item(2, ["q2.no"], ["- Headquarters is done", "- The regions are not"])).text
    prompt = QUESTIONNAIRE.item(2).prompt
    assert prompt is not None
    assessment = parsed(form.replace(prompt.en + "\n", ""))
    assert ticked(assessment, 2) == ["q2.no"]
    assert free_text(assessment, 2) == "- Headquarters is done\n- The regions are not"


@both_languages
def test_a_table_of_contents_is_not_the_form(language: Language) -> None:
    form = made_up(language=language)
    contents = "\n".join(line for line in form.text.split("\n") if line.startswith("Question"))
    title = TITLES[language]
    assessment = parsed(form.text.replace(title, f"{title}\n{contents}"))
    expect(form, dict(FILLED), assessment)


OTHER_ITEMS = [
    "Has your organization developed an accessibility plan?",
    "Has your organization fully implemented its accessibility plan?",
    "Has your organization reviewed its accessibility policies?",
    "If your organization is in the process of reviewing its policies, what is your target time frame?",
    "Did this review lead to updates?",
    "What activities has your organization undertaken to foster a conversation on accessibility?",
    "Has your organization taken any actions to ensure that barriers are removed on a continuing basis?",
    "What recurring themes have emerged from conversations with persons with disabilities?",
    "How have you adjusted your services?",
    "Are there any actions that have been particularly successful?",
    "What indicators will be used to measure increased accessibility?",
    "Will these indicators be disaggregated by identity factors?",
    "Is there any additional information that you would like to share?",
]
OUR_ITEMS = [item.wording.en for item in QUESTIONNAIRE.items]
OTHER_ITEMS_FR = [
    "Votre organisation a-t-elle un plan d’accessibilité?",
    "Le plan d’accessibilité est-il entièrement mis en œuvre?",
    "Votre organisation a-t-elle revu ses politiques d’accessibilité?",
    "Quand cet examen sera-t-il terminé?",
    "Cet examen a-t-il mené à des changements?",
    "Quelles activités ont eu lieu au sujet des obstacles?",
    "Comment les personnes handicapées sont-elles consultées?",
    "Quels obstacles ont été relevés?",
    "Comment vos services ont-ils changé?",
    "Quelles mesures ont bien fonctionné?",
    "Quels indicateurs sont utilisés?",
    "Ces indicateurs sont-ils ventilés?",
    "Avez-vous d’autres renseignements à fournir?",
]


def another_form(title: str, items: list[str]) -> str:
    lines = ["Canada Border Services Agency", title]
    for number, wording in enumerate(items, start=1):
        lines += [f"Question {number}", wording, "- Yes", "We did so."]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("title", "items"),
    [
        ("Self-assessment on actions undertaken to advance accessibility", OTHER_ITEMS),
        ("Self-assessment on values and ethics in procurement", OTHER_ITEMS),
        ("Accessibility 2024", OTHER_ITEMS),
        ("Questionnaire on accessibility", [*OTHER_ITEMS[:7], *OUR_ITEMS[7:]]),
        ("Questionnaire on accessibility", OUR_ITEMS),
        ("Autoévaluation des mesures prises en matière d’accessibilité", OTHER_ITEMS_FR),
        ("Auto-évaluation de l’accessibilité", OTHER_ITEMS_FR),
        ("Accessibilité 2024", OTHER_ITEMS_FR),
        ("Autoévaluation des valeurs et de l’éthique en approvisionnement", OTHER_ITEMS_FR),
    ],
)  # fmt: skip
def test_a_look_alike_form_of_another_questionnaire_is_refused(title: str, items: list[str]) -> None:
    with pytest.raises(NotAnAssessment, match=r"form\.txt: this looks like a filled form of another questionnaire"):
        parsed(another_form(title, items))


def test_without_a_title_the_items_own_wordings_are_enough() -> None:
    form = made_up(preface=["Canada Border Services Agency"])
    assessment = parsed(form.text)
    expect(form, dict(FILLED), assessment)
    assert oddities(assessment) == [("no_title", None)]


def test_an_item_with_another_wording_is_read_and_reported() -> None:
    text = made_up().text.replace(
        QUESTIONNAIRE.item(10).wording.en, "Which of your tools would you recommend to others?"
    )
    assessment = parsed(text)
    assert free_text(assessment, 10) == FILLED[10].text[0]
    assert oddities(assessment) == [("other_wording", 10)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("layout", ["compact", "spaced", "same_line"])
def test_two_forms_in_one_file_are_refused_with_what_to_do(layout: Layout, language: Language) -> None:
    for second in (made_up(layout=layout, language=language, name="Health Canada"), made_up(language="fr")):
        text = made_up(layout=layout, language=language).text + second.text
        with pytest.raises(NotAnAssessment, match=r"form\.txt holds more than one form"):
            parsed(text)


@pytest.mark.parametrize("last", [2, 5, 7])
@both_languages
def test_a_file_that_ends_after_a_parts_heading_does_not_give_it_to_the_last_answer(
    last: int, language: Language
) -> None:
    form = made_up(language=language)
    cut = form.text[: form.text.index(f"Question {last + 1}\n")]
    assert free_text(parsed(cut), last) == form.free_text[last]


@pytest.mark.parametrize(
    ("yes", "no"), [("(x) Yes", "( ) No"), ("[x] Yes", "[ ] No"), ("☒ Yes", "☐ No"), ("✓ Yes", "☐ No")]
)
def test_boxes_say_which_option_is_ticked(yes: str, no: str) -> None:
    text = made_up().text.replace("identity factors?\n- No", f"identity factors?\n{yes}\n{no}")
    assessment = parsed(text)
    assert ticked(assessment, 12) == ["q12.yes"]
    assert oddities(assessment) == []


def test_the_blank_questionnaire_is_refused() -> None:
    blank = {item.number: Filled([option.id for option in item.options]) for item in QUESTIONNAIRE.items}
    with pytest.raises(NotAnAssessment, match="blank questionnaire"):
        parsed(made_up(blank).text)


@pytest.mark.parametrize(
    "text", ["", "Hello", "Question", "Minutes of a meeting\nQuestion period\n1. Budget\n2. Dates"]
)
def test_a_text_without_items_is_refused_with_what_was_looked_for(text: str) -> None:
    with pytest.raises(NotAnAssessment, match=r"form\.txt: no item of the questionnaire was found"):
        parsed(text)


def test_a_form_without_an_organization_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotAnAssessment, match="no organization's name stands before item 1"):
        parsed(made_up(preface=[TITLES["en"]]).text)


@every_layout
@both_languages
def test_every_span_is_inside_the_text_in_order_and_says_what_it_covers(layout: Layout, language: Language) -> None:
    assessment = parsed(made_up(layout=layout, language=language).text)
    check_spans(assessment)
    assert all(response.where for response in assessment.responses)


def check_spans(assessment: Assessment) -> None:
    length = len(assessment.source.text)
    for response in assessment.responses:
        spans = [span for span in (response.where, *(tick.span for tick in response.ticks)) if span]
        for earlier, later in pairwise(spans):
            assert earlier.end <= later.start
        for span in [*spans, *([response.free_text] if response.free_text else [])]:
            assert 0 <= span.start < span.end <= length
            assert span.document == assessment.id
            assert assessment.words(span).strip() == assessment.words(span)
        for tick in response.ticks:
            assert assessment.words(tick.span) == tick.label


def test_pages_of_spans_are_those_of_the_text() -> None:
    text = made_up().text
    break_at = text.index("Question 7")
    source = SourceText("form.pdf", text, "0", (0, break_at))
    assessment = assessment_of(source, QUESTIONNAIRE, REGISTRY)
    pages = [response.where.page for response in assessment.responses if response.where]
    assert pages == [1] * 6 + [2] * 7


def test_the_id_names_the_content() -> None:
    first, second = parsed(made_up().text), parsed(made_up().text + "More.\n")
    assert first.id.startswith("cbsa-2024-en-")
    assert first.id != second.id


VOCABULARY = """
    Yes No Oui Non we our code conduct updated reviewed training plan values ethics employees en train de revoir mise à
    jour l’éthique valeurs Question Part II 5 12 N/A please see above Veuillez If not, (e.g., town halls) 2024-25
    all-staff
"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCE = st.lists(WORDS, min_size=4, max_size=30).map(lambda words: "We " + " ".join(words) + ".")
PARAGRAPHS = st.tuples(SENTENCE, st.lists(st.one_of(SENTENCE, SENTENCE.map("- {}".format)), max_size=4)).map(
    lambda drawn: [drawn[0], *drawn[1]]
)


@st.composite
def fillings(draw: st.DrawFn) -> dict[int, Filled]:
    filled: dict[int, Filled] = {}
    for item in QUESTIONNAIRE.items:
        ids = [option.id for option in item.options]
        ticks: list[str] = []
        if item.number in WITH_OPTIONS:
            ticks = draw(
                st.lists(st.sampled_from(ids), unique=True, max_size=len(ids) if item.kind == "several" else 2)
            )
        text = draw(st.one_of(st.just([]), PARAGRAPHS)) if item.prompt or not ids else []
        filled[item.number] = Filled(sorted(ticks, key=ids.index), text)
    return filled


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(fillings(), st.sampled_from([each for each in LAYOUTS if each != "bare"]), st.sampled_from(LANGUAGES))
def test_what_is_filled_in_is_what_is_read(filled: dict[int, Filled], layout: Layout, language: Language) -> None:
    if not any(fill.text for fill in filled.values()):
        filled = {**filled, 13: FILLED[13]}
    form = made_up(filled, layout, language)
    assessment = parsed(form.text)
    expect(form, filled, assessment)
    check_spans(assessment)


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *made_up().text.split("\n"),
            *made_up(language="fr", layout="tasks").text.split("\n"),
            *made_up(layout="wrapped").text.split("\n"),
            *("Question 5", "5.", "Q13", "- ", "[x]", "**", "****", "• • •", "Part", "Partie IX", "Question 99", "##"),
        ]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=60).map("\n".join))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(NotAnAssessment):
        assessment = parsed(text)
        check_spans(assessment)
        assert [response.item for response in assessment.responses] == list(range(1, 14))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_form_cut_and_shuffled_anywhere_does_not_break_the_parser(data: st.DataObject) -> None:
    text = made_up(layout=data.draw(st.sampled_from(LAYOUTS)), language=data.draw(st.sampled_from(LANGUAGES))).text
    lines = text.split("\n")
    kept = data.draw(st.lists(st.sampled_from(range(len(lines))), max_size=len(lines)))
    with contextlib.suppress(NotAnAssessment):
        check_spans(parsed("\n".join(lines[index] for index in kept)))


def seconds(text: str) -> float:
    """Processor time: a busy machine must not fail the test."""
    start = time.process_time()
    with contextlib.suppress(NotAnAssessment):
        parsed(text)
    return time.process_time() - start


@pytest.mark.parametrize("layout", ["compact", "spaced", "wrapped"])
def test_a_form_is_parsed_quickly(layout: Layout) -> None:
    text = made_up(layout=layout).text
    assert min(seconds(text) for _ in range(3)) < 0.04


@pytest.mark.parametrize(
    "paragraph",
    [
        "We held sessions. " * 5500,
        "\n".join(["- a short entry of a long list"] * 3300),
        "\n".join(["wrapped in mid-sentence and never ended by anything at all"] * 1700),
        "a line that is short\n" * 4700,
    ],
    ids=["one line", "bullets", "wrapped", "short lines"],
)
def test_long_answers_take_time_in_proportion(paragraph: str) -> None:
    form = made_up().text
    for item in QUESTIONNAIRE.items:
        anchor = QUESTIONNAIRE.item(item.number).prompt or item.wording
        form = form.replace(anchor.en + "\n", f"{anchor.en}\n{paragraph}\n", 1)
    assert len(form) > 1_250_000
    assert seconds(form) < 5  # quadratic time would be minutes


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "- ",
        "\n",
        "question" + " " * 50,
        "We discussed the values, the ethics and the code of conduct in all of our regions.\n",
        "Has your organization reviewed its plans for the year?\n",
    ],
    ids=repr,
)
def test_five_megabytes_of_noise_do_not_take_long(unit: str) -> None:
    assert seconds(unit * (5_000_000 // len(unit))) < 5


@pytest.mark.parametrize(
    "unit",
    [
        "a b c\n",
        "- x\n",
        "Question 5\n",
        "Q1\nWhat is it?\n",
        "1. Has your organization reviewed it?\n",
        "Part I\nQ3\n",
    ],
    ids=repr,
)
def test_lines_that_look_like_headings_take_time_in_proportion(unit: str) -> None:
    assert seconds(unit * (300_000 // len(unit))) < 3


@pytest.mark.parametrize("unit", ["question", "part ", "- [x] ", "1.", "\u00a0", "p. ex. ", "o  "])
def test_one_endless_line_does_not_take_long(unit: str) -> None:
    assert seconds("question " + unit * (5_000_000 // len(unit)) + "!") < 5


@pytest.mark.parametrize(
    "unit", ["We held a session on values.\n", "Health Canada and the Treasury Board met. " * 20 + "\n"]
)
def test_noise_before_a_form_does_not_take_long(unit: str) -> None:
    text = unit * (3_000_000 // len(unit)) + made_up().text
    assert seconds(text) < 5
    assert parsed(text).organization.id == "cbsa"


def test_labels_of_made_up_forms_are_the_options() -> None:
    for item in QUESTIONNAIRE.items:
        for option in item.options:
            assert label(option.id, "en") == option.label.en


def test_the_rest_of_a_wrapped_label_is_not_taken_for_the_beginning_of_the_prompt() -> None:
    filled = {number: Filled() for number in range(1, 14)} | {6: Filled(["q6.groups"])}
    form = made_up(filled, "wrapped", "fr")
    expect(form, filled, parsed(form.text))
