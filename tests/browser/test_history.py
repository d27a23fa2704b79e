"""The history of conversations: in the visitor's browser only, and nothing depends on it."""

import dataclasses
import re

import pytest
from accessible import assert_accessible

pytestmark = pytest.mark.browser

REVISED, CHANGES = "which agencies revised their codes", "look up the changes"
QUOTED = "Changes to the Code were adopted in April 2024, and include:"
TITLE = ".past-name .past-said"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Every write into the storage that lasts fails, as where it is full; the tab's own goes on working.
FULL = (
    "() => { const put = Storage.prototype.setItem; window.tried = 0; Storage.prototype.setItem ="
    " function (key, text) { if (this !== candour.lasting) { put.call(this, key, text); return; }"
    " window.tried += 1; throw new DOMException('full', 'QuotaExceededError'); }; }"
)
FILL = (
    "() => { let size = 6e6; while (size >= 1) { try { const more = (candour.lasting.getItem('others') ?? '')"
    " + 'x'.repeat(size); candour.lasting.setItem('others', more); } catch { size = Math.floor(size / 2); } } }"
)
FORBIDDEN = (
    "Object.defineProperty(window, 'localStorage',"
    " { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } })"
)


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.fixture
def arrive(visit, fake_server):
    """Opens the chat in a browser that keeps nothing of other conversations."""
    tabs = []

    def new(path="/en/", before="", **options):
        tab = visit(fake_server, **options)
        tab.page.add_init_script(before)
        tab.open(path)
        tab.page.evaluate("() => candour.lasting?.clear()")
        tabs.append(tab)
        return tab

    yield new
    for tab in tabs:
        for page in tab.context.pages:
            page.close()


@pytest.fixture
def tab(arrive):
    return arrive()


def opened_again(tab, path="/en/"):
    """Another tab of the same browser; what goes wrong in it is told with the first one's."""
    page = tab.context.new_page()
    page.on("pageerror", lambda error: tab.complaints.append(f"{error.message}\n{error.stack}"))
    again = dataclasses.replace(tab, page=page)
    again.open(path)
    return again


def keys(tab):
    return tab.page.evaluate("() => Object.keys(candour.lasting)")


def entries(tab):
    """The entries as stored, the newest first."""
    found = tab.page.evaluate(
        "() => Object.keys(candour.lasting).filter(key => key.startsWith('candour-history:'))"
        ".map(key => JSON.parse(candour.lasting.getItem(key)))"
    )
    return sorted(found, key=lambda entry: entry["when"], reverse=True)


def kept(tab, number):
    """Waits for so many entries."""
    tab.page.wait_for_function(
        "n => Object.keys(candour.lasting).filter(key => key.startsWith('candour-history:')).length === n", arg=number
    )


def ask_and_keep(tab, question, entries_then=1):
    """Asks, and waits until what was answered is kept."""
    before = [entry["when"] for entry in entries(tab)]
    tab.ask(question)
    tab.page.wait_for_function(
        "([n, before]) => { const all = Object.keys(candour.lasting).filter(key => key.startsWith('candour-history:'))"
        ".map(key => JSON.parse(candour.lasting.getItem(key)).when);"
        " return all.length === n && all.some(when => !before.includes(when)); }",
        arg=[entries_then, before],
    )


def begin_anew(tab):
    tab.page.click("#new")
    tab.page.wait_for_selector("#chat .starters")


def two_conversations(tab):
    """One of one question, and the newer one, under way, of one other question."""
    ask_and_keep(tab, REVISED)
    begin_anew(tab)
    ask_and_keep(tab, CHANGES, 2)


def open_history(tab):
    tab.page.click("#open-history")
    tab.page.wait_for_selector("#past[open]")


def titles(tab):
    return tab.page.locator(f"#past {TITLE}").all_inner_texts()


def press(tab, does, nth=0):
    tab.page.locator(f'#past [data-does="{does}"]:visible').nth(nth).click()


def open_entry(tab, nth):
    with tab.page.expect_navigation():
        press(tab, "open", nth)
    tab.page.wait_for_selector("#q .submit-button")


def said(tab, text):
    """Waits until the one status line says this."""
    tab.page.wait_for_function("text => document.querySelector('[role=status]').textContent === text", arg=text)


@pytest.mark.parametrize(
    ("path", "open_", "date"),
    [
        ("/en/", "Open", r"[A-Z][a-z]+ \d+, \d{4} at \d+:\d\d [ap]\.m\."),
        ("/fr/", "Ouvrir", r"\d+ \S+ \d{4} à \d+ h \d+"),
    ],
)
def test_a_conversation_is_there_after_its_tab_is_closed_with_answers_and_sources(arrive, path, open_, date):
    tab = arrive(path)
    ask_and_keep(tab, REVISED)
    ask_and_keep(tab, CHANGES)
    (entry,) = entries(tab)
    assert (entry["title"], entry["language"]) == (REVISED, path.strip("/"))
    again = opened_again(tab, path)
    tab.page.close()
    assert again.page.locator("#chat .you").count() == 0
    open_history(again)
    assert titles(again) == [REVISED]
    assert re.fullmatch(date, words(again.page.locator(".past-when")))
    assert words(again.page.locator('#past [data-does="open"]')) == f"{open_} {REVISED}"
    open_entry(again, 0)
    again.answers(2)
    assert again.page.locator("#chat .you .said").all_inner_texts() == [REVISED, CHANGES]
    again.page.locator("#chat a.chip").last.click()
    again.page.frame_locator("#pane").locator("mark#cited").wait_for()
    assert again.source.locator("mark#cited").inner_text() == QUOTED
    assert entries(again) == [entry]  # reading it changes nothing


def test_what_is_asked_further_goes_into_the_same_entry_and_new_begins_another(tab):
    ask_and_keep(tab, REVISED)
    ask_and_keep(tab, "which again")
    begin_anew(tab)
    ask_and_keep(tab, CHANGES, 2)
    assert [entry["title"] for entry in entries(tab)] == [CHANGES, REVISED]
    open_history(tab)
    assert words(tab.page.locator("#past li").first.locator(".past-when")).endswith("shown now")
    open_entry(tab, 1)
    tab.answers(2)
    said(tab, f"Conversation opened: {REVISED}")
    ask_and_keep(tab, "which once more", 2)
    assert [entry["title"] for entry in entries(tab)] == [REVISED, CHANGES]


def test_a_conversation_opens_on_the_page_of_its_language(tab):
    ask_and_keep(tab, REVISED)
    french = opened_again(tab, "/fr/")
    open_history(french)
    assert words(french.page.locator(".past-when")).endswith("· anglais")
    assert french.page.locator(TITLE).get_attribute("lang") == "en"
    open_entry(french, 0)
    french.page.wait_for_url("**/en/")
    french.answers(1)


def test_a_long_first_question_makes_a_title_of_eighty_characters(tab):
    ask_and_keep(tab, "which\nagencies " + "really " * 20)
    (entry,) = entries(tab)
    assert len(entry["title"]) <= 80
    assert entry["title"].startswith("which agencies really")
    assert entry["title"].endswith("…")


def test_hostile_words_in_a_title_are_text(tab):
    hostile = "evil <img src=x onerror=\"document.title='owned'\"> $& {title}"
    ask_and_keep(tab, hostile)
    begin_anew(tab)
    open_history(tab)
    assert titles(tab) == [hostile]
    assert tab.page.locator("#past img").count() == 0
    open_entry(tab, 0)
    said(tab, f"Conversation opened: {hostile}")
    assert "owned" not in tab.page.title()


def test_a_stopped_answer_is_kept_as_it_is_shown(tab):
    tab.ask("slow", wait=False)
    tab.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word3')")
    assert entries(tab) == []
    tab.page.click("#q .stop-button")
    tab.answers(1)
    kept(tab, 1)
    begin_anew(tab)
    open_history(tab)
    open_entry(tab, 0)
    tab.answers(1)
    assert "Stopped before the answer was complete." in words(tab.page.locator("#chat .answer"))


def test_tabs_with_the_same_conversation_do_not_overwrite_each_others(tab):
    ask_and_keep(tab, REVISED)
    other = opened_again(tab)
    open_history(other)
    open_entry(other, 0)
    other.answers(1)
    ask_and_keep(other, "which in the other tab")
    ask_and_keep(tab, "which in the first tab", 2)
    assert [entry["title"] for entry in entries(tab)] == [REVISED, REVISED]


def test_renaming_in_place_with_enter_and_escape(tab):
    two_conversations(tab)
    open_history(tab)
    press(tab, "rename", 1)
    assert tab.page.evaluate("() => document.activeElement.value") == REVISED
    tab.page.keyboard.type("Codes <b>revised")
    tab.page.keyboard.press("Enter")
    assert titles(tab) == [CHANGES, "Codes <b>revised"]
    said(tab, "Conversation renamed.")
    assert tab.page.evaluate("() => document.activeElement.dataset.does") == "rename"
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.type("something else")
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#past").is_visible()
    assert tab.page.evaluate("() => document.activeElement.dataset.does") == "rename"
    assert titles(tab) == [CHANGES, "Codes <b>revised"]
    again = opened_again(tab)
    open_history(again)
    assert titles(again) == [CHANGES, "Codes <b>revised"]


def test_an_empty_name_leaves_the_old_one(tab):
    ask_and_keep(tab, REVISED)
    open_history(tab)
    press(tab, "rename")
    tab.page.keyboard.type("   ")
    tab.page.keyboard.press("Enter")
    assert titles(tab) == [REVISED]


def test_a_new_name_stays_when_the_conversation_goes_on(tab):
    ask_and_keep(tab, REVISED)
    open_history(tab)
    press(tab, "rename")
    tab.page.keyboard.type("Codes")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Escape")
    ask_and_keep(tab, CHANGES)
    assert [entry["title"] for entry in entries(tab)] == ["Codes"]


def test_deleting_asks_once_and_takes_one(tab):
    two_conversations(tab)
    open_history(tab)
    press(tab, "ask", 1)
    assert words(tab.page.locator(".past-question:visible")) == "Delete this conversation?"
    press(tab, "cancel")
    assert len(entries(tab)) == 2
    press(tab, "ask", 1)
    press(tab, "delete")
    assert titles(tab) == [CHANGES]
    said(tab, "Conversation deleted.")
    assert [entry["title"] for entry in entries(tab)] == [CHANGES]
    assert tab.page.locator("#chat .you").count() == 1  # the one under way is another


def test_deleting_the_one_under_way_empties_the_page_too_and_it_does_not_come_back(tab):
    ask_and_keep(tab, REVISED)
    open_history(tab)
    press(tab, "ask")
    assert "disappears from the page too" in words(tab.page.locator(".past-question:visible"))
    press(tab, "delete")
    assert words(tab.page.locator("#past-none")) == "No conversation is kept here."
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#chat .starters")
    tab.page.wait_for_timeout(400)
    assert entries(tab) == []
    tab.page.reload()
    tab.page.wait_for_selector("#q .submit-button")
    assert tab.page.locator("#chat .you").count() == 0


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("/en/", "Delete all conversations, the one on the page included?"),
        ("/fr/", "Supprimer toutes les conversations, y compris celle de la page?"),
    ],
)
def test_deleting_all_asks_once_and_leaves_nothing(arrive, path, question):
    tab = arrive(path)
    two_conversations(tab)
    open_history(tab)
    press(tab, "ask-all")
    assert words(tab.page.locator(".past-question:visible")) == question
    press(tab, "delete-all")
    assert keys(tab) == []
    assert tab.page.locator("#past li").count() == 0
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#chat .starters")
    tab.page.wait_for_timeout(400)
    assert keys(tab) == []


def test_switched_off_nothing_is_kept_and_what_was_is_offered_for_deletion(tab):
    two_conversations(tab)
    open_history(tab)
    tab.page.get_by_role("switch", name="Keep conversations in this browser").click()
    assert "Nothing more is kept" in words(tab.page.locator(".past-question:visible"))
    press(tab, "delete-all")
    assert entries(tab) == []
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#chat .you").count() == 1  # the conversation itself may go on
    tab.ask(REVISED)
    begin_anew(tab)
    tab.ask(REVISED)
    again = opened_again(tab)
    again.ask(REVISED)
    again.page.wait_for_timeout(400)
    assert entries(again) == []
    open_history(again)
    assert not again.page.locator("#past-keeping").is_checked()
    again.page.locator("#past-keeping").check()
    said(again, "Conversations are kept from now on.")
    assert titles(again) == [REVISED]
    assert keys(again) == [f"candour-history:{entries(again)[0]['id']}"]


def test_switched_off_without_deleting_what_was_kept_stays(tab):
    ask_and_keep(tab, REVISED)
    before = entries(tab)
    open_history(tab)
    tab.page.locator("#past-keeping").uncheck()
    press(tab, "cancel")
    tab.page.keyboard.press("Escape")
    tab.ask(CHANGES)
    tab.page.wait_for_timeout(400)
    assert entries(tab) == before


def test_a_full_storage_is_said_once_and_breaks_nothing(tab):
    ask_and_keep(tab, REVISED)
    tab.page.evaluate(FULL)
    begin_anew(tab)
    tab.ask(CHANGES)
    notice = tab.page.locator("#past-refused")
    notice.wait_for()
    assert "this browser’s storage is full or not allowed" in words(notice)
    said(tab, words(notice))
    tab.ask(REVISED)
    tab.page.locator("#chat a.chip").first.click()
    tab.source.wait_for_selector("mark#cited")
    tab.page.wait_for_function("() => window.tried > 1")
    tab.page.reload()
    tab.answers(2)
    tab.page.evaluate(FULL)
    tab.ask(CHANGES)
    tab.page.wait_for_function("() => window.tried > 0")
    assert notice.is_hidden()
    open_history(tab)
    assert "full or not allowed" in words(tab.page.locator("#past-trouble"))


def test_a_forbidden_storage_is_said_once_and_breaks_nothing(arrive):
    tab = arrive("/fr/", before=FORBIDDEN)
    tab.ask(REVISED)
    notice = tab.page.locator("#past-refused")
    notice.wait_for()
    assert "le stockage de ce navigateur est plein ou n’est pas permis" in words(notice)
    open_history(tab)
    assert tab.page.locator("#past-keeping").is_disabled()
    assert words(tab.page.locator("#past-none")) == "Aucune conversation n’est conservée ici."
    tab.page.keyboard.press("Escape")
    tab.page.reload()
    tab.answers(1)


def test_the_oldest_go_first(tab):
    tab.page.evaluate(
        "() => { for (let n = 0; n < 60; n += 1) { const id = `old-${n}`; const when = new Date(n * 1e9).toISOString();"
        " candour.lasting.setItem(`candour-history:${id}`,"
        " JSON.stringify({ id, title: id, when, language: 'en', stored: '[]' })); } }"
    )
    ask_and_keep(tab, REVISED, 50)
    assert [entry["title"] for entry in entries(tab)] == [REVISED, *(f"old-{n}" for n in range(59, 10, -1))]


def test_no_more_than_four_million_characters_are_kept(tab):
    tab.page.evaluate(
        "() => { for (let n = 0; n < 4; n += 1) { const id = `big-${n}`; const when = new Date(n * 1e9).toISOString();"
        " candour.lasting.setItem(`candour-history:${id}`,"
        " JSON.stringify({ id, title: id, when, language: 'en', stored: '[' + 'x'.repeat(1.2e6) })); } }"
    )
    ask_and_keep(tab, REVISED, 4)
    assert [entry["title"] for entry in entries(tab)] == [REVISED, "big-3", "big-2", "big-1"]


def test_room_that_other_programs_took_is_made_by_letting_the_oldest_go(tab):
    ask_and_keep(tab, REVISED)
    begin_anew(tab)
    tab.page.evaluate(FILL)
    ask_and_keep(tab, CHANGES)
    assert [entry["title"] for entry in entries(tab)] == [CHANGES]
    assert tab.page.locator("#past-refused").is_hidden()


def test_where_no_room_can_be_made_nothing_is_lost(tab):
    tab.page.evaluate(
        "() => candour.lasting.setItem('candour-history:old', JSON.stringify("
        "{ id: 'old', title: 'old', when: '2024-01-01', language: 'en', stored: '[]' }))"
    )
    tab.page.evaluate(FILL)
    tab.ask(CHANGES)
    tab.page.wait_for_selector("#past-refused")
    assert [entry["title"] for entry in entries(tab)] == ["old"]


def test_entries_that_cannot_be_read_are_passed_over_and_deleted_with_all(tab):
    tab.page.evaluate(
        "() => { candour.lasting.setItem('candour-history:a', '{'); candour.lasting.setItem('candour-history:b',"
        " JSON.stringify({ id: 'b', title: 'b', when: 'yesterday', language: 'xx', stored: 1 })); }"
    )
    tab.ask(REVISED)
    kept(tab, 3)
    open_history(tab)
    assert titles(tab) == [REVISED]
    press(tab, "ask-all")
    press(tab, "delete-all")
    assert keys(tab) == []


def test_conversations_of_before_that_nothing_can_read_any_more_go_when_the_page_is_opened(tab):
    ask_and_keep(tab, REVISED)
    tab.page.evaluate(
        "() => candour.lasting.setItem('candour-history:old', JSON.stringify("
        "{ id: 'old', title: 'old', when: '2024-01-01', language: 'en', stored: 'U2FsdGVkX1' }))"
    )
    open_history(tab)
    assert titles(tab) == [REVISED]
    again = opened_again(tab)
    assert [entry["title"] for entry in entries(again)] == [REVISED]


def test_only_the_keyboard_is_needed(tab):
    ask_and_keep(tab, REVISED)
    for _ in range(8):
        tab.page.keyboard.press("Tab")
        if "open-history" in tab.focused:
            break
    tab.page.keyboard.press("Enter")
    assert tab.focused.startswith("h2#past-title")
    visited = []
    for _ in range(8):
        tab.page.keyboard.press("Tab")
        visited.append(tab.page.evaluate("() => document.activeElement.dataset.does ?? document.activeElement.id"))
    assert visited[:7] == ["close", "past-keeping", "save-conversation", "open", "rename", "ask", "ask-all"]
    assert not {"q", "new", "open-history"} & set(visited)  # the page behind is out of reach
    tab.page.locator('#past [data-does="ask"]').focus()
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("() => document.activeElement.dataset.does") == "cancel"
    tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("() => document.activeElement.dataset.does") == "ask"
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Shift+Tab")
    tab.page.keyboard.press("Enter")
    assert entries(tab) == []
    assert tab.focused.startswith("h2#past-title")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#past", state="hidden")
    assert "open-history" in tab.focused


def test_escape_in_the_panel_does_not_stop_the_answer_behind_it(tab):
    tab.ask("slow", wait=False)
    tab.page.locator("#q .stop-button").wait_for()
    open_history(tab)
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#past", state="hidden")
    assert tab.page.locator("#q .stop-button").is_visible()
    tab.page.keyboard.press("Escape")
    tab.answers(1)


def test_what_happens_in_the_panel_is_said_where_it_can_be_heard(tab):
    ask_and_keep(tab, REVISED)
    open_history(tab)
    status = tab.page.locator("[role=status]")
    assert status.count() == 1
    assert status.evaluate("e => Boolean(e.closest('dialog'))")  # all else is out of reach of a screen reader
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#past", state="hidden")
    assert not status.evaluate("e => Boolean(e.closest('dialog'))")


def test_nobody_is_told_of_the_history(tab):
    two_conversations(tab)
    before = len(tab.requests)
    open_history(tab)
    press(tab, "rename", 1)
    tab.page.keyboard.type("Codes")
    tab.page.keyboard.press("Enter")
    press(tab, "ask", 1)
    press(tab, "delete")
    tab.page.locator("#past-keeping").uncheck()
    press(tab, "delete-all")
    tab.page.wait_for_timeout(300)
    assert tab.requests[before:] == []


@pytest.mark.parametrize(
    ("path", "scheme", "width", "height"),
    [
        ("/en/", "light", 1280, 800),
        ("/fr/", "dark", 1280, 800),
        ("/en/", "dark", 320, 640),
        ("/fr/", "light", 320, 256),
    ],
)
def test_the_panel_is_accessible_in_every_look_and_does_not_scroll_sideways(arrive, path, scheme, width, height):
    tab = arrive(path, width=width, height=height, scheme=scheme)
    two_conversations(tab)
    assert tab.page.evaluate(SIDEWAYS) == 0
    open_history(tab)
    press(tab, "rename")
    assert_accessible(tab.page)
    press(tab, "ask", 0)
    assert_accessible(tab.page)
    press(tab, "ask-all")
    assert_accessible(tab.page)
    assert tab.page.evaluate(SIDEWAYS) == 0
    assert tab.page.locator("#past").evaluate("e => e.scrollWidth - e.clientWidth") == 0
    press(tab, "delete-all")
    assert_accessible(tab.page)
