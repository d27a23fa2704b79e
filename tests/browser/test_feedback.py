"""Feedback under an answer, in both languages: what people press and tick is what is kept, and nothing else."""

import pytest
from accessible import assert_accessible

from assistant.feedback import Feedback, FeedbackStore
from assistant.web.words import words_of

pytestmark = pytest.mark.browser

QUESTIONS = {"en": "which agencies revised their codes", "fr": "quels organismes ont mis à jour leur code"}
READINGS = {"en": "item 5: updated its code of conduct", "fr": "élément 5 : a mis à jour son code"}
# Not merely on the page: the question box stays at the bottom of the window and could cover it.
IS_FOCUSED_AND_IN_VIEW = (
    "e => { const r = e.getBoundingClientRect(); return e === document.activeElement"
    " && e === document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); }"
)


@pytest.fixture(params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture
def words(language):
    return words_of(language)


@pytest.fixture
def tab(visit, fake_server, language):
    """A page with one answer."""
    tab = visit(fake_server)
    tab.open(f"/{language}/")
    tab.ask(QUESTIONS[language])
    return tab


@pytest.fixture
def kept(feedback_file):
    """What was kept since the test began."""
    store = FeedbackStore(feedback_file, days=90)
    before = len(store.kept())
    return lambda: [each.feedback for each in store.kept()[before:]]


def button(tab, name):
    return tab.page.get_by_role("button", name=name, exact=True)


def assert_said(tab, text):
    tab.page.wait_for_function("text => document.getElementById('status').textContent === text", arg=text)
    assert tab.page.locator("#chat .did").last.inner_text() == text


def test_one_click_says_that_an_answer_helped_and_the_question_stays_here(tab, kept, words, language):
    helpful = button(tab, words("feedback.helpful"))
    assert helpful.get_attribute("aria-pressed") == "false"
    helpful.click()
    assert_said(tab, words("feedback.thanks"))
    assert helpful.get_attribute("aria-pressed") == "true"
    assert tab.page.locator("fieldset").count() == 0
    button(tab, words("feedback.not_helpful")).click()
    assert_said(tab, words("feedback.given"))
    assert kept() == [Feedback("helpful", language, "list", "")]


def test_reasons_are_kept_without_the_question(tab, kept, words, language):
    unhelpful = button(tab, words("feedback.not_helpful"))
    unhelpful.click()
    fields = tab.page.get_by_role("group", name=words("feedback.title"))
    assert fields.get_by_label(words("feedback.wrong")).evaluate(IS_FOCUSED_AND_IN_VIEW)
    fields.get_by_label(words("feedback.wrong_source")).check()
    fields.get_by_label(words("feedback.other")).check()
    fields.get_by_label(words("feedback.text", limit=1000)).fill("é" * 1001)
    assert not fields.get_by_label(words("feedback.question")).is_checked()
    assert "feedback.sqlite" in fields.inner_text()
    assert "90" in fields.inner_text()
    button(tab, words("feedback.send")).click()
    assert_said(tab, words("feedback.thanks"))
    assert unhelpful.get_attribute("aria-pressed") == "true"
    assert fields.count() == 0
    (feedback,) = kept()
    assert (feedback.verdict, feedback.reasons) == ("not_helpful", ("wrong_source", "other"))
    assert feedback.text == "é" * 1000
    assert (feedback.question, feedback.reading) == (None, None)


def test_the_question_is_kept_with_its_reading_where_that_was_ticked(tab, kept, words, language):
    button(tab, words("feedback.not_helpful")).click()
    tab.page.get_by_label(words("feedback.question")).check()
    button(tab, words("feedback.send")).click()
    assert_said(tab, words("feedback.thanks"))
    question, reading = QUESTIONS[language], READINGS[language]
    assert kept() == [Feedback("not_helpful", language, "list", "", question=question, reading=reading)]


def test_only_the_keyboard_is_needed(tab, kept, words):
    keys = tab.page.keyboard
    for _ in range(30):
        keys.press("Shift+Tab")
        if "not-helpful" in tab.focused:
            break
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")
    for _ in range(4):
        keys.press("Tab")
    assert tab.focused.startswith("textarea")
    keys.type("half of it")
    keys.press("Tab")
    keys.press("Tab")
    assert "sends" in tab.focused
    keys.press("Enter")
    assert_said(tab, words("feedback.thanks"))
    assert "not-helpful" in tab.focused
    (feedback,) = kept()
    assert (feedback.reasons, feedback.text) == (("incomplete",), "half of it")


@pytest.mark.parametrize("how", ["Escape", "cancel"])
def test_whoever_thinks_better_of_it_is_back_at_the_button_and_nothing_is_kept(tab, kept, words, how):
    unhelpful = button(tab, words("feedback.not_helpful"))
    unhelpful.click()
    assert unhelpful.get_attribute("aria-expanded") == "true"
    tab.page.get_by_label(words("feedback.wrong")).check()
    if how == "Escape":
        tab.page.keyboard.press("Escape")
    else:
        button(tab, words("feedback.cancel")).click()
    assert_said(tab, words("feedback.cancelled"))
    assert "not-helpful" in tab.focused
    assert unhelpful.get_attribute("aria-expanded") == "false"
    assert unhelpful.get_attribute("aria-pressed") == "false"
    assert kept() == []


def test_escape_in_the_fields_leaves_an_answer_in_the_making_alone_and_what_is_typed_stays(tab, words):
    button(tab, words("feedback.not_helpful")).click()
    tab.ask("slow", wait=False)
    tab.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word3')")
    tab.page.get_by_label(words("feedback.text", limit=1000)).fill("not yet")
    tab.page.wait_for_function("() => document.querySelector('#chat .writing').textContent.includes('word9')")
    assert tab.page.get_by_label(words("feedback.text", limit=1000)).input_value() == "not yet"
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("fieldset").count() == 0
    assert tab.page.locator("#q .stop-button").is_visible()
    tab.page.keyboard.press("Escape")
    tab.answers(2)


def test_feedback_that_cannot_be_kept_stays_in_its_fields(tab, words):
    tab.page.route("**/feedback", lambda route: route.abort())
    button(tab, words("feedback.not_helpful")).click()
    tab.page.get_by_label(words("feedback.unclear")).check()
    button(tab, words("feedback.send")).click()
    assert_said(tab, words("feedback.failed"))
    assert tab.page.get_by_label(words("feedback.unclear")).is_checked()
    tab.page.unroute("**/feedback")
    button(tab, words("feedback.send")).click()
    assert_said(tab, words("feedback.thanks"))
    tab.complaints = [text for text in tab.complaints if "ERR_FAILED" not in text]


def test_each_answer_has_its_own(tab, kept, words):
    button(tab, words("feedback.helpful")).click()
    assert_said(tab, words("feedback.thanks"))
    tab.ask("look up the changes")
    assert tab.page.locator("#chat .judges[aria-pressed=true]").count() == 1
    button(tab, words("feedback.helpful")).last.click()
    assert_said(tab, words("feedback.thanks"))
    assert [feedback.kind for feedback in kept()] == ["list", "lookup"]


def test_where_none_is_taken_an_answer_that_the_tab_kept_shows_no_buttons(tab):
    assert tab.page.locator("#chat .judges:visible").count() == 2
    tab.page.evaluate("() => document.querySelector('.house').classList.remove('takes-feedback')")
    assert tab.page.locator("#chat .judges:visible").count() == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_with_the_fields_open(tab, words, scheme, width):
    tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.ask("look up the changes")
    button(tab, words("feedback.helpful")).last.click()
    assert_said(tab, words("feedback.thanks"))
    button(tab, words("feedback.not_helpful")).first.click()
    assert_accessible(tab.page)
    assert tab.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
