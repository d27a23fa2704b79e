"""The pages of tables in a real browser: reached from an answer, sorted, filtered, saved, and accessible."""

import csv
import io

import pytest
from accessible import assert_accessible

pytestmark = pytest.mark.browser

UPDATED = "Yes, my organization updated its code of conduct."
PATHS = {
    "en": ("organizations?where=q5.updated", "items/6", "items/8", "timeline", "remarks", "about", "api"),
    "fr": ("organismes?where=q5.updated", "elements/6", "elements/8", "echeancier", "remarques", "a-propos", "api"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_any_table_page(visit, program, language):
    tab = visit(program)
    for path in PATHS[language]:
        for scheme, width in (("light", 1280), ("dark", 320)):
            tab.page.emulate_media(color_scheme=scheme)
            tab.page.set_viewport_size({"width": width, "height": 800})
            tab.page.goto(f"{program}/{language}/{path}")
            assert_accessible(tab.page)
            assert tab.page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth"), (path, width)


def test_an_answer_leads_to_the_table_that_shows_it(visit, program):
    tab = visit(program)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    tab.page.locator("#chat .answer a.table").click()
    tab.page.wait_for_selector("table.matrix")
    rows = tab.page.locator(".matrix tbody tr").evaluate_all("all => all.map(row => row.cells[1].innerText)")
    assert rows == ["matching", "not matching"]


@pytest.mark.parametrize(
    ("language", "button", "column"), [("en", "Save", "Organization"), ("fr", "Enregistrer", "Organisme")]
)
def test_an_answer_is_saved_as_a_file(visit, program, language, button, column):
    tab = visit(program)
    tab.open(f"/{language}/")
    tab.ask({"en": "which agencies revised their codes", "fr": "quels organismes ont mis à jour leur code ?"}[language])
    tab.page.locator("#chat .saves summary").click()
    assert button in tab.page.locator("#chat .saves summary").inner_text()
    with tab.page.expect_download() as waiting:
        tab.page.locator("#chat .saves-csv").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 2
    assert column in rows[0]
    assert tab.page.locator("#chat .answer.done").count() == 1


def test_the_matrix_is_filtered_and_sorted_by_keyboard_alone(visit, program):
    tab = visit(program)
    tab.page.goto(f"{program}/en/organizations")
    tab.page.get_by_label("Name contains").focus()
    tab.page.keyboard.type("refugee")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**name=refugee**")
    assert tab.page.locator(".matrix tbody tr").count() == 1
    tab.page.locator(".matrix thead a").nth(5).focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**sort=q5**")
    assert tab.page.locator(".matrix thead th[aria-sort]").count() == 1
    tab.page.locator("#other-language").focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/fr/organismes?*name=refugee*")


def test_the_pages_are_read_without_javascript(program, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{program}/en/items/5")
    assert page.locator("table.numbers tbody tr").count() >= 3
    page.locator("table.numbers tbody a").first.click()
    assert page.locator("table.matrix tbody tr").count() == 2
    context.close()


@pytest.mark.parametrize(("language", "opens"), [("en", "History"), ("fr", "Historique")])
def test_the_conversation_is_saved_with_its_sources(visit, program, language, opens):
    tab = visit(program)
    tab.open(f"/{language}/")
    tab.ask({"en": "which agencies revised their codes", "fr": "quels organismes ont mis à jour leur code ?"}[language])
    tab.ask({"en": "and the IRB?", "fr": "et la CISR ?"}[language])
    tab.page.get_by_role("button", name=opens).click()
    with tab.page.expect_download() as waiting:
        tab.page.locator("#save-conversation").click()
    told = waiting.value.path().read_text("utf-8")
    assert waiting.value.suggested_filename == "candour-conversation.md"
    assert told.count("Question") >= 2
    assert UPDATED in told
    assert "https://www.canada.ca/" in told


def test_the_other_language_opens_at_the_same_place(visit, program):
    tab = visit(program, height=600)
    tab.page.goto(f"{program}/en/organizations/cbsa")
    part = "() => scrollY / (document.documentElement.scrollHeight - innerHeight)"
    tab.page.evaluate("() => scrollTo(0, 0.6 * (document.documentElement.scrollHeight - innerHeight))")
    tab.page.evaluate("() => document.getElementById('other-language').click()")
    tab.page.wait_for_url("**/fr/organismes/cbsa*")
    tab.page.wait_for_function("() => scrollY > 0")
    assert abs(tab.page.evaluate(part) - 0.6) < 0.05
    tab.page.goto(f"{program}/en/organizations/cbsa#q5")
    tab.page.evaluate("() => document.getElementById('other-language').click()")
    tab.page.wait_for_url("**/fr/organismes/cbsa#q5")
    tab.page.goto(f"{program}/fr/organismes/cbsa")
    assert tab.page.evaluate(part) == 0
