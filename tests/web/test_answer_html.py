import dataclasses
import re

import pytest
from bs4 import BeautifulSoup

from assistant.types import Answer, Coverage, Row, RowCell, Table, TableRow
from assistant.web.answer_html import answer_html, copy_text, note_html, table_address, writing_html


@pytest.fixture
def answer(assistant):
    return assistant.answer("which agencies revised their codes")


def soup_of(answer):
    return BeautifulSoup(answer_html(answer, 2), "lxml")


def words(tag):
    return " ".join(tag.get_text().split())


def test_an_answer_is_one_line_so_that_markdown_leaves_it_alone(answer):
    assert "\n" not in answer_html(answer)


def test_both_organizations_stand_with_their_states_and_one_chip_each(answer):
    soup = soup_of(answer)
    rows = [[words(row.th), row.td.get_text(strip=True), len(row.select("a.chip"))] for row in soup.select("tbody tr")]
    assert rows == [
        ["Canada Border Services Agency", "Yes, my organization updated its code of conduct.", 1],
        [
            "Immigration and Refugee Board of Canada",
            "My organization is in the process of updating its code of conduct.",
            1,
        ],
    ]
    assert words(soup.summary) == "1 organization that does not match"
    assert words(soup.select_one(".coverage")) == "All 2 organizations examined: 1 matches, 1 does not, 0 did not say."


def test_a_chip_leads_to_the_cited_characters_and_says_so_without_being_seen(answer):
    chip = soup_of(answer).select_one("a.chip")
    citation = answer.citations[0]
    assert chip["href"] == (
        f"/en/organizations/cbsa?from={citation.start}&to={citation.end}&document={citation.document}#cited"
    )
    assert words(chip) == "1 Source 1: Canada Border Services Agency, item 5"
    card = chip.find_next_sibling(class_="pop")
    assert "Yes, my organization updated its code of conduct." in words(card)


def test_an_answer_in_french_has_french_words_and_addresses(assistant):
    soup = soup_of(assistant.answer("quels organismes", "fr"))
    assert soup.select_one(".answer")["lang"] == "fr"
    assert words(soup.select_one(".coverage")).startswith("Les 2 organismes ont été examinés : 1 correspond, 1 ne")
    assert soup.select_one("a.chip")["href"].startswith("/fr/organismes/cbsa?")
    assert soup.select_one("td span[lang]")["lang"] == "en"  # the quotation keeps its language


@pytest.mark.parametrize(("rows", "folded"), [(10, False), (11, True)])
def test_rows_that_do_not_match_are_folded_beyond_ten(answer, rows, folded):
    row = Row("Agency", "cbsa", "Agency", "not_matching", (RowCell(5, (), None),))
    many = dataclasses.replace(answer, rows=(row,) * rows, coverage=Coverage(rows, 0, rows, 0))
    details = soup_of(many).details
    assert details.has_attr("open") is not folded
    assert len(details.select("tbody tr")) == rows


def test_rows_of_organizations_that_did_not_say_stand_apart(answer):
    row = Row("Silent", "cbsa", "Silent", "not_stated", (RowCell(5, (), None),))
    soup = soup_of(dataclasses.replace(answer, rows=(*answer.rows, row), coverage=Coverage(3, 1, 1, 1)))
    assert [words(each) for each in soup.select("summary")][1] == "1 organization that did not say"
    assert "Nothing recorded" in words(soup.select("details")[1])


def test_the_bar_shows_all_three_states_in_hundredths(answer):
    soup = soup_of(dataclasses.replace(answer, coverage=Coverage(200, 199, 1, 0)))
    assert [span["class"][0] for span in soup.select(".bar span")] == ["w100", "w1", "w0"]


def test_other_readings_and_suggestions_are_buttons_that_ask_their_own_words(answer):
    soup = soup_of(answer)
    assert [words(each) for each in soup.select("button.asks .q")] == [
        "which agencies reviewed their code",
        "look up the changes",
    ]
    assert "1 organization" in words(soup.select_one(".other button"))


def test_a_look_up_shows_the_quotation_with_organization_item_and_chip(assistant):
    soup = soup_of(assistant.answer("look up"))
    quote = words(soup.blockquote)
    assert quote.startswith("Changes to the Code were adopted in April 2024")
    assert "Canada Border Services Agency, Item 5" in quote
    assert soup.blockquote.select_one("a.chip")
    assert len(soup.select(".headline")) == 1
    assert words(soup.select_one(".headline")) == "The CBSA adopted changes in April 2024."


def test_a_quotation_in_the_text_is_not_shown_twice(assistant):
    answer = assistant.answer("look up")
    text = f"{answer.headline}\n\n> {answer.citations[0].quote} [1]"
    told = dataclasses.replace(answer, text=text, written_by="a model")
    soup = soup_of(told)
    assert len(soup.select("blockquote")) == 1
    assert soup.blockquote.select_one("a.chip")


def test_a_part_of_the_organizations_is_not_called_all(answer):
    coverage = BeautifulSoup(answer_html(answer, 7), "lxml").select_one(".coverage")
    assert words(coverage).startswith("2 organizations examined: ")


def test_an_abstention_says_why(assistant):
    soup = soup_of(assistant.answer("abstain"))
    assert words(soup.select_one(".reason")) == "No answer: not in the self-assessments"
    assert "weather" in words(soup.select_one(".headline"))


def test_a_mark_without_a_citation_stays_text(assistant):
    answer = dataclasses.replace(assistant.answer("abstain"), text="Nothing [7] here.", written_by="a model")
    assert "[7]" in words(soup_of(answer).select_one(".said-text"))


def test_hostile_words_are_shown_and_nothing_else(assistant, fake):
    answer = assistant.answer(f"evil {fake.HOSTILE}")
    soup = soup_of(answer)
    assert not soup.select("script, img, iframe, code, strong, em, style, form")
    assert {tag.name for tag in soup.select("a")} == {"a"}
    assert all(link["href"].startswith("/en/organizations/") for link in soup.select("a"))
    assert fake.HOSTILE in soup.get_text()
    attributes = {name for tag in soup.find_all(True) for name in tag.attrs}
    assert attributes <= {"class", "lang", "href", "type", "scope", "open"}


def test_text_being_written_and_notes_are_text():
    for html in (writing_html("<b>x</b>", "en"), note_html("<b>x</b>", "en", "<b>y</b>")):
        assert not BeautifulSoup(html, "lxml").select("b")


def test_the_clipboard_text_has_numbered_references_with_quotation_and_address(answer):
    text = copy_text(answer)
    assert text.startswith("Question: which agencies revised their codes\n")
    assert "- Canada Border Services Agency: Yes, my organization updated its code of conduct. [1]" in text
    assert (
        "[1] Canada Border Services Agency, Item 5: “Yes, my organization updated its code of conduct.”\n"
        "    https://www.canada.ca/en/example.html"
    ) in text
    assert re.search(r"\[2\] Immigration .*\n    /en/organizations/irb\?from=\d+&to=\d+&document=irb", text)


def test_a_script_address_never_becomes_a_reference(assistant, fake):
    text = copy_text(assistant.answer("evil"))
    assert "    javascript:" not in text


def test_an_answer_without_anything_but_words_is_shown():
    answer = Answer("q", "q", "en", "overview", "Two organizations.", "Two organizations.\n\nMore **here**.")
    assert words(soup_of(answer).select_one(".said-text")) == "More here."


def side_by_side(answer, kind="compare"):
    """The answer as one that goes item by item: each organization's text told beside its tick of item 5."""
    rows = tuple(
        dataclasses.replace(
            row, state="matching", cells=tuple(dataclasses.replace(c, told=c.citation) for c in row.cells)
        )
        for row in answer.rows
    )
    return dataclasses.replace(answer, kind=kind, rows=rows, coverage=None)


def test_a_comparison_has_a_column_for_each_organization_and_a_line_for_each_item(answer):
    soup = BeautifulSoup(answer_html(side_by_side(answer), 2, {5: "Updates to the code"}), "lxml")
    assert [words(each) for each in soup.select("table.side thead th")] == [
        "Items",
        "Canada Border Services Agency",
        "Immigration and Refugee Board of Canada",
    ]
    (line,) = soup.select("table.side tbody tr")
    assert words(line.th) == "Item 5 Updates to the code"
    assert [len(cell.select("a.chip")) for cell in line.select("td")] == [2, 2]
    assert words(line.td.q) == "Yes, my organization updated its code of conduct."
    assert not soup.select(".bar, .coverage, table.rows")


def test_a_comparison_is_copied_as_its_text(answer):
    text = copy_text(side_by_side(answer))
    assert "do not match" not in text
    assert answer.headline in text


def test_numbers_of_a_rank_stand_in_a_table_of_their_own(answer):
    table = Table(("Option", "Ticked"), (TableRow("Town halls", (12,), "q6.all_staff"), TableRow("Other", (0,), None)))
    ranked = dataclasses.replace(answer, kind="rank", table=table)
    soup = soup_of(ranked)
    lines = [
        [words(line.th), line.td.find(string=True, recursive=False).strip()]
        for line in soup.select(".numbers tbody tr")
    ]
    assert "Town halls" in words(soup.select_one(".numbers"))
    assert len(lines) == 2
    assert len(soup.select("table.rows")) == 2
    assert "Town halls\t12" in copy_text(ranked)


def test_numbers_are_drawn_as_parts_of_all_organizations_and_lead_to_them(answer):
    of_all = answer.coverage.organizations
    lines = (TableRow("Town halls", (of_all, 0), "q6.all_staff and q5"), TableRow("Other", (1, "n/a"), None))
    crossed = dataclasses.replace(answer, kind="crosstab", table=Table(("Option", "Ticked", "Not"), lines))
    first, second = soup_of(crossed).select(".numbers tbody tr")
    assert [cell.select_one(".yes")["class"] for cell in first.select("td")] == [["w100", "yes"], ["w0", "yes"]]
    assert [cell.select_one(".meter") is None for cell in second.select("td")] == [False, True]
    assert "where=q6.all_staff" in first.th.a["href"]
    assert second.th.a is None
    assert "organizations" in table_address(crossed)


def test_of_a_rank_only_who_ticked_is_drawn(answer):
    table = Table(("Option", "Ticked", "Not"), (TableRow("Town halls", (2, 1), None),))
    ranked = soup_of(dataclasses.replace(answer, kind="rank", table=table))
    assert [cell.select_one(".meter") is None for cell in ranked.select(".numbers td")] == [False, True]


def test_what_was_written_beside_a_tick_is_quoted_under_it(fake):
    assistant = fake.FakeAssistant()
    cited, told = (
        assistant.citation(1, "cbsa", 5),
        dataclasses.replace(assistant.citation(2, "irb", 5), quote="Told so."),
    )
    row = Row("Agency", "cbsa", "Agency", "matching", (RowCell(5, ("q5.updated",), 1, "Yes.", 2),))
    answer = dataclasses.replace(
        assistant.answer("list"), rows=(row,), coverage=Coverage(1, 1, 0, 0), citations=(cited, told), remarks=()
    )
    page = BeautifulSoup(answer_html(answer), "lxml")
    assert [chip.get_text()[:1] for chip in page.select("tbody a.chip")] == ["2", "1"]
    assert page.select_one("td .told q").get_text() == "Told so."
    assert "Yes. [1] [2]" in copy_text(answer)


def test_a_question_that_was_completed_can_be_changed_in_one_click(fake):
    answer = dataclasses.replace(
        fake.FakeAssistant().answer("list"), question="and the IRB?", understood_as="did the IRB?"
    )
    button = BeautifulSoup(answer_html(answer), "lxml").select_one("button.edits")
    assert button.select_one(".plain").get_text() == "did the IRB?"
    same = fake.FakeAssistant().answer("list")
    assert not BeautifulSoup(answer_html(same), "lxml").select("button.edits")
