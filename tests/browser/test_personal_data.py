"""Personal data in a question: pointed out before it is sent, in chat and widget; nowhere kept, whatever is chosen."""

import json
from pathlib import Path

import pytest
from accessible import assert_accessible

from assistant.personal_data import found_in

pytestmark = pytest.mark.browser

TABLE = Path(__file__).parents[1] / "assistant" / "personal_data.jsonl"
QUESTION = "which agencies, asks jo@example.ca, 613-555-0199"
MASKED = {
    "en": "which agencies, asks [e-mail address], [phone number]",
    "fr": "which agencies, asks [adresse courriel], [numéro de téléphone]",
}
SAID = {
    "en": "Your question seems to hold an e-mail address and a phone number. This is not needed for an answer.",
    "fr": "Votre question semble contenir une adresse courriel et un numéro de téléphone."
    " Ce n’est pas nécessaire pour y répondre.",
}
KEPT = (
    "() => JSON.stringify([sessionStorage, window.candour?.lasting ?? localStorage].map(each => ({...each})))"
    " + location.href + document.documentElement.outerHTML"
)
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LANGUAGES = ["en", "fr"]


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.fixture
def arrive(visit, fake_server):
    """Opens the chat in a browser that keeps nothing of other conversations."""

    def new(path="/en/", **options):
        tab = visit(fake_server, **options)
        tab.open(path)
        tab.page.evaluate("() => candour.lasting.clear()")
        return tab

    return new


def type_and_enter(tab, question=QUESTION):
    tab.page.fill("#q textarea", question)
    tab.page.press("#q textarea", "Enter")
    tab.page.wait_for_selector("#personal:not([hidden])")


def press(page, does):
    page.click(f'#personal [data-choice="{does}"]')


def assert_nothing_is_kept(page):
    """Gradio's store is encrypted: what it holds of a conversation is seen once the page is loaded again."""
    kept = page.evaluate(KEPT)
    assert "jo@example.ca" not in kept
    assert "555-0199" not in kept


def conversation_is_kept(tab):
    tab.page.wait_for_function("() => Object.keys(candour.lasting).some(key => key.startsWith('candour-history:'))")


def test_the_browser_finds_what_python_finds(arrive):
    tab = arrive()
    texts = [json.loads(line)["text"] for line in TABLE.read_text("utf-8").splitlines()]
    told = tab.page.evaluate(
        "texts => texts.map(text => candourPersonal.found(text)"
        ".map(({kind, start, end}) => [kind.name, text.slice(start, end)]))",
        texts,
    )
    found = [[[each.kind, text[each.start : each.end]] for each in found_in(text)] for text in texts]
    assert told == found
    left = tab.page.evaluate(
        "texts => texts.filter(text => candourPersonal.found(candourPersonal.masked(text)).length)", texts
    )
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_pointed_out_and_sent_without_it(arrive, language):
    tab = arrive(f"/{language}/")
    type_and_enter(tab)
    notice = tab.page.get_by_role("alertdialog", name=SAID[language])
    assert notice.is_visible()
    assert tab.page.evaluate("() => document.activeElement.dataset.choice") == "leave-out"
    assert tab.page.locator("#chat .you").count() == 0
    tab.page.keyboard.press("Enter")
    tab.answers(1)
    assert notice.is_hidden()
    assert tab.focused.startswith("textarea")
    assert words(tab.page.locator("#chat .you .said")) == MASKED[language]
    conversation_is_kept(tab)
    tab.page.reload()
    tab.answers(1)
    assert_nothing_is_kept(tab.page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sent_as_it_is_it_is_shown_kept_and_linked_masked(arrive, language):
    tab = arrive(f"/{language}/", permissions=["clipboard-read", "clipboard-write"])
    with tab.page.expect_request(lambda request: "jo@example.ca" in (request.post_data or "")):
        type_and_enter(tab)
        press(tab.page, "as-is")
    tab.answers(1)
    assert words(tab.page.locator("#chat .you .said")) == MASKED[language]
    conversation_is_kept(tab)
    assert_nothing_is_kept(tab.page)
    title = tab.page.evaluate("() => Object.values({...candour.lasting}).map(each => JSON.parse(each).title)")
    assert title == [MASKED[language]]
    tab.page.click("#chat .links")
    tab.page.wait_for_function("() => document.querySelector('#chat .did').textContent")
    assert "example" not in tab.page.evaluate("() => navigator.clipboard.readText()")
    tab.page.reload()
    tab.answers(1)
    assert_nothing_is_kept(tab.page)
    tab.page.press("#q textarea", "ArrowUp")
    assert tab.page.input_value("#q textarea") == MASKED[language]
    tab.page.press("#q textarea", "Enter")
    tab.answers(2)
    assert_nothing_is_kept(tab.page)


def test_a_question_sent_as_it_is_is_pointed_out_again_the_next_time(arrive):
    tab = arrive()
    type_and_enter(tab)
    press(tab.page, "as-is")
    tab.answers(1)
    tab.page.wait_for_timeout(400)
    type_and_enter(tab)
    assert tab.page.locator("#chat .you").count() == 1


def test_changing_selects_what_was_found_and_typing_puts_the_notice_away(arrive):
    tab = arrive()
    type_and_enter(tab, "😀 which, asks jo@example.ca")
    press(tab.page, "change")
    assert tab.page.locator("#personal").is_hidden()
    assert tab.page.evaluate("() => getSelection().toString()") == "jo@example.ca"
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#personal:not([hidden])")
    tab.page.focus("#q textarea")
    tab.page.keyboard.type("x")
    assert tab.page.locator("#personal").is_hidden()
    tab.page.fill("#q textarea", "which")
    tab.page.press("#q textarea", "Enter")
    tab.answers(1)


def test_escape_goes_back_to_the_box_and_tab_goes_from_button_to_button(arrive):
    tab = arrive()
    tab.page.fill("#q textarea", QUESTION)
    tab.page.click("#q .submit-button")
    tab.page.wait_for_selector("#personal:not([hidden])")
    for does in ("leave-out", "as-is", "change"):
        assert tab.page.evaluate("() => document.activeElement.dataset.choice") == does
        tab.page.keyboard.press("Tab")
    assert tab.focused.startswith("textarea")
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#personal").is_hidden()
    assert tab.page.input_value("#q textarea") == QUESTION
    assert tab.focused.startswith("textarea")
    assert tab.page.locator("#chat .you").count() == 0


def test_a_link_with_personal_data_asks_first(arrive):
    tab = arrive()
    tab.page.goto("about:blank")
    tab.open("/en/#q=which%20of%20jo%40example.ca")
    tab.page.wait_for_selector("#personal:not([hidden])")
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("() => document.activeElement.dataset.choice") == "leave-out"
    assert tab.page.locator("#chat .you").count() == 0
    assert tab.page.input_value("#q textarea") == "which of jo@example.ca"


def test_a_new_title_of_a_conversation_is_masked(arrive):
    tab = arrive()
    tab.ask("which")
    conversation_is_kept(tab)
    tab.page.click("#open-history")
    tab.page.click('#past [data-does="rename"]')
    tab.page.keyboard.type("For jo@example.ca")
    tab.page.keyboard.press("Enter")
    assert words(tab.page.locator("#past .past-name .past-said")) == "For [e-mail address]"
    assert_nothing_is_kept(tab.page)


def test_feedback_keeps_none(arrive, feedback_file):
    tab = arrive()
    type_and_enter(tab)
    press(tab.page, "as-is")
    tab.answers(1)
    tab.page.click("#chat .judges.not-helpful")
    tab.page.fill(".feedback textarea", "Write to jo@example.ca")
    tab.page.check(".feedback [name=question]")
    tab.page.click(".feedback .sends")
    tab.page.wait_for_function("() => document.querySelector('#chat .did').textContent.startsWith('Thank')")
    stored = feedback_file.read_bytes()
    assert b"Write to [e-mail address]" in stored
    assert b"jo@example.ca" not in stored
    assert b"555-0199" not in stored


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_in_every_look(arrive, language):
    tab = arrive(f"/{language}/")
    type_and_enter(tab)
    for scheme, width, height in (("light", 1280, 800), ("dark", 1280, 800), ("light", 320, 640), ("dark", 320, 256)):
        tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.page.set_viewport_size({"width": width, "height": height})
        assert_accessible(tab.page)
        assert tab.page.evaluate(SIDEWAYS) == 0
        box = tab.page.locator("#q textarea").bounding_box()
        notice = tab.page.locator("#personal").bounding_box()
        assert notice["y"] + notice["height"] <= box["y"]
    tab.page.emulate_media(media="print")
    assert tab.page.locator("#personal").is_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_points_it_out_too(visit, fake_server, language):
    tab = visit(fake_server, width=320, height=640, scheme="dark" if language == "fr" else "light")
    page = tab.page
    page.goto(f"{fake_server}/{language}/widget")
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    notice = page.get_by_role("alertdialog", name=SAID[language])
    notice.wait_for()
    assert page.evaluate("() => document.activeElement.dataset.choice") == "leave-out"
    assert_accessible(page)
    assert page.evaluate(SIDEWAYS) == 0
    page.keyboard.press("Escape")
    assert notice.is_hidden()
    assert tab.focused.startswith("textarea#question")
    page.click("#send")
    press(page, "change")
    assert page.evaluate("() => getSelection().toString()") == "jo@example.ca"
    page.press("#question", "Enter")
    press(page, "leave-out")
    page.locator(".answer.done").nth(0).wait_for()
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    with page.expect_request(lambda request: "jo@example.ca" in (request.post_data or "")):
        press(page, "as-is")
    page.locator(".answer.done").nth(1).wait_for()
    assert page.locator(".you .said").all_inner_texts() == [MASKED[language]] * 2
    page.fill("#question", "which again")
    with page.expect_request("**/widget/ask") as asked:
        page.press("#question", "Enter")
    assert asked.value.post_data_json["history"] == [MASKED[language]] * 2
    page.locator(".answer.done").nth(2).wait_for()
    assert_nothing_is_kept(page)
