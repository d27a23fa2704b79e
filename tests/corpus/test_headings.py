import pytest

from corpus.headings import find_headings
from corpus.lines import lines_of
from tests.corpus.made_up import QUESTIONNAIRE, WORDINGS_FR

WORDINGS = {item.number: item.wording.en for item in QUESTIONNAIRE.items}


def found(text: str) -> list[tuple[int, str, str]]:
    """Item, its heading's line, and the first line of its response."""
    lines = lines_of(text)
    return [
        (each.item, lines[each.line].text, lines[each.body].text if each.body < len(lines) else "")
        for each in find_headings(lines, QUESTIONNAIRE).chosen
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Question 3", "QUESTION 3", "Question 3.", "Question 3:", "Question 3 :", "Question\u00a03\u00a0:",
        "Question no. 3", "Question n° 3", "## Question 3", "**Question 3**", "### **Question 3**",
        "__Question 3__", "Q3", "Question 3 of 13", "Q.3", "Q3.",
        "Item 3", "Élément 3", "Question 3 –", "  Question 3  ", "Question 3\n----------",
    ],
)  # fmt: skip
@pytest.mark.parametrize("wording", [WORDINGS[3], WORDINGS_FR[3], f"**{WORDINGS[3]}**", f"### {WORDINGS[3]}"])
def test_a_heading_of_any_style_is_found(heading: str, wording: str) -> None:
    text = f"{heading}\n{wording}\n- Yes\nText."
    assert found(text) == [(3, "Question 3" if "---" in heading else heading.strip(" #*_"), "Yes")]


@pytest.mark.parametrize(
    "heading",
    [
        "Question 3: {}", "Question 3. {}", "Question 3 – {}", "Question 3 - {}", "Question 3 : {}", "3. {}",
        "3) {}", "Q3. {}", "## Question 3: {}", "**Question 3:** {}", "**3.** {}", "### 3. {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("wording", [WORDINGS[3], WORDINGS_FR[3]])
def test_a_wording_may_stand_beside_its_number(heading: str, wording: str) -> None:
    assert [(item, body) for item, _, body in found(heading.format(wording) + "\n- Yes\nText.")] == [(3, "Yes")]


@pytest.mark.parametrize("number", WORDINGS)
@pytest.mark.parametrize("prefix", ["", "## ", "**"])
def test_an_exact_wording_is_enough_without_a_number(number: int, prefix: str) -> None:
    wording = prefix + WORDINGS[number] + (prefix if prefix == "**" else "")
    assert [(item, body) for item, _, body in found(f"{wording}\nText.")] == [(number, "Text.")]


@pytest.mark.parametrize(
    "line",
    [
        "Question 14", "Question 0", "Question 5 of the survey", "Questions 5", "Question five", "- Question 5",
        "• Question 5", "See Question 5.", "5", "5 employees", "5. Five employees took part", "(5)",
        "Question 5 and question 6",
        "Question 555", "Has your organization done it?", "1. Who? 2. When?",
    ],
)  # fmt: skip
def test_what_is_no_heading_is_none(line: str) -> None:
    assert found(f"{line}\nWe did.\n") == []


def test_a_wording_ends_with_its_question_even_if_wrapped() -> None:
    text = (
        "Question 12\nLes indicateurs seront-ils\nrépartis par facteur\nidentitaire?\nIls le seront\nen 2025.\n"
        "Question 13\nAutre chose?\nNon."
    )
    assert found(text) == [(12, "Question 12", "Ils le seront"), (13, "Question 13", "Non.")]


def test_of_two_headings_of_an_item_the_one_with_its_wording_counts() -> None:
    text = f"Question 4\n{WORDINGS[4]}\nText.\nQuestion 5\nMore text.\nQuestion 5\n{WORDINGS[5]}\n- Yes"
    headings = find_headings(lines_of(text), QUESTIONNAIRE)
    assert [(each.item, each.line) for each in headings.chosen] == [(4, 0), (5, 5)]
    assert [(each.item, each.line) for each in headings.ignored] == [(5, 3)]


@pytest.mark.parametrize(
    ("part", "belongs"),
    [
        ("Part II. Codes of conduct", True),
        ("Part II", True),
        ("Part II.", True),
        ("PART 2: Codes of conduct", True),
        ("Partie II – Codes de conduite", True),
        ("## Part II. Codes of conduct", True),
        ("Part II. Codes of\nconduct", True),
        ("Part III. Codes of conduct", False),
        ("Part II of the plan was carried out.", False),
        ("- Part II. Codes of conduct", False),
        ("Partly", False),
    ],
)
def test_a_parts_heading_belongs_to_the_item_after_it(part: str, belongs: bool) -> None:
    text = f"Question 2\n{WORDINGS[2]}\n- Yes\nText.\n{part}\nQuestion 3\n{WORDINGS[3]}\n- Yes"
    lines = lines_of(text)
    headings = find_headings(lines, QUESTIONNAIRE)
    end = headings.end_of(headings.chosen[0], len(lines))
    assert (lines[end - 1].text == "Text.") == belongs


def test_an_empty_text_has_no_headings() -> None:
    headings = find_headings((), QUESTIONNAIRE)
    assert (headings.chosen, headings.repeated, headings.ignored) == ((), (), ())
