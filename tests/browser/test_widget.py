"""The widget in a page of another origin: opened, asked, closed, listened to; and not shown where it is not allowed."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from accessible import assert_accessible
from axe_playwright_python.sync_playwright import Axe
from server_process import ROOT, free_port, serving

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Intranet</title></head><body><main>
<h1>Intranet</h1><p><a id="link" href="#top">A link</a></p></main>
<script src="{home}/widget.js" {data} async></script></body></html>"""
# A page made for one test, with the script where the test wants it.
MADE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Intranet</title>
<style>{css}</style>{head}</head><body><main><h1>Intranet</h1>
<section id="first"><button id="button">A button</button></section></main>{body}</body></html>"""
CONTRAST = """selector => {
    const probe = document.body.appendChild(document.createElement('i'));
    const parts = colour => {
        probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
        return getComputedStyle(probe).color.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
    };
    const light = ([r, g, b]) => [r, g, b].map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const part = window.within ? window.within.querySelector(selector) : document.querySelector(selector);
    let ground = part;
    while (parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
    const [less, more] = [getComputedStyle(part).color, getComputedStyle(ground).backgroundColor]
        .map(colour => light(parts(colour))).sort((a, b) => a - b);
    probe.remove();
    return (more + 0.05) / (less + 0.05);
}"""
CHAT = "document.querySelector('candour-chat')"
QUESTION = {"en": "which agencies revised their codes", "fr": "quels organismes ont mis à jour leur code de conduite"}


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the pages of the sites are."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def sites(folder) -> Iterator[tuple[str, str, str]]:
    """Candour's address, and those of a site that may show it and of one that may not (other ports, other origins)."""
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


@pytest.fixture
def show(page, sites, folder):
    """Goes to a page of the allowed site with the widget's script in its body or its head."""
    home, allowed, _ = sites

    def shown(lang: str = "en", data: str = "", css: str = "", where: str = "body") -> None:
        parts = {"head": "", "body": ""} | {where: f'<script src="{home}/widget.js" {data}></script>'}
        (folder / "made.html").write_text(MADE.format(lang=lang, css=css, **parts), encoding="utf-8")
        page.goto(f"{allowed}/made.html")

    return shown


def in_frame(page):
    """The widget's page, to evaluate scripts in."""
    return next(frame for frame in page.frames if frame.parent_frame is not None)


def active(page):
    """The class of what has the focus within the widget, or the tag of what has it in the page."""
    return page.evaluate(
        f"() => document.activeElement === {CHAT} ? {CHAT}.shadowRoot.activeElement?.className || 'frame'"
        " : document.activeElement.tagName"
    )


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


def test_on_a_phone_held_sideways_the_answer_begins_at_the_top_too(page, sites):
    _, allowed, _ = sites
    page.set_viewport_size({"width": 740, "height": 360})
    page.goto(f"{allowed}/bubble-fr.html")
    page.locator("candour-chat .opener").click()
    box = page.locator("candour-chat .panel").bounding_box()
    assert (box["width"], box["height"]) == (740, 360)
    ask(page, QUESTION["fr"])
    page.wait_for_timeout(200)
    assert 0 <= frame_of(page).locator(".turn").bounding_box()["y"] < 60


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "css",
    [
        ":root { color-scheme: light; --candour-paper: #fffbe6 }",
        ":root { --candour-accent: rebeccapurple }",
        ":root { color-scheme: light dark; --candour-accent: rebeccapurple }",
        ":root { color-scheme: dark; --candour-accent: gold }",
        "body { background: #222 } :root { --candour-accent: #fff; --candour-on-accent: #eee }",
        ":root { --candour-paper: #777; --candour-ink: #888; --candour-accent: #666 }",
        ":root { --candour-paper: rgb(0 0 0 / .2); --candour-ink: oklch(0.3 0.1 200) }",
    ],
)
def test_what_the_host_page_colours_can_be_read_in_whatever_scheme_the_system_has(page, show, css, scheme):
    page.emulate_media(color_scheme=scheme)
    show(css=css)
    page.locator("candour-chat .opener").click()
    frame_of(page).locator(".starters").wait_for()
    frame = in_frame(page)
    read = {each: frame.evaluate(CONTRAST, each) for each in ("h1", "#send", "label", ".off", ".soft", ".notice")}
    ask(page, QUESTION["en"])
    read |= {
        each: frame.evaluate(CONTRAST, each) for each in (".said", ".headline", ".chip", ".coverage", ".tools .soft")
    }
    assert {each: contrast for each, contrast in read.items() if contrast < 4.5} == {}
    page.evaluate(f"() => {{ window.within = {CHAT}.shadowRoot; }}")
    if "on-accent" not in css:  # what the page itself says of its own button is its own
        assert page.evaluate(CONTRAST, ".closer") >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_colours_are_given_all_that_is_written_can_be_read(page, sites, scheme):
    home, _, _ = sites
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{home}/en/widget")
    unread = page.evaluate(
        """isDark => {
            const { palette, contrast, colourOf } = window.candourColours;
            const style = getComputedStyle(document.documentElement);
            const own = Object.fromEntries(["accent", "paper", "ink", "edge", "warn-wash"]
                .map(name => [name, colourOf(style.getPropertyValue(`--${name}`))]));
            const parts = [0, 0.25, 0.45, 0.5, 0.75, 1];
            const all = parts.flatMap(r => parts.flatMap(g => parts.map(b => [r, g, b])));
            const papers = all.filter(paper => (contrast(paper, [1, 1, 1]) > contrast(paper, [0, 0, 0])) === isDark);
            const written = [["ink", "paper"], ["ink", "wash"], ["ink", "accent-wash"], ["soft", "paper"],
                ["soft", "wash"], ["accent", "paper"], ["accent", "wash"], ["on-fill", "fill"]];
            const unread = [];
            for (const [place, paper] of [undefined, ...papers].entries()) for (const [step, accent] of all.entries()) {
                const any = all[(place * 31 + step * 7) % all.length];
                const ink = step % 3 ? any : undefined;
                const made = palette({ paper, accent, ink, "on-accent": step % 2 ? any : undefined }, own);
                for (const [text, ground] of written) {
                    if (contrast(made[text], made[ground]) < 4.5) unread.push([text, ground, paper, accent, any]);
                }
            }
            return [unread.length, unread.slice(0, 5)];
        }""",
        scheme == "dark",
    )
    assert unread == [0, []]


@pytest.mark.parametrize(
    ("css", "system", "shown"),
    [
        (":root { color-scheme: light }", "dark", "light"),
        (":root { color-scheme: dark }", "light", "dark"),
        (":root { color-scheme: light dark }", "dark", "dark"),
        ("", "dark", "light"),  # a page that says nothing is light
        ("body { background: white } candour-chat { color-scheme: dark }", "light", "dark"),
        ("body { background: #1a1a1a }", "light", "dark"),
        (":root { color-scheme: light; --candour-paper: #102030 }", "light", "dark"),
    ],
)
def test_the_frame_is_light_or_dark_as_the_host_page_is_and_follows_it(page, show, css, system, shown):
    page.emulate_media(color_scheme=system)
    show(css=css)
    page.locator("candour-chat .opener").click()
    frame_of(page).locator("#question:focus").wait_for()
    scheme = "() => getComputedStyle(document.documentElement).colorScheme"
    ink = "() => getComputedStyle(document.querySelector('h1')).color.match(/\\d+/g).every(part => part < 128)"
    in_frame(page).wait_for_function(f"shown => ({scheme})() === shown", arg=shown)
    assert in_frame(page).evaluate(ink) == (shown == "light")
    turned = "dark" if shown == "light" else "light"
    page.evaluate(
        """turned => { document.body.style.background = 'none'; document.documentElement.style.colorScheme = turned;
            document.documentElement.style.setProperty('--candour-paper', turned === 'dark' ? '#000' : '#fff'); }""",
        turned,
    )
    in_frame(page).wait_for_function(f"turned => ({scheme})() === turned", arg=turned)
    assert in_frame(page).evaluate(ink) == (turned == "light")


def test_an_answer_is_copied_with_its_sources(page, show):
    show()
    page.locator("candour-chat .opener").click()
    answer = ask(page, QUESTION["en"])
    answer.locator("button.copies").click()
    answer.locator(".did", has_text="Copied").wait_for()
    assert page.complaints == []


@pytest.mark.parametrize("mode", ["bubble", "inline"])
def test_moved_in_the_page_it_still_asks_tells_and_closes(page, show, mode):
    show(data=f'data-mode="{mode}"')
    page.evaluate(
        "() => { window.told = []; addEventListener('candour-answer', event => told.push(event.detail.kind)); }"
    )
    page.evaluate(f"() => {CHAT}.open()")
    frame_of(page).locator("#question").wait_for()
    page.evaluate(f"() => document.getElementById('first').append({CHAT})")
    page.evaluate(f"question => {CHAT}.ask(question)", QUESTION["en"])
    frame_of(page).locator(".answer.done").wait_for()
    page.wait_for_function("() => window.told.length === 1")
    if mode == "bubble":
        frame_of(page).locator("#question").press("Escape")
        page.locator("candour-chat .panel").wait_for(state="hidden")
    else:
        page.wait_for_function(
            f"() => {CHAT}.offsetHeight > 610"
        )  # 38rem and its border, which it has before it is told


def test_moved_without_loading_it_anew_the_conversation_stays(page, show):
    show()
    page.locator("candour-chat .opener").click()
    ask(page, QUESTION["en"])
    page.evaluate(f"() => document.getElementById('first').moveBefore({CHAT}, null)")
    assert frame_of(page).locator(".answer.done").count() == 1
    frame_of(page).locator("#question").press("Escape")
    page.locator("candour-chat .panel").wait_for(state="hidden")


@pytest.mark.parametrize("frame", ["held", "refused"])
def test_the_focus_is_in_the_panel_and_escape_closes_where_the_frame_does_not_come(page, sites, show, frame):
    home, _, other = sites
    if frame == "held":
        held = []
        page.route(f"{home}/en/widget?*", lambda route: held.append(route))
        show()
    else:
        page.goto(f"{other}/bubble-en.html")
    page.locator("candour-chat .opener").focus()
    page.keyboard.press("Enter")
    page.locator("candour-chat .loading" if frame == "held" else "candour-chat .absent").wait_for()
    assert active(page) == "closer"
    page.keyboard.press("Escape")
    page.locator("candour-chat .panel").wait_for(state="hidden")
    assert active(page) == "opener"
    if frame == "held":  # what comes after it was closed takes no focus
        page.locator("#button").focus()
        held[0].continue_()
        page.wait_for_timeout(1000)
        assert active(page) == "BUTTON"


def test_closed_by_the_page_it_leaves_the_focus_where_the_visitor_is(page, show):
    show()
    page.locator("candour-chat .opener").click()
    frame_of(page).locator("#question:focus").wait_for()
    page.locator("#button").focus()
    page.evaluate(f"() => {CHAT}.close()")
    assert active(page) == "BUTTON"


def test_inline_it_is_as_high_as_what_it_shows_whatever_the_width(page, show):
    show(data='data-mode="inline"')
    frame_of(page).locator("#question").wait_for()
    scrolls = "() => [innerHeight, document.documentElement.scrollHeight, document.body.offsetHeight]"
    ask(page, QUESTION["en"])
    for width in (1280, 420, 900):
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_timeout(300)
        inner, content, body = in_frame(page).evaluate(scrolls)
        assert inner == content
        assert abs(inner - body) <= 1  # what it shows may end within a pixel


def test_inline_each_answer_begins_at_the_top_of_the_window(page, show):
    page.set_viewport_size({"width": 1280, "height": 900})
    show(data='data-mode="inline"', css="main, body::after { display: block; height: 40rem; content: '' }")
    page.locator("candour-chat").scroll_into_view_if_needed()
    for place in range(3):
        ask(page, QUESTION["en"])
        page.wait_for_timeout(200)
        top = frame_of(page).locator(".turn").nth(place).bounding_box()["y"]
        assert 0 <= top < 60
    assert in_frame(page).evaluate("() => scrollY") == 0


def test_inline_who_scrolled_while_an_answer_came_is_left_there(page, show):
    show(data='data-mode="inline"', css="main, body::after { display: block; height: 60rem; content: '' }")
    page.locator("candour-chat").scroll_into_view_if_needed()
    frame_of(page).locator("#question").wait_for()
    held = []
    page.route("**/widget/ask", lambda route: held.append(route))
    frame_of(page).locator("#question").fill(QUESTION["en"])
    frame_of(page).locator("#question").press("Enter")
    frame_of(page).locator(".answer.writing").wait_for()
    page.wait_for_timeout(200)
    page.evaluate("() => scrollTo(0, 100)")
    held[0].continue_()
    frame_of(page).locator(".answer.done").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("() => scrollY") == 100


@pytest.mark.parametrize(("lang", "said"), [("en", "is in the page’s head"), ("fr", "est dans l’en-tête de la page")])
def test_inline_with_its_script_in_the_head_it_is_shown_in_the_body(page, show, lang, said):
    show(lang=lang, data='data-mode="inline"', where="head")
    frame_of(page).locator("#question").wait_for()
    assert page.evaluate(f"() => {CHAT}.parentElement === document.body")
    assert any(said in text for text in page.complaints)


@pytest.mark.parametrize("changed", ["document.querySelector('candour-chat')", "document.documentElement"])
def test_a_language_that_changes_while_it_is_open_changes_all_of_it(page, show, changed):
    show()
    page.locator("candour-chat .opener").click()
    frame_of(page).locator("#question:focus").wait_for()
    page.evaluate(f"() => {changed}.setAttribute('lang', 'fr')")
    frame_of(page).locator("#send", has_text="Demander").wait_for()
    assert page.locator("candour-chat .closer").inner_text() == "Fermer"
    frame_of(page).locator("#question:focus").wait_for()
    assert ask(page, QUESTION["fr"]).get_attribute("lang") == "fr"


def test_what_the_page_asks_while_an_answer_comes_is_asked_after_it_and_a_draft_stays(page, show):
    show()
    page.locator("candour-chat .opener").click()
    frame_of(page).locator("#question").fill("a draft")
    page.evaluate(f"() => ['one?', {QUESTION['en']!r}, 'three?'].forEach(each => {CHAT}.ask(each))")
    frame_of(page).locator(".answer.done, .answer.note").nth(2).wait_for()
    assert frame_of(page).locator(".you .said").all_inner_texts() == ["one?", QUESTION["en"], "three?"]
    assert frame_of(page).locator("#question").input_value() == "a draft"


def test_what_is_asked_with_personal_data_does_not_keep_what_is_asked_after_it(page, show):
    show()
    page.locator("candour-chat .opener").click()
    asked = ["one?", "who mentions jo@example.ca?", QUESTION["en"]]
    page.evaluate(f"asked => asked.forEach(each => {CHAT}.ask(each))", asked)
    frame_of(page).locator(".answer.done, .answer.note").nth(1).wait_for()
    assert frame_of(page).locator(".you .said").all_inner_texts() == [asked[0], asked[2]]
    frame_of(page).get_by_role("alertdialog").locator("[data-choice=leave-out]").click()
    frame_of(page).locator(".answer.done, .answer.note").nth(2).wait_for()
    assert "jo@example.ca" not in words(frame_of(page).locator("#chat"))
    assert frame_of(page).locator("#question").input_value() == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_that_the_frame_shows_is_in_a_landmark(page, sites, language):
    home, _, _ = sites
    page.goto(f"{home}/{language}/widget")
    found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["region", "landmark-one-main"]}})
    assert found.response["violations"] == []
