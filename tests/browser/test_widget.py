"""The widget in a page of another origin: opened, asked, closed, listened to; and not shown where it is not allowed."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from accessible import assert_accessible
from server_process import ROOT, free_port, serving

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Intranet</title></head><body><main>
<h1>Intranet</h1><p><a id="link" href="#top">A link</a></p></main>
<script src="{home}/widget.js" {data} async></script></body></html>"""
QUESTION = {"en": "which agencies revised their codes", "fr": "quels organismes ont mis à jour leur code de conduite"}


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> Iterator[tuple[str, str, str]]:
    """Candour's address, and those of a site that may show it and of one that may not (other ports, other origins)."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "favicon.ico").write_bytes(b"")
    home_port, ports = free_port(), (free_port(), free_port())
    for lang in ("en", "fr"):
        for mode, data in (("bubble", ""), ("sidebar", 'data-mode="sidebar"'), ("inline", 'data-mode="inline"')):
            html = PAGE.format(lang=lang, home=f"http://127.0.0.1:{home_port}", data=data)
            (folder / f"{mode}-{lang}.html").write_text(html, encoding="utf-8")
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(quiet, directory=folder)) for port in ports]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    allowed, other = (f"http://127.0.0.1:{port}" for port in ports)
    home = folder / "home"
    environment = {"CANDOUR_HOME": str(home), "CANDOUR_ORIGINS": allowed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from assistant.cli import main; main()"]
    subprocess.run(
        [*command, "ingest", str(ROOT / "corpus" / "assessments")],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    running = serving([*command, "serve", "--port", str(home_port)], home_port, folder / "log.txt", environment)
    yield next(running), allowed, other
    running.close()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(browser):
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints, page.asked = [], []
    page.on("pageerror", lambda error: page.complaints.append(error.message))
    page.on("console", lambda line: page.complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def frame_of(page):
    return page.frame_locator("candour-chat iframe")


def ask(page, question):
    frame = frame_of(page)
    before = frame.locator(".answer.done, .answer.note").count()
    frame.locator("#question").fill(question)
    frame.locator("#question").press("Enter")
    frame.locator(".answer.done, .answer.note").nth(before).wait_for()
    return frame.locator(".answer").last


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_line_of_html_answers_with_sources_in_another_sites_page(page, sites, language):
    home, allowed, _ = sites
    page.goto(f"{allowed}/bubble-{language}.html")
    page.locator("candour-chat .opener").wait_for()
    assert [url for url in page.asked if url.startswith(home)] == [f"{home}/widget.js"]
    page.locator("candour-chat .opener").click()
    answer = ask(page, QUESTION[language])
    assert answer.get_attribute("lang") == language
    chip = answer.locator("a.chip").first
    with page.context.expect_page() as opened:
        chip.click()
    opened.value.wait_for_selector("mark#cited")
    assert opened.value.url.startswith(f"{home}/{language}/")
    assert page.context.cookies() == []
    assert page.complaints == []
    assert all(url.startswith((home, allowed)) for url in page.asked)


def test_the_focus_goes_in_and_comes_back_and_escape_closes(page, sites):
    _, allowed, _ = sites
    page.goto(f"{allowed}/bubble-en.html")
    opener = page.locator("candour-chat .opener")
    opener.focus()
    page.keyboard.press("Enter")
    frame = frame_of(page)
    frame.locator("#question:focus").wait_for()
    assert page.locator("candour-chat .panel").get_attribute("role") == "dialog"
    page.keyboard.press("Escape")
    page.locator("candour-chat .panel").wait_for(state="hidden")
    assert page.evaluate("() => document.querySelector('candour-chat').shadowRoot.activeElement.className") == "opener"
    page.keyboard.press("Enter")
    page.locator("candour-chat .closer").click()
    page.locator("candour-chat .panel").wait_for(state="hidden")


def test_the_host_page_opens_asks_closes_and_is_told(page, sites):
    _, allowed, _ = sites
    page.goto(f"{allowed}/sidebar-en.html")
    page.locator("candour-chat .opener").wait_for()
    page.evaluate(
        """() => { window.told = [];
            for (const name of ['open', 'answer', 'close'])
                addEventListener(`candour-${name}`, event => told.push([name, event.detail?.kind ?? null])); }"""
    )
    page.evaluate("question => document.querySelector('candour-chat').ask(question)", QUESTION["en"])
    frame_of(page).locator(".answer.done").wait_for()
    assert words(frame_of(page).locator(".you .said")) == QUESTION["en"]
    page.evaluate("() => document.querySelector('candour-chat').close()")
    assert page.evaluate("() => window.told") == [["open", None], ["answer", "list"], ["close", None]]


def test_a_site_that_is_not_allowed_shows_nothing_and_hears_nothing(page, sites):
    _, _, other = sites
    page.goto(f"{other}/bubble-en.html")
    page.evaluate(
        "() => { window.told = []; window.addEventListener('message', event => window.told.push(event.data)); }"
    )
    page.locator("candour-chat .opener").click()
    page.wait_for_timeout(1000)
    assert any("frame-ancestors" in text for text in page.complaints)
    assert page.evaluate("() => window.told") == []
    assert "/en/widget" not in [frame.url for frame in page.frames]


@pytest.mark.parametrize(
    ("language", "mode", "said"),
    [("en", "bubble", "may not be shown in this site’s pages"), ("fr", "inline", "ne peut pas être affiché")],
)
def test_a_site_that_is_not_allowed_shows_a_sentence_and_the_way_to_candour(page, sites, language, mode, said):
    home, _, other = sites
    page.goto(f"{other}/{mode}-{language}.html")
    if mode == "bubble":
        page.locator("candour-chat .opener").click()
    note = page.locator("candour-chat .absent")
    note.wait_for()
    assert said in words(note)
    assert note.locator("a").get_attribute("href") == f"{home}/{language}/"
    assert page.locator("candour-chat iframe").is_hidden()  # and with it the browser's page of failure


def test_messages_that_are_not_the_host_pages_are_not_heard(page, sites):
    home, allowed, _ = sites
    page.goto(f"{allowed}/bubble-en.html")
    page.locator("candour-chat .opener").click()
    frame_of(page).locator("#question").wait_for()
    # From the page itself, not from the frame: the element must not act on it.
    page.evaluate("() => window.postMessage({ candour: 'close' }, '*')")
    # Shapes that are wrong: the frame must not break on them.
    for message in ("null", "1", "'ask'", "{ candour: 'ask', question: 7 }", "{ candour: 'theme', colours: null }"):
        page.evaluate(f"""() => document.querySelector('candour-chat').shadowRoot.querySelector('iframe')
            .contentWindow.postMessage({message}, '{home}')""")
    page.wait_for_timeout(300)
    assert page.locator("candour-chat .panel").is_visible()
    assert frame_of(page).locator(".you").count() == 0
    assert page.complaints == []


def test_inline_it_is_loaded_when_seen_and_grows_with_what_it_shows(page, sites):
    _, allowed, _ = sites
    page.goto(f"{allowed}/inline-fr.html")
    frame_of(page).locator("#question").wait_for()
    before = page.locator("candour-chat iframe").bounding_box()["height"]
    ask(page, "Résume l’autoévaluation de l’ASFC")
    page.wait_for_function(
        "before => document.querySelector('candour-chat').shadowRoot.querySelector('iframe').offsetHeight > before",
        arg=before,
    )
    assert page.locator("candour-chat .opener").is_hidden()
    assert page.complaints == []


def test_on_a_phone_it_fills_the_screen(page, sites):
    _, allowed, _ = sites
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{allowed}/bubble-en.html")
    page.locator("candour-chat .opener").click()
    box = page.locator("candour-chat .panel").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 640)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_in_the_host_page_nor_in_the_frame(page, sites, language):
    home, allowed, _ = sites
    page.goto(f"{allowed}/bubble-{language}.html")
    page.locator("candour-chat .opener").click()
    ask(page, QUESTION[language])
    assert_accessible(page)
    for scheme, width in (("light", 320), ("dark", 500)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(f"{home}/{language}/widget")
        page.fill("#question", QUESTION[language])
        page.press("#question", "Enter")
        page.wait_for_selector(".answer.done")
        assert_accessible(page)
    page.goto(f"{home}/{'en/embed' if language == 'en' else 'fr/integrer'}")
    page.select_option("select[name=mode]", "inline")
    page.locator("candour-chat").scroll_into_view_if_needed()
    assert_accessible(page)


def test_the_demo_writes_the_line_for_what_is_chosen(page, sites):
    home, _, _ = sites
    page.goto(f"{home}/en/embed")
    page.select_option("select[name=mode]", "sidebar")
    page.fill("input[name=starters]", 'Who "revised" it?')
    chosen = 'data-mode="sidebar" data-starters="Who &quot;revised&quot; it?"'
    assert page.input_value("#snippet") == f'<script src="{home}/widget.js" {chosen} async></script>'


def test_the_demo_shows_what_is_chosen_and_flags_organizations_that_are_not_here(page, sites):
    home, _, _ = sites
    page.goto(f"{home}/en/embed")
    page.locator("candour-chat .opener").wait_for()
    page.select_option("select[name=mode]", "inline")
    page.fill("input[name=starters]", "Who did?")
    page.fill("input[name=organizations]", "cbsa | nope")
    page.press("input[name=organizations]", "Tab")
    page.locator("#wrong", has_text="'nope' has no assessment here").wait_for()
    page.fill("input[name=organizations]", "cbsa")
    page.press("input[name=organizations]", "Tab")
    page.locator("#wrong").wait_for(state="hidden")
    page.locator("candour-chat").scroll_into_view_if_needed()
    assert words(frame_of(page).locator(".starters")) == "Who did?"
    assert page.complaints == []


def test_a_lost_server_is_said_in_the_frame_and_the_question_stays_at_hand(page, sites):
    home, _, _ = sites
    page.goto(f"{home}/fr/widget")
    page.route("**/widget/ask", lambda route: route.abort())
    page.fill("#question", "qui?")
    page.press("#question", "Enter")
    page.wait_for_selector(".answer.note")
    assert "La connexion est-elle là?" in words(page.locator(".answer.note"))
    assert page.locator("#send").is_visible()


def test_what_the_host_page_asks_with_personal_data_is_pointed_out_first(page, sites):
    _, allowed, _ = sites
    page.goto(f"{allowed}/sidebar-en.html")
    page.locator("candour-chat .opener").wait_for()
    page.evaluate("() => document.querySelector('candour-chat').ask('who mentions jo@example.ca?')")
    notice = frame_of(page).get_by_role("alertdialog")
    notice.wait_for()
    assert "an e-mail address" in words(notice)
    assert frame_of(page).locator(".you").count() == 0
    page.keyboard.press("Escape")
    notice.wait_for(state="hidden")
    assert page.locator("candour-chat .panel").is_visible()
    assert frame_of(page).locator("#question").input_value() == "who mentions jo@example.ca?"
