"""The whole way: the shipped files, the real index, the real server, a real browser."""

import pytest

pytestmark = pytest.mark.browser

CBSA, IRB = "Canada Border Services Agency", "Immigration and Refugee Board of Canada"
ASFC = "Agence des services frontaliers du Canada"
CISR = "Commission de l’immigration et du statut de réfugié du Canada"
UPDATED = "Yes, my organization updated its code of conduct."
UPDATING = "My organization is in the process of updating its code of conduct."


def words(locator):
    return " ".join(locator.inner_text().split())


def rows_of(answer):
    """Organization and what it recorded, in order."""
    return answer.locator("tbody tr").evaluate_all(
        "all => all.map(row => [row.cells[0].innerText.trim(), row.cells[1].innerText.trim()])"
    )


def assert_source_opens(tab, chip, quotation):
    """The chip's source opens in the panel with exactly these words highlighted and in view."""
    chip.click()
    tab.page.frame_locator("#pane").locator("mark#cited").wait_for()
    tab.source.wait_for_function("words => document.getElementById('cited').textContent === words", arg=quotation)
    assert tab.source.locator("mark").count() == 1
    tab.source.wait_for_function(
        "() => { const r = document.getElementById('cited').getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight && r.width > 0; }"
    )


def test_which_agencies_revised_their_codes(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    answer = tab.page.locator("#chat .answer.done")
    assert rows_of(answer) == [[CBSA, UPDATED], [IRB, UPDATING]]
    assert "updated their code of conduct" in words(answer.locator(".reading"))
    assert words(answer.locator(".headline")) == "1 of 2 organizations updated its code of conduct."
    assert words(answer.locator(".coverage")) == ("All 2 organizations examined: 1 matches, 1 does not, 0 did not say.")
    assert words(answer.locator(".rest summary")) == "1 organization that does not match"
    chips = answer.locator("tbody a.chip")
    assert_source_opens(tab, chips.nth(0), UPDATED)
    assert words(tab.source.locator("h1")) == CBSA
    assert_source_opens(tab, chips.nth(1), UPDATING)
    assert words(tab.source.locator("h1")) == IRB


def test_the_other_reading_is_answered_too(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    other = tab.page.locator("#chat .other button")
    assert "reviewed their code of conduct" in words(other)
    assert "1 organization" in words(other)
    other.click()
    tab.answers(2)
    answer = tab.page.locator("#chat .answer.done").last
    assert "reviewed" in words(answer.locator(".headline"))
    assert rows_of(answer)[0] == [CBSA, "Yes, my organization has reviewed its code of conduct."]


def test_quels_organismes_ont_mis_a_jour_leur_code(visit, program):
    tab = visit(program)
    tab.open("/fr/")
    tab.ask("quels organismes ont mis à jour leur code de conduite ?")
    answer = tab.page.locator("#chat .answer.done")
    assert rows_of(answer) == [[ASFC, UPDATED], [CISR, UPDATING]]
    assert words(answer.locator(".headline")) == "1 organisme sur 2 a mis à jour son code de conduite."
    assert words(answer.locator(".coverage")).startswith("Les 2 organismes ont été examinés : 1 correspond")
    assert answer.locator("td span[lang=en]").count() == 2
    assert_source_opens(tab, answer.locator("tbody a.chip").nth(1), UPDATING)
    assert tab.source.locator("html").get_attribute("lang") == "fr"
    assert "Élément 5" in words(tab.source.locator("#q5 h3"))


def test_the_questions_language_wins_over_the_pages(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("quels organismes ont mis à jour leur code de conduite ?")
    assert tab.page.locator("#chat .answer.done").get_attribute("lang") == "fr"


def test_a_look_up_is_quoted_with_its_source(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("what did the CBSA change in its code?")
    quotation = tab.page.locator("#chat blockquote", has_text="Changes to the Code were adopted in April 2024")
    assert quotation.count() == 1
    quotation.locator("a.chip").click()
    tab.page.frame_locator("#pane").locator("mark#cited").wait_for()
    marked = " ".join(tab.source.locator("mark").all_inner_texts())
    assert "adopted in April 2024" in marked


def test_a_follow_up_is_read_with_the_question_before(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    tab.ask("and the IRB?")
    assert tab.page.locator("#chat .answer").count() == 2
    assert IRB in words(tab.page.locator("#chat .answer").last)
    tab.page.locator("#chat .answer button.edits").last.click()
    assert tab.page.locator("#q textarea").input_value().startswith("and the IRB? (")


def test_a_link_says_when_the_assessments_have_changed_since(visit, program):
    tab = visit(program)
    tab.open("/en/#q=which%20agencies%20revised%20their%20codes&i=of-another-day")
    tab.answers(1)
    tab.page.wait_for_function("() => document.querySelector('#chat .did').textContent.includes('changed since')")
    index = tab.page.locator("#chat .answer .index").text_content()
    same = visit(program)
    same.open(f"/en/#q=which%20agencies%20revised%20their%20codes&i={index}")
    same.answers(1)
    assert same.page.locator("#chat .did").inner_text() == ""


def test_nonsense_is_refused_with_a_reason(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("what does NASA say about ethics")
    assert "No answer: unknown organization" in words(tab.page.locator("#chat .answer .reason"))


def test_starters_are_answered(visit, program):
    for path in ("/en/", "/fr/"):
        tab = visit(program)
        tab.open(path)
        starters = tab.page.locator("#chat .starters button")
        assert 1 <= starters.count() <= 6
        starters.first.click()
        tab.answers(1)
        assert tab.page.locator("#chat .answer.done a.chip").count() > 0


def test_both_documents_can_be_read_whole(visit, program):
    tab = visit(program)
    tab.page.goto(f"{program}/en/organizations")
    names = tab.page.locator(".matrix tbody .who a").all_inner_texts()
    assert sorted(names) == [CBSA, IRB]
    for name in names:
        tab.page.goto(f"{program}/en/organizations")
        tab.page.get_by_role("link", name=name).click()
        tab.page.wait_for_url("**/en/organizations/*")
        assert tab.page.locator("section.item").count() == 13
        assert tab.page.locator("html").evaluate("e => e.scrollWidth === e.clientWidth")
