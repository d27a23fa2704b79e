"""The chat's behaviour, over the fake assistant: slow, failing and hostile answers are there at will."""

import sys
from pathlib import Path

import pytest
from server_process import ROOT, free_port, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/en/")
    return tab


def words(locator):
    return " ".join(locator.inner_text().split())


def test_an_empty_conversation_offers_questions_and_a_click_asks_one(tab):
    assert tab.page.title() == "Ask the values and ethics self-assessments – Candour"
    starters = tab.page.locator("#chat .starters button")
    assert starters.count() == 2
    starters.first.click()
    tab.answers(1)
    assert words(tab.page.locator("#chat .you .said")) == "which agencies revised their codes"
    assert tab.page.locator("#chat .starters").is_hidden()
    assert tab.focused.startswith("textarea")


def test_a_chip_opens_the_cited_words_in_view_and_escape_gives_the_focus_back(tab):
    tab.ask("which agencies revised their codes")
    tab.page.locator("#chat a.chip").nth(1).click()
    mark = tab.source.wait_for_selector("mark#cited")
    assert mark.inner_text() == "My organization is in the process of updating its code of conduct."
    tab.source.wait_for_function(
        "() => { const r = document.getElementById('cited').getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight; }"
    )
    assert tab.focused.startswith("aside#source")
    tab.page.keyboard.press("Escape")
    assert "chip" in tab.focused
    assert tab.page.locator("#pane").is_hidden()


def test_escape_inside_the_source_closes_it_too(tab):
    tab.ask("which")
    tab.page.locator("#chat a.chip").first.click()
    tab.source.wait_for_selector("mark#cited")
    tab.page.mouse.click(1100, 500)
    assert tab.focused.startswith("iframe")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#pane", state="hidden")


@pytest.mark.parametrize("how", ["Control", "Shift", "middle"])
def test_a_chip_opens_a_tab_when_a_tab_is_asked_for(tab, how):
    tab.ask("which")
    chip = tab.page.locator("#chat a.chip").first
    with tab.context.expect_page() as opened:
        if how == "middle":
            chip.click(button="middle")
        else:
            chip.click(modifiers=[how])
    page = opened.value
    page.wait_for_selector("mark#cited")
    assert "panel=1" not in page.url
    assert tab.page.locator("#pane").is_hidden()


def test_a_chips_card_shows_on_hover_and_focus_and_escape_puts_it_away(tab):
    tab.ask("which")
    card = tab.page.locator("#chat .pop").first
    assert card.is_hidden()
    tab.page.locator("#chat a.chip").first.hover()
    assert card.is_visible()
    assert "Canada Border Services Agency" in words(card)
    card.hover()  # the pointer may move onto it
    assert card.is_visible()
    tab.page.keyboard.press("Escape")
    assert card.is_hidden()


def test_on_a_telephone_a_chips_card_is_all_in_sight_and_escape_puts_it_away_from_the_keyboard_too(tab):
    tab.page.set_viewport_size({"width": 390, "height": 800})
    tab.ask("which")
    chips, card = tab.page.locator("#chat a.chip"), tab.page.locator("#chat .pop:visible")
    for chip in chips.all():
        chip.hover()
        box = card.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    tab.page.mouse.move(0, 0)
    chips.first.focus()
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Shift+Tab")
    assert card.count() == 1
    tab.page.keyboard.press("Escape")
    assert card.count() == 0


def test_another_reading_asks_its_own_words(tab):
    tab.ask("which agencies revised their codes")
    tab.page.locator("#chat .other button").click()
    tab.answers(2)
    assert words(tab.page.locator("#chat .you .said").last) == "which agencies reviewed their code"


def test_stop_takes_the_place_of_send_and_ends_the_answer(tab):
    tab.ask("slow", wait=False)
    stop = tab.page.locator("#q .stop-button")
    stop.wait_for()
    assert tab.page.locator("#q .submit-button").is_hidden()
    tab.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word3')")
    stop.click()
    tab.answers(1)
    said = words(tab.page.locator("#chat .answer.note"))
    assert "word3" in said
    assert "Stopped before the answer was complete." in said
    assert tab.focused.startswith("textarea")
    tab.ask("which")
    tab.answers(2)
    assert "word3" in words(tab.page.locator("#chat .answer").first)


def test_escape_stops_too_and_what_was_typed_meanwhile_is_kept(tab):
    tab.ask("slow", wait=False)
    tab.page.locator("#q .stop-button").wait_for()
    tab.page.keyboard.type("next one")
    tab.page.keyboard.press("Escape")
    tab.answers(1)
    assert tab.page.input_value("#q textarea") == "next one"


def test_keys_enter_sends_shift_enter_breaks_the_line_and_arrow_up_brings_the_question_back(tab):
    tab.page.keyboard.type("which agencies")
    tab.page.keyboard.press("Shift+Enter")
    tab.page.keyboard.type("revised")
    assert tab.page.locator("#chat .you").count() == 0
    tab.page.keyboard.press("Enter")
    tab.answers(1)
    assert tab.page.locator("#chat .you .said").inner_text() == "which agencies\nrevised"
    tab.page.keyboard.press("ArrowUp")
    assert tab.page.input_value("#q textarea") == "which agencies\nrevised"
    tab.page.keyboard.press("Enter")
    tab.answers(2)


def test_an_empty_question_is_not_asked(tab):
    tab.page.fill("#q textarea", "   ")
    tab.page.press("#q textarea", "Enter")
    tab.page.wait_for_timeout(300)
    assert tab.page.locator("#chat .you").count() == 0


def test_the_conversation_survives_a_reload_and_the_other_language_and_ends_with_new(tab):
    tab.ask("which agencies revised their codes")
    tab.page.reload()
    tab.page.wait_for_selector("#q .submit-button")
    tab.page.wait_for_selector("#chat .answer.done")
    tab.page.click("#other-language")
    tab.page.wait_for_url("**/fr/")
    tab.page.wait_for_selector("#q .submit-button")
    tab.page.wait_for_selector("#chat .answer.done")
    assert tab.page.locator("html").get_attribute("lang") == "fr"
    assert words(tab.page.locator("#chat .you .said")) == "which agencies revised their codes"
    tab.page.locator("#chat a.chip").first.click()
    tab.source.wait_for_selector("mark#cited")
    tab.page.click("#new")
    tab.page.wait_for_selector("#chat .starters")
    tab.page.reload()
    tab.page.wait_for_selector("#q .submit-button")
    assert tab.page.locator("#chat .you").count() == 0


def test_earlier_questions_stay_in_this_tab(tab, visit, fake_server):
    tab.ask("which agencies revised their codes")
    other = visit(fake_server)
    other.open("/en/")
    assert other.page.locator("#chat .you").count() == 0
    assert tab.page.evaluate("() => document.cookie") == ""


def test_a_question_in_the_address_is_asked_once(tab):
    tab.page.goto("about:blank")
    tab.open("/en/#q=which%20agencies%20%3Cb%3Erevised")
    tab.answers(1)
    assert words(tab.page.locator("#chat .you .said")) == "which agencies <b>revised"
    tab.page.reload()
    tab.page.wait_for_selector("#chat .answer.done")
    tab.page.wait_for_timeout(300)
    assert tab.page.locator("#chat .you").count() == 1


def test_hostile_words_are_shown_and_nothing_runs(tab):
    hostile = "evil <script>document.title='owned'</script> **b** [x](javascript:document.title='owned') $$x^2$$ `c`"
    tab.ask(hostile)
    assert tab.page.locator("#chat .you .said").inner_text() == hostile
    log = tab.page.locator("#chat [role=log]")
    assert "<img src=x onerror=\"document.title='owned'\">" in log.inner_text()
    assert "$$\\frac{1}{2}$$" in log.inner_text()
    assert log.locator("script, img, code, strong, em, .katex, iframe, [onerror]").count() == 0
    links = log.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(link.startswith("/en/organizations/") for link in links)
    tab.page.locator("#chat a.chip").nth(2).click()
    tab.source.wait_for_selector("mark#cited")
    assert tab.source.locator("script, img").count() == 0
    assert tab.page.title() == "Ask the values and ethics self-assessments – Candour"


def test_hostile_suggestions_ask_exactly_their_words(tab):
    tab.ask("evil")
    suggestion = tab.page.locator("#chat ul.next button").last
    text = suggestion.inner_text()
    suggestion.click()
    tab.answers(2)
    assert words(tab.page.locator("#chat .you .said").last) == " ".join(text.split())


def test_failures_are_calm_sentences(tab):
    tab.ask("fail")
    assert "The question could not be answered" in words(tab.page.locator("#chat .answer.note"))
    tab.ask("crash")
    assert "Something went wrong on the server" in words(tab.page.locator("#chat .answer.note").last)
    tab.ask("which")


def test_copying_gives_text_with_numbered_references_and_whole_addresses(visit, fake_server):
    tab = visit(fake_server, permissions=["clipboard-read", "clipboard-write"])
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    tab.page.locator("#chat .copies").click()
    tab.page.wait_for_function("() => document.querySelector('#chat .did').textContent === 'Copied.'")
    text = tab.page.evaluate("() => navigator.clipboard.readText()")
    assert "\n[1] Canada Border Services Agency, Item 5: “Yes, my organization updated its code of conduct.”\n" in text
    assert f"\n    {fake_server}/en/organizations/irb?from=" in text
    tab.page.locator("#chat .links").click()
    link = tab.page.evaluate("() => navigator.clipboard.readText()")
    assert link == f"{fake_server}/en/#q=which%20agencies%20revised%20their%20codes&i="


def test_a_complete_answer_is_announced_once_and_gradios_english_labels_are_gone(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/fr/")
    tab.page.evaluate(
        "() => { const status = document.getElementById('status'); window.said = [];"
        " new MutationObserver(() => { if (status.textContent) window.said.push(status.textContent); })"
        ".observe(status, {childList: true}); }"
    )
    tab.ask("quels organismes")
    tab.page.wait_for_timeout(400)
    assert tab.page.evaluate("() => window.said") == [
        "Réponse complète\u00a0: 1 organisme sur 2 a mis à jour son code de conduite."
    ]
    log = tab.page.locator("[role=log]")
    assert log.get_attribute("aria-live") == "off"
    assert tab.page.locator("[role=status], [aria-live=polite]").count() == 1
    labels = tab.page.locator("[aria-label]:visible").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert set(labels) == {"Principal", "Conversation", "Source"}


def test_two_visitors_are_answered_at_once(visit, fake_server):
    first, second = visit(fake_server), visit(fake_server)
    first.open("/en/")
    second.open("/en/")
    first.ask("slow", wait=False)
    first.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word1')")
    second.ask("which agencies revised their codes")
    assert first.page.locator("#q .stop-button").is_visible()
    assert second.page.locator("#chat .you").count() == 1
    first.page.keyboard.press("Escape")
    first.answers(1)


def test_only_the_keyboard_is_needed(tab):
    for _ in range(20):
        tab.page.keyboard.press("Shift+Tab")
        if "skip" in tab.focused:
            break
    assert tab.page.locator(".skip").bounding_box()["x"] >= 0
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    tab.page.keyboard.type("which agencies revised their codes")
    tab.page.keyboard.press("Enter")
    tab.answers(1)
    for _ in range(30):
        tab.page.keyboard.press("Shift+Tab")
        if "chip" in tab.focused:
            break
    tab.page.keyboard.press("Enter")
    tab.source.wait_for_selector("mark#cited")
    tab.page.keyboard.press("Escape")
    assert "chip" in tab.focused


def test_a_narrow_page_does_not_scroll_sideways_and_its_source_lies_over_it(visit, fake_server):
    tab = visit(fake_server, width=320, height=640)
    tab.open("/en/")
    tab.ask("which evil agencies revised their codes")
    sideways = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.page.evaluate(sideways) == 0
    tab.page.locator("#chat a.chip").first.click()
    tab.source.wait_for_selector("mark#cited")
    assert tab.source.evaluate(sideways) == 0
    assert tab.focused.startswith("button#close-source")
    assert tab.page.locator(".talk").evaluate("e => e.inert")
    tab.page.locator("#close-source").click()
    assert "chip" in tab.focused
    assert not tab.page.locator(".talk").evaluate("e => e.inert")
    tab.page.goto(f"{fake_server}/en/organizations/evil")
    assert tab.page.evaluate(sideways) == 0


def test_a_server_that_is_gone_is_said_to_be(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/fr/")
    tab.page.clock.install()
    tab.page.route("**/healthz", lambda route: route.abort())
    tab.ask("slow", wait=False)
    tab.page.wait_for_selector("#chat .writing")
    tab.page.clock.run_for(9000)
    tab.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert words(tab.page.locator("#trouble")) == "Le serveur ne répond pas. Candour fonctionne-t-il encore?"
    tab.complaints.clear()


def test_without_javascript_the_page_points_to_the_organizations(visit, fake_server):
    tab = visit(fake_server, java_script_enabled=False)
    tab.page.goto(f"{fake_server}/fr/")
    tab.page.click("noscript a")
    assert words(tab.page.locator("h1")) == "Tous les organismes, élément par élément"
    tab.page.click(".matrix .who a[href$=cbsa]")
    tab.page.locator("section.item").nth(12).wait_for()  # a page that is still read has not all of its items
    assert tab.page.locator("section.item").count() == 13


def test_a_printed_conversation_has_its_sources_and_none_of_the_buttons(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/en/")
    tab.ask("which agencies revised their codes")
    sources = tab.page.locator("#chat pre.sources")
    assert sources.is_hidden()
    tab.page.emulate_media(media="print")
    assert "[1] Canada Border Services Agency, Item 5:" in words(sources)
    assert not any(part.is_visible() for part in tab.page.locator("#chat button, #q, aside, nav").all())


def test_who_asks_too_often_is_told_so_in_the_conversation(visit, tmp_path):
    port = free_port()
    server = Path(__file__).parent / "fake_server.py"
    command = [sys.executable, str(server), str(port), str(tmp_path / "feedback.sqlite"), "1"]
    running = serving(command, port, tmp_path / "log.txt", {"PYTHONPATH": str(ROOT)})
    tab = visit(next(running))
    tab.open("/fr/")
    tab.ask("which")
    tab.ask("which")
    assert "dans la dernière minute" in words(tab.page.locator("#chat .answer.note"))
    tab.complaints[:] = [each for each in tab.complaints if "429" not in each]
    running.close()


def test_a_question_after_a_very_long_conversation_is_answered(tab):
    for number in range(1, 5):
        tab.ask(f"long {number}")
    assert tab.page.evaluate("() => sessionStorage.getItem('candour-conversation').length") > 100_000
    tab.ask("which")
    assert tab.page.locator("#chat .answer.done").count() == 5


def test_what_is_too_long_stays_in_the_box(tab):
    pasted = "word " * 1000
    tab.page.fill("#q textarea", pasted)
    tab.page.press("#q textarea", "Enter")
    tab.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert "5000 characters" in words(tab.page.locator("#trouble"))
    tab.page.click("#q .submit-button")
    assert tab.page.input_value("#q textarea") == pasted
    assert tab.page.locator("#chat .you").count() == 0
    tab.page.fill("#q textarea", "which")
    assert tab.page.locator("#trouble").is_hidden()
    tab.page.press("#q textarea", "Enter")
    tab.answers(1)
