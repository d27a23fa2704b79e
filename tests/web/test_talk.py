import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.types import Conversation
from assistant.web.talk import KEPT_CHARACTERS, KEPT_TURNS, QUESTION_LIMIT, Talk, Turn, is_being_written, shortened


def run(coroutine):
    """What a coroutine returns, in a thread of its own: the browser tests' driver keeps a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def answers(talk, question, earlier=()):
    async def collect():
        return [html async for html in talk.answering(question, list(earlier))]

    return run(collect())


@pytest.fixture
def talk(assistant):
    return Talk(assistant, "en")


def test_parts_come_first_and_the_whole_answer_last(talk):
    found = answers(talk, "slow")
    assert [is_being_written(html) for html in found] == [True] * (len(found) - 1) + [False]
    assert len(found) > 2
    assert 'class="answer done' in found[-1]


def test_an_answer_that_is_there_at_once_is_shown_whole(talk):
    (html,) = answers(talk, "which agencies revised their codes")
    assert 'class="answer done list"' in html


def test_earlier_questions_go_with_the_new_one_and_nothing_else(talk, assistant):
    answers(talk, "and the others?", ["first"])
    assert assistant.asked == [("and the others?", Conversation(("first",)), "en")]


def test_a_failure_is_a_calm_sentence_and_its_words_are_text(talk, fake):
    (html,) = answers(talk, "fail")
    assert "could not be answered" in html
    assert "<script" not in html


def test_a_mistake_in_the_program_is_logged_without_the_question(talk, caplog):
    caplog.set_level(logging.DEBUG)
    (html,) = answers(talk, "crash secretly")
    assert "Something went wrong on the server" in html
    assert "a mistake in the program" in caplog.text
    assert "secretly" not in caplog.text


def test_a_very_long_question_is_not_read(talk, assistant):
    (html,) = answers(talk, "x" * (QUESTION_LIMIT + 1))
    assert str(QUESTION_LIMIT) in html
    assert assistant.asked == []


def test_an_answer_nobody_waits_for_is_given_up(talk, assistant):
    async def leave():
        events = talk.answering("slow", [])
        first = await anext(events)
        await events.aclose()
        return first

    assert "word0" in run(leave())
    deadline = time.monotonic() + 5
    while assistant.ended == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert assistant.ended == 1


def test_a_slow_answer_holds_up_nobody_else(talk):
    async def both():
        slow = talk.answering("slow", [])
        await anext(slow)
        quick = [html async for html in talk.answering("which", [])]
        await slow.aclose()
        return quick

    started = time.monotonic()
    assert "answer done" in run(both())[-1]
    assert time.monotonic() - started < 3


def test_a_stopped_answer_keeps_what_was_written(talk):
    shown = [{"role": "assistant", "content": [{"type": "text", "text": first_part(talk)}]}]
    (turn,) = talk.stopped(shown, [Turn(question="slow", html="")])
    assert "word0" in turn["html"]
    assert "Stopped before the answer was complete." in turn["html"]


def first_part(talk):
    async def part():
        events = talk.answering("slow", [])
        html = await anext(events)
        await events.aclose()
        return html

    return run(part())


def test_a_complete_answer_is_not_marked_as_stopped(talk):
    turns = [Turn(question="q", html="<div>done</div>")]
    assert talk.stopped([], turns) == turns


def test_a_question_left_without_answer_says_so_when_the_page_comes_back(talk):
    (turn,) = talk.left_over([Turn(question="q", html="")])
    assert "was not answered" in turn["html"]


def test_a_browser_keeps_the_newest_turns_that_fit():
    turns = [Turn(question=str(n), html="x") for n in range(KEPT_TURNS + 5)]
    assert [turn["question"] for turn in shortened(turns)] == [str(n) for n in range(5, KEPT_TURNS + 5)]
    heavy = Turn(question="heavy", html="x" * KEPT_CHARACTERS)
    assert shortened([turns[0], heavy]) == [heavy]
    assert shortened([heavy, turns[0]]) == [turns[0]]
