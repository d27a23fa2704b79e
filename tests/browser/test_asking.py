"""The conversation under way, which the page keeps itself: where, how much of it, and what becomes of lost answers."""

import json

import pytest

pytestmark = pytest.mark.browser

KEPT = "() => JSON.parse(sessionStorage.getItem('candour-conversation'))"


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.fixture
def tab(visit, fake_server):
    tab = visit(fake_server)
    tab.open("/en/")
    return tab


def notes_on(tab, status, headers=None):
    """The note that stands in place of an answer where the server says no; its complaint in the console is expected."""
    tab.page.route("**/chat/ask", lambda route: route.fulfill(status=status, headers=headers or {}))
    tab.ask("which")
    tab.page.unroute("**/chat/ask")
    tab.complaints[:] = [each for each in tab.complaints if str(status) not in each]
    return words(tab.page.locator("#chat .answer.note"))


def test_nothing_but_the_question_goes_out_when_one_is_asked(tab):
    tab.page.wait_for_load_state("networkidle")
    before = len(tab.requests)
    tab.ask("which agencies revised their codes")
    tab.page.wait_for_timeout(300)
    asked = [url.removeprefix(tab.address) for url in tab.requests[before:] if "/static/" not in url]
    assert asked == ["/en/chat/ask"]


def test_a_question_goes_out_with_those_before_as_far_as_they_are_read(tab):
    tab.ask("which")
    tab.ask("abstain")
    for number in range(20):
        tab.ask(f"abstain {number}")
    with tab.page.expect_request("**/chat/ask") as asked:
        tab.ask("abstain at last")
    assert asked.value.post_data_json == {
        "question": "abstain at last",
        "history": [f"abstain {number}" for number in range(20)],
    }
    tab.page.evaluate(
        "() => { const long = 'é'.repeat(2500); window.cut = candourAsking.earlier(Array(9).fill(long)); }"
    )
    assert tab.page.evaluate("() => window.cut.map(each => each.length)") == [2000] * 6


def test_the_conversation_is_kept_in_the_tab_as_text(tab):
    tab.ask("which")
    (turn,) = tab.page.evaluate(KEPT)
    assert sorted(turn) == ["html", "question"]
    assert turn["question"] == "which"
    assert 'class="answer done list"' in turn["html"]
    assert tab.page.evaluate("() => Object.keys(candour.tab)").count("candour-conversation") == 1


def test_the_newest_turns_that_there_is_room_for_are_kept(tab):
    many = [{"question": f"q{number}", "html": "<div class='answer done'>x</div>"} for number in range(45)]
    tab.page.evaluate("kept => sessionStorage.setItem('candour-conversation', kept)", json.dumps(many))
    tab.page.reload()
    tab.answers(45)
    tab.ask("abstain")
    kept = tab.page.evaluate(KEPT)
    assert [each["question"] for each in kept] == [*(f"q{number}" for number in range(6, 45)), "abstain"]
    heavy = [
        {"question": f"q{number}", "html": f"<div class='answer done'>{'x' * 600_000}</div>"} for number in range(3)
    ]
    tab.page.evaluate("kept => sessionStorage.setItem('candour-conversation', kept)", json.dumps(heavy))
    tab.page.reload()
    tab.answers(3)
    tab.ask("abstain")
    assert [each["question"] for each in tab.page.evaluate(KEPT)] == ["q1", "q2", "abstain"]


@pytest.mark.parametrize("kept", ["{", "U2FsdGVkX1", "7", '[{"question": 1}, null]'])
def test_what_is_no_conversation_is_passed_over(tab, kept):
    tab.page.evaluate("kept => sessionStorage.setItem('candour-conversation', kept)", kept)
    tab.page.reload()
    tab.page.wait_for_selector("#chat .starters")
    tab.ask("which")


@pytest.mark.parametrize(
    ("path", "said"), [("/en/", "This question was not answered."), ("/fr/", "Cette question est restée sans réponse.")]
)
def test_a_page_that_was_left_in_mid_answer_says_that_there_is_none(visit, fake_server, path, said):
    tab = visit(fake_server)
    tab.open(path)
    tab.ask("slow", wait=False)
    tab.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word3')")
    tab.page.reload()
    tab.answers(1)
    assert words(tab.page.locator("#chat .answer.note")) == said
    tab.ask("which")
    assert tab.page.locator("#chat .answer").count() == 2


def test_a_new_conversation_in_mid_answer_is_empty_and_stays_so(tab):
    tab.ask("slow", wait=False)
    tab.page.wait_for_function("() => document.querySelector('#chat .writing')?.textContent.includes('word3')")
    tab.page.click("#new")
    tab.page.wait_for_selector("#chat .starters")
    tab.ask("which")
    tab.page.wait_for_timeout(500)
    assert tab.page.locator("#chat .you .said").all_inner_texts() == ["which"]
    assert [each["question"] for each in tab.page.evaluate(KEPT)] == ["which"]


def test_the_turns_stay_where_gradio_draws_its_chatbot_anew(tab):
    tab.ask("which")
    tab.page.evaluate(
        "() => { const log = document.querySelector('#chat [role=log]'); const other = log.cloneNode(false);"
        " log.replaceWith(other); }"
    )
    tab.page.wait_for_selector("#chat [role=log] .answer.done")
    tab.ask("which again")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {"retry-after": "17"}, "Many questions came from you in the last minute. Ask again in 17 s."),
        (503, {"retry-after": "5"}, "Many people are asking just now"),
        (413, {}, "too long to be sent together"),
        (401, {}, "no longer knows you here"),
        (500, {}, "There is no answer."),
    ],
)
def test_what_the_server_refuses_is_said_in_words(tab, status, headers, said):
    assert said in notes_on(tab, status, headers)
    tab.ask("which")


def test_an_answer_that_breaks_off_is_asked_for_once_more_and_no_oftener(tab):
    asked = []

    def cut(route):
        asked.append(route.request.post_data_json["question"])
        route.abort()

    tab.page.route("**/chat/ask", cut)
    tab.ask("which")
    assert words(tab.page.locator("#chat .answer.note")).startswith("There is no answer.")
    assert asked == ["which", "which"]
    assert tab.page.locator("#trouble").is_hidden()
    tab.complaints[:] = [each for each in tab.complaints if "ERR_FAILED" not in each]


def test_a_question_that_waits_for_the_server_can_be_stopped(tab):
    for path in ("**/chat/ask", "**/healthz"):
        tab.page.route(path, lambda route: route.abort())
    tab.ask("which", wait=False)
    tab.page.wait_for_selector("#trouble:not([hidden])")
    tab.page.keyboard.press("Escape")
    tab.answers(1)
    assert "Stopped" in words(tab.page.locator("#chat .answer.note"))
    assert tab.page.locator("#trouble").is_hidden()
    tab.complaints[:] = [each for each in tab.complaints if "ERR_FAILED" not in each]
